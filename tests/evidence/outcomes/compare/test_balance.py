"""Whether the groups are alike, on a yardstick that matching cannot shrink."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evidence.outcomes.compare.balance import balance_of, effective_size, overlap_of
from throughcare.evidence.outcomes.compare.design import Design

AGES = np.array([20.0, 30, 40, 25, 35, 60, 70])
SEX = np.array([1.0, 0, 1, 1, 0, 0, 0])
TREATED = np.array([True, True, True, False, False, False, False])
DESIGN = Design(("age", "woman"), np.column_stack([AGES, SEX]), (0, 1), TREATED)
SCORE = np.array([0.6, 0.5, 0.4, 0.55, 0.45, 0.2, 0.1])
MATCHED = np.array([1.0, 1, 1, 1.5, 1.5, 0, 0])


def test_the_yardstick_is_the_treated_groups_spread_before_matching():
    [age, woman, _] = balance_of(DESIGN, MATCHED, SCORE).covariates
    assert age.standardised_before == pytest.approx((30 - 47.5) / 10)
    assert age.standardised_after == pytest.approx(0)
    share = 2 / 3
    assert woman.standardised_before == pytest.approx((share - 0.25) / np.sqrt(share * (1 - share)))


def test_variance_ratios_are_for_amounts_and_not_for_yes_or_no():
    [age, woman, _] = balance_of(DESIGN, MATCHED, SCORE).covariates
    assert age.variance_ratio_before == pytest.approx(100 / np.var([25, 35, 60, 70], ddof=1))
    assert np.isnan(woman.variance_ratio_before)


def test_sizes_count_people_used_and_what_their_weights_are_worth():
    balance = balance_of(DESIGN, np.array([1.0, 1, 1, 2, 0.5, 0.5, 0]), SCORE)
    assert (balance.treated, balance.treated_matched, balance.comparison, balance.comparison_used) == (
        3,
        3,
        4,
        3,
    )
    assert balance.comparison_effective == pytest.approx(9 / 4.5)


@given(st.lists(st.floats(0.01, 10), min_size=1, max_size=30))
def test_people_weighted_unequally_are_never_worth_more_than_they_are(weights):
    assert effective_size(np.array(weights)) <= len(weights) + 1e-9


@given(st.integers(1, 50), st.floats(0.1, 9))
def test_people_weighted_equally_are_worth_what_they_are(people, weight):
    assert effective_size(np.full(people, weight)) == pytest.approx(people)


def test_nobody_is_worth_nothing():
    assert effective_size(np.zeros(3)) == 0


def test_the_love_plot_starts_with_what_was_furthest_apart():
    plot = balance_of(DESIGN, MATCHED, SCORE).love_plot()
    before = [row[1] for row in plot]
    assert before == sorted(before, reverse=True)
    assert {row[0] for row in plot} == {"age", "woman", "distance"}


def test_groups_on_the_same_ground_share_all_of_it_and_groups_apart_none():
    same = overlap_of(np.array([0.1, 0.9, 0.1, 0.9]), np.array([True, True, False, False]), np.ones(4))
    apart = overlap_of(np.array([0.8, 0.9, 0.1, 0.2]), np.array([True, True, False, False]), np.ones(4))
    assert same.shared == pytest.approx(1) and same.treated_outside == 0
    assert apart.shared == 0 and apart.treated_outside == 1


def test_the_worst_covariate_is_named():
    assert balance_of(DESIGN, np.ones(7), SCORE).worst.covariate == "distance"
