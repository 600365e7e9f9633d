"""Synthetic cohorts are what they say they are, and the same for the same seed."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.schemes import latest, scheme_names
from throughcare.evidence.outcomes.laboratory.expecting import expectations, tallies
from throughcare.evidence.population.bands import Draw, Help, Plan, Population, RiskBand
from throughcare.foundation.kernel import Refused

from .trials import PEOPLE, PROLIFIC, company_rule

DRAW = Draw(PEOPLE, people=1000, cohorts=300, seed=7)


def means(drawn, *names):
    return [np.mean([float(getattr(t, name)) for t in drawn]) for name in names]


def test_cohorts_reoffend_as_often_as_the_population_says():
    reoffenders, reoffences, squares = means(
        list(tallies(DRAW, Plan())), "reoffenders", "reoffences", "reoffence_squares"
    )
    frequency = expectations(latest("frequency-only"), PEOPLE, 1000)["frequency"]
    assert reoffenders / 1000 == pytest.approx(PEOPLE.chance, abs=0.004)
    assert reoffences / 1000 == pytest.approx(float(frequency.rate), rel=0.02)
    assert squares / 1000 - (reoffences / 1000) ** 2 == pytest.approx(float(frequency.variance), rel=0.06)


def test_frequency_is_more_spread_out_than_chance_alone_would_make_it():
    frequency = expectations(latest("frequency-only"), PEOPLE, 1000)["frequency"]
    assert frequency.variance > 3 * frequency.rate


def test_the_same_seed_gives_the_same_cohorts_and_another_gives_others():
    same = list(tallies(DRAW, Plan()))
    assert list(tallies(DRAW, Plan())) == same
    assert list(tallies(replace(DRAW, seed=8), Plan())) != same


def test_help_meets_the_same_people_with_the_same_luck():
    """So every cohort is the better for it, and not only the average."""
    before = list(tallies(DRAW, Plan()))
    after = list(tallies(DRAW, Plan(Help(chance=0.9, further=0.8))))
    assert all(b.reoffenders >= a.reoffenders for b, a in zip(before, after, strict=True))
    assert all(b.reoffences >= a.reoffences for b, a in zip(before, after, strict=True))
    [helped] = means(after, "reoffenders")
    assert helped / 1000 == pytest.approx(0.9 * PEOPLE.chance, abs=0.004)


def test_helping_a_few_of_one_band_changes_only_them():
    before = list(tallies(DRAW, Plan()))
    after = list(tallies(DRAW, Plan(band="prolific", people=10, further=Help(chance=0.0))))
    gaps = [b.reoffenders - a.reoffenders for b, a in zip(before, after, strict=True)]
    assert max(gaps) <= 10
    assert np.mean(gaps) == pytest.approx(10 * PROLIFIC.chance, abs=0.3)


def test_many_cohorts_are_drawn_a_block_at_a_time_and_none_is_lost():
    big = Draw(PEOPLE, people=1_500_000, cohorts=3, seed=1)
    assert sum(1 for _ in tallies(big, Plan())) == 3


@given(st.integers(4, 5000))
def test_every_person_of_a_cohort_is_in_one_band(people):
    assert sum(PEOPLE.sizes(people)) == people


def test_a_comparison_group_brings_an_error_of_its_own_and_a_baseline_none():
    compared = expectations(latest("peterborough"), PEOPLE, 1000, comparison_ratio=10)["occasions"]
    assert compared.error == pytest.approx((compared.variance / 10_000).sqrt(), rel=Decimal("1e-6"))
    assert expectations(latest("linear"), PEOPLE, 1000)["binary"].error == 0


def test_every_shipped_rule_finds_what_it_expects():
    for name in scheme_names():
        rule = latest(name)
        paid_against_something = {m.name for m in rule.measures if m.against != "nothing"}
        assert set(expectations(rule, PEOPLE, 1000)) == paid_against_something


def test_per_reoffender_is_over_reoffenders():
    found = expectations(company_rule(), PEOPLE, 1000)
    per_person = expectations(latest("frequency-only"), PEOPLE, 1000)["frequency"].rate
    assert float(found["frequency"].rate) == pytest.approx(float(per_person) / PEOPLE.chance)


@pytest.mark.parametrize(
    ("bands", "because"),
    [
        ((RiskBand("a", 0.5, 0.2, 2.0),), "add up to one"),
        ((RiskBand("a", 1.0, 1.2, 2.0),), "between 0 and 1"),
        ((RiskBand("a", 1.0, 0.2, 0.5),), "once or more"),
    ],
)
def test_a_population_that_cannot_be_is_refused(bands, because):
    with pytest.raises(Refused, match=because):
        Population(bands)
