"""What a bid rests on, by the rules alone: what is sealed with it, what it may say of its size, against what it stands, who shares it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support.made_up_passport import a_passport

from throughcare.commissioning.competition.rules import offer_from
from throughcare.commissioning.competition.rules.offers import Bidder, Package
from throughcare.commissioning.competition.rules.reading import bid_from
from throughcare.commissioning.competition.rules.resting import (
    Enclosed,
    at_the_close,
    check_comparator,
    check_is_small,
    enclose,
    taken_out,
)
from throughcare.commissioning.providers.rules.keeping import plain
from throughcare.foundation.kernel import Refused

TODAY = date(2026, 11, 30)
OFFER = "round: x\nunits: [{unit: North, in_house: 200000}, {unit: South, in_house: 200000}]\nrule: {objective: lowest cost}"
ASH = "packages:\n  - {package: A1, units: [North], price: 100000.00, quality: 70}\n"


def test_what_is_enclosed_is_taken_out_again_and_a_bid_from_before_rests_on_none():
    facts = plain(a_passport(TODAY))
    assert taken_out(enclose(ASH, 3, facts)) == Enclosed(ASH, 3, facts)
    assert taken_out(ASH) == Enclosed(ASH, 0, None)
    assert taken_out("{packages: []}") == Enclosed("{packages: []}", 0, None)
    assert at_the_close(facts, TODAY).out == ()
    assert at_the_close(facts, TODAY + timedelta(days=366)).out


def test_a_bid_says_small_only_where_its_passport_does():
    check_is_small(Bidder("A", small=False), a_passport(TODAY, people=900), TODAY)
    check_is_small(Bidder("A", small=True), a_passport(TODAY), TODAY)
    for people, words in ((900, "says that you are large"), (None, "does not say how large")):
        with pytest.raises(Refused, match=words):
            check_is_small(Bidder("A", small=True), a_passport(TODAY, people=people), TODAY)


def test_the_body_that_buys_bids_against_a_published_comparator_alone():
    offer = offer_from(
        "round: x\nunits: [{unit: N, in_house: 1}, {unit: S}]\nrule: {objective: lowest cost}", "x"
    )
    check_comparator(offer, [Package("P", "A", frozenset({"N"}), 1, 1)])
    with pytest.raises(Refused, match="S has none"):
        check_comparator(offer, [Package("P", "A", frozenset({"N", "S"}), 1, 1)])


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ("[{who: A, part: lead, percent: 99}]", "come to 99"),
        (
            "[{who: A, part: owner, percent: 100}]",
            "“owner” is not known; expected lead, member, subcontractor",
        ),
        ("[{who: A, part: lead, percent: 101}]", "percent is 101"),
        ("[{who: '=A', part: lead, percent: 100}]", "must begin with a letter"),
        ("[{who: A, part: lead}]", "lacks “percent”"),
    ],
)
def test_shares_that_are_not_lawful_are_refused_with_their_line(shares, words):
    offer = offer_from(OFFER, "x")
    with pytest.raises(Refused, match=words):
        bid_from(ASH + f"shares: {shares}", "Ash", offer)
