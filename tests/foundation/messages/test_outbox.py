"""A folder as the provider: one file a message whatever dies on the way, and what is said of it afterwards."""

import json
import os
import stat

import pytest

from throughcare.foundation.kernel import new_id
from throughcare.foundation.messages.configured import provider
from throughcare.foundation.messages.notify import Notify
from throughcare.foundation.messages.outbox import Outbox
from throughcare.foundation.messages.provider import Channel, Message, NotNow, Standing


def a_message(**given):
    return Message(**{"id": new_id(), "channel": Channel.TEXT, "to": "07700900123", "text": "Yfory am 10"} | given)  # fmt: skip


def test_a_message_is_one_file_that_only_its_owner_reads_however_often_it_is_sent(tmp_path):
    outbox, message = Outbox(tmp_path / "out"), a_message()
    assert outbox.find(message.id) is None
    first = outbox.send(message)
    assert outbox.send(message) == first == outbox.find(message.id)
    (file,) = (tmp_path / "out").iterdir()
    assert file.name == f"{message.id}.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    said = json.loads(file.read_text())
    assert said == {"id": str(message.id), "channel": "text", "to": "07700900123", "subject": "", "text": "Yfory am 10"}  # fmt: skip


def test_the_same_message_with_other_words_does_not_write_over_the_first(tmp_path):
    outbox, message = Outbox(tmp_path), a_message()
    outbox.send(message)
    outbox.send(a_message(id=message.id, text="Other"))
    assert json.loads((tmp_path / f"{message.id}.json").read_text())["text"] == "Yfory am 10"


@pytest.mark.parametrize("renamed", [True, False])
@pytest.mark.parametrize(("ending", "standing"), [("delivered", Standing.DELIVERED), ("failed", Standing.FAILED)])  # fmt: skip
def test_what_became_of_a_message_is_read_from_its_name_or_a_file_beside_it(
    tmp_path, ending, standing, renamed
):
    outbox, message = Outbox(tmp_path), a_message()
    outbox.send(message)
    said = tmp_path / f"{message.id}.{ending}"
    if renamed:
        (tmp_path / f"{message.id}.json").rename(said)
    else:
        said.touch()
    found = outbox.find(message.id)
    assert found.standing is standing
    assert outbox.send(message) == found, "what was sent on is not written again"
    assert bool(found.because) == (standing is Standing.FAILED)


def test_a_draft_that_a_crash_left_is_no_message(tmp_path):
    outbox, message = Outbox(tmp_path), a_message()
    (tmp_path / f".{message.id}.json.1").write_text("{")
    assert outbox.find(message.id) is None
    outbox.send(message)
    assert outbox.find(message.id) is not None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_leaves_it_open(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(NotNow, match="cannot be written"):
        Outbox(tmp_path).send(a_message())


def test_a_folder_that_is_a_file_leaves_it_open(tmp_path):
    (tmp_path / "out").touch()
    with pytest.raises(NotNow, match="cannot be written"):
        Outbox(tmp_path / "out").send(a_message())


def test_the_folder_is_the_provider_until_a_key_is_set(tmp_path):
    found = provider(tmp_path, {})
    assert isinstance(found, Outbox)
    assert found.folder == tmp_path
    assert provider(tmp_path, {"THROUGHCARE_OUTBOX": str(tmp_path / "x")}).folder == tmp_path / "x"
    key = "k-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
    notify = provider(tmp_path, {"THROUGHCARE_NOTIFY_KEY": key, "THROUGHCARE_NOTIFY_TEXT_TEMPLATE": "a"})
    assert isinstance(notify, Notify)
    assert notify.templates == {Channel.TEXT: "a"}
