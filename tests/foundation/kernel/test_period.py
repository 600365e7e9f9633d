"""Periods are half-open, and behave as sets of days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.foundation.kernel import Period
from throughcare.foundation.kernel.period import gaps

days = st.dates(date(2000, 1, 1), date(2040, 1, 1))
lengths = st.integers(0, 900)
closed = st.builds(lambda a, n: Period(a, a + timedelta(n)), days, lengths)
periods = st.builds(
    lambda a, n: Period(a, None if n is None else a + timedelta(n)), days, st.none() | lengths
)


def test_the_first_day_is_in_and_the_last_is_out():
    period = Period(date(2026, 1, 1), date(2026, 1, 3))
    assert [day in period for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3))] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


@given(periods, periods, days)
def test_a_day_is_in_both_exactly_when_it_is_where_they_meet(one, other, day):
    met = one.meets(other)
    assert (day in one and day in other) == (met is not None and day in met)


@given(periods, periods)
def test_meeting_does_not_depend_on_who_comes_first(one, other):
    assert one.meets(other) == other.meets(one)
    assert one.overlaps(other) == other.overlaps(one)


@given(closed)
def test_the_days_of_a_closed_period_are_counted_by_walking_them(period):
    assert len(list(period.each_day())) == period.days


def test_an_open_period_has_no_last_day_and_no_length():
    period = Period(date(2026, 1, 1))
    assert period.is_open
    assert period.days is None
    with pytest.raises(ValueError, match="no last day"):
        list(period.each_day())


@given(st.lists(periods, max_size=6), closed)
def test_every_day_is_either_covered_or_in_a_gap_and_never_both(held, within):
    found = gaps(held, within)
    for day in within.each_day():
        covered = any(day in period for period in held)
        assert covered != any(day in gap for gap in found)


@given(st.lists(periods, max_size=6), periods)
def test_gaps_do_not_touch_each_other(held, within):
    found = gaps(held, within)
    assert all(one.end is not None and one.end < two.start for one, two in pairwise(found))
