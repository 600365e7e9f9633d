"""How large an unseen difference would explain the result away, against published formulas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from throughcare.evidence.outcomes.compare.effect import Interval, Measure, effect_of
from throughcare.evidence.outcomes.compare.nearest import Matches
from throughcare.evidence.outcomes.compare.sensitivity import e_value, rosenbaum_bounds

from .test_effect import paired


def an_effect(ratio, low, high):
    outcome, made = paired([1, 0, 1, 0], [1, 1, 1, 0])
    effect = effect_of(outcome, made, np.zeros(8), Measure.BINARY)
    from dataclasses import replace

    return replace(effect, ratio=ratio, ratio_interval=Interval(low, high))


@pytest.mark.parametrize(
    ("ratio", "low", "high", "of_estimate", "of_interval"),
    [
        (3.9, 1.8, 8.7, 7.26, 3.0),  # the worked example of VanderWeele and Ding 2017
        (1 / 3.9, 1 / 8.7, 1 / 1.8, 7.26, 3.0),
        (2.0, 0.9, 4.0, 3.414, 1.0),
        (1.0, 0.8, 1.2, 1.0, 1.0),
    ],
)
def test_e_values_are_as_published(ratio, low, high, of_estimate, of_interval):
    found = e_value(an_effect(ratio, low, high))
    assert found.of_estimate == pytest.approx(of_estimate, abs=0.01)
    assert found.of_interval == pytest.approx(of_interval, abs=0.01)


def pairs_of(only_ours, only_theirs, both=5, neither=5):
    ours = [1] * only_ours + [0] * only_theirs + [1] * both + [0] * neither
    theirs = [0] * only_ours + [1] * only_theirs + [1] * both + [0] * neither
    return paired(ours, theirs)


@given(st.integers(5, 200), st.integers(5, 200), st.sampled_from([1.0, 1.5, 2.0, 3.0]))
def test_for_pairs_and_yes_or_no_the_bound_is_mcnemars(only_ours, only_theirs, gamma):
    outcome, made = pairs_of(only_ours, only_theirs)
    effect = effect_of(outcome, made, np.zeros(len(outcome)), Measure.BINARY)
    bounds = rosenbaum_bounds(outcome, made, effect, gammas=(gamma,))
    more, all_apart = max(only_ours, only_theirs), only_ours + only_theirs
    chance = gamma / (1 + gamma)
    known = norm.sf((more - all_apart * chance) / np.sqrt(all_apart * chance * (1 - chance)))
    assert bounds.p_values[0] == pytest.approx(known, rel=1e-9)


def sets_of(seed, number=60, ratio=3):
    luck = np.random.default_rng(seed)
    outcome = luck.poisson(1.5, number * (ratio + 1)).astype(float)
    rows = np.arange(number)
    outcome[rows] = luck.poisson(0.7, number)
    controls = number + np.arange(number * ratio).reshape(number, ratio)
    return outcome, Matches(rows, controls, None, replaced=False, people=len(outcome))


@given(st.integers(0, 500), st.sampled_from([Measure.BINARY, Measure.FREQUENCY]))
def test_the_larger_the_unseen_difference_the_weaker_the_claim(seed, measure):
    outcome, made = sets_of(seed)
    outcome = (outcome > 0).astype(float) if measure is Measure.BINARY else outcome
    effect = effect_of(outcome, made, np.zeros(len(outcome)), measure)
    bounds = rosenbaum_bounds(outcome, made, effect)
    assert list(bounds.p_values) == sorted(bounds.p_values)


def test_the_gamma_survived_is_where_the_worst_p_value_meets_alpha():
    outcome, made = sets_of(3)
    effect = effect_of(outcome, made, np.zeros(len(outcome)), Measure.FREQUENCY)
    found = rosenbaum_bounds(outcome, made, effect)
    assert found.survives > 1
    [edge] = rosenbaum_bounds(outcome, made, effect, gammas=(found.survives,)).p_values
    assert edge == pytest.approx(0.05, abs=1e-6)


def test_a_claim_that_says_nothing_survives_nothing():
    outcome, made = pairs_of(10, 10)
    effect = effect_of(outcome, made, np.zeros(len(outcome)), Measure.BINARY)
    assert np.isnan(rosenbaum_bounds(outcome, made, effect).survives)


def test_matching_with_replacement_has_no_sets_and_so_no_bounds():
    outcome, made = pairs_of(30, 10)
    effect = effect_of(outcome, made, np.zeros(len(outcome)), Measure.BINARY)
    reused = Matches(made.treated, made.controls, None, replaced=True, people=made.people)
    assert rosenbaum_bounds(outcome, reused, effect) is None


def brute(values, gamma):
    """The largest expectation of the treated score in one set, over every assignment of hidden causes."""
    best = -np.inf
    for hidden in np.ndindex(*(2,) * len(values)):
        chance = np.where(np.array(hidden) == 1, gamma, 1.0)
        best = max(best, float((chance * values).sum() / chance.sum()))
    return best


@given(st.lists(st.integers(0, 6), min_size=2, max_size=6), st.sampled_from([1.2, 2.0, 5.0]))
def test_no_hidden_cause_pushes_a_set_further_than_the_bound(values, gamma):
    from throughcare.evidence.outcomes.compare.sensitivity import _worst_moments

    [mean], _ = _worst_moments(np.array([values], dtype=float), gamma)
    assert mean == pytest.approx(brute(np.array(values, dtype=float), gamma))
