"""The diary by pages, API and calendar: a week at a glance, a clash said before it is booked, a move, a secret address."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from support.people import joins
from support.service import a_person, a_service, managed
from support.wall_visits import browser, caller

from throughcare.casework.supervision.actions import Booking, book_appointment
from throughcare.casework.supervision.models import Appointment
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.foundation.access.models import Token
from throughcare.foundation.kernel import WorkingCalendar, new_id
from throughcare.foundation.kernel.days import LONDON, day_of

SOON = WorkingCalendar().add(day_of(timezone.now()), 6)


@pytest.fixture
def person():
    return managed(a_person(a_service()))


@pytest.fixture
def officer(person):
    return browser(person.team.officer)


def booked(person, clock=10, **given):
    starts_at = timezone.datetime(SOON.year, SOON.month, SOON.day, clock, tzinfo=LONDON)
    booking = Booking(starts_at, ContactKind.OFFICE, "The office", **given)
    return book_appointment(by=person.team.officer, at=timezone.now(), case_id=person.case, booking=booking)


def form(clock="10:00", **given):
    return {
        "next_on_day": SOON.day, "next_on_month": SOON.month, "next_on_year": SOON.year, "next_clock": clock,
        "next_kind": "office visit", "next_place": "The office", "idempotency_key": str(new_id()),
    } | given  # fmt: skip


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().split())


def test_a_week_is_read_at_a_glance_by_its_officer_and_by_whoever_leads_the_team(person, officer):
    booked(person, minutes=45)
    at = f"/diary?day={SOON}"
    shown = words(officer, at)
    assert "10:00 (45 minutes)" in shown and f'href="/people/{person.id}"' in shown and "The office" in shown
    assert f'href="/people/{person.id}"' not in words(officer, f"/diary?day={SOON + timedelta(days=7)}")
    senior = browser(person.team.senior)
    assert f'href="/people/{person.id}"' not in words(senior, at)
    assert f'href="/people/{person.id}"' in words(senior, f"{at}&team=1")
    stranger = browser(joins(person.service.court_unit, "offender manager"))
    assert f'href="/people/{person.id}"' not in words(stranger, f"{at}&team=1")


def test_a_day_alone_is_a_list_that_says_how_its_reminders_stand(person, officer):
    booked(person)
    day = words(officer, f"/diary?day={SOON}&span=day")
    assert f"{SOON:%A} {SOON.day} {SOON:%B}" in day and f'href="/people/{person.id}"' in day
    assert "week of" not in day and f"/diary?day={SOON + timedelta(days=1)}&amp;span=day" in day
    assert "Reminder" in day
    assert f'href="/people/{person.id}"' not in words(
        officer, f"/diary?day={SOON + timedelta(days=1)}&span=day"
    )
    senior = browser(person.team.senior)
    assert f'href="/people/{person.id}"' in words(senior, f"/diary?day={SOON}&span=day&team=1")


@pytest.mark.parametrize("day", ["", "yesterday", "2026-13-01", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_shows_a_week_all_the_same(officer, day):
    assert "week of" in words(officer, f"/diary?day={day}")


def test_a_clash_is_said_first_and_the_appointment_made_when_asked_all_the_same(person, officer):
    booked(person)
    at = f"/people/{person.id}/book"
    first = officer.post(at, form("10:15"))
    assert "The person has another appointment (office visit) at 10:00." in first.content.decode()
    assert Appointment.objects.using("owner").filter(case=person.case).count() == 1
    assert officer.post(at, form("10:15", despite="They asked for it")).status_code == 302
    assert Appointment.objects.using("owner").filter(case=person.case).count() == 2


def test_a_series_is_made_from_the_same_form(person, officer):
    at = f"/people/{person.id}/book"
    half = officer.post(at, form(every="every week"))
    assert "Say how many appointments the series has" in half.content.decode()
    assert officer.post(at, form(every="every week", times="3")).status_code == 302
    assert Appointment.objects.using("owner").filter(case=person.case).count() == 3


def test_an_appointment_is_moved_by_its_page(person, officer):
    old = booked(person)
    at = f"/people/{person.id}/appointments/{old}/move"
    assert officer.post(at, form("15:00", moved_by="the person", because="Starts work")).status_code == 302
    new = Appointment.objects.using("owner").get(moves=old)
    assert (new.moved_by, new.starts_at.astimezone(LONDON).hour) == ("the person", 15)
    assert officer.get(at).status_code == 404


def test_the_same_by_the_api(person):
    call = caller(person.team.officer)
    at = f"/api/v1/people/{person.id}/diary"

    def post(address, **body):
        return call.post(address, body, content_type="application/json")

    starts = {"starts_at": f"{SOON}T09:00:00Z", "kind": "phone call", "minutes": 20}
    made = post(f"{at}/series", **starts, every="every two weeks", times=2)
    assert made.status_code == 201, made.content
    first = made.json()["ids"][0]
    moved = post(
        f"{at}/{first}/move",
        **starts | {"starts_at": f"{SOON}T11:00:00Z"},
        moved_by="the service",
        because="Ill",
    )
    assert moved.status_code == 201, moved.content
    (line,) = call.get(f"/api/v1/diary?start={SOON}&days=1").json()
    assert (line["id"], line["minutes"], line["is_told"]) == (moved.json()["id"], 20, False)


def address_of(officer):
    shown = officer.post("/diary/calendar").content.decode()
    return "/calendars/" + shown.partition("/calendars/")[2].partition("<")[0]


def test_a_calendar_reads_appointments_by_a_secret_address_without_a_name_until_it_is_stopped(
    person, officer
):
    booked(person, minutes=45)
    address = address_of(officer)
    outside = Client()
    answer = outside.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    assert "BEGIN:VEVENT" in text and f"/people/{person.id}" in text.replace("\r\n ", "")
    assert "Robin" not in text
    token = Token.objects.using("owner").get(membership=person.team.officer.id)
    assert officer.post(f"/me/tokens/{token.id}/stop").status_code == 302
    assert outside.get(address).status_code == 404


def test_a_calendars_address_opens_nothing_else_and_a_token_of_the_api_no_calendar(person, officer):
    secret = address_of(officer).removeprefix("/calendars/").removesuffix(".ics")
    outside = Client()
    called = outside.get("/api/v1/diary?start=2026-11-20", headers={"Authorization": f"Bearer {secret}"})
    assert called.status_code == 401
    assert outside.get("/diary").status_code == 302
    api = caller(person.team.officer).defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    assert outside.get(f"/calendars/{api}.ics").status_code == 404
    assert outside.get("/calendars/none.ics").status_code == 404


def test_a_week_leaves_out_the_days_on_which_nobody_works_and_nothing_is_booked(person, officer):
    starts_at = timezone.datetime(SOON.year, SOON.month, SOON.day, 11, tzinfo=LONDON)
    booking = Booking(starts_at, ContactKind.PHONE, "")
    book_appointment(by=person.team.officer, at=timezone.now(), case_id=person.case, booking=booking)
    week = words(officer, f"/diary?day={SOON}")
    assert "Saturday" not in week and "Sunday" not in week
    assert f"{SOON:%A}" in week and "By telephone" in week and "Not said" not in week


def test_what_came_of_an_appointment_is_asked_once_its_time_is_past(person, officer):
    ahead = booked(person)
    assert f"record?appointment={ahead}" not in words(officer, f"/diary?day={SOON}")
    assert "Still ahead" in words(officer, f"/diary?day={SOON}")
    past = timezone.now() - timedelta(hours=1)
    Appointment.objects.using("owner").filter(id=ahead).update(at=past - timedelta(hours=1), starts_at=past)
    assert f"record?appointment={ahead}" in words(officer, f"/diary?day={day_of(past)}")
