"""The made-up round and the made-up way of scoring that come with the software are read, and show what they are there to show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from throughcare.commissioning.competition.rules import Award, check, choose, offer_from
from throughcare.commissioning.competition.rules.examples import EXAMPLE, example, example_text
from throughcare.commissioning.competition.rules.reading import bid_from
from throughcare.commissioning.competition.rules.scale_reading import (
    scale_example,
    scale_example_text,
    scale_from,
)
from throughcare.commissioning.competition.rules.scoring import reversals
from throughcare.foundation.kernel import Refused


def test_the_made_up_round_is_awarded_among_bidders_of_every_size_and_proved_twice() -> None:
    assert example() == offer_from(example_text(), EXAMPLE)
    award = choose(example())
    assert isinstance(award, Award) and award.is_proved and check(example(), award).is_proved
    assert {example().who[one.bidder].small for one in award.taken} == {True, False}


def test_the_order_of_the_made_up_bids_hangs_on_a_third() -> None:
    assert scale_example() == scale_from(scale_example_text(), "scale.yaml")
    assert reversals(*scale_example())


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ("weight: 35", "weight: many", "line 3: weight must be a whole number, found “many”"),
        ("Local links: 4, Social value: 4", "Local links: 4, Local value: 4", "does not take “Local value”"),
        ("highest: 5", "highest: 0", "highest is 0; expected a score above nothing"),
        ("price: 200000", "price: 1e5", "price must be pounds"),
        ("bidder: Durham Works", "bidder: Northway", "the bidder “Northway” is given twice"),
        ("Social value: 4}", "Social value: good}", "must be a score in figures"),
    ],
)
def test_what_is_wrong_with_a_way_of_scoring_is_said_with_its_line(
    was: str, becomes: str, words: str
) -> None:
    assert was in scale_example_text()
    with pytest.raises(Refused, match=words):
        scale_from(scale_example_text().replace(was, becomes, 1), "scale.yaml")


def test_one_bidders_own_packages_are_read_for_the_units_of_the_round_alone() -> None:
    said = "small: true\nmost_units: 2\npackages:\n  - {package: homes, units: [Housing], price: 318000.50}\n"
    asks_nothing = replace(example(), evaluation=None)
    bid = bid_from(said, "Durham Works", asks_nothing)
    bidder, [package] = bid.bidder, bid.packages
    assert (bidder.name, bidder.small, bidder.most_units) == ("Durham Works", True, 2)
    assert (package.bidder, package.price, bid.answers) == ("Durham Works", 318_000_50, {})
    with pytest.raises(Refused, match="the bid, line 4: “Houses” is not a unit here"):
        bid_from(said.replace("Housing", "Houses"), "Durham Works", asks_nothing)
