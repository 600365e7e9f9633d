"""Entropy balancing: means agree exactly, as near to equal weights as that allows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.evidence.outcomes.compare.design import Design
from throughcare.evidence.outcomes.compare.effect import Measure
from throughcare.evidence.outcomes.compare.weighting import entropy_balance, weighted_effect
from throughcare.foundation.kernel import Refused


def a_design(seed, people=300):
    luck = np.random.default_rng(seed)
    matrix = np.column_stack(
        [luck.normal(30, 9, people), luck.random(people) < 0.3, luck.exponential(4, people)]
    )
    treated = luck.random(people) < 1 / (1 + np.exp(1.2 - 0.05 * (matrix[:, 0] - 30) - 0.5 * matrix[:, 1]))
    return Design(("age", "woman", "previous"), matrix.astype(float), (0, 1, 2), treated)


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_every_mean_agrees_after_weighting(seed):
    design = a_design(seed)
    weights = entropy_balance(design).weights
    assert (weights > 0).all()
    ours = design.matrix[design.treated].mean(axis=0)
    theirs = np.average(design.matrix[~design.treated], axis=0, weights=weights[~design.treated])
    assert theirs == pytest.approx(ours, rel=1e-7)
    assert weights[~design.treated].sum() == pytest.approx(design.treated.sum())


def test_the_weights_are_the_least_change_that_does_it():
    """They are exponential in the covariates, which is what least change in entropy means."""
    design = a_design(5)
    logs = np.log(entropy_balance(design).weights[~design.treated])
    wide = np.column_stack([np.ones(len(logs)), design.matrix[~design.treated]])
    left = logs - wide @ np.linalg.lstsq(wide, logs, rcond=None)[0]
    assert np.abs(left).max() < 1e-8


def test_groups_alike_already_keep_equal_weights():
    matrix = np.array([[1.0], [2.0], [1.0], [2.0], [1.0], [2.0]])
    design = Design(("x",), matrix, (0,), np.array([True, True, False, False, False, False]))
    assert entropy_balance(design).weights[2:] == pytest.approx([0.5] * 4)


def test_a_group_nobody_resembles_is_refused_by_the_covariate():
    matrix = np.array([[50.0], [60.0], [1.0], [2.0], [3.0]])
    design = Design(("age",), matrix, (0,), np.array([True, True, False, False, False]))
    with pytest.raises(Refused, match="treated group's average of age"):
        entropy_balance(design)


def test_a_combination_nobody_has_is_refused_though_each_mean_is_within_reach():
    matrix = np.array([[1.0, 1.0], [1.0, 1.0], [0.0, 1.2], [1.2, 0.0], [0.0, 0.0]])
    design = Design(("a", "b"), matrix, (0, 1), np.array([True, True, False, False, False]))
    with pytest.raises(Refused, match="nobody like them"):
        entropy_balance(design)


def test_an_outcome_that_follows_the_covariates_leaves_only_the_effect():
    design = a_design(8)
    outcome = 3 + 0.1 * design.matrix[:, 0] + 0.5 * design.matrix[:, 2] - 0.7 * design.treated
    effect = weighted_effect(outcome, design, entropy_balance(design), Measure.AMOUNT)
    assert effect.difference == pytest.approx(-0.7)
    assert effect.error == pytest.approx(0, abs=1e-6)
