"""A bid rests on its bidder's passport as it was when the bid was sent; what that comes to at the close puts it out or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from support.competition import ASH, BIRCH, TERMS, Competition
from support.made_up_passport import a_passport
from support.passports import a_bidder, keeps
from support.people import joins

from throughcare.commissioning.competition import actions, queries
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

TODAY = date(2026, 11, 30)
SHARED = ASH + (
    "shares:\n  - {who: Ash Trust, part: lead, percent: 55}\n  - {who: Elm Trust, part: member, percent: 35}\n"
    "  - {who: Made-up Mediation, part: subcontractor, percent: 10}\n"
)


def told(round_: Competition, who) -> dict[str, queries.BidTold]:
    with viewing(who, round_.closes):
        return {one.row.bidder: one for one in queries.bids_told(round_.id)}


def test_nobody_bids_without_a_passport(database):
    round_ = Competition()
    bare = joins(Competition().buyers.unit, "provider lead")
    with pytest.raises(Refused, match="no passport yet"):
        round_.bids(bare, ASH)


def test_a_bid_is_opened_with_the_passport_as_it_was_when_it_was_sent(database):
    round_ = Competition()
    round_.bids(round_.ash, SHARED)
    keeps(
        round_.ash, round_.at, replace(a_passport(day_of(round_.at)), people=45, legal_name="Renamed Trust")
    )
    round_.bids(round_.birch, BIRCH)
    round_.turns(0)
    round_.turns(1)
    seen = told(round_, round_.buyer)
    ash = next(one for one in seen.values() if one.row.unit_id == round_.ours.unit)
    assert ash.passport is not None and (ash.edition, ash.passport.people, ash.passport.legal_name) == (
        1,
        20,
        "Made-up Trust",
    )
    assert [(one.who, one.percent) for one in ash.shares] == [
        ("Ash Trust", 55),
        ("Elm Trust", 35),
        ("Made-up Mediation", 10),
    ]
    assert [one.row.unit_id for one in told(round_, round_.birch).values()] == [round_.theirs.unit]


@pytest.mark.parametrize("last_of", ["the close", "the day before"])
def test_a_declaration_that_has_expired_by_the_close_puts_a_bid_out_by_the_rule(database, last_of):
    round_ = Competition()
    closes = day_of(round_.closes)
    until = closes if last_of == "the close" else closes - timedelta(days=1)
    keeps(round_.birch, round_.at, a_passport(day_of(round_.at), until=until))
    round_.bids(round_.ash, ASH)
    round_.bids(round_.birch, BIRCH)
    round_.turns(0)
    round_.turns(1)
    round_.decides()
    birch = next(one for one in told(round_, round_.buyer).values() if one.row.unit_id == round_.theirs.unit)
    decided = round_.seen_by(round_.ash).stands.decision
    assert decided is not None
    if last_of == "the close":
        assert birch.row.fault == "" and decided.award["cost"] == 18_000_000
    else:
        assert "only (" in birch.row.fault and decided.award["cost"] == 22_000_000
        assert birch.standing is not None and birch.standing.out


def test_a_claim_to_be_small_that_the_passport_does_not_bear_out_is_refused_and_nothing_is_kept(database):
    round_ = Competition()
    keeps(round_.ash, round_.at, a_passport(day_of(round_.at), people=900))
    with pytest.raises(Refused, match="says that you are large"):
        round_.bids(round_.ash, "small: true\n" + ASH)
    assert round_.seen_by(round_.ash, round_.at).own_bid is None


def test_an_in_house_team_bids_by_the_same_sealed_door_against_what_was_published(database):
    round_ = Competition()
    from support.people import NOW, a_founder

    from throughcare.foundation.access import actions as access

    unit = access.record_unit(
        by=a_founder(), at=NOW, organisation_id=round_.buyers.organisation, name="In-house", kind="team"
    )
    lead = a_bidder(unit, round_.at)
    round_.bids(lead, BIRCH)
    with viewing(round_.buyer, round_.at):
        assert queries.bids_told(round_.id) == []
    text = TERMS.format(title="Without").replace(", in_house: 200000", "")
    without = actions.publish_competition(
        by=round_.buyer, at=round_.at, terms=text, regime="grant", closes_at=round_.closes,
        opener_one=round_.buyer.id, opener_two=round_.other.id,
    )  # fmt: skip
    for who in (round_.buyer, round_.other):
        actions.make_opening_key(
            by=who, at=round_.at, competition_id=without, passphrase="long enough to be kept"
        )
    with pytest.raises(Refused, match="North, South has none"):
        actions.send_bid(by=lead, at=round_.at, competition_id=without, said=BIRCH)
    actions.send_bid(by=round_.birch, at=round_.at, competition_id=without, said=BIRCH)
