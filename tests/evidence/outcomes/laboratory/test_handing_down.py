"""A comparison and the payment made on it cannot disagree."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.schemes import latest
from throughcare.commissioning.contracts.rules.settling import Terms, Variation, settle
from throughcare.commissioning.contracts.rules.statement import PeriodResult
from throughcare.commissioning.contracts.rules.tally import PersonOutcome, tally
from throughcare.commissioning.contracts.rules.terms import Change, Significance
from throughcare.evidence.outcomes.compare.effect import Measure, effect_of
from throughcare.evidence.outcomes.compare.nearest import MatchRule, match
from throughcare.evidence.outcomes.laboratory.handing_down import expected_of, tally_of
from throughcare.foundation.kernel import Period, Refused

ALWAYS = Period(date(2000, 1, 1))


def a_matched_cohort(seed, replacing):
    luck = np.random.default_rng(seed)
    treated, score = luck.random(600) < 0.3, luck.random(600)
    reoffences = luck.poisson(luck.gamma(0.8, 1.5, 600) * np.where(treated, luck.uniform(0.6, 1.1), 1.0))
    made = match(score, treated, MatchRule(ratio=2, replace=replacing, caliper=None))
    effect = effect_of(reoffences.astype(float), made, score, Measure.FREQUENCY)
    return effect, reoffences[made.treated[made.matched]]


@given(st.integers(0, 5000), st.booleans())
@settings(max_examples=40)
def test_the_contract_pays_for_a_significant_difference_exactly_when_the_comparison_finds_one(
    seed, replacing
):
    effect, reoffences = a_matched_cohort(seed, replacing)
    peterborough = latest("peterborough")
    tested = replace(peterborough.measures[0], threshold=Significance(Decimal("0.05")), change=Change.POINTS)
    rule = replace(peterborough, measures=(tested,), pooling=None)
    terms = Terms("C", (Variation(ALWAYS.start, ALWAYS, rule, "one"),))
    period = PeriodResult("cohort", ALWAYS, tally_of(reoffences), {"occasions": expected_of(effect)})
    statement = settle(terms, [period], known_on=ALWAYS.start, before=())
    [[reading]] = statement.readings.values()
    assert float(reading.change) == pytest.approx(-100 * effect.difference)
    assert float(reading.error) == pytest.approx(100 * effect.error, rel=0.005)
    margin = abs(effect.difference) / effect.error
    if abs(margin - 1.97) > 0.03:  # Student's and the normal distribution part by a hundredth here
        assert (statement.total.amount > 0) is (effect.is_significant and effect.difference < 0)


counts = st.lists(st.integers(0, 9), min_size=1, max_size=40)


@given(counts)
def test_a_tally_from_columns_is_the_tally_of_its_people(reoffences):
    rows = [
        PersonOutcome(str(i), n, severity=Decimal(2 * n), achieved={"housing": n == 0})
        for i, n in enumerate(reoffences)
    ]
    columns = np.array(reoffences)
    found = tally_of(columns, severity=2.0 * columns, achieved={"housing": columns == 0})
    assert found == tally(rows)


def test_what_is_unknown_in_a_column_stays_unknown():
    found = tally_of([0, 1, 2], predicted=[0.1, np.nan, 0.3], achieved={"housing": [1, 0, np.nan]})
    assert found.predicted is None
    assert (found.achieved, found.known) == ({"housing": 1}, {"housing": 2})
    assert tally_of([0, 1], predicted=[0.25, 0.5]).predicted == Decimal("0.75")


@pytest.mark.parametrize("wrong", [[0.5], [-1], [np.nan]])
def test_reoffences_that_are_not_whole_are_refused(wrong):
    with pytest.raises(Refused, match="whole numbers"):
        tally_of(wrong)
