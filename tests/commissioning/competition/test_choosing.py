"""The award is the best set that keeps the published rule: held against every set there is, and against its own check."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.commissioning.competition.rules import (
    Award,
    Bidder,
    InHouse,
    Limits,
    NoAward,
    Objective,
    Offer,
    Package,
    Provision,
    Tie,
    Unit,
    check,
    choose,
    offer_from,
    told,
)

from .rounds import TWO_LOTS, offers, sets_of

ASH, BIRCH = Bidder("Ash", small=True), Bidder("Birch")
NORTH, SOUTH = Unit("N", "", InHouse(100, 50)), Unit("S", "", InHouse(100, 50))


def package(
    name: str, units: str, price: int, *, by: str = "Ash", quality: int = 70, **more: object
) -> Package:
    return Package(name, by, frozenset(units), price, quality, **{k: frozenset(v) for k, v in more.items()})  # type: ignore[arg-type, call-overload]


def a_round(
    *packages: Package, objective: Objective = Objective.COST, ties: tuple[Tie, ...] = (), **limits: object
) -> Offer:
    return Offer("a round", (NORTH, SOUTH), objective, Limits(**limits), ties, (ASH, BIRCH), packages)  # type: ignore[arg-type]


def awarded(offer: Offer) -> Award:
    award = choose(offer)
    assert isinstance(award, Award)
    return award


def names(offer: Offer) -> set[str]:
    award = awarded(offer)
    return {one.name for one in award.taken} | {f"{unit.name} in-house" for unit in award.kept}


def test_a_package_cheaper_than_the_best_single_bids_wins_both_units() -> None:
    award = awarded(offer_from(TWO_LOTS, "two.yaml"))
    assert [one.name for one in award.taken] == ["B3"]
    assert award.cost == 180_000_00 and award.is_proved


@settings(max_examples=150, deadline=None)
@given(offers())
def test_no_set_that_keeps_the_rule_beats_the_award(offer: Offer) -> None:
    award = choose(offer)
    lawful = [
        (taken, kept)
        for taken, kept in sets_of(offer)
        if not check(offer, Award(taken, kept, (), {unit.name: 0 for unit in offer.units})).faults
    ]
    if isinstance(award, NoAward):
        assert not lawful
        return
    assert award.is_proved and check(offer, award).is_proved
    values = [_values(offer, taken, kept) for taken, kept in lawful]
    assert _values(offer, award.taken, award.kept) == min(values)


def _values(offer: Offer, taken: tuple[Package, ...], kept: tuple[Unit, ...]) -> list[int]:
    """The criteria in their order, each as what is to be least."""
    inside = [(unit.in_house, unit.weight) for unit in kept if unit.in_house]
    of = {
        Tie.COST: sum(one.price for one in taken) + sum(one.price for one, _ in inside),
        Tie.QUALITY: -sum(map(offer.quality_of, taken)) - sum(one.quality * weight for one, weight in inside),
        Tie.FEWER: len(taken),
        Tie.SMALL: -sum(len(one.units) for one in taken if offer.who[one.bidder].small),
    }
    first = Tie.COST if offer.objective is Objective.COST else Tie.QUALITY
    return [*(of[tie] for tie in dict.fromkeys((first, *offer.ties))), -sum(map(offer.drawn, taken))]


@settings(max_examples=60, deadline=None)
@given(offers(), st.randoms(use_true_random=False))
def test_whoever_bid_first_the_award_is_the_same(offer: Offer, chance) -> None:
    mixed = list(offer.packages)
    chance.shuffle(mixed)
    one, other = choose(offer), choose(replace(offer, packages=tuple(mixed)))
    assert one == other


@settings(max_examples=60, deadline=None)
@given(offers(), st.data())
def test_nobody_loses_a_unit_by_asking_less_for_a_package_they_have(
    offer: Offer, data: st.DataObject
) -> None:
    offer = replace(
        offer, objective=Objective.COST, limits=replace(offer.limits, small_share=None, most_share_each=None)
    )
    award = choose(offer)
    if isinstance(award, NoAward) or not award.taken:
        return
    held = data.draw(st.sampled_from(award.taken))
    cheaper = replace(held, price=data.draw(st.integers(0, held.price)))
    again = choose(replace(offer, packages=tuple(cheaper if one == held else one for one in offer.packages)))
    assert isinstance(again, Award) and (cheaper in again.taken or again.steps[0] == award.steps[0])


def test_a_unit_stays_in_house_where_that_costs_less() -> None:
    assert names(a_round(package("A", "N", 101), package("B", "S", 99))) == {"N in-house", "B"}


def test_either_and_not_both() -> None:
    one, other = package("A", "N", 10, not_with="B"), package("B", "S", 20)
    assert names(a_round(one, other)) == {"A", "S in-house"}


def test_only_with_the_other() -> None:
    rival = package("C", "S", 60, by="Birch")
    assert names(a_round(package("A", "N", 10, only_with="B"), package("B", "S", 90), rival)) == {"A", "B"}
    dear = package("A", "N", 95, only_with="B")
    assert names(a_round(dear, package("B", "S", 90), rival)) == {"N in-house", "C"}


def test_only_with_a_package_that_was_not_good_enough_is_never_taken() -> None:
    lone = package("A", "N", 10, only_with="B")
    assert names(a_round(lone, package("B", "S", 10, quality=40), quality_floor=60)) == {
        "N in-house",
        "S in-house",
    }


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, {"B1", "B2"}),
        ({"most_units_each": 1}, {"A1", "B2"}),
        ({"most_share_each": 60}, {"A1", "B2"}),
        ({"small_share": 50}, {"A1", "B2"}),
        ({"quality_floor": 75}, {"A1", "S in-house"}),
    ],
)
def test_each_limit_changes_the_award_where_it_stands_in_the_way(
    limits: dict[str, object], expected: set[str]
) -> None:
    bids = (
        package("A1", "N", 30, quality=80), package("B1", "N", 20, by="Birch"), package("B2", "S", 20, by="Birch"),
    )  # fmt: skip
    assert names(a_round(*bids, **limits)) == expected


def test_provision_for_a_group_goes_before_price() -> None:
    cheap, serving = package("A", "N", 10), package("B", "N", 90, by="Birch", serves=["women"])
    wanted = Provision("women", frozenset("NS"), 1)
    assert names(a_round(cheap, serving, provision=(wanted,))) == {"B", "S in-house"}


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(45, {"B", "S in-house"}), (46, {"C", "S in-house"}), (None, {"C", "S in-house"})],
)
def test_provision_is_within_the_travel_asked_and_silence_on_it_is_not_near(
    minutes: int | None, expected: set[str]
) -> None:
    serving = replace(package("B", "N", 40, by="Birch", serves=["women"]), minutes=minutes)
    near = replace(package("C", "N", 90, serves=["women"]), minutes=10)
    wanted = Provision("women", frozenset("NS"), 1, within=45)
    offer = a_round(package("A", "N", 10), serving, near, provision=(wanted,))
    assert names(offer) == expected
    assert check(offer, awarded(offer)).is_proved
    nearest = replace(awarded(offer), taken=(package("A", "N", 10),))
    assert any("serve women within the travel asked" in fault for fault in check(offer, nearest).faults)


def test_ties_go_by_the_published_rule_in_its_order() -> None:
    bids = package("A", "NS", 50, quality=70), package("B", "NS", 50, by="Birch", quality=90)
    assert names(a_round(*bids, ties=(Tie.QUALITY, Tie.SMALL))) == {"B"}
    assert names(a_round(*bids, ties=(Tie.SMALL, Tie.QUALITY))) == {"A"}


def test_where_nothing_else_settles_a_tie_the_draw_does_and_anybody_can_draw_again() -> None:
    offer = a_round(package("A", "NS", 50), package("B", "NS", 50, by="Birch"))
    [drawn] = awarded(offer).taken
    assert offer.drawn(drawn) == max(map(offer.drawn, offer.packages))


def test_the_most_money_can_stand_in_the_way_and_is_said_to() -> None:
    offer = a_round(package("A", "NS", 150), most_money=120)
    assert choose(offer) == NoAward((), ("the most money",))


def test_units_that_nobody_offers_are_named() -> None:
    offer = replace(a_round(package("A", "N", 10)), units=(NORTH, Unit("S")))
    assert choose(offer) == NoAward(("S",), ())


def test_what_a_loser_is_told_is_a_band_and_never_a_price() -> None:
    offer = offer_from(TWO_LOTS, "two.yaml")
    one, other = told(offer, awarded(offer), "Ash")
    assert one.words == "It would have been taken at a price lower by more than 10% and at most 20%."
    assert other.words == "It would have been taken at a price lower by more than 20% and at most 50%."


@settings(max_examples=60, deadline=None)
@given(offers(most=5))
def test_what_a_loser_is_told_would_have_won(offer: Offer) -> None:
    offer = replace(offer, objective=Objective.COST, limits=Limits())
    award = choose(offer)
    if isinstance(award, NoAward):
        return
    for bidder in offer.bidders:
        for change in told(offer, award, bidder.name):
            low = _least_of(change.words)
            if low is not None and change.package.price:
                cut = replace(
                    change.package, price=max(0, int(change.package.price * (100 - low[1]) // 100) - 1)
                )
                changed = replace(
                    offer, packages=tuple(cut if o == change.package else o for o in offer.packages)
                )
                again = awarded(changed)
                assert cut in again.taken or cut.price == 0


def _least_of(words: str) -> tuple[int, int] | None:
    import re

    found = [int(number) for number in re.findall(r"(\d+)%", words)]
    return (found[0], found[-1]) if found and "at most" in words else None


def test_an_award_that_was_tampered_with_is_found_out() -> None:
    offer = offer_from(TWO_LOTS, "two.yaml")
    award = awarded(offer)
    dearer = tuple(one for one in offer.packages if one.name in {"A1", "B2"})
    assert not check(offer, replace(award, taken=dearer)).is_proved
    assert check(offer, replace(award, taken=dearer)).better
    assert check(offer, replace(award, taken=())).faults
    assert check(offer, replace(award, taken=(*award.taken, offer.packages[0]))).faults
