"""Matching: who is compared with whom, checked against a slow and obvious way of doing it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.evidence.outcomes.compare.nearest import (
    NOBODY,
    CaliperExceededError,
    Matches,
    MatchRule,
    Order,
    check_caliper,
    match,
)
from throughcare.foundation.kernel import Refused

IN_TURN = [Order.LARGEST, Order.SMALLEST, Order.AS_GIVEN]


def obvious(distance, treated, rule, strata=None):
    """Look at everybody each time: rounds of one each, nearest first, ties as they stand in sorted order."""
    caliper = np.inf if rule.caliper is None else rule.caliper * distance.std(ddof=1)
    place = {row: i for i, row in enumerate(np.argsort(distance, kind="stable"))}
    rows = np.flatnonzero(treated).tolist()
    turns = {
        Order.LARGEST: sorted(rows, key=lambda r: -distance[r]),
        Order.SMALLEST: sorted(rows, key=lambda r: distance[r]),
        Order.AS_GIVEN: rows,
    }[rule.order]
    taken, found = set(), {row: [] for row in rows}
    for _ in range(rule.ratio):
        for row in turns:
            near = [
                (abs(distance[c] - distance[row]), place[c] > place[row], abs(place[c] - place[row]), c)
                for c in np.flatnonzero(~treated).tolist()
                if c not in (set(found[row]) if rule.replace else taken)
                and (strata is None or strata[c] == strata[row])
                and abs(distance[c] - distance[row]) <= caliper
            ]
            if near:
                found[row].append(min(near)[-1])
                taken.add(found[row][-1])
    return [found[row] for row in rows]


def lines(matches):
    return [[c for c in row if c != NOBODY] for row in matches.controls.tolist()]


coarse = st.integers(0, 40).map(lambda n: n / 40)
fine = st.floats(0, 1, allow_nan=False).map(lambda x: round(x, 12))


@st.composite
def people(draw, levels=coarse):
    size = draw(st.integers(3, 40))
    distance = np.array(draw(st.lists(levels, min_size=size, max_size=size)))
    treated = np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    treated[0], treated[-1] = True, False
    return distance, treated


rules = st.builds(
    MatchRule,
    ratio=st.integers(1, 4),
    caliper=st.none() | st.floats(0, 1),
    order=st.sampled_from(IN_TURN),
)


@given(people(fine), rules)
@settings(max_examples=300)
def test_the_fast_way_pairs_exactly_whom_the_obvious_way_pairs(given_people, rule):
    distance, treated = given_people
    assert lines(match(distance, treated, rule)) == obvious(distance, treated, rule)


@given(people(), rules)
@settings(max_examples=300)
def test_ties_go_left_in_sorted_order_and_then_to_the_nearer_row(given_people, rule):
    distance, treated = given_people
    assert lines(match(distance, treated, rule)) == obvious(distance, treated, rule)


@given(people(fine), rules)
def test_with_replacement_everybody_has_the_nearest_there_are(given_people, rule):
    distance, treated = given_people
    rule = replace(rule, replace=True)

    def gaps(rows):
        """How far off each one's people are; which of several equally far is a convention."""
        treated_rows = np.flatnonzero(treated)
        return [
            sorted(abs(distance[c] - distance[t]) for c in row)
            for t, row in zip(treated_rows, rows, strict=True)
        ]

    found = lines(match(distance, treated, rule))
    assert gaps(found) == gaps(obvious(distance, treated, rule))
    assert all(len(set(row)) == len(row) for row in found)


@given(people(fine), rules, st.data())
def test_no_pair_crosses_a_stratum(given_people, rule, draw):
    distance, treated = given_people
    strata = np.array(draw.draw(st.lists(st.integers(0, 2), min_size=len(treated), max_size=len(treated))))
    made = match(distance, treated, rule, strata)
    assert lines(made) == obvious(distance, treated, rule, strata)
    one, other = made.pairs()
    assert (strata[one] == strata[other]).all()


every_order = st.builds(
    MatchRule,
    ratio=st.integers(1, 3),
    caliper=st.floats(0, 0.5),
    replace=st.booleans(),
    order=st.sampled_from(list(Order)),
    seed=st.integers(0, 9),
)


@given(people(fine), every_order)
def test_no_pair_ever_exceeds_the_caliper_and_nobody_is_lent_twice(given_people, rule):
    distance, treated = given_people
    made = match(distance, treated, rule)
    one, other = made.pairs()
    assert (np.abs(distance[one] - distance[other]) <= made.caliper).all()
    assert treated[one].all() and not treated[other].any()
    assert rule.replace or len(set(other.tolist())) == len(other)


@given(people(fine), st.booleans())
def test_closest_first_makes_the_closest_pair_there_is_first(given_people, farthest):
    distance, treated = given_people
    order = Order.FARTHEST if farthest else Order.CLOSEST
    made = match(distance, treated, MatchRule(caliper=None, order=order))
    ours, theirs = np.flatnonzero(treated), np.flatnonzero(~treated)
    gaps = np.abs(distance[ours][:, None] - distance[theirs][None, :])
    one, other = made.pairs()
    made_gaps = np.abs(distance[one] - distance[other])
    assert len(one) == min(len(ours), len(theirs))
    if not farthest:
        assert made_gaps.min() == gaps.min()
    else:
        assert gaps.min(axis=1).max() in made_gaps


def test_a_broken_matcher_is_caught_and_gives_no_result():
    """A widely installed version of a peer ignores the caliper without a word: ours may not."""
    distance = np.array([0.9, 0.1, 0.5])
    broken = Matches(np.array([0]), np.array([[1]]), caliper=0.2, replaced=False, people=3)
    with pytest.raises(CaliperExceededError, match=r"apart and the caliper is 0\.2"):
        check_caliper(broken, distance)


def test_the_caliper_is_checked_on_every_matching(monkeypatch):
    seen = []
    monkeypatch.setattr(
        "throughcare.evidence.outcomes.compare.nearest.check_caliper",
        lambda made, distance: seen.append(made),
    )
    for order in Order:
        match(np.array([0.1, 0.2, 0.3]), np.array([True, False, False]), MatchRule(order=order))
    assert len(seen) == len(Order)


def test_the_caliper_is_in_standard_deviations_of_everybodys_distance():
    distance = np.array([0.0, 0.2, 0.4, 0.6])
    made = match(distance, np.array([True, False, True, False]), MatchRule(caliper=0.5))
    assert made.caliper == pytest.approx(0.5 * np.std(distance, ddof=1))


def test_a_random_order_is_the_same_for_the_same_seed():
    luck = np.random.default_rng(1)
    distance, treated = luck.random(200), luck.random(200) < 0.4
    one, same, other = (
        lines(match(distance, treated, MatchRule(order=Order.RANDOM, seed=seed))) for seed in (5, 5, 6)
    )
    assert one == same != other


@given(people(fine), every_order)
def test_weights_add_up_to_the_people_matched_on_both_sides(given_people, rule):
    distance, treated = given_people
    made = match(distance, treated, rule)
    weights = made.weights()
    assert weights[treated].sum() == made.matched.sum()
    assert weights[~treated].sum() == pytest.approx(made.matched.sum())


def test_everybody_gets_one_before_anybody_gets_two():
    distance = np.array([0.5, 0.52, 0.50, 0.51, 0.9])
    treated = np.array([True, True, False, False, False])
    made = match(distance, treated, MatchRule(ratio=2, caliper=None))
    assert lines(made) == [[2, 4], [3]] or lines(made) == [[2], [3, 4]]


@pytest.mark.parametrize(
    ("wrong", "because"), [({"ratio": 0}, "one comparison person"), ({"caliper": -1}, "below zero")]
)
def test_a_matching_that_makes_no_sense_is_refused(wrong, because):
    with pytest.raises(Refused, match=because):
        MatchRule(**wrong)
