"""Appointments in a series, moved with whose doing it is, told in a diary, and their clashes, from stored facts."""

from datetime import timedelta

import pytest
from support.contacts import met
from support.people import joins
from support.service import NOW, a_person, a_service, managed

from throughcare.casework.people.models import Caring
from throughcare.casework.supervision import queries
from throughcare.casework.supervision.actions import (
    Booking,
    book_appointment,
    book_series,
    call_off_appointment,
    move_appointment,
    record_contact,
)
from throughcare.casework.supervision.models import Appointment
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.casework.supervision.rules.diary import Every, MovedBy
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

MONDAY = NOW + timedelta(days=10)  # Monday 30 November 2026, at ten in the morning


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture
def person(service):
    return managed(a_person(service))


def booking(starts_at=MONDAY, kind=ContactKind.OFFICE, **given):
    return Booking(starts_at, kind, "The office", **given)


def book(person, starts_at=MONDAY, **given):
    by = person.team.officer
    return book_appointment(
        by=by, at=person.service.later(), case_id=person.case, booking=booking(starts_at, **given)
    )


def rows_of(person):
    return Appointment.objects.using("owner").filter(case=person.case)


def series(person, times=4, first=MONDAY):
    return book_series(
        by=person.team.officer, at=person.service.later(), case_id=person.case, booking=booking(first),
        every=Every.WEEK, times=times,
    )  # fmt: skip


def test_a_series_is_made_whole_and_once(person):
    made = series(person)
    assert series(person) == made
    assert [row.starts_at for row in rows_of(person).order_by("starts_at")][:3] == [
        MONDAY + timedelta(weeks=week) for week in range(3)
    ]
    assert rows_of(person).count() == 4


def test_of_a_series_that_goes_too_far_ahead_nothing_is_made(person):
    with pytest.raises(Refused, match="months ahead"):
        series(person, times=26, first=MONDAY + timedelta(days=250))
    assert not rows_of(person).exists()


def move(person, appointment, starts_at, **given):
    said = {"moved_by": MovedBy.PERSON, "because": "Starts work at nine"} | given
    return move_appointment(
        by=person.team.senior,
        at=person.service.later(),
        appointment_id=appointment,
        booking=booking(starts_at),
        **said,
    )


def test_an_appointment_is_moved_by_another_in_its_place_which_says_whose_doing_it_was(person):
    old = book(person)
    new = rows_of(person).get(id=move(person, old, MONDAY + timedelta(hours=3)))
    assert (new.moves_id, new.moved_by, new.held_by) == (old, "the person", person.team.officer.id)
    was = rows_of(person).get(id=old)
    assert was.called_off_because == "Starts work at nine"
    with pytest.raises(Refused, match="called off already"):
        move(person, old, MONDAY + timedelta(hours=4))


def test_a_move_that_cannot_be_leaves_the_old_appointment_as_it_was(person):
    old = book(person)
    with pytest.raises(Refused, match="this time is past"):
        move(person, old, NOW - timedelta(days=1))
    assert rows_of(person).get(id=old).called_off_at is None
    with pytest.raises(Refused, match="Say why"):
        move(person, old, MONDAY + timedelta(hours=3), because=" ")


@pytest.mark.parametrize("minutes", [4, 481])
def test_an_appointment_takes_from_five_minutes_to_a_working_day(person, minutes):
    with pytest.raises(Refused, match="from 5 to 480"):
        book(person, minutes=minutes)


def diary(person, viewer=None, days=7):
    start = day_of(MONDAY)
    with viewing(viewer or person.team.officer, person.service.later()):
        return queries.diary([person.team.officer.id], start=start, until=start + timedelta(days=days))


def of(person, found):
    return [one for one in found if one.person_id == person.id]


def test_a_diary_holds_what_stands_in_its_days_and_says_what_has_its_outcome(person):
    first, second = book(person), book(person, MONDAY + timedelta(days=6))
    gone, beyond = book(person, MONDAY + timedelta(hours=2)), book(person, MONDAY + timedelta(days=7))
    call_off_appointment(
        by=person.team.officer, at=person.service.later(), appointment_id=gone, because="The office is closed"
    )
    assert [one.id for one in of(person, diary(person))] == [first, second]
    assert beyond in {one.id for one in of(person, diary(person, days=8))}
    later = MONDAY + timedelta(hours=1)
    record_contact(
        by=person.team.officer,
        at=later,
        meeting=met(person.case, MONDAY, "office visit", appointment_id=first),
    )
    assert [one.is_told for one in of(person, diary(person))] == [True, False]


def test_a_diary_tells_of_nobody_whom_the_viewer_does_not_see(person):
    book(person)
    stranger = joins(a_service().teams[person.team.body].unit, "offender manager")
    assert diary(person, stranger) == []


def clashing(person, starts_at, **given):
    with viewing(person.team.officer, person.service.later()):
        (found,) = queries.clashes_with(person.id, [booking(starts_at)], person.team.officer.id, **given)
    return [one.because for one in found]


def test_every_fact_that_stands_in_the_way_of_a_time_is_said():
    service = a_service()
    person, other = managed(a_person(service)), managed(a_person(service))
    assert clashing(person, MONDAY) == []
    mine = book(person)
    assert clashing(person, MONDAY) == [], "the very same, sent twice, is made once and clashes with nothing"
    soon = MONDAY + timedelta(minutes=15)
    assert clashing(person, soon) == ["the person has another appointment (office visit) at 10:00"]
    assert clashing(person, soon, but=mine) == []
    assert clashing(other, MONDAY) == ["whoever holds it has another appointment (office visit) at 10:00"]
    Caring.objects.using("owner").create(person_id=person.id, whom="child", recorded_at=NOW)
    assert "the person cares for a child: ask whether the time suits" in clashing(
        person, MONDAY + timedelta(hours=3)
    )
    Caring.objects.using("owner").filter(person_id=person.id).update(how_many=3)
    assert "the person cares for 3 children: ask whether the time suits" in clashing(
        person, MONDAY + timedelta(hours=3)
    )
    tagged = managed(a_person(service, requirements="curfew 3 months"))
    assert clashing(tagged, MONDAY + timedelta(hours=5)) == [
        "a curfew is in force, and its hours are not recorded here: ask"
    ]
