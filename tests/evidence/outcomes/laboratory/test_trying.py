"""How rules err on cohorts that never were."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from throughcare.commissioning.contracts.rules.schemes import latest, scheme_names
from throughcare.commissioning.contracts.rules.terms import Adjustment, Significance
from throughcare.evidence.outcomes.laboratory.power import power
from throughcare.evidence.outcomes.laboratory.trying import (
    mistakes,
    paid,
    payments,
    pounds,
    settled,
    side_by_side,
)
from throughcare.evidence.population.bands import Help, Plan

from .trials import ALIKE, PEOPLE, QUARTER, company_rule, trial


def on_the_binary_measure_alone(alpha="0.05"):
    [binary] = company_rule("varied-2017").measures
    raw = replace(binary, adjustment=Adjustment.NONE, threshold=Significance(Decimal(alpha)))
    return replace(company_rule("varied-2017"), measures=(raw,))


def test_a_test_at_five_in_a_hundred_pays_for_nothing_in_two_and_a_half():
    """Two-sided at 5%: half of its mistakes are in the provider's favour."""
    found = mistakes(trial(on_the_binary_measure_alone(), ALIKE, cohorts=3000), Help(0.94))
    assert found.paid_for_nothing == pytest.approx(0.025, abs=3 * np.sqrt(0.025 * 0.975 / 3000))


def test_the_chance_of_not_paying_for_a_real_effect_is_what_power_says():
    found = mistakes(trial(on_the_binary_measure_alone(), ALIKE, cohorts=2000), Help(0.94))
    known = power(QUARTER, 0.47, 0.47 * 0.94)
    assert found.power == pytest.approx(known, abs=3 * np.sqrt(known * (1 - known) / 2000) + 0.01)


def test_with_no_threshold_chance_alone_pays_half_the_time_and_evens_out():
    found = paid(trial("linear", ALIKE, cohorts=1500))
    assert found.paid_something == pytest.approx(0.5, abs=0.05)
    assert abs(found.mean) < 4 * found.error


def test_a_larger_cohort_errs_less_on_both_sides():
    small = mistakes(trial("doncaster", ALIKE, people=300, cohorts=800), Help(0.88))
    large = mistakes(trial("doncaster", ALIKE, people=3000, cohorts=800), Help(0.88))
    assert large.paid_for_nothing < small.paid_for_nothing
    assert large.power > small.power


def test_the_laboratory_pays_exactly_what_the_contract_would():
    from throughcare.commissioning.contracts.rules.settling import settle  # the contract's own door
    from throughcare.evidence.outcomes.laboratory import trying

    here = trial(cohorts=20)
    assert trying.settle is settle
    tallies = list(here.tallies(Plan()))
    assert [float(settled(here, t).total.amount) for t in tallies] == payments(here, Plan()).tolist()


def test_every_rule_is_tried_on_the_same_cohort_and_the_same_luck():
    here = trial(cohorts=60)
    tally = next(iter(here.tallies(Plan())))
    rules = [latest(name) for name in scheme_names()]
    sides = side_by_side(here, rules, tally, Help(0.9, 0.9))
    assert [side.rule for side in sides] == list(scheme_names())
    for side, rule in zip(sides, rules, strict=True):
        assert side.statement == settled(here.with_rule(rule), tally)
        assert side.assumed == len(rule.assumed)


def test_a_tariff_pays_for_what_is_achieved_whatever_becomes_of_reoffending():
    tariff = trial("intermediate-tariff", cohorts=30)
    assert paid(tariff).mean == pytest.approx(paid(tariff, Help(0.5)).mean)


def test_payment_never_passes_the_pool_in_any_cohort():
    tight = replace(trial("linear", ALIKE, cohorts=300), pool=pounds(50_000))
    assert payments(tight, Plan(Help(0.8))).max() <= 50_000


def test_a_population_of_bands_errs_less_once_adjusted_for_mix_than_chance_at_its_size_would():
    adjusted = mistakes(trial(company_rule("varied-2017"), PEOPLE, cohorts=1500), Help(0.9))
    assert adjusted.paid_for_nothing < 0.025
