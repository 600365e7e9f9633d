"""Need is counted in whole quarters of the calendar that are over."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.needs.rules.quarters import MANY, Quarter, quarter_of, whole_quarters


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 11, 30), date(2026, 10, 1), date(2026, 12, 31)),
        (date(2024, 2, 29), date(2024, 1, 1), date(2024, 3, 31)),
    ],
)
def test_a_day_is_in_one_quarter(day, first, last):
    assert quarter_of(day) == Quarter(first, last)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_quarters_counted_follow_one_another_and_were_over_before_the_day(today):
    found = whole_quarters(today)
    assert len(found) == MANY and found[-1].last < today <= found[-1].last + timedelta(days=92)
    assert all(one.last + timedelta(days=1) == after.first for one, after in itertools.pairwise(found))


def test_a_quarter_says_its_months():
    assert str(quarter_of(date(2026, 8, 3))) == "July to September 2026"
