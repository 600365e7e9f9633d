"""A competition with a buyer's team, two openers and two bidders, made by real actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from support.passports import a_bidder
from support.people import an_office, joins
from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.models import OpenedBid
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import new_id

PASSES = ("correct horse battery", "staple of another kind")
TERMS = """
round: {title}
units:
  - {{unit: North, in_house: 200000}}
  - {{unit: South, in_house: 200000}}
rule: {{objective: lowest cost, ties: [highest quality]}}
"""
ASH = "packages:\n  - {package: A1, units: [North], price: 100000.00, quality: 70}\n  - {package: A2, units: [South], price: 120000, quality: 70}\n"
BIRCH = "packages:\n  - {package: B3, units: [North, South], price: 180000, quality: 70}\n"


class Competition:
    """A buyer's team with two openers, two bidders, and a competition that closes in an hour."""

    def __init__(self, *, keys: int = 2, at: datetime | None = None) -> None:
        self.at = at or timezone.now()
        self.buyers, self.ours, self.theirs = an_office(), an_office(), an_office()
        self.buyer, self.other = joins(self.buyers.unit, "commissioner"), joins(self.buyers.unit, "analyst")
        self.ash, self.birch = a_bidder(self.ours.unit, self.at), a_bidder(self.theirs.unit, self.at)
        self.closes = self.at + timedelta(hours=1)
        self.title = f"Round {new_id()}"
        self.id = actions.publish_competition(
            by=self.buyer, at=self.at, terms=TERMS.format(title=self.title), regime="light-touch-2023",
            closes_at=self.closes, opener_one=self.buyer.id, opener_two=self.other.id,
        )  # fmt: skip
        for opener, words in list(zip((self.buyer, self.other), PASSES, strict=True))[:keys]:
            actions.make_opening_key(by=opener, at=self.at, competition_id=self.id, passphrase=words)

    def bids(self, who: Member, said: str, *, at: datetime | None = None) -> UUID:
        """Send a bid."""
        return actions.send_bid(by=who, at=at or self.at, competition_id=self.id, said=said)

    def turns(self, which: int, words: str = "") -> bool:
        """Turn one of the two keys at the close."""
        who = (self.buyer, self.other)[which]
        return actions.turn_key(
            by=who, at=self.closes, competition_id=self.id, passphrase=words or PASSES[which]
        )

    def seen_by(self, who: Member, at: datetime | None = None) -> queries.CompetitionSeen:
        """The competition as somebody sees it."""
        with viewing(who, at or self.closes):
            return queries.competition(self.id, who, at=at or self.closes)

    def opened_by(self, who: Member) -> list[OpenedBid]:
        """The bids that somebody sees opened."""
        with viewing(who, self.closes):
            return queries.bids_opened(self.id)
