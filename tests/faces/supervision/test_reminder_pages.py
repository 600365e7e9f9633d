"""What was sent of an appointment, or will be, as the person's page and the officer's home say it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from support.people import as_worker
from support.service import a_person, a_service, managed
from support.wall_visits import browser

from throughcare.casework.people.actions import record_phone
from throughcare.casework.supervision import tasks
from throughcare.casework.supervision.actions import Booking, book_appointment
from throughcare.casework.supervision.models import Reminder
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.faces.supervision.pages.reminder_words import ending
from throughcare.foundation.kernel import WorkingCalendar
from throughcare.foundation.kernel.days import LONDON, day_of
from throughcare.foundation.messages.outbox import Outbox
from throughcare.foundation.messages.provider import NeverSent

SOON = WorkingCalendar().add(day_of(timezone.now()), 6)
TEN = timezone.datetime(SOON.year, SOON.month, SOON.day, 10, tzinfo=LONDON)


@pytest.fixture
def person():
    return managed(a_person(a_service()))


def booked(person):
    booking = Booking(TEN, ContactKind.OFFICE, "The office")
    return book_appointment(by=person.team.officer, at=timezone.now(), case_id=person.case, booking=booking)


def has_number(person, **given):
    said = {"number": "07700900123", "safe_to_use": "yes"} | given
    record_phone(by=person.team.officer, at=timezone.now(), person_id=person.id, **said)


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def send(to):
    with as_worker():
        tasks.send_due(to, lambda: TEN - timedelta(hours=24))


def test_the_page_says_when_a_reminder_goes_and_then_to_whom_it_went(person, tmp_path):
    officer, outbox, at = browser(person.team.officer), Outbox(tmp_path), f"/people/{person.id}"
    booked(person)
    none = "No reminder will be sent as things stand: no number or address is confirmed as safe to use"
    assert none in words(officer, at)
    has_number(person)
    assert "A reminder goes by text on" in words(officer, at)
    send(outbox)
    shown = words(officer, at)
    assert "Reminder sent by text to the number ending 123 on" in shown
    assert "“You have an appointment on" in shown


class Refuses(Outbox):
    """A provider that refuses whatever it is given."""

    def send(self, message):
        raise NeverSent("the sending service refused it: the number is not valid")


def test_a_reminder_that_failed_stands_on_the_home_of_whoever_holds_the_appointment_until_its_time(
    person, tmp_path
):
    has_number(person)
    appointment = booked(person)
    officer = browser(person.team.officer)
    assert "The reminder of the appointment" not in words(officer, "/")
    send(Refuses(tmp_path))
    assert "failed: the sending service refused it" in words(officer, "/")
    assert "failed: the sending service refused it" in words(officer, f"/people/{person.id}")
    assert "The reminder of the appointment" not in words(browser(person.team.senior), "/")
    Reminder.objects.using("owner").filter(appointment=appointment).update(state="sent", sent_at=TEN)
    assert "The reminder of the appointment" not in words(officer, "/")


def test_an_address_is_shown_so_far_as_it_takes_to_know_it():
    assert ending("07700900123") == "the number ending 123"
    assert ending("robin@example.test") == "r…@example.test"
