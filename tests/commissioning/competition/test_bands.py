"""Packages priced by bands of volume: published with the units, refused at their line where the rule does not allow them, carried into terms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from throughcare.commissioning.competition.rules import Offer, choose, offer_from
from throughcare.commissioning.competition.rules.bands import PricedBands, priced
from throughcare.commissioning.competition.rules.reading import bid_from
from throughcare.commissioning.contracts.rules.agreed import Band
from throughcare.commissioning.contracts.rules.agreement_reading import agreement_from
from throughcare.commissioning.contracts.rules.binding import check_awarded_bands
from throughcare.commissioning.contracts.rules.examples import example_terms
from throughcare.foundation.kernel import Refused

VOLUMES = """\
volumes:
  bands: [{band: fewer, up_to: 80}, {band: expected, up_to: 120}, {band: more, up_to: 150}, {band: many more}]
  most_more: 120
  least_fewer: 40
"""
ROUND = f"""\
round: By volume
units:
  - {{unit: North, people: {{least: 60, most: 120, expected: 100}}}}
  - {{unit: South, people: {{least: 60, most: 120, expected: 100}}}}
{VOLUMES}rule: {{objective: lowest cost}}
"""
BANDS = "{fewer: 500.00, more: 1000.00, many more: 900.00}"
BID = "packages:\n  - {package: both, units: [North, South], price: 200000.00, bands: %s}\n"


def published(text: str = ROUND) -> Offer:
    return offer_from(text, "the round")


def bid(bands: str = BANDS, offer: Offer | None = None, who: str = "Ash"):
    return bid_from(BID % bands, who, offer or published())


def test_the_award_is_made_at_the_price_of_the_expected_volume_and_the_other_bands_come_along():
    offer = published()
    ash, birch = bid(), bid_from((BID % BANDS).replace("200000", "190000").replace("500.00", "499.00"), "Birch", offer)  # fmt: skip
    whole = replace(offer, bidders=(ash.bidder, birch.bidder), packages=(*ash.packages, *birch.packages))
    award = choose(whole)
    assert (award.cost, award.taken) == (19_000_000, birch.packages)
    assert offer.bands is not None
    assert priced(
        offer.bands, dict(ash.packages[0].beyond), offer.expected({"North", "South"})
    ) == PricedBands(160, 240, ((100_000, 300), (90_000, None)), 50_000)


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        ("{fewer: 500.00, more: 1000.00}", "line 2: .*lacks “many more”"),
        ("{fewer: 500.00, more: 1000.00, many more: 900.00, most: 1.00}", "does not take “most”"),
        ("{fewer: 500.00, expected: 1.00, more: 1000.00, many more: 900.00}", "does not take “expected”"),
        ("{fewer: 500.00, more: 1200.01, many more: 900.00}", "line 2: .*“more” costs 1,200.01 pounds; expected at most 1,200.00"),
        ("{fewer: 399.99, more: 1000.00, many more: 900.00}", "“fewer”; expected at least 400.00 pounds, 40 per cent"),
        ("{fewer: 500.00, more: 1000.005, many more: 900.00}", "pence in two figures or none"),
        ("{fewer: 500.00, more: =1+1, many more: 900.00}", "pence in two figures or none"),
    ],
)  # fmt: skip
def test_bands_that_the_published_rule_does_not_allow_are_refused_at_their_line(bands, words):
    with pytest.raises(Refused, match=words):
        bid(bands)


def test_the_edges_of_the_rule_are_allowed():
    assert bid("{fewer: 400.00, more: 1200.00, many more: 1200.00}").packages[0].beyond[0] == (
        "fewer",
        40_000,
    )


def test_bands_are_asked_where_they_are_published_and_nowhere_else():
    with pytest.raises(Refused, match=r"line 2: .*has no “bands”"):
        bid_from("packages:\n  - {package: both, units: [North, South], price: 200000.00}\n", "Ash", published())  # fmt: skip
    with pytest.raises(Refused, match="publishes no bands of volume"):
        bid(offer=published(ROUND.replace(VOLUMES, "")))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (", expected: 100}}\n  - {unit: S", "}}\n  - {unit: S", "North does not say how many people are expected"),
        ("most: 120, expected: 100}}\nv", "most: 120, expected: 121}}\nv", "expected is 121; expected a number from 60 to 120"),
        ("up_to: 120", "up_to: 99", "expected the second band to hold 100 per cent"),
        ("up_to: 150", "up_to: 120", "it is up to 120 per cent; expected more than 120"),
        ("{band: many more}", "{band: many more, up_to: 300}", "the last band has no “up_to”"),
        ("{band: many more}", "{band: more}", "“more” is given twice"),
        (", {band: more, up_to: 150}, {band: many more}", ", {band: more, up_to: 150}".replace(", up_to: 150", "")[:0], "there are 2 bands"),
        ("most_more: 120", "most_more: 1001", "expected at most 1000"),
    ],
)  # fmt: skip
def test_bands_that_make_no_sense_are_not_published(old, new, words):
    assert old in ROUND
    with pytest.raises(Refused, match=words):
        published(ROUND.replace(old, new))


def test_first_terms_have_the_bands_that_won():
    agreed = agreement_from(example_terms(), "the terms")
    assert agreed.volumes is not None
    of = agreed.volumes
    won = PricedBands(of.lower, of.upper, tuple((one.price, one.up_to) for one in of.above), of.below)
    check_awarded_bands(agreed, won)
    check_awarded_bands(agreed, None)
    for other in (replace(won, lower=won.lower - 1), replace(won, below=won.below + 1), replace(won, above=((1, None),))):  # fmt: skip
        with pytest.raises(Refused, match="What won was priced by volume"):
            check_awarded_bands(agreed, other)
    with pytest.raises(Refused, match="priced by volume"):
        check_awarded_bands(replace(agreed, volumes=None), won)
    assert all(isinstance(one, Band) for one in of.above)
