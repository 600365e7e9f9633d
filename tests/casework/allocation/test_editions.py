"""The dated tables themselves: what was published is kept, what was put right is named, every day has one."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.allocation.rules.forecast import forecast_on
from throughcare.casework.allocation.rules.history import excess_on
from throughcare.casework.allocation.rules.lean import lean_on
from throughcare.casework.allocation.rules.people import grades_on, prices_on, scheme_of
from throughcare.casework.allocation.rules.points import Kind, Line, Where, workload_on
from throughcare.casework.allocation.rules.queue import Start, queue_on
from throughcare.casework.allocation.rules.reductions import reasons_on
from throughcare.foundation.kernel import NoEdition

TODAY = date(2026, 3, 2)
EVERY = [
    workload_on,
    lambda day: workload_on(day, Line.PUBLISHED),
    reasons_on,
    excess_on,
    prices_on,
    grades_on,
    queue_on,
    forecast_on,
    lean_on,
]


@pytest.mark.parametrize("edition_on", EVERY)
@given(day=st.dates(date(2001, 4, 1), date(2060, 1, 1)))
def test_every_day_since_the_service_began_has_one_edition_of_every_table(edition_on, day):
    assert edition_on(day).name


@pytest.mark.parametrize("edition_on", EVERY)
def test_the_day_before_the_service_began_has_none(edition_on):
    with pytest.raises(NoEdition):
        edition_on(date(2001, 3, 31))


def test_what_was_put_right_is_exactly_what_is_said_to_be():
    published = workload_on(TODAY, Line.PUBLISHED).table
    corrected = workload_on(TODAY, Line.CORRECTED).table
    undone = replace(
        corrected,
        tables={
            kind: {
                where: {tier: points for tier, points in column.items() if len(tier) > 1}
                for where, column in places.items()
            }
            for kind, places in corrected.tables.items()
        },
        untiered_as=published.untiered_as,
        untiered_basis=published.untiered_basis,
        reports_unknown_contacts=False,
        grades={**corrected.grades, "SPO": published.grades["SPO"]},
    )
    assert undone == published


def test_assumed_points_fall_from_a_to_g_everywhere():
    for places in workload_on(TODAY).table.tables.values():
        for column in places.values():
            points = [column[tier] for tier in "ABCDEFG"]
            assert points == sorted(points, reverse=True)


def test_the_younger_table_is_the_custody_table_as_published():
    tables = workload_on(TODAY, Line.PUBLISHED).table.tables
    for where in Where:
        assert tables[Kind.TRANSITION_TO_ADULTHOOD][where] == tables[Kind.STANDARD][Where.CUSTODY]


def test_every_tier_may_be_held_by_somebody_and_the_highest_never_by_the_least_qualified():
    rules = grades_on(TODAY).table
    tiers = [*(f"{letter}{change}" for letter in "ABCD" for change in range(4)), *"ABCDEFG", None]
    for tier in tiers:
        assert rules.holders(tier)
        assert rules.plenty(tier) <= rules.holders(tier)
    for tier in ("A3", "B0", "A", "B", "C", None):
        assert "PSO" not in rules.holders(tier)


@pytest.mark.parametrize(
    ("tier", "scheme"), [("A3", "protect_and_change"), ("D0S", "protect_and_change"), ("A", "a_to_g")]
)
def test_a_tier_says_which_scheme_it_belongs_to(tier, scheme):
    assert scheme_of(tier) == scheme


def test_overload_is_never_cheaper_further_on_and_nobody_costs_more_than_any_choice():
    prices = prices_on(TODAY).table
    steps = prices.overload
    assert [s.from_pct for s in steps] == sorted(s.from_pct for s in steps)
    assert [s.price for s in steps] == sorted(s.price for s in steps)
    worst = (
        prices.change_of_manager
        + prices.distance_most
        + prices.language_unmet
        + prices.asked_for_sex_unmet
        + prices.grade_is_plenty
        + steps[-1].price * 219
    )
    assert prices.unallocated > worst


def test_every_start_of_a_wait_has_a_deadline_and_release_is_the_soonest():
    days = queue_on(TODAY).table.first_seen
    assert set(days) == set(Start)
    assert min(days, key=days.get) is Start.RELEASE


def test_every_reason_for_a_reduction_belongs_to_a_category_and_has_a_sane_ceiling():
    for reason in reasons_on(TODAY).table.values():
        assert reason.category in {"personal", "learning", "work"}
        assert all(0 < share <= 100 for share in (reason.allowance_pct, reason.most_pct) if share is not None)
