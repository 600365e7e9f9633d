"""Rates carry honest intervals: Wilson's where people are there once, clustered where they are not."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from throughcare.evidence.outcomes.measure.intervals import Clustered, ratio, share, wilson

counts = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 30)).map(lambda p: (p[0], min(p[0], p[1]), p[1])),
    min_size=2,
    max_size=30,
)


def totals(people, top, below):
    a, b = [p[top] for p in people], [p[below] for p in people]
    return Clustered(
        sum(a),
        sum(b),
        sum(x * x for x in a),
        sum(x * y for x, y in zip(a, b, strict=True)),
        sum(y * y for y in b),
        len(people),
    )


@given(st.integers(1, 5000), st.floats(0, 1), st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_agrees_with_statsmodels(size, part, confidence):
    hits = round(size * part)
    found = wilson(hits, size, confidence)
    low, high = proportion_confint(hits, size, 1 - confidence, "wilson")
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-12), pytest.approx(high, abs=1e-12))


@given(counts)
def test_the_clustered_variance_is_the_sandwich_of_each_person_s_residual(people):
    found = totals(people, 2, 0)
    r, size = found.ratio, len(people)
    by_hand = sum((f - r * n) ** 2 for n, _, f in people) / found.per**2 * size / (size - 1)
    assert found.variance == pytest.approx(by_hand, rel=1e-9, abs=1e-15)


def test_it_agrees_with_a_cluster_robust_regression():
    import statsmodels.api as sm

    chance = np.random.default_rng(5)
    groups = np.repeat(np.arange(80), chance.integers(1, 5, 80))
    y = chance.poisson(np.repeat(chance.gamma(1, 1, 80), np.bincount(groups)))
    model = sm.OLS(y, np.ones(y.size)).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False}
    )
    people = [((groups == g).sum(), 0, int(y[groups == g].sum())) for g in range(80)]
    found = totals([(int(n), z, f) for n, z, f in people], 2, 0)
    assert found.variance * 79 / 80 == pytest.approx(float(model.cov_params()[0, 0]), rel=1e-9)


@given(counts)
def test_reoffences_per_person_are_the_share_who_reoffend_times_how_often_they_do(people):
    n, y, f = (sum(p[i] for p in people) for i in (0, 1, 2))
    if y:
        per_person = totals(people, 2, 0).ratio
        assert per_person == pytest.approx(share(totals(people, 1, 0)).value * totals(people, 2, 1).ratio)
        assert per_person == f / n


@given(counts)
def test_an_interval_holds_its_own_estimate_and_stays_possible(people):
    binary, frequency = share(totals(people, 1, 0)), ratio(totals(people, 2, 0))
    assert 0 <= binary.low <= binary.value <= binary.high <= 1
    assert 0 <= frequency.low <= frequency.value <= frequency.high


def test_people_there_once_have_wilson_s_interval_and_repeats_never_narrow_it():
    once = [(1, 1, 2)] * 30 + [(1, 0, 0)] * 70
    assert share(totals(once, 1, 0)) == wilson(30, 100)
    four_times = [(4, 4, 8)] * 30 + [(4, 0, 0)] * 70
    wide, naive = share(totals(four_times, 1, 0)), wilson(120, 400)
    assert wide.high - wide.low > 1.9 * (naive.high - naive.low)


def test_one_person_tells_nothing_of_the_spread():
    assert math.isinf(ratio(Clustered(3, 1, 9, 3, 1, 1)).high)


def test_a_share_of_nobody_is_refused():
    with pytest.raises(ValueError, match="0 to 0"):
        wilson(0, 0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson(1, 2, confidence=1.0)


def test_intervals_cover_the_truth_about_as_often_as_they_say():
    chance, covered_binary, covered_frequency, runs = np.random.default_rng(11), 0, 0, 1000
    for _ in range(runs):
        entries = chance.integers(1, 4, 300)
        often = chance.gamma(1.0, 0.6, 300)
        f = [chance.poisson(often[i], entries[i]) for i in range(300)]
        people = [(int(entries[i]), int((f[i] > 0).sum()), int(f[i].sum())) for i in range(300)]
        binary, frequency = share(totals(people, 1, 0)), ratio(totals(people, 2, 0))
        covered_binary += binary.low <= 1 - 1 / 1.6 <= binary.high
        covered_frequency += frequency.low <= 0.6 <= frequency.high
    assert 0.93 <= covered_binary / runs <= 0.97
    assert 0.93 <= covered_frequency / runs <= 0.97
