"""Luck hangs on seed, question and number alone, is even, and counts come out as their laws say."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evidence.population.chance import Chance, nested
from throughcare.evidence.population.lots import Lot, alike, of_many, poisson, uneven

MANY = np.arange(200_000)
LUCK = Chance(("tried", 1))


def error(share):
    """Five standard errors of a share of so many."""
    return 5 * math.sqrt(share * (1 - share) / len(MANY))


@given(st.integers(0, 2**62), st.lists(st.integers(0, 2**40), min_size=1, max_size=30), st.data())
def test_whoever_is_asked_about_beside_changes_nobodys_luck(seed, numbers, data):
    who = np.array(numbers, np.int64)
    whole = Chance(("any", seed)).luck("question", who)
    cut = data.draw(st.integers(0, len(who)))
    apart = [Chance(("any", seed)).luck("question", part) for part in (who[:cut], who[cut:])]
    assert np.array_equal(np.concatenate(apart), whole)
    assert ((whole >= 0) & (whole < 1)).all()


def test_another_seed_question_or_matter_is_other_luck_that_says_nothing_of_this():
    first = LUCK.luck("a", MANY)
    for other in (LUCK.luck("b", MANY), Chance(("tried", 2)).luck("a", MANY), LUCK.more("x").luck("a", MANY)):
        assert abs(np.corrcoef(first, other)[0, 1]) < 5 / math.sqrt(len(MANY))


def test_luck_is_even_and_one_number_says_nothing_of_the_next():
    luck = LUCK.luck("even", MANY)
    counts = np.histogram(luck, bins=100, range=(0, 1))[0]
    assert ((counts - 2000) ** 2 / 2000).sum() < 99 + 5 * math.sqrt(2 * 99)
    assert abs(np.corrcoef(luck[:-1], luck[1:])[0, 1]) < 5 / math.sqrt(len(MANY))


def test_things_of_each_have_luck_of_their_own_that_hangs_on_whose_they_are_and_their_turn():
    counts = np.array([2, 0, 3])
    whose, marks = nested(LUCK.marks("thing", np.array([7, 8, 9])), counts)
    assert whose.tolist() == [0, 0, 2, 2, 2]
    _, alone = nested(LUCK.marks("thing", np.array([9])), np.array([3]))
    assert np.array_equal(LUCK.luck("q", marks)[2:], LUCK.luck("q", alone))
    assert len(set(LUCK.luck("q", marks).tolist())) == 5


@pytest.mark.parametrize("share", [0.01, 0.3, 0.95])
def test_what_happens_to_a_share_happens_to_that_share(share):
    assert LUCK.happens(f"of {share}", MANY, share).mean() == pytest.approx(share, abs=error(share))


def test_whole_numbers_lie_from_the_lowest_to_the_highest_and_are_alike():
    drawn = LUCK.among("among", MANY, 3, 7)
    assert set(drawn.tolist()) == {3, 4, 5, 6, 7}
    for number in range(3, 8):
        assert (drawn == number).mean() == pytest.approx(0.2, abs=error(0.2))


def test_things_without_weight_are_never_drawn_and_others_by_their_weight():
    lot = Lot([("a", 1), ("b", 0), ("c", 3)])
    assert lot.things == ["a", "c"]
    assert (lot.places(LUCK.luck("lot", MANY)) == 1).mean() == pytest.approx(0.75, abs=error(0.75))
    assert sum(lot.shares.values()) == pytest.approx(1)


@pytest.mark.parametrize("mean", [0.0, 0.4, 3.0, 40.0])
def test_counts_at_any_time_alike_have_their_mean_as_variance(mean):
    luck = LUCK.luck("counts", MANY)
    for counts in (alike(luck, mean), poisson(luck, np.full(len(MANY), mean))):
        assert counts.mean() == pytest.approx(mean, abs=5 * math.sqrt(mean / len(MANY)))
        assert counts.var() == pytest.approx(mean, rel=0.05)
    assert np.array_equal(alike(luck, mean), poisson(luck, np.full(len(MANY), mean)))


@pytest.mark.parametrize(("mean", "spread"), [(0.0, 0.8), (1.5, 0.8), (6.0, 0.3)])
def test_uneven_counts_vary_by_what_their_shape_adds(mean, spread):
    counts = uneven(LUCK.luck("uneven", MANY), mean, spread)
    variance = mean + mean**2 / spread
    assert counts.mean() == pytest.approx(mean, abs=5 * math.sqrt(variance / len(MANY)))
    assert counts.var() == pytest.approx(variance, rel=0.1)


@pytest.mark.parametrize("share", [0.0, 0.2, 1.0])
def test_so_many_of_many_have_what_each_has_by_a_share(share):
    found = of_many(LUCK.luck("many", MANY), 300, share)
    assert found.min() >= 0
    assert found.max() <= 300
    assert found.mean() == pytest.approx(
        300 * share, abs=5 * math.sqrt(300 * share * (1 - share) / len(MANY))
    )


def test_a_mean_beyond_what_is_summed_is_refused():
    with pytest.raises(ValueError, match="500"):
        poisson(np.array([0.5]), np.array([501.0]))
