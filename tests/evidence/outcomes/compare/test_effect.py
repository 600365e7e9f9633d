"""Effects and their errors, worked by hand and against the plainest formulas there are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.evidence.outcomes.compare.effect import (
    ABADIE_IMBENS,
    MATCHED_SETS,
    Measure,
    abadie_imbens_errors,
    effect_of,
    pooled_error,
)
from throughcare.evidence.outcomes.compare.nearest import NOBODY, Matches, MatchRule, match
from throughcare.foundation.kernel import Refused


def paired(ours, theirs):
    """One treated person beside one comparison person, as they stand."""
    number = len(ours)
    outcome = np.array([*ours, *theirs], dtype=float)
    rows = np.arange(number)
    return outcome, Matches(rows, rows[:, None] + number, None, replaced=False, people=2 * number)


pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=40).filter(
    lambda rows: len({a - b for a, b in rows}) > 1
)


@given(pairs)
def test_matched_pairs_give_the_paired_t_test(rows):
    from scipy.stats import ttest_rel

    ours, theirs = map(list, zip(*rows, strict=True))
    outcome, made = paired(ours, theirs)
    effect = effect_of(outcome, made, np.zeros(len(outcome)), Measure.FREQUENCY)
    known = ttest_rel(ours, theirs)
    interval = known.confidence_interval(0.95)
    assert effect.method == MATCHED_SETS
    assert effect.difference == pytest.approx(np.mean(ours) - np.mean(theirs))
    assert (effect.interval.low, effect.interval.high) == pytest.approx((interval.low, interval.high))
    assert effect.p_value == pytest.approx(known.pvalue, abs=1e-12)


@given(st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_matched_sets_give_a_regression_with_errors_clustered_on_sets(seed):
    import statsmodels.api as sm

    luck = np.random.default_rng(seed)
    treated = luck.random(300) < 0.3
    score = luck.random(300)
    outcome = luck.poisson(2 + score).astype(float)
    made = match(score, treated, MatchRule(ratio=2))
    effect = effect_of(outcome, made, score, Measure.FREQUENCY)
    weights = made.weights()
    group = np.full(300, -1)
    for number, (row, others) in enumerate(zip(made.treated, made.controls, strict=True)):
        group[[row, *others[others != NOBODY]]] = number
    used = weights > 0
    model = sm.WLS(outcome[used], sm.add_constant(treated[used].astype(float)), weights=weights[used])
    theirs = model.fit(cov_type="cluster", cov_kwds={"groups": group[used], "use_correction": False})
    sets = effect.sets
    assert effect.difference == pytest.approx(theirs.params[1])
    assert effect.error == pytest.approx(theirs.bse[1] * np.sqrt(sets / (sets - 1)))


def test_the_ratio_is_of_rates_and_its_interval_is_on_the_logarithm():
    outcome, made = paired([1, 0, 2, 1, 0, 1], [2, 1, 1, 3, 1, 2])
    effect = effect_of(outcome, made, np.zeros(12), Measure.FREQUENCY)
    assert effect.ratio == pytest.approx(5 / 10)
    middle = np.sqrt(effect.ratio_interval.low * effect.ratio_interval.high)
    assert middle == pytest.approx(effect.ratio)


def test_nobody_reoffending_has_no_ratio_and_an_interval_with_no_end():
    outcome, made = paired([0, 0, 0], [0, 0, 0])
    effect = effect_of(outcome, made, np.zeros(6), Measure.BINARY)
    assert np.isnan(effect.ratio)
    assert effect.ratio_interval.high == np.inf
    assert not effect.is_significant


def by_the_book(outcome, matches, distance):
    """Abadie and Imbens' variance of the effect on the treated, summed one person at a time."""
    treated = {int(row) for row in matches.treated}
    others = [row for row in range(len(outcome)) if row not in treated]
    sets = [
        (int(row), [int(c) for c in line if c != NOBODY])
        for row, line in zip(matches.treated, matches.controls, strict=True)
        if line[0] != NOBODY
    ]
    gaps = [outcome[row] - np.mean(outcome[line]) for row, line in sets]
    number, effect = len(sets), np.mean(gaps)
    total = sum((gap - effect) ** 2 for gap in gaps) * number / (number - 1)
    for person in others:
        times = sum(1 / len(line) for _, line in sets if person in line)
        squares = sum(1 / len(line) ** 2 for _, line in sets if person in line)
        if times:
            nearest = min((abs(distance[o] - distance[person]), o) for o in others if o != person)[1]
            total += (times**2 - squares) * (outcome[person] - outcome[nearest]) ** 2 / 2
    return np.sqrt(total) / number


@given(st.integers(0, 10_000), st.integers(1, 3))
@settings(max_examples=30, deadline=None)
def test_matching_with_replacement_gives_abadie_and_imbens_error(seed, ratio):
    luck = np.random.default_rng(seed)
    treated = np.arange(60) < 25
    score, outcome = luck.random(60), luck.poisson(2, 60).astype(float)
    made = match(score, treated, MatchRule(ratio=ratio, replace=True, caliper=0.3))
    effect = effect_of(outcome, made, score, Measure.FREQUENCY)
    assert effect.method == ABADIE_IMBENS
    assert effect.error == pytest.approx(by_the_book(outcome, made, score))


def test_nobody_used_twice_leaves_nothing_to_add():
    luck = np.random.default_rng(4)
    treated, score, outcome = np.arange(80) < 10, luck.random(80), luck.random(80)
    alone = match(score, treated, MatchRule(caliper=None))
    reused = Matches(alone.treated, alone.controls, None, replaced=True, people=80)
    added = abadie_imbens_errors(outcome, reused, score).of_difference
    assert effect_of(outcome, alone, score, Measure.AMOUNT).error == pytest.approx(added)


def test_one_matched_person_is_nothing_to_speak_from():
    made = Matches(np.array([0]), np.array([[1]]), None, replaced=False, people=2)
    with pytest.raises(Refused, match="fewer than two"):
        effect_of(np.array([1.0, 0.0]), made, np.zeros(2), Measure.BINARY)


def test_the_textbook_error_is_that_of_a_weighted_regression():
    import statsmodels.api as sm

    luck = np.random.default_rng(9)
    treated, score, outcome = luck.random(90) < 0.3, luck.random(90), luck.random(90)
    weights = match(score, treated, MatchRule(ratio=2, replace=True)).weights()
    used = weights > 0
    scaled = weights[used]
    theirs = ~treated[used]
    scaled[theirs] *= theirs.sum() / scaled[theirs].sum()
    known = sm.WLS(outcome[used], sm.add_constant(treated[used].astype(float)), weights=scaled).fit()
    assert pooled_error(outcome, treated, weights) == pytest.approx(known.bse[1])
