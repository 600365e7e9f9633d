"""A person's appointments on one page and by API: what holds them, clashes overridden with a reason, moves counted, their own calendar."""

from datetime import time, timedelta

import icalendar
import pytest
from django.test import Client
from django.utils import timezone
from support.people import joins
from support.service import a_person, a_service, managed
from support.wall_visits import browser, caller

from throughcare.casework.supervision.actions import (
    Booking,
    Hours,
    book_appointment,
    book_series,
    call_off_appointment,
    close_case,
    end_commitment,
    make_feed,
    move_appointment,
    record_commitment,
    withdraw_feed,
)
from throughcare.casework.supervision.models import Appointment, Case, Commitment, Feed
from throughcare.casework.supervision.rules.commitments import CommitmentKind, Weekly
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.casework.supervision.rules.diary import Every, MovedBy
from throughcare.foundation.audit.models import Entry
from throughcare.foundation.kernel import Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import LONDON, day_of

SOON = WorkingCalendar().add(day_of(timezone.now()), 6)
ALL_WEEK = (1, 2, 3, 4, 5, 6, 7)


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture
def person(service):
    return managed(a_person(service))


@pytest.fixture
def officer(person):
    return browser(person.team.officer)


def at(clock, day=SOON):
    return timezone.datetime(day.year, day.month, day.day, clock, tzinfo=LONDON)


def booked(person, clock=10, kind=ContactKind.OFFICE, place="The office", **given):
    return book_appointment(
        by=person.team.officer, at=timezone.now(), case_id=person.case,
        booking=Booking(at(clock), kind, place, **given),
    )  # fmt: skip


def works(person, **given):
    said = {"kind": CommitmentKind.WORK, "weekdays": ALL_WEEK, "starts": time(9), "ends": time(13)} | given
    hours = Hours(Weekly(**{"since": day_of(timezone.now())} | said))
    return record_commitment(by=person.team.officer, at=timezone.now(), case_id=person.case, hours=hours)


def form(clock="10:00", **given):
    return {
        "next_on_day": SOON.day, "next_on_month": SOON.month, "next_on_year": SOON.year, "next_clock": clock,
        "next_kind": "office visit", "next_place": "The office", "idempotency_key": str(new_id()),
    } | given  # fmt: skip


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().split())


def rows(person):
    return Appointment.objects.using("owner").filter(case=person.case)


def test_hours_recorded_on_a_page_are_shown_with_who_said_so_and_clash_until_they_are_ended(person, officer):
    here = f"/people/{person.id}"
    sent = {
        "kind": "work", "weekdays": ["1", "2", "3", "4", "5"], "starts": "9am", "ends": "17:00", "note": "Warehouse",
        "since_day": SOON.day, "since_month": SOON.month, "since_year": SOON.year, "idempotency_key": str(new_id()),
    }  # fmt: skip
    assert officer.post(f"{here}/commitments/add", sent).status_code == 302
    shown = words(officer, f"{here}/appointments")
    assert "Monday, Tuesday, Wednesday, Thursday, Friday, 09:00 to 17:00" in shown and "Warehouse" in shown
    assert person.team.officer.name in shown
    assert "Clashes with work" in officer.post(f"{here}/book", form()).content.decode()
    held = Commitment.objects.using("owner").get(person_id=person.id)
    assert (held.member_id, held.ended_at) == (person.team.officer.id, None)
    assert officer.post(f"{here}/commitments/{held.id}/end").status_code == 302
    assert officer.post(f"{here}/book", form()).status_code == 302
    with pytest.raises(Refused, match="said so already"):
        end_commitment(by=person.team.officer, at=timezone.now(), case_id=person.case, commitment_id=held.id)


def test_hours_that_cannot_be_are_refused_beside_what_is_wrong(person, officer):
    sent = {"kind": "work", "starts": "nine", "ends": "17:00", "idempotency_key": str(new_id())}
    shown = officer.post(f"/people/{person.id}/commitments/add", sent).content.decode()
    assert "Enter a time like 14:30" in shown and "There is a problem" in shown
    assert not Commitment.objects.using("owner").filter(person_id=person.id).exists()


def test_an_appointment_is_made_over_a_clash_for_a_reason_that_is_kept_with_what_it_clashed_with(
    person, officer
):
    works(person)
    here = f"/people/{person.id}"
    first = officer.post(f"{here}/book", form()).content.decode()
    assert "Clashes with work" in first and "Why it is made all the same" in first
    assert not rows(person).exists()
    assert officer.post(f"{here}/book", form(despite="The employer lets them go")).status_code == 302
    made = rows(person).get()
    assert made.despite == "The employer lets them go"
    assert any(clash.startswith("clashes with work (") for clash in made.clashes)
    assert "The employer lets them go" in words(officer, f"{here}/appointments")
    free = rows(person).get(id=booked(person, 15, despite="No need"))
    assert (free.clashes, free.despite) == ([], ""), "where nothing clashes there is nothing to say"


def test_the_next_appointment_told_with_a_contact_is_held_up_by_a_clash_too(person, officer):
    works(person)
    today = day_of(timezone.now())
    told = {
        "happened_on_day": today.day, "happened_on_month": today.month, "happened_on_year": today.year,
        "happened_clock": "00:01", "kind": "phone call", "with_whom": "person on probation", "outcome": "attended",
        "what": "Spoke",
    }  # fmt: skip
    case = Case.objects.using("owner").filter(id=person.case)
    case.update(opened_at=timezone.now() - timedelta(days=9))
    at_page = f"/people/{person.id}/record"
    assert "Clashes with work" in officer.post(at_page, form() | told).content.decode()
    assert not rows(person).exists()
    assert officer.post(at_page, form(despite="Asked for") | told).status_code == 302
    assert rows(person).get().despite == "Asked for"


def test_every_appointment_of_a_series_is_held_against_what_there_is(person, officer):
    later = SOON + timedelta(days=7)
    busy = WorkingCalendar().next_working(later)
    book_appointment(
        by=person.team.officer, at=timezone.now(), case_id=person.case,
        booking=Booking(at(10, busy), ContactKind.PHONE),
    )  # fmt: skip
    shown = officer.post(f"/people/{person.id}/book", form(every="every week", times="3"))
    assert "another appointment (phone call) at 10:00" in shown.content.decode()
    assert rows(person).count() == 1


def test_moves_are_counted_by_whose_doing_they_were_and_the_reason_stays_to_be_read(person, officer):
    here = f"/people/{person.id}/appointments"
    assert "No appointment of this case was moved." in words(officer, here)
    old = booked(person)
    for clock, doing, because in (
        (11, MovedBy.PERSON, "A shift at work"),
        (12, MovedBy.SERVICE, "Officer ill"),
        (13, MovedBy.PERSON, "Childcare"),
    ):
        old = move_appointment(
            by=person.team.officer, at=timezone.now(), appointment_id=old, moved_by=doing, because=because,
            booking=Booking(at(clock), ContactKind.OFFICE, "The office"),
        )  # fmt: skip
    shown = words(officer, here)
    assert "Moved: 1 time by the service&#x27;s doing and 2 times by the person&#x27;s doing." in shown
    assert "A shift at work" in shown and "the person&#x27;s doing" in shown
    told = caller(person.team.officer).get(f"/api/v1/people/{person.id}/calendar").json()
    assert told["moved"] == {"the service": 1, "the person": 2}
    (ahead,) = [one for one in told["appointments"] if not one["called_off_at"]]
    assert ahead["starts_at"].startswith(f"{SOON}T13") or ahead["moved_to"] is None


def test_by_the_api_hours_are_recorded_a_clash_is_asked_for_and_overridden_with_a_reason(person):
    call = caller(person.team.officer)
    here = f"/api/v1/people/{person.id}"

    def post(address, **body):
        return call.post(f"{here}{address}", body, content_type="application/json")

    hours = {"kind": "education or training", "weekdays": [1, 2, 3, 4, 5], "starts": "09:00", "ends": "16:00"}
    assert post("/commitments", **hours, since=f"{SOON}").status_code == 201
    wrong = post("/commitments", **hours | {"weekdays": [9]}, since=f"{SOON}")
    assert wrong.status_code == 422 and "day of the week" in wrong.content.decode()
    starts = {"starts_at": f"{SOON}T11:00:00Z", "kind": "office visit", "place": "The office"}
    (clash,) = post("/calendar/clashes", **starts).json()
    assert clash["because"].startswith("clashes with education or training")
    assert not rows(person).exists()
    for address, more in (
        ("/diary", {}),
        ("/diary/series", {"every": "every week", "times": 2}),
    ):
        refused = post(address, **starts, **more)
        assert refused.status_code == 422 and "clashes with education" in refused.content.decode()
    assert post("/diary", **starts, despite="The college agreed").status_code == 201
    assert rows(person).get().despite == "The college agreed"
    (held,) = call.get(f"{here}/commitments").json()
    assert post(f"/commitments/{held['id']}/end").status_code == 204
    assert call.get(f"{here}/commitments").json() == []


@pytest.mark.parametrize(
    ("address", "more", "words"),
    [
        ("/calendar/clashes", {"starts_at": "9999-12-31T23:00:00Z"}, "a day is from"),
        ("/diary", {"starts_at": "9999-12-31T23:00:00Z"}, "a day is from"),
        ("/diary/series", {"starts_at": "9999-12-31T23:00:00Z", "every": "every week", "times": 2}, "a day is from"),
        ("/calendar/clashes", {"minutes": 10**9}, "from 5 to 480 minutes"),
        ("/diary", {"minutes": 4}, "from 5 to 480 minutes"),
        ("/commitments", {"starts": "09:00Z"}, "without a zone"),
        ("/commitments", {"until": "2020-01-01"}, "before it begins"),
    ],
)  # fmt: skip
def test_what_no_appointment_and_no_week_can_have_is_refused_in_words(person, address, more, words):
    good = {"starts_at": f"{SOON}T11:00:00Z", "kind": "office visit"}
    if address == "/commitments":
        good = {"kind": "work", "weekdays": [1], "starts": "09:00", "ends": "10:00", "since": f"{SOON}"}
    answer = caller(person.team.officer).post(
        f"/api/v1/people/{person.id}{address}", good | more, content_type="application/json"
    )
    assert answer.status_code == 422 and words in answer.content.decode()


def test_a_curfew_of_the_court_has_its_hours_and_another_persons_has_not(service):
    tagged, other = managed(a_person(service, requirements="curfew 3 months")), managed(a_person(service))
    shown = words(browser(tagged.team.officer), f"/people/{tagged.id}/commitments/add")
    assert "Which curfew, if it is one" in shown
    from throughcare.casework.courts.models import Requirement

    curfew = Requirement.objects.using("owner").get(sentence__person_id=tagged.id, kind="curfew").id
    night = Weekly(CommitmentKind.CURFEW, ALL_WEEK, time(19), time(7), day_of(timezone.now()))
    given = {"by": tagged.team.officer, "at": timezone.now()}
    record_commitment(**given, case_id=tagged.case, hours=Hours(night, requirement_id=curfew))
    record_commitment(**given, case_id=tagged.case, hours=Hours(night, requirement_id=curfew))
    assert Commitment.objects.using("owner").filter(person_id=tagged.id).count() == 1
    with pytest.raises(Refused, match="no requirement of this person"):
        record_commitment(**given, case_id=other.case, hours=Hours(night, requirement_id=curfew))


def test_nobody_outside_the_wall_records_or_reads_what_holds_a_person(person):
    works(person)
    stranger = joins(a_service().teams[person.team.body].unit, "offender manager")
    with pytest.raises(Refused):
        record_commitment(
            by=stranger, at=timezone.now(), case_id=person.case,
            hours=Hours(Weekly(CommitmentKind.WORK, (1,), time(9), time(10), SOON)),
        )  # fmt: skip
    assert browser(stranger).get(f"/people/{person.id}/appointments").status_code == 404
    assert caller(stranger).get(f"/api/v1/people/{person.id}/commitments").status_code == 404


def address_of(officer, person):
    shown = officer.post(f"/people/{person.id}/calendar").content.decode()
    return "/calendars/own/" + shown.partition("/calendars/own/")[2].partition("<")[0]


def events(address):
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    read = icalendar.Calendar.from_ical(answer.content)
    return answer.content.decode(), list(read.walk("VEVENT"))


def test_the_persons_own_calendar_says_when_and_nothing_that_a_bystander_must_not_read(person, officer):
    made = booked(person, 10, minutes=45, place="Probation office, Bridge Street")
    booked(person, 14, ContactKind.UNPAID_WORK)
    address = address_of(officer, person)
    text, (first, second) = events(address)
    assert first.decoded("dtstart") == at(10)
    assert first.decoded("dtend") - first.decoded("dtstart") == timedelta(minutes=45)
    assert {str(first["summary"]), str(second["summary"])} == {"Your appointment"}
    for betrays in ("robation", "Bridge", "Robin", str(person.id), person.team.officer.name, "unpaid", "office", "hroughcare"):  # fmt: skip
        assert betrays not in text
    call_off_appointment(
        by=person.team.officer, at=timezone.now(), appointment_id=made, because="The office is closed"
    )
    assert len(events(address)[1]) == 1


def test_a_series_in_it_keeps_its_hour_over_the_change_of_the_clocks(service):
    person = managed(a_person(service))
    before = timezone.datetime(
        2027, 3, 24, 10, tzinfo=LONDON
    )  # the clocks go forward on Sunday 28 March 2027
    now = before - timedelta(days=20)
    Case.objects.using("owner").filter(id=person.case).update(opened_at=now - timedelta(days=9))
    book_series(
        by=person.team.officer, at=max(now, timezone.now()), case_id=person.case, every=Every.WEEK, times=3,
        booking=Booking(before, ContactKind.OFFICE, "The office", minutes=30),
    )  # fmt: skip
    _, found = events(address_of(browser(person.team.officer), person))
    starts = [one.decoded("dtstart").astimezone(LONDON) for one in found]
    assert [(one.hour, one.day) for one in starts] == [(10, 24), (10, 31), (10, 7)]


def test_it_is_in_welsh_for_who_speaks_it(person, officer):
    from throughcare.casework.people.models import Person

    Person.objects.using("owner").filter(id=person.id).update(first_language="Welsh")
    booked(person)
    _, (only,) = events(address_of(officer, person))
    assert str(only["summary"]) == "Eich apwyntiad"


def test_the_address_is_replaced_withdrawn_and_ends_with_the_case(person, officer):
    first = address_of(officer, person)
    assert events(first)[1] == []
    second = address_of(officer, person)
    assert Client().get(first).status_code == 404
    assert "made by" in words(officer, f"/people/{person.id}/appointments")
    assert officer.post(f"/people/{person.id}/calendar/withdraw").status_code == 302
    assert Client().get(second).status_code == 404
    with pytest.raises(Refused, match="no such address"):
        withdraw_feed(by=person.team.officer, at=timezone.now(), case_id=person.case)
    secret = make_feed(by=person.team.officer, at=timezone.now(), case_id=person.case)
    third = f"/calendars/own/{secret}.ics"
    assert Client().get(third).status_code == 200
    close_case(
        by=person.team.senior, at=timezone.now(), case_id=person.case, version=person.row.version,
        because="Order revoked",
    )  # fmt: skip
    assert Client().get(third).status_code == 404


def test_the_address_is_kept_as_a_digest_opens_nothing_else_and_is_no_members_calendar(person, officer):
    booked(person)
    address = address_of(officer, person)
    secret = address.removeprefix("/calendars/own/").removesuffix(".ics")
    assert secret not in Feed.objects.using("owner").get(person_id=person.id).digest
    outside = Client()
    assert outside.get(f"/calendars/{secret}.ics").status_code == 404
    called = outside.get("/api/v1/caseload", headers={"Authorization": f"Bearer {secret}"})
    assert called.status_code == 401
    api = caller(person.team.officer)
    made = api.post(f"/api/v1/people/{person.id}/calendar/address", {}, content_type="application/json")
    assert made.status_code == 201 and "/calendars/own/" in made.json()["address"]
    assert outside.get(address).status_code == 404
    withdrawn = api.post(
        f"/api/v1/people/{person.id}/calendar/address/withdraw", {}, content_type="application/json"
    )
    assert withdrawn.status_code == 204


def test_reading_it_is_a_line_of_the_audit_in_nobodys_name(person, officer):
    booked(person)
    address = address_of(officer, person)
    before = Entry.objects.using("owner").filter(act="own_calendar", people__contains=[person.id]).count()
    events(address)
    lines = Entry.objects.using("owner").filter(act="own_calendar", people__contains=[person.id])
    assert lines.count() == before + 1
    assert {line.member_id for line in lines} == {None}
