"""Who may bid, for what and together with whom, as each operating model says: refused with where it is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from throughcare.commissioning.competition.rules.offers import Package
from throughcare.commissioning.competition.rules.who_may_bid import (
    BidsAs,
    check_lots,
    check_may_bid_there,
    check_together,
    in_words,
    said_by,
)
from throughcare.commissioning.providers.rules.passport import Form
from throughcare.commissioning.providers.rules.shares import PartTaken, Share
from throughcare.foundation.kernel import Refused, is_allowed
from throughcare.foundation.operating_model.rules.presets import preset, presets
from throughcare.foundation.operating_model.rules.questions import Answer
from throughcare.foundation.operating_model.rules.terms import DrawnBy, PublicBody

IN_HOUSE = BidsAs("public", Form.PUBLIC_BODY, of_the_buyer=True)
TRUST = BidsAs("public", Form.PUBLIC_BODY)
SHADOW = BidsAs("public", Form.SHADOW_TRUST)
MUTUAL = BidsAs("mutual", Form.BEING_FORMED)
CHARITY = BidsAs("voluntary", Form.CHARITY)
COMPANY = BidsAs("private", Form.COMPANY)
WIDE = [Package("A", "Ash", frozenset({"North", "South"}), 1, 0)]
NARROW = [Package("A", "Ash", frozenset({"North"}), 1, 0)]
DURHAM, NACRO, HOME_OFFICE = "durham-tees-valley-2012", "nacro-2012", "home-office-2005"


@pytest.mark.parametrize(
    ("model", "who", "clause"),
    [
        (DURHAM, IN_HOUSE, "introduction concern (i)"),
        (DURHAM, MUTUAL, "introduction concern (i)"),
        (NACRO, TRUST, "Q6 p9"),
        (HOME_OFFICE, TRUST, "paragraph 15"),
        (HOME_OFFICE, SHADOW, "paragraph 26"),
    ],
)
def test_whoever_the_model_lets_bid_may_with_where_it_says_so(model, who, clause) -> None:
    assert clause in str(check_may_bid_there(said_by(preset(model)), who))


@pytest.mark.parametrize(
    ("model", "who", "words"),
    [
        (NACRO, IN_HOUSE, "not the one that buys .*Q6 p9"),
        (NACRO, SHADOW, "does not say that a public body may be made in order to bid"),
        (DURHAM, SHADOW, "does not say that a public body may be made in order to bid"),
        (HOME_OFFICE, MUTUAL, "private, public, voluntary .*paragraph 15"),
        ("transforming-rehabilitation-2014", TRUST, "no public body bids .*paragraphs 86-87"),
        ("ministry-consultation-2012", IN_HOUSE, r"no public body bids .*introduction concern \(i\)"),
    ],
)
def test_whoever_the_model_does_not_let_bid_is_refused_with_where_it_says_so(model, who, words) -> None:
    with pytest.raises(Refused, match=words):
        check_may_bid_there(said_by(preset(model)), who)


@pytest.mark.parametrize("model", presets(), ids=lambda one: one.name)
def test_a_company_and_a_charity_may_bid_under_every_model_and_a_public_body_as_it_says(model) -> None:
    says = said_by(model)
    for who in (COMPANY, CHARITY):
        assert is_allowed(check_may_bid_there, says, who)
    bars = says.bidding.value.public_body in {PublicBody.MAY_NOT_BID, PublicBody.SHADOW_TRUST}
    assert is_allowed(check_may_bid_there, says, TRUST) is not bars


def test_where_a_public_body_bids_as_a_shadow_trust_it_bids_in_no_other_way() -> None:
    says = said_by(preset(HOME_OFFICE))
    bidding = replace(says.bidding, value=replace(says.bidding.value, public_body=PublicBody.SHADOW_TRUST))
    alone = replace(says, bidding=bidding)
    assert is_allowed(check_may_bid_there, alone, SHADOW)
    assert not is_allowed(check_may_bid_there, alone, TRUST)


@pytest.mark.parametrize("model", presets(), ids=lambda one: one.name)
def test_packages_are_the_bidders_where_it_draws_lots_and_of_one_unit_where_the_commissioner_does(
    model,
) -> None:
    says = said_by(model)
    assert is_allowed(check_lots, says, NARROW)
    assert is_allowed(check_lots, says, WIDE) is (says.lots.value is DrawnBy.BIDDER)


def test_several_members_bid_together_where_the_model_wants_it_or_is_silent_and_not_where_it_says_no() -> (
    None
):
    says = said_by(preset(DURHAM))
    together = [Share("Ash", PartTaken.LEAD, 60), Share("Birch", PartTaken.MEMBER, 40)]
    promised = [Share("Ash", PartTaken.LEAD, 60), Share("Birch", PartTaken.SUBCONTRACTOR, 40)]
    for one in (says, said_by(preset(NACRO))):
        assert is_allowed(check_together, one, together)
    no = replace(says, joint_bids=replace(says.joint_bids, value=Answer(("no",))))
    assert not is_allowed(check_together, no, together)
    assert is_allowed(check_together, no, promised) and is_allowed(check_together, no, [])


@pytest.mark.parametrize(
    ("model", "joint"),
    [
        (DURHAM, "Bids of several together are taken, for the model is silent"),
        (NACRO, "Bids of several together are wanted"),
    ],
)
def test_what_a_model_says_of_bids_is_told_before_any_is_sent_and_its_silence_as_silence(
    model, joint
) -> None:
    said = {one.rule: one for one in in_words(said_by(preset(model)))}
    assert list(said) == ["walls", "bidding", "lots", "together"]
    assert said["together"].because == joint
    none = replace(
        said_by(preset(NACRO)), joint_bids=replace(said_by(preset(NACRO)).joint_bids, value=Answer(("no",)))
    )
    assert in_words(none)[-1].because == "Bids of several together are not wanted"
