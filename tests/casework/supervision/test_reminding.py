"""Reminders from stored facts: sent once to whom it is safe to tell, kept back where it is not, settled after a crash."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import connections, transaction
from support.notify import KEY, TEMPLATES, serving
from support.people import as_worker, joins
from support.service import a_person, a_service, hear, managed

from throughcare.casework.people.actions import end_detail, record_death, record_email, record_phone
from throughcare.casework.people.models import Person
from throughcare.casework.supervision import queries, tasks
from throughcare.casework.supervision.actions import (
    Booking,
    book_appointment,
    call_off_appointment,
    close_case,
    move_appointment,
    record_movement,
    reminding,
)
from throughcare.casework.supervision.models import Reminder
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.casework.supervision.rules.diary import MovedBy
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Entry
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import LONDON
from throughcare.foundation.messages.notify import Notify
from throughcare.foundation.messages.outbox import Outbox
from throughcare.foundation.messages.provider import Channel, NotNow, Receipt, Standing

TEN = datetime(2026, 12, 1, 10, 0, tzinfo=LONDON)
DUE = TEN - timedelta(hours=24)
MOBILE = "07700900123"


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture
def person(service):
    return managed(a_person(service))


@pytest.fixture
def outbox(tmp_path):
    return Outbox(tmp_path)


def book(person, starts_at=TEN, kind=ContactKind.OFFICE):
    return book_appointment(
        by=person.team.officer, at=person.service.later(), case_id=person.case,
        booking=Booking(starts_at, kind, "Probation office, Bridge Street"),
    )  # fmt: skip


def phone(person, number=MOBILE, safe="yes", note=""):
    return record_phone(
        by=person.team.officer, at=person.service.later(), person_id=person.id, number=number,
        safe_to_use=safe, safe_note=note,
    )  # fmt: skip


def send(to, at=DUE):
    with as_worker():
        return tasks.send_due(to, lambda: at)


def row(appointment):
    return Reminder.objects.using("owner").get(appointment=appointment)


def messages(outbox):
    return [json.loads(file.read_text()) for file in outbox.folder.glob("*.json")]


def to(outbox, appointment):
    """The messages of one appointment: others' are sent too, since every test shares the days."""
    return [one for one in messages(outbox) if one["id"] == str(row(appointment).id)]


def test_a_reminder_goes_a_day_before_once_however_often_it_is_looked_for(person, outbox):
    phone(person)
    appointment = book(person)
    send(outbox, DUE - timedelta(minutes=1))
    assert not Reminder.objects.using("owner").filter(appointment=appointment).exists()
    for minutes in (0, 1, 20, 600):
        send(outbox, DUE + timedelta(minutes=minutes))
    (message,) = to(outbox, appointment)
    assert (message["to"], message["channel"]) == (MOBILE, "text")
    assert message["text"].startswith("You have an appointment on Tuesday 1 December at 10:00am.")
    assert "Bridge Street" not in message["text"]
    sent = row(appointment)
    assert (sent.state, sent.sent_at, sent.tries, sent.provider) == ("sent", DUE, 1, "outbox")


def test_it_is_in_welsh_for_who_speaks_it_and_by_email_where_no_number_is_safe(person, outbox):
    Person.objects.using("owner").filter(id=person.id).update(first_language="Welsh")
    phone(person, safe="no")
    record_email(
        by=person.team.officer, at=person.service.later(), person_id=person.id, address="robin@Example.TEST",
        safe_to_use="yes",
    )  # fmt: skip
    appointment = book(person)
    send(outbox)
    (message,) = to(outbox, appointment)
    assert (message["to"], message["subject"]) == ("robin@example.test", "Eich apwyntiad")
    assert "ddydd Mawrth 1 Rhagfyr am 10:00yb" in message["text"]


def not_sent(outbox, appointment, because):
    assert to(outbox, appointment) == []
    kept = row(appointment)
    assert (kept.state, kept.because) == ("not sent", because)


@pytest.mark.parametrize(
    ("said", "because"),
    [
        ({"safe": "no"}, "no number or address is confirmed as safe to use"),
        ({"safe": "not_asked"}, "no number or address is confirmed as safe to use"),
        ({"note": "Not after six"}, "what is safe to use is so on terms that somebody must read first"),
        ({"number": "01632 960001"}, "no number or address is confirmed as safe to use"),
    ],
)
def test_nothing_goes_where_it_is_not_confirmed_to_be_safe(person, outbox, said, because):
    phone(person, **said)
    appointment = book(person)
    send(outbox)
    not_sent(outbox, appointment, because)


def test_a_number_confirmed_after_all_is_reminded_by_while_there_is_time(person, outbox):
    appointment = book(person)
    send(outbox)
    not_sent(outbox, appointment, "no number or address is confirmed as safe to use")
    phone(person)
    send(outbox, DUE + timedelta(minutes=119))
    assert row(appointment).state == "not sent"
    send(outbox, DUE + timedelta(hours=2))
    assert row(appointment).state == "sent"
    assert len(to(outbox, appointment)) == 1


def test_a_number_that_ended_is_not_used(person, outbox):
    ended = phone(person)
    end_detail(
        by=person.team.officer, at=person.service.later(), person_id=person.id, kind="phone", detail_id=ended
    )
    appointment = book(person)
    send(outbox)
    not_sent(outbox, appointment, "no number or address is confirmed as safe to use")


def test_nothing_goes_of_an_appointment_that_was_called_off_or_moved_and_the_new_one_is_reminded_of(
    person, outbox
):
    phone(person)
    officer, service = person.team.officer, person.service
    off, old = book(person), book(person, TEN + timedelta(hours=1))
    call_off_appointment(by=officer, at=service.later(), appointment_id=off, because="The office is closed")
    new = move_appointment(
        by=officer, at=service.later(), appointment_id=old, moved_by=MovedBy.PERSON, because="Work",
        booking=Booking(TEN + timedelta(hours=3), ContactKind.PHONE),
    )  # fmt: skip
    send(outbox, DUE + timedelta(hours=4))
    assert Reminder.objects.using("owner").filter(appointment__in=[off, old]).count() == 0
    (message,) = to(outbox, new)
    assert message["text"].startswith("We will ring you on Tuesday 1 December at 1:00pm.")


def test_nothing_goes_to_somebody_in_custody(person, outbox):
    phone(person)
    called, appointment = book(person), book(person, TEN + timedelta(hours=1), ContactKind.PHONE)
    record_movement(
        by=person.team.officer, at=person.service.later(), case_id=person.case, kind=MovementKind.RECEIVED,
        version=person.row.version,
    )  # fmt: skip
    send(outbox, DUE + timedelta(hours=1))
    not_sent(outbox, appointment, "the person is in custody")
    assert not Reminder.objects.using("owner").filter(appointment=called).exists(), "it was called off"


def test_nothing_goes_to_somebody_who_died_or_whose_case_is_closed(service, outbox):
    died, closed = (managed(a_person(service)) for _ in range(2))
    for one, number in ((died, "07700900881"), (closed, "07700900882")):
        phone(one, number)
        book(one)
    version = Person.objects.using("owner").get(id=died.id).version
    record_death(
        by=died.team.officer, at=service.later(), person_id=died.id, version=version, died_on=service.at.date()
    )  # fmt: skip
    hear()
    close_case(
        by=closed.team.senior, at=service.later(), case_id=closed.case, version=closed.row.version,
        because="Order revoked",
    )  # fmt: skip
    send(outbox)
    assert not Reminder.objects.using("owner").filter(case__in=[died.case, closed.case]).exists()
    assert {"07700900881", "07700900882"}.isdisjoint(one["to"] for one in messages(outbox))


def test_a_prison_visit_is_not_reminded_of(person, outbox):
    phone(person)
    appointment = book(person, kind=ContactKind.PRISON)
    send(outbox)
    assert not Reminder.objects.using("owner").filter(appointment=appointment).exists()


def test_one_made_an_hour_before_is_noted_as_too_late(person, outbox):
    phone(person)
    appointment = book(person)
    send(outbox, TEN - timedelta(hours=1))
    not_sent(outbox, appointment, "too little time was left before the appointment")


def claim(at=DUE):
    with as_worker():
        return reminding.claim_reminders(by=tasks._reminder(), at=at)


def claimed(person):
    """An appointment whose reminder was claimed by a worker that then died."""
    phone(person)
    appointment = book(person)
    while (found := claim()).looked_at:
        if row_id(appointment) in {one.id for one in found.claimed}:
            break
    assert row(appointment).state == "due"
    return appointment


def row_id(appointment):
    found = Reminder.objects.using("owner").filter(appointment=appointment).first()
    return found.id if found else None


def test_a_claim_that_died_before_it_sent_is_taken_up_after_a_while(person, outbox):
    appointment = claimed(person)
    send(outbox, DUE + timedelta(minutes=14))
    assert row(appointment).state == "due"
    send(outbox, DUE + timedelta(minutes=15))
    assert (row(appointment).state, len(to(outbox, appointment))) == ("sent", 1)


def test_a_claim_that_died_after_it_sent_is_settled_by_asking_and_not_sent_again():
    person = managed(a_person(a_service()))
    with serving() as theirs:
        notify = Notify(KEY, {Channel.TEXT: TEMPLATES["sms"]}, address=theirs.address)
        appointment = claimed(person)
        (message,) = [one.message for one in again(appointment) if one.message]
        notify.send(message)  # and the worker dies before it is noted
        send(notify, DUE + timedelta(hours=1))
        assert row(appointment).state == "sent"
        assert len(theirs.of(message.id)) == 1


def again(appointment):
    """What the next claim says of an appointment's reminder, its time having come again."""
    later = DUE + timedelta(minutes=15)
    while (found := claim(later)).looked_at:
        if mine := [one for one in found.claimed if one.id == row_id(appointment)]:
            return mine
    pytest.fail("nobody took it up")


def test_one_called_off_between_the_claim_and_the_second_try_is_not_sent(person, outbox):
    appointment = claimed(person)
    call_off_appointment(
        by=person.team.officer, at=person.service.later(), appointment_id=appointment, because="Ill"
    )
    send(outbox, DUE + timedelta(minutes=15))
    not_sent(outbox, appointment, "the appointment was called off or moved")


def test_a_number_found_unsafe_between_the_claim_and_the_second_try_is_not_used(person, outbox):
    appointment = claimed(person)
    phone(person, safe="no")
    send(outbox, DUE + timedelta(minutes=15))
    not_sent(outbox, appointment, "no number or address is confirmed as safe to use")


@pytest.mark.parametrize("answer", ["rate", "fault", "away", "silence", "cut", "nonsense"])
def test_whoever_cannot_be_reached_is_tried_again_and_takes_it_once(person, answer):
    phone(person)
    appointment = book(person)
    with serving() as theirs:
        notify = Notify(KEY, {Channel.TEXT: TEMPLATES["sms"]}, address=theirs.address, seconds=0.5)
        send(Nobody())  # what other tests left is not this server's
        Reminder.objects.using("owner").filter(appointment=appointment).update(claimed_at=DUE, tries=1)
        theirs.instead.extend(["", answer])
        send(notify, DUE + timedelta(minutes=15))
        if row(appointment).state == "due":
            send(notify, DUE + timedelta(minutes=30))
        assert len(theirs.of(row(appointment).id)) == 1
        assert row(appointment).state == "sent"


class Nobody:
    """A provider that is never there."""

    name = "nobody"

    def send(self, message):
        raise NotNow("the sending service could not be reached")

    def find(self, message_id):
        raise NotNow("the sending service could not be reached")


class Forgetful(Nobody):
    """A provider that knows of nothing and takes nothing."""

    def find(self, message_id):
        return None


def test_one_that_was_never_taken_counts_as_failed_when_it_is_too_late_and_says_why(person):
    phone(person)
    appointment = book(person)
    send(Forgetful())
    assert (row(appointment).state, row(appointment).because) == (
        "due",
        "the sending service could not be reached",
    )
    send(Forgetful(), TEN - timedelta(hours=1))
    assert (row(appointment).state, row(appointment).because) == (
        "failed",
        "the sending service could not be reached",
    )


def test_one_of_which_nobody_can_say_whether_it_was_taken_waits_and_fails_days_later(person):
    phone(person)
    appointment = book(person)
    send(Nobody())
    send(Nobody(), TEN)
    assert row(appointment).state == "due"
    send(Nobody(), TEN + timedelta(days=4))
    assert (row(appointment).state, row(appointment).because) == (
        "failed",
        "nobody could say whether it was sent",
    )


def test_one_that_is_refused_has_failed_at_once_and_says_why(person):
    phone(person)
    appointment = book(person)
    with serving() as theirs:
        notify = Notify(KEY, {Channel.TEXT: "another template"}, address=theirs.address)
        send(notify)
    assert row(appointment).state == "failed"
    assert row(appointment).because == "the sending service refused it: Template not found"


@pytest.mark.parametrize(("ending", "state"), [("delivered", "delivered"), ("failed", "failed")])
def test_what_became_of_it_is_asked_for_and_noted_once(person, outbox, ending, state):
    phone(person)
    appointment = book(person)
    send(outbox)
    asked(outbox, DUE + timedelta(minutes=15))
    assert row(appointment).state == "sent"
    (outbox.folder / f"{row(appointment).id}.{ending}").touch()
    asked(outbox, DUE + timedelta(minutes=30))
    told = row(appointment)
    assert (told.state, told.settled_at) == (state, DUE + timedelta(minutes=30))
    assert bool(told.because) == (state == "failed")
    asked(outbox, DUE + timedelta(minutes=60))
    assert row(appointment).settled_at == told.settled_at


def asked(to, at):
    with as_worker():
        return tasks.ask_after_sent(to, lambda: at)


def test_after_three_days_nobody_asks_any_more(person, outbox):
    phone(person)
    appointment = book(person)
    send(outbox)
    (outbox.folder / f"{row(appointment).id}.delivered").touch()
    asked(outbox, DUE + timedelta(days=3))
    assert row(appointment).state == "sent"


@pytest.mark.parametrize(
    "act",
    [
        lambda by: reminding.claim_reminders(by=by, at=DUE),
        lambda by: reminding.ask_after_reminders(by=by, at=DUE),
        lambda by: reminding.note_reminder_taken(
            by=by, at=DUE, reminder_id=by.id, receipt=Receipt("x", "y", Standing.SENT)
        ),
        lambda by: reminding.note_reminder_not_taken(
            by=by, at=DUE, reminder_id=by.id, because="x", failed=True
        ),
        lambda by: reminding.put_off_reminder(by=by, at=DUE, reminder_id=by.id, because="x"),
    ],
)
def test_no_member_sends_or_notes_a_reminder(person, act):
    with as_worker(), pytest.raises(Refused):
        act(person.team.officer)


def test_who_sees_the_person_reads_what_was_sent_and_nobody_else_does_and_nobody_writes_it(person, outbox):
    phone(person)
    appointment = book(person)
    send(outbox)
    stranger = joins(a_service().teams[person.team.body].unit, "offender manager")
    with viewing(person.team.officer, DUE):
        assert [one.state for one in queries.reminders_of([appointment])[appointment]] == ["sent"]
        assert Reminder.objects.filter(appointment=appointment).update(state="failed", because="x") == 0
    with viewing(stranger, DUE):
        assert queries.reminders_of([appointment]) == {}


def test_the_pages_are_told_nothing_by_the_functions_of_the_job(person):
    with viewing(person.team.officer, DUE), connections["default"].cursor() as cursor:
        for call in ("supervision_remindable(ARRAY[gen_random_uuid()])", "people_to_reach(ARRAY[gen_random_uuid()])"):  # fmt: skip
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                cursor.execute(f"SELECT * FROM {call}")


def test_every_reminder_is_a_line_of_the_audit_with_the_person_and_no_address(person, outbox):
    phone(person)
    appointment = book(person)
    send(outbox)
    lines = Entry.objects.using("owner").filter(people__contains=[person.id], act="send reminders")
    assert {line.subject["action"].rpartition(".")[2] for line in lines} == {
        "claim_reminders",
        "note_reminder_taken",
    }
    assert row(appointment).state == "sent"
    assert not any(MOBILE in json.dumps(line.subject) + line.because for line in lines)
