"""How an area's people were managed over a year, counted day by day beside a plain count of every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evidence.extracts.rules.managing import (
    Held,
    Managed,
    is_due,
    managed,
    managed_told,
    year_to,
)

YEAR = year_to(date(2026, 10, 31))
FIRST = YEAR[0]


def on(day):
    return FIRST + timedelta(days=day)


def a_case(begins=0, ends=None, person="p", area="a"):
    return Held(person, area, on(begins), None if ends is None else on(ends))


def by(manager, begins, ends=None, person="p", area="a"):
    return Held(person, area, on(begins), None if ends is None else on(ends), manager)


def test_a_year_is_twelve_whole_months():
    assert (date(2025, 11, 1), date(2026, 11, 1)) == YEAR
    assert year_to(date(2024, 2, 29)) == (date(2023, 3, 1), date(2024, 3, 1))


def test_days_with_nobody_are_those_before_the_first_and_between_two():
    found = managed([a_case(0, 100)], [by("x", 10, 40), by("y", 50)], YEAR)
    assert found == {"a": Managed(people=1, days=100, days_without=20, changes=1)}


def test_a_first_allocation_and_the_same_manager_again_are_no_change():
    assert managed([a_case()], [by("x", 0, 40), by("x", 50)], YEAR)["a"].changes == 0
    assert managed([a_case()], [by("x", -400, -10), by("y", 5)], YEAR)["a"].changes == 1
    assert managed([a_case()], [by("x", -400, -10), by("y", -5)], YEAR)["a"].changes == 0


def test_what_lies_outside_the_year_counts_for_nothing():
    found = managed([a_case(-50, 30)], [by("x", -50, 10)], YEAR)
    assert found == {"a": Managed(people=1, days=30, days_without=20, changes=0)}
    assert managed([a_case(-50, -1)], [by("x", -50)], YEAR) == {}


SPANS = st.lists(st.tuples(st.integers(-60, 400), st.integers(1, 200)), max_size=4)


@given(cases=SPANS, tenures=SPANS)
def test_days_are_those_that_a_count_of_every_day_finds(cases, tenures):
    rows = [a_case(begins, begins + long) for begins, long in cases]
    held = [by("x", begins, begins + long) for begins, long in tenures]
    days = [FIRST + timedelta(days=n) for n in range((YEAR[1] - FIRST).days)]
    open_on = {day for day in days if any(one.from_day <= day < one.to_day for one in rows)}
    with_somebody = {day for day in open_on if any(one.from_day <= day < one.to_day for one in held)}
    found = managed(rows, held, YEAR).get("a", Managed(0, 0, 0, 0))
    assert (found.days, found.days_without) == (len(open_on), len(open_on - with_somebody))


def test_few_people_are_told_nothing_of_and_few_changes_are_withheld():
    few = managed_told(Managed(people=9, days=3000, days_without=10, changes=20))
    assert set(few.values()) == {None}
    told = managed_told(Managed(people=43, days=14610, days_without=77, changes=9))
    assert told == {"people": 45, "person_years": 40, "weeks_without": 11, "changes": None}
    assert managed_told(Managed(people=43, days=1, days_without=0, changes=12))["changes"] == 10


@pytest.mark.parametrize(
    ("published", "due"),
    [([], True), ([date(2026, 10, 31)], False), ([date(2026, 9, 30)], False), ([date(2025, 10, 31)], True)],
)
def test_no_two_years_that_are_published_share_a_month(published, due):
    assert is_due(date(2026, 10, 31), published) is due
