"""Hours of the week that hold a person, and with what a time then clashes: pure rules, whatever the season."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.people.rules.distances import district_in, km_between
from throughcare.casework.supervision.rules.commitments import (
    CommitmentKind,
    Weekly,
    check_commitment,
    in_force,
)
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.casework.supervision.rules.diary import (
    Busy,
    Taken,
    Wanted,
    clashes,
    diary_editions,
    way_between,
)
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.kernel.days import LONDON

CALENDAR, TERMS = WorkingCalendar(), diary_editions()[0].table
FRIDAY = date(2026, 11, 20)
WORK = Weekly(CommitmentKind.WORK, (1, 2, 3, 4, 5), time(9), time(17), date(2026, 1, 1))
CURFEW = Weekly(CommitmentKind.CURFEW, tuple(range(1, 8)), time(19), time(7), date(2026, 1, 1))


def at(clock, day=FRIDAY):
    return datetime.combine(day, clock, LONDON)


def said(clock, *held, kind=ContactKind.OFFICE, minutes=30, district="", home="", **taken):
    wanted = Wanted(at(clock), minutes, kind, district)
    return [one.because for one in clashes(wanted, Taken(commitments=held, home=home, **taken), CALENDAR)]


def test_a_time_in_hours_of_work_clashes_with_them_whatever_its_kind():
    for kind in (ContactKind.OFFICE, ContactKind.PHONE, ContactKind.HOME):
        assert said(time(10), WORK, kind=kind) == [
            "clashes with work (Monday, Tuesday, Wednesday, Thursday, Friday, 09:00 to 17:00)"
        ]
    assert said(time(18), WORK) == []


@pytest.mark.parametrize(
    ("clock", "kind", "many"),
    [
        (time(17, 10), ContactKind.OFFICE, 1),
        (time(17, 20), ContactKind.OFFICE, 0),
        (time(17), ContactKind.PHONE, 0),
        (time(8, 15), ContactKind.OFFICE, 1),
        (time(8, 10), ContactKind.OFFICE, 0),
    ],
)
def test_from_work_there_is_time_to_travel(clock, kind, many):
    found = said(clock, WORK, kind=kind)
    assert len(found) == many
    assert all("20 minutes of travel are assumed" in one for one in found)


def test_under_a_curfew_one_is_visited_and_rung_at_home_and_goes_nowhere():
    night = [said(time(19, 10), CURFEW, kind=kind) for kind in (ContactKind.HOME, ContactKind.PHONE, ContactKind.VIDEO)]  # fmt: skip
    assert night == [[], [], []]
    for kind in (ContactKind.OFFICE, ContactKind.GROUP, ContactKind.UNPAID_WORK, ContactKind.OTHER):
        assert any("clashes with curfew" in one for one in said(time(19, 10), CURFEW, kind=kind))


def test_before_a_curfew_there_is_time_to_go_home_by_how_far_that_is():
    near = said(time(18), CURFEW, district="TS1", home="TS1")
    far = said(time(18), CURFEW, district="NE1", home="TS1")
    assert near == []
    assert far and "an estimate from 50 km in a straight line" in far[0]


def test_a_curfew_whose_hours_are_recorded_is_asked_about_no_more_and_caring_alike():
    assert said(time(12), curfew=True) == ["a curfew is in force, and its hours are not recorded here: ask"]
    assert said(time(12), CURFEW, curfew=True) == []
    caring = Weekly(CommitmentKind.CARING, (5,), time(15), time(16), date(2026, 1, 1))
    assert said(time(12), carer="a child") != []
    assert said(time(12), caring, carer="a child") == []
    assert said(time(15, 30), caring, carer="a child") == ["clashes with caring (Friday, 15:00 to 16:00)"]


def test_hours_that_are_over_or_have_not_begun_hold_nobody():
    for held in (replace(WORK, until=FRIDAY - timedelta(days=1)), replace(WORK, since=FRIDAY + timedelta(days=1))):  # fmt: skip
        assert said(time(10), held) == []
        assert not in_force([held], CommitmentKind.WORK, FRIDAY)
    assert in_force([replace(WORK, until=FRIDAY)], CommitmentKind.WORK, FRIDAY)


def test_a_night_over_the_change_of_the_clocks_ends_by_the_clock():
    saturday = date(2026, 10, 24)  # the clocks go back on Sunday at two
    ((begins, ends),) = CURFEW.times(saturday, saturday)
    assert (begins.astimezone(LONDON).time(), ends.astimezone(LONDON).time()) == (time(19), time(7))
    assert ends.timestamp() - begins.timestamp() == 13 * 3600
    assert CURFEW.meets(at(time(6, 30), date(2026, 10, 25)), at(time(6, 50), date(2026, 10, 25)))
    assert not CURFEW.meets(at(time(7), date(2026, 10, 25)), at(time(8), date(2026, 10, 25)))


DAYS = st.lists(st.integers(1, 7), min_size=1, max_size=7, unique=True).map(tuple)
CLOCKS = st.times().map(lambda t: t.replace(second=0, microsecond=0))
HOURS = st.builds(Weekly, st.sampled_from(CommitmentKind), DAYS, CLOCKS, CLOCKS, st.dates(date(2026, 1, 1), date(2026, 12, 1)))  # fmt: skip


@given(HOURS, st.datetimes(datetime(2026, 1, 3), datetime(2027, 12, 1), timezones=st.just(LONDON)), st.integers(5, 480))  # fmt: skip
def test_a_time_meets_hours_exactly_when_some_minute_of_it_lies_in_them(hours, starts, minutes):
    starts = starts.replace(second=0, microsecond=0, fold=0)
    ends = starts + timedelta(minutes=minutes)
    times = list(hours.times(starts.date() - timedelta(days=2), ends.date() + timedelta(days=1)))
    inside = any(max(begins, starts) < min(over, ends) for begins, over in times)
    assert hours.meets(starts, ends) == inside


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"weekdays": ()}, "weekdays"),
        ({"weekdays": (0,)}, "weekdays"),
        ({"weekdays": (8,)}, "weekdays"),
        ({"weekdays": (1, 1)}, "weekdays"),
        ({"until": date(2025, 12, 31)}, "until"),
        ({"until": date(2026, 11, 19)}, "until"),
    ],
)
def test_hours_that_cannot_be_are_refused_beside_what_is_wrong(given, field):
    with pytest.raises(Refused) as refused:
        check_commitment(replace(WORK, **given), note="", today=FRIDAY)
    assert refused.value.field == field
    with pytest.raises(Refused, match="200 characters"):
        check_commitment(WORK, note="x" * 201, today=FRIDAY)
    check_commitment(WORK, note="x" * 200, today=FRIDAY)


def test_the_way_between_two_appointments_is_by_the_districts_where_both_are_known():
    there = Busy(at(time(10)), 30, ContactKind.OFFICE, "another appointment (office visit)", "NE1")
    assert said(time(12), persons=[there], district="TS1", kind=ContactKind.OFFICE) == [
        "the person has another appointment (office visit) at 10:00: about 155 minutes of travel, an estimate from 50 km"
        " in a straight line"
    ]
    assert said(time(12), persons=[there], district="") == []


def test_an_estimate_is_never_less_than_the_least_and_rises_with_the_way():
    assert way_between("TS1", "TS1", TERMS).minutes == TERMS.least
    assert way_between("", "TS1", TERMS).minutes == TERMS.travel
    assert way_between("TS1", "TS24", TERMS).minutes < way_between("TS1", "NE1", TERMS).minutes
    assert "an estimate" in way_between("TS1", "NE1", TERMS).words


@given(st.sampled_from(["TS1", "NE1", "SW1A", "AB10", "CF10"]), st.sampled_from(["TS1", "NE1", "CF10"]))
def test_a_distance_is_the_same_both_ways(one, other):
    assert km_between(one, other) == pytest.approx(km_between(other, one))
    assert (km_between(one, other) == 0) == (one == other)


@pytest.mark.parametrize(
    ("written", "district"),
    [
        ("Bridge Street, TS1 2AB", "TS1"),
        ("ts12ab", "TS1"),
        ("The office, TS24", "TS24"),
        ("Room 2", ""),
        ("ZZ99 3VZ", ""),
        ("", ""),
    ],
)
def test_a_place_tells_its_district_where_it_names_one(written, district):
    assert district_in(written) == district
    assert km_between("", "TS1") is None
