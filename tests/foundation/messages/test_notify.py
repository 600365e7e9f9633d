"""GOV.UK Notify's client against a server that answers as its API is documented: accepted, refused, away, silent, asked after."""

import time

import pytest
from support.notify import KEY, TEMPLATES, serving

from throughcare.foundation.kernel import new_id
from throughcare.foundation.messages.notify import Notify
from throughcare.foundation.messages.provider import Channel, Message, NeverSent, NotNow, Receipt, Standing

OURS = {Channel.TEXT: TEMPLATES["sms"], Channel.EMAIL: TEMPLATES["email"]}


@pytest.fixture(scope="module")
def server():
    with serving() as theirs:
        yield theirs


@pytest.fixture
def theirs(server):
    server.instead.clear()
    return server


def client(theirs, **given):
    return Notify(**{"key": KEY, "templates": OURS, "address": theirs.address} | given)


def a_text(**given):
    return Message(**{"id": new_id(), "channel": Channel.TEXT, "to": "07700900123", "text": "Tomorrow at ten"} | given)  # fmt: skip


def test_a_text_is_accepted_under_our_id_and_found_by_it(theirs):
    message = a_text()
    assert client(theirs).find(message.id) is None
    receipt = client(theirs).send(message)
    (accepted,) = theirs.of(message.id)
    assert (accepted["phone_number"], accepted["body"]) == ("07700900123", "Tomorrow at ten")
    assert receipt == Receipt("notify", accepted["id"]) == client(theirs).find(message.id)


def test_an_email_has_a_subject_and_an_address(theirs):
    message = a_text(channel=Channel.EMAIL, to="robin@example.test", subject="Your appointment")
    client(theirs).send(message)
    assert theirs.of(message.id)[0]["email_address"] == "robin@example.test"


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("created", Standing.SENT),
        ("sending", Standing.SENT),
        ("pending", Standing.SENT),
        ("sent", Standing.SENT),
        ("delivered", Standing.DELIVERED),
        ("permanent-failure", Standing.FAILED),
        ("temporary-failure", Standing.FAILED),
        ("technical-failure", Standing.FAILED),
        ("a status nobody knows", Standing.SENT),
    ],
)
def test_each_documented_status_is_read_and_one_that_is_not_known_says_no_more_than_sent(
    theirs, status, standing
):
    message = a_text()
    client(theirs).send(message)
    theirs.of(message.id)[0]["status"] = status
    found = client(theirs).find(message.id)
    assert found.standing is standing
    assert bool(found.because) == (standing is Standing.FAILED)


@pytest.mark.parametrize(("answer", "words"), [("bad number", "not valid"), ("team only", "team-only")])
def test_a_message_that_is_refused_is_never_sent_and_says_why(theirs, answer, words):
    theirs.instead.append(answer)
    with pytest.raises(NeverSent, match=words):
        client(theirs).send(a_text())


@pytest.mark.parametrize("answer", ["rate", "limit", "fault", "away"])
def test_a_server_that_cannot_now_leaves_it_open_and_the_next_try_is_taken_once(theirs, answer):
    theirs.instead.append(answer)
    message = a_text()
    with pytest.raises(NotNow):
        client(theirs).send(message)
    assert client(theirs).find(message.id) is None
    client(theirs).send(message)
    assert len(theirs.of(message.id)) == 1


@pytest.mark.parametrize("answer", ["silence", "cut", "nonsense"])
def test_what_was_accepted_without_a_word_is_found_by_its_reference(theirs, answer):
    theirs.instead.append(answer)
    message = a_text()
    with pytest.raises(NotNow):
        client(theirs, seconds=0.2).send(message)
    assert client(theirs).find(message.id).standing is Standing.SENT


def test_a_server_that_is_not_there_leaves_it_open():
    with serving() as gone:
        address = gone.address
    with pytest.raises(NotNow, match="could not be reached"):
        Notify(KEY, OURS, address=address).send(a_text())


@pytest.mark.parametrize(
    "given", [{"clock": lambda: time.time() - 60}, {"key": KEY[:-4] + "0000"}], ids=["late clock", "wrong key"]
)  # fmt: skip
def test_a_key_or_a_clock_that_is_not_accepted_leaves_it_open_for_whoever_runs_the_service(theirs, given):
    with pytest.raises(NotNow, match="403"):
        client(theirs, **given).send(a_text())


@pytest.mark.parametrize("answer", ["fault", "nonsense"])
def test_when_nobody_can_say_whether_a_message_was_taken_nothing_is_concluded(theirs, answer):
    theirs.instead.append(answer)
    with pytest.raises(NotNow):
        client(theirs).find(new_id())


def test_a_channel_without_a_template_leaves_it_open(theirs):
    with pytest.raises(NotNow, match="no template"):
        client(theirs, templates={}).send(a_text())


@pytest.mark.parametrize("key", ["", "nothing", "a-name-26785a09-ab16-4eb0-8407-a37497a57506"])
def test_a_key_that_is_none_is_refused_without_being_said(key):
    with pytest.raises(ValueError, match="as Notify shows it") as refused:
        Notify(key, OURS)
    assert not key or key not in str(refused.value)


def test_the_key_is_sent_over_https_alone_but_on_this_machine():
    with pytest.raises(ValueError, match="https alone"):
        Notify(KEY, OURS, address="http://notify.example.test")


def test_a_refusal_that_repeats_the_address_does_not_hand_it_on(theirs, monkeypatch):
    monkeypatch.setitem(
        __import__("support.notify", fromlist=["INSTEAD"]).INSTEAD,
        "says it",
        (400, {"errors": [{"error": "ValidationError", "message": "07700900123 is not valid"}]}),
    )
    theirs.instead.append("says it")
    with pytest.raises(NeverSent, match="the address is not valid"):
        client(theirs).send(a_text())


def test_a_message_printed_tells_neither_whom_it_is_to_nor_what_it_says():
    assert "07700900123" not in repr(a_text()) and "Tomorrow" not in repr(a_text())
