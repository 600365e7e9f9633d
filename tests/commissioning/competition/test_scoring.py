"""Bids are scored by the published formula: better is never worse, thresholds hold, and an order that hangs on a third is said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.competition.rules.scoring import (
    Criterion,
    Formula,
    Reversal,
    Scale,
    Tender,
    check_scale,
    check_weights,
    reversals,
    score,
)
from throughcare.foundation.kernel import Refused

D = Decimal
METHOD, LINKS = Criterion("method", 40, D(2)), Criterion("local links", 20)
SCALE = Scale((METHOD, LINKS), 40, Formula.RELATIVE, D(5), D(30), benchmark=100_000)


def tender(name: str, method: int, links: int, price: int) -> Tender:
    return Tender(name, {"method": D(method), "local links": D(links)}, price)


def test_points_are_weight_times_score_and_price_is_held_against_the_lowest() -> None:
    one, other = score(SCALE, [tender("Ash", 4, 3, 100_000), tender("Birch", 5, 5, 160_000)])
    assert (other.bidder, other.quality, other.price, other.total) == (
        "Ash",
        D("44.00"),
        D("40.00"),
        D("84.00"),
    )
    assert (one.bidder, one.quality, one.price, one.total) == ("Birch", D("60.00"), D("25.00"), D("85.00"))


def test_a_bid_below_a_threshold_is_out_and_its_price_moves_nobody() -> None:
    cheap = tender("Cedar", 1, 5, 1_000)
    scored = score(SCALE, [tender("Ash", 4, 3, 100_000), cheap])
    assert [one.bidder for one in scored] == ["Ash", "Cedar"]
    assert scored[0].price == D(40)
    assert scored[1].out == "method is scored 1; at least 2 was asked"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (Tender("Ash", {"method": D(4)}, 1), "local links was not scored"),
        (tender("Ash", 6, 1, 1), "method is scored 6; the scale runs from 0 to 5"),
        (tender("Ash", 2, 0, 1), "quality comes to 16.00; at least 30 was asked"),
        (tender("Ash", 5, 5, 0), "there is no price above nothing"),
    ],
)
def test_why_a_bid_is_out_is_said(given: Tender, words: str) -> None:
    assert score(SCALE, [given])[0].out == words


scores = st.integers(2, 5)
tenders = st.lists(st.tuples(scores, st.integers(0, 5), st.integers(1, 300_000)), min_size=1, max_size=5).map(
    lambda given: [tender(f"bidder {n}", *one) for n, one in enumerate(given)]
)


@given(tenders, st.sampled_from(Formula), st.data())
def test_nobody_gains_by_a_worse_score_or_a_higher_price(
    bids: list[Tender], formula: Formula, data: st.DataObject
) -> None:
    scale = replace(SCALE, formula=formula, least_quality=D(0))
    place = data.draw(st.integers(0, len(bids) - 1))
    one = bids[place]
    worse = replace(
        one,
        scores={**one.scores, "method": D(data.draw(st.integers(0, int(one.scores["method"]))))},
        price=data.draw(st.integers(one.price, 400_000)),
    )
    assert rank(scale, bids, place) <= rank(scale, [*bids[:place], worse, *bids[place + 1 :]], place)


def rank(scale: Scale, bids: list[Tender], place: int) -> int:
    found = score(scale, bids)
    own = next(one for one in found if one.bidder == bids[place].bidder)
    if own.out:
        return len(bids) + 1
    if scale.formula is Formula.PER_POINT:
        return sum(not one.out and one.price < own.price for one in found)
    return sum(not one.out and one.total > own.total for one in found)


@given(tenders)
def test_a_benchmark_never_turns_the_order_of_two_by_a_third(bids: list[Tender]) -> None:
    assert reversals(replace(SCALE, formula=Formula.BENCHMARK, least_quality=D(0)), bids) == []


def test_an_order_that_hangs_on_a_third_bid_is_warned_of() -> None:
    scale = Scale((Criterion("method", 60),), 40, Formula.RELATIVE)
    bids = [
        Tender("Ash", {"method": D(5)}, 200),
        Tender("Birch", {"method": D(4)}, 130),
        Tender("Cedar", {"method": D(0)}, 50),
    ]
    assert reversals(scale, bids) == [Reversal("Cedar", "Ash", "Birch")]
    assert reversals(scale, bids[:2]) == []


def test_price_for_each_point_of_quality_is_least_first() -> None:
    scale = replace(SCALE, formula=Formula.PER_POINT)
    found = score(
        scale, [tender("Ash", 5, 5, 120_00), tender("Birch", 4, 4, 96_00), tender("Cedar", 5, 5, 60_00)]
    )
    assert [(one.bidder, one.price) for one in found] == [
        ("Cedar", D("1.00")),
        ("Ash", D("2.00")),
        ("Birch", D("2.00")),
    ]


def test_weights_come_to_a_hundred_and_keep_their_limits() -> None:
    between = {"technical": (10, 75), "cultural": (5, 20), "price": (20, 85)}
    check_weights({"technical": 75, "cultural": 5, "price": 20}, between)
    for weights, words in (
        ({"technical": 76, "cultural": 4, "price": 20}, "technical weighs 76; expected 10 to 75"),
        ({"technical": 60, "cultural": 20, "price": 21}, "the weights come to 101; expected 100"),
    ):
        with pytest.raises(Refused, match=words):
            check_weights(weights, between)


def test_a_formula_that_lacks_its_benchmark_is_refused() -> None:
    with pytest.raises(Refused, match="needs a benchmark price"):
        check_scale(replace(SCALE, formula=Formula.BENCHMARK, benchmark=None))
