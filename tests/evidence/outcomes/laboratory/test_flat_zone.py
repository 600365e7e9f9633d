"""Where a better result earns no more."""

from dataclasses import replace
from decimal import Decimal

import pytest

from throughcare.commissioning.contracts.rules.schemes import latest
from throughcare.commissioning.contracts.rules.terms import Adjustment, Band
from throughcare.evidence.outcomes.laboratory.flat_zone import CurvePoint, flat_zone, payment_curve, spending

from .trials import ALIKE, QUARTER, company_rule, trial


def a_company(people=QUARTER):
    rule = company_rule()
    raw = tuple(replace(m, adjustment=Adjustment.NONE) for m in rule.measures)
    return trial(replace(rule, measures=raw), ALIKE, people=people)


def test_a_companys_quarter_is_flat_for_about_three_points_either_way():
    """As the Social Market Foundation's simulation found in August 2013."""
    zone = flat_zone(payment_curve(a_company()))
    assert -3.5 < zone.low < -2.4
    assert 2.4 < zone.high < 3.5
    assert zone.pounds == 0


def test_the_zone_is_as_wide_as_chance_at_the_cohorts_size():
    quarter, year = (flat_zone(payment_curve(a_company(people))) for people in (QUARTER, 5140))
    assert quarter.width == pytest.approx(2 * 2.73, abs=0.3)
    assert year.width == pytest.approx(quarter.width / 2, abs=0.2)


def test_a_rule_with_no_threshold_has_no_flat_zone():
    assert flat_zone(payment_curve(trial("linear", ALIKE))) is None
    assert spending(payment_curve(trial("linear", ALIKE)), cost_of_a_point=1.0) is None


def test_a_band_is_flat_exactly_as_far_as_it_says():
    rule = latest("linear")
    banded = replace(
        rule, measures=(replace(rule.measures[0], threshold=Band(Decimal(2), worse=Decimal(1))),)
    )
    zone = flat_zone(payment_curve(trial(banded, ALIKE, people=1000)))
    assert (zone.low, zone.high) == (pytest.approx(-0.9), pytest.approx(1.9))


def test_inside_the_zone_spending_less_pays_more():
    found = spending(payment_curve(a_company()), cost_of_a_point=90_000)
    assert found.gain == pytest.approx(90_000 * -found.zone.low)
    assert found.breaks_even_at is None or found.breaks_even_at > found.zone.high


def test_when_a_point_costs_little_a_provider_is_better_off_beyond_the_zone():
    cheap = spending(payment_curve(a_company()), cost_of_a_point=10_000)
    dear = spending(payment_curve(a_company()), cost_of_a_point=99_000)
    assert cheap.breaks_even_at is not None
    assert dear.breaks_even_at is None or dear.breaks_even_at > cheap.breaks_even_at


def test_the_curve_never_pays_less_for_a_better_result():
    pounds = [point.pounds for point in payment_curve(a_company())]
    assert pounds == sorted(pounds)


def test_one_flat_point_is_no_zone():
    assert flat_zone([CurvePoint(-1, 0), CurvePoint(0, 1), CurvePoint(1, 2)]) is None
