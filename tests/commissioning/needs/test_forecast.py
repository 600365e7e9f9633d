"""Demand is forecast as a range for each scenario and never a point; it holds what is so now and where it is going."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.needs.rules.forecast import FEWEST, forecasts, scenarios
from throughcare.commissioning.needs.rules.surely import People

ON = date(2026, 11, 30)


def people(low, wide=20):
    return People(low, low + wide // 2, low + wide)


@given(st.lists(st.integers(0, 2000).map(people), min_size=FEWEST, max_size=5))
def test_every_forecast_is_a_range_that_holds_what_is_so_now(history):
    for one in forecasts(history, ON):
        assert 0 <= one.low < one.high and not (one.low % 5 or one.high % 5)
        assert one.low <= history[-1].low and one.high >= history[-1].high


@given(st.lists(st.integers(0, 2000).map(people), min_size=FEWEST, max_size=5))
def test_a_wider_scenario_holds_a_narrower_one(history):
    planned, came, halfway = forecasts(history, ON)
    assert came.low <= halfway.low <= planned.low and planned.high <= halfway.high <= came.high


@pytest.mark.parametrize("history", [[], [None, None], [None, people(100)], [people(100), None]])
def test_too_few_quarters_forecast_nothing(history):
    assert forecasts(history, ON) == []


def test_demand_that_grows_is_forecast_to_grow_and_one_odd_quarter_moves_nothing():
    steady = forecasts([people(100)] * 5, ON)[0]
    growing = forecasts([people(100 + 40 * n) for n in range(5)], ON)[0]
    odd = forecasts([people(100), people(100), people(900), people(100), people(100)], ON)[0]
    assert growing.high > 280 + 160 > steady.high
    assert (odd.low, odd.high) == (steady.low, steady.high)


def test_a_quarter_that_was_withheld_is_no_zero():
    told = forecasts([people(100), None, None, None, people(140)], ON)[0]
    assert told.low >= 95 and told.high < 250


def test_the_volumes_of_the_reform_of_2014_are_a_scenario_with_its_source():
    [came] = [one for one in scenarios(ON) if "came" in one.name]
    assert (came.lowest, came.highest) == (-0.48, 0.20) and "National Audit Office" in came.clause.source
    low = next(one for one in forecasts([people(1000), people(1000)], ON) if one.scenario == came)
    assert (low.low, low.high) == (520, 1225)
