"""How an appointment repeats and with what it clashes: pure rules."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.casework.supervision.rules.diary import (
    Busy,
    Every,
    Taken,
    Wanted,
    clashes,
    diary_editions,
    repeated,
)
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.kernel.days import LONDON

CALENDAR = WorkingCalendar()


def at(day, clock=time(10)):
    return datetime.combine(day, clock, LONDON)


FRIDAY = date(2026, 11, 20)
WANTED = Wanted(at(FRIDAY), 30, ContactKind.OFFICE)


def test_a_series_keeps_its_time_of_day_over_the_change_of_the_clocks():
    # The clocks went back on Sunday 25 October 2026.
    first, second = repeated(at(date(2026, 10, 21)), Every.WEEK, 2, CALENDAR)
    assert [one.astimezone(LONDON).time() for one in (first, second)] == [time(10), time(10)]
    assert second.timestamp() - first.timestamp() == (7 * 24 + 1) * 3600


def test_a_day_of_a_series_that_is_not_worked_is_met_on_the_next_that_is():
    # Friday 25 December and Monday 28 December 2026 are bank holidays; the first is on a Friday.
    days = [one.date() for one in repeated(at(date(2026, 12, 18)), Every.WEEK, 3, CALENDAR)]
    assert days == [date(2026, 12, 18), date(2026, 12, 29), date(2027, 1, 4)]


def test_every_working_day_leaves_out_the_others():
    days = [one.date() for one in repeated(at(FRIDAY), Every.DAY, 3, CALENDAR)]
    assert days == [FRIDAY, date(2026, 11, 23), date(2026, 11, 24)]


@pytest.mark.parametrize(("every", "days"), [(Every.WEEK, 7), (Every.FORTNIGHT, 14), (Every.FOUR_WEEKS, 28)])
def test_a_series_goes_by_whole_weeks(every, days):
    first, second = repeated(at(date(2026, 9, 2)), every, 2, CALENDAR)
    assert second.date() - first.date() == timedelta(days=days)


@pytest.mark.parametrize("times", [-1, 0, 1, 27])
def test_a_series_has_from_two_to_twenty_six_appointments(times):
    with pytest.raises(Refused, match="from 2 to 26"):
        repeated(at(FRIDAY), Every.WEEK, times, CALENDAR)


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.sampled_from(Every), st.integers(2, 26))
def test_a_series_goes_forward_and_after_its_first_meets_only_on_days_that_are_worked(day, every, times):
    made = repeated(at(day), every, times, CALENDAR)
    assert len(made) == times
    assert list(made) == sorted(set(made))
    assert all(CALENDAR.is_working(one.date()) for one in made[1:])


def said(wanted=WANTED, **taken):
    return [one.because for one in clashes(wanted, Taken(**taken), CALENDAR)]


def busy(minutes_later, minutes=30, kind=ContactKind.PHONE):
    return Busy(WANTED.starts_at + timedelta(minutes=minutes_later), minutes, kind, "a call")


def test_a_free_time_clashes_with_nothing():
    assert said() == []


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2026, 12, 25)])
def test_a_day_that_is_not_worked_is_said(day):
    assert any("is not a working day" in one for one in said(replace(WANTED, starts_at=at(day))))


@pytest.mark.parametrize("clock", [time(7, 59), time(19, 45), time(23, 50)])
def test_hours_in_which_nobody_is_met_are_said(clock):
    assert said(replace(WANTED, starts_at=at(FRIDAY, clock))) == ["people are met between 08:00 and 20:00"]
    assert said(Wanted(at(FRIDAY, clock), 30, ContactKind.OTHER)) == []


def test_what_the_person_and_the_holder_have_at_the_time_is_said_with_whose_it_is():
    assert said(persons=[busy(0)], holders=[busy(0)]) == [
        "the person has a call at 10:00",
        "whoever holds it has a call at 10:00",
    ]


@pytest.mark.parametrize(("later", "meets"), [(49, True), (50, False), (-49, True), (-50, False)])
def test_between_two_places_there_is_time_to_travel(later, meets):
    assert bool(said(persons=[busy(later)])) is meets


@pytest.mark.parametrize(("later", "meets"), [(29, True), (30, False), (-29, True), (-30, False)])
def test_between_two_calls_there_need_not_be(later, meets):
    wanted = replace(WANTED, kind=ContactKind.VIDEO)
    assert bool(said(wanted, holders=[busy(later)])) is meets


def test_where_nobody_said_how_long_the_terms_say():
    assert said(replace(WANTED, minutes=None, kind=ContactKind.VIDEO), persons=[busy(29, None)])
    assert not said(replace(WANTED, minutes=None, kind=ContactKind.VIDEO), persons=[busy(30, None)])


def test_a_curfew_and_whom_the_person_cares_for_are_to_be_asked_about():
    assert said(curfew=True, carer="a child") == [
        "a curfew is in force, and its hours are not recorded here: ask",
        "the person cares for a child: ask whether the time suits",
    ]


def test_the_terms_say_that_they_are_assumed():
    assert all(one.table.basis == "assumed" for one in diary_editions())
