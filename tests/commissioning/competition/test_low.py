"""A price far below the published comparator, or below what others ask for the same, is to be asked about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.competition.rules import InHouse, Offer, Package, Unit
from throughcare.commissioning.competition.rules.low import (
    check_answer_by,
    check_may_rule,
    check_none_open,
    low_editions,
    low_prices,
)
from throughcare.foundation.kernel import Refused

from .rounds import offers

DAY = date(2026, 11, 30)
KEPT, BARE = Unit("N", in_house=InHouse(100_000)), Unit("S")


def asks(bidder: str, price: int, *units: str) -> Package:
    return Package(f"{bidder} {'+'.join(units)}", bidder, frozenset(units), price, 70)


def low(*packages: Package) -> list[tuple[str, int]]:
    found = low_prices(Offer("a round", (KEPT, BARE), packages=packages), DAY)
    return [(one.package.bidder, one.percent_below) for one in found]


def test_a_price_is_held_against_what_was_published_as_the_cost_in_house():
    assert low(asks("Ash", 70_000, "N"), asks("Birch", 70_001, "N"), asks("Cedar", 10_000, "N")) == [
        ("Cedar", 90), ("Ash", 30),
    ]  # fmt: skip


def test_where_no_cost_was_published_it_is_held_against_the_middle_of_two_others_at_least():
    others = asks("Birch", 100, "S"), asks("Cedar", 200, "S")
    assert low(asks("Ash", 70, "S"), *others) == [("Ash", 30)]
    assert low(asks("Ash", 71, "S"), *others) == []
    assert low(asks("Ash", 1, "S"), others[0]) == [], "one other says nothing of what it costs"
    assert low(asks("Ash", 1, "S"), others[0], asks("Birch", 90, "S")) == [], "nor do two prices of one other"
    assert low(asks("Ash", 1, "N", "S"), *others) == [], "nor what others ask for something else"


@given(offers(), st.integers(0, 10))
def test_whoever_asks_more_is_never_the_one_that_looks_low_instead(offer: Offer, more: int) -> None:
    before = {(one.package.bidder, one.package.name) for one in low_prices(offer, DAY)}
    for one in offer.packages:
        dearer = tuple(
            Package(**{**vars(other), "price": other.price + more}) if other is one else other
            for other in offer.packages
        )
        after = low_prices(Offer(**{**_fields(offer), "packages": dearer}), DAY)
        if (one.bidder, one.name) not in before:
            assert (one.bidder, one.name) not in {(low.package.bidder, low.package.name) for low in after}


def _fields(offer: Offer) -> dict[str, object]:
    return {"name": offer.name, "units": offer.units, "objective": offer.objective, "limits": offer.limits}


def test_the_threshold_is_an_edition_marked_as_assumed():
    assert {one.table.basis for one in low_editions()} == {"assumed"}


def test_a_bidder_has_its_days_to_answer_and_nothing_is_ruled_before_they_are_over():
    rule = low_editions()[-1].table
    check_answer_by(rule, DAY + timedelta(days=3), DAY)
    with pytest.raises(Refused, match="not before 3 December 2026"):
        check_answer_by(rule, DAY + timedelta(days=2), DAY)
    for answered, on in ((True, DAY), (False, DAY + timedelta(days=4))):
        check_may_rule(answered=answered, answer_by=DAY + timedelta(days=3), on=on)
    with pytest.raises(Refused, match="until 3 December 2026"):
        check_may_rule(answered=False, answer_by=DAY + timedelta(days=3), on=DAY + timedelta(days=3))


def test_an_award_waits_for_each_question_about_a_price():
    check_none_open(0)
    for many, words in ((1, "1 question about a price is open"), (2, "2 questions about prices are open")):
        with pytest.raises(Refused, match=words):
            check_none_open(many)


def test_a_price_is_rejected_under_the_law_of_its_regime_and_elsewhere_under_a_policy_that_says_so():
    rule = low_editions()[-1].table
    assert "section 19" in str(rule.rejects_under("light-touch-2023"))
    assert "Policy of this service" in str(rule.rejects_under("grant"))
