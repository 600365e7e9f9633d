"""Value for money, with the effect's interval carried all the way."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evidence.outcomes.compare.effect import Errors, Measure, summarise
from throughcare.evidence.outcomes.value import (
    COST_OF_CRIME,
    COST_OF_REOFFENDING,
    UnitCost,
    unit_costs,
    unit_costs_on,
    value_of,
)
from throughcare.foundation.kernel import Money, Refused

A_THOUSAND = UnitCost(Money(Decimal(1000)), "assumed")


def an_effect(fall, error, sets=10_000_000):
    errors = Errors(ours=error**2, theirs=0.0, shared=0.0)
    return summarise(
        Measure.FREQUENCY,
        2 - fall,
        2.0,
        errors,
        sets=sets,
        comparison_people=sets,
        method="normal",
        level=0.95,
    )


def value(fall, error, cost=100_000, people=500, multiplier=1):
    money = Money(Decimal(cost))
    return value_of(
        an_effect(fall, error),
        people=people,
        cost=money,
        unit_cost=A_THOUSAND,
        multiplier=Decimal(multiplier),
    )


def close(found, estimate, low, high):
    ends = (found.estimate, found.low, found.high)
    for end, known in zip(ends, (estimate, low, high), strict=True):
        assert end is None if known is None else float(end) == pytest.approx(known, rel=1e-4)


def test_each_figure_carries_the_effects_interval():
    found = value(fall=0.5, error=0.1)
    low, high = 0.5 - 0.1959964, 0.5 + 0.1959964
    close(found.avoided, 250, 500 * low, 500 * high)
    close(found.cost_per_avoided, 400, 200 / high, 200 / low)
    close(found.benefit_cost, 2.5, 5 * low, 5 * high)
    close(found.net_benefit, 150_000, 500_000 * low - 100_000, 500_000 * high - 100_000)
    assert found.cost_per_person == Money(Decimal("200.00"))
    assert found.break_even == 100


def test_an_effect_that_may_be_nothing_has_no_limit_to_the_cost_of_each_avoided():
    found = value(fall=0.1, error=0.1)
    assert found.cost_per_avoided.high is None
    assert found.cost_per_avoided.low is not None
    assert found.net_benefit.low < 0


def test_a_service_after_which_people_reoffend_more_avoids_nothing_at_any_price():
    found = value(fall=-0.5, error=0.1)
    assert (found.cost_per_avoided.estimate, found.cost_per_avoided.low, found.cost_per_avoided.high) == (
        None,
    ) * 3
    assert found.benefit_cost.estimate < 0


def test_crimes_that_are_never_proven_count_by_the_multiplier():
    assert value(0.5, 0.1, multiplier=4).benefit.estimate == 4 * value(0.5, 0.1).benefit.estimate


@given(st.floats(-1, 1), st.floats(0.001, 0.5), st.integers(1, 10**6), st.integers(1, 5000))
def test_every_interval_holds_its_estimate(fall, error, cost, people):
    found = value(fall, error, cost, people)
    for given_range in (found.avoided, found.benefit, found.benefit_cost, found.net_benefit):
        assert given_range.low <= given_range.estimate <= given_range.high
    each = found.cost_per_avoided
    if each.estimate is not None:
        assert each.low <= each.estimate and (each.high is None or each.estimate <= each.high)


def test_a_free_service_has_benefit_without_limit_for_each_pound():
    assert value(0.5, 0.1, cost=0).benefit_cost.estimate is None


@pytest.mark.parametrize("wrong", [{"people": 0}, {"cost": -1}, {"multiplier": 0}])
def test_value_of_nobody_or_of_nothing_is_refused(wrong):
    with pytest.raises(Refused):
        value(0.5, 0.1, **wrong)


def test_unit_costs_are_dated_sourced_and_labelled():
    for series in (COST_OF_CRIME, COST_OF_REOFFENDING):
        for edition in unit_costs(series):
            table = edition.table
            assert table.source and table.prices
            assert {c.label for c in [*table.each.values(), *table.totals.values()]} <= {
                "verified",
                "assumed",
            }


def test_the_cost_of_reoffending_is_as_published_and_its_parts_make_it_to_rounding():
    totals = unit_costs_on(COST_OF_REOFFENDING, date(2020, 1, 1)).table.totals
    billions = {name: total.amount.amount / 10**9 for name, total in totals.items()}
    assert billions["total"] == Decimal("18.1")
    assert abs(billions["adult"] + billions["children_young_people"] - billions["total"]) <= Decimal("0.15")


def test_a_kind_of_crime_with_no_cost_is_refused_with_those_that_have_one():
    table = unit_costs_on(COST_OF_CRIME, date(2020, 1, 1)).table
    with pytest.raises(Refused, match="no unit cost for piracy; it has commercial_burglary"):
        table.of("piracy")
    assert table.of("robbery").label == "assumed"


def test_a_series_nobody_published_is_refused():
    with pytest.raises(Refused, match="no series"):
        unit_costs("cost-of-tea")
