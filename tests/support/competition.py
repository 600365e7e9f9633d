"""A competition with a buyer's team, two openers and two bidders, made by real actions."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from support.passports import a_bidder
from support.people import an_office, joins
from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.models import Notice, OpenedAnswers, OpenedBid, Summary
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of

PASSES = ("correct horse battery", "staple of another kind")
TERMS = """
round: {title}
units:
  - {{unit: North, in_house: 200000}}
  - {{unit: South, in_house: 200000}}
rule: {{objective: lowest cost, ties: [fewer contracts]}}
"""
ASH = "packages:\n  - {package: A1, units: [North], price: 100000.00}\n  - {package: A2, units: [South], price: 120000}\n"
BIRCH = "packages:\n  - {package: B3, units: [North, South], price: 180000}\n"


JUDGED = """
round: {title}
units:
  - {{unit: North, in_house: 200000, in_house_quality: 40}}
  - {{unit: South, in_house: 200000, in_house_quality: 40}}
rule: {{objective: lowest cost, quality_floor: 50, ties: [highest quality]}}
evaluation:
  criteria:
    - {{criterion: Help, question: "How will you help people to stop?", weight: 60, least: 2}}
    - {{criterion: Links, question: "Whom do you work with there?", weight: 40, most_words: 20}}
  scale:
    - {{score: 0, means: Nothing said}}
    - {{score: 1, means: Little}}
    - {{score: 2, means: Some of it}}
    - {{score: 3, means: Most of it}}
    - {{score: 4, means: All of it}}
    - {{score: 5, means: All of it and more}}
"""
ANSWERS = "answers: {{Help: {help}, Links: {links}}}\n"
ASH_JUDGED = ANSWERS.format(help="Ash helps with work", links="Ash knows the councils") + ASH
BIRCH_JUDGED = ANSWERS.format(help="Birch helps with homes", links="Birch knows the charities") + BIRCH


def a_price() -> str:
    """A price that no other test's bid has: what is searched for in whole tables must be this test's alone."""
    return f"{random.randrange(100_000, 110_000)}.{random.randrange(10, 100)}"


class Competition:
    """A buyer's team with two openers, two bidders, and a competition that closes in an hour.

    Where it ``asks``, bids are answers and prices, and two evaluators and a moderator are on its panel.
    """

    def __init__(
        self,
        *,
        keys: int = 2,
        at: datetime | None = None,
        asks: bool = False,
        questions: timedelta | None = None,
        terms: str = "",
    ) -> None:
        self.at = at or timezone.now()
        self.buyers, self.ours, self.theirs = an_office(), an_office(), an_office()
        self.buyer, self.other = joins(self.buyers.unit, "commissioner"), joins(self.buyers.unit, "analyst")
        self.ash, self.birch = a_bidder(self.ours.unit, self.at), a_bidder(self.theirs.unit, self.at)
        self.closes = self.at + timedelta(hours=1)
        self.title = f"Round {new_id()}"
        self.id = actions.publish_competition(
            by=self.buyer, at=self.at, terms=(terms or (JUDGED if asks else TERMS)).format(title=self.title), regime="light-touch-2023",
            closes_at=self.closes, opener_one=self.buyer.id, opener_two=self.other.id,
            questions_until=None if questions is None else self.at + questions,
        )  # fmt: skip
        for opener, words in list(zip((self.buyer, self.other), PASSES, strict=True))[:keys]:
            actions.make_opening_key(by=opener, at=self.at, competition_id=self.id, passphrase=words)

        if asks:
            self._panel()

    def _panel(self) -> None:
        self.evaluators = [joins(self.buyers.unit, "evaluator") for _ in range(2)]
        self.moderator = joins(self.buyers.unit, "moderator")
        for who in self.evaluators:
            self.names(who, "evaluator")
        self.names(self.moderator, "moderator")

    def names(self, who: Member, part: str, at: datetime | None = None) -> None:
        """Name somebody to the panel."""
        actions.name_to_panel(by=self.buyer, at=at or self.at, competition_id=self.id, who=who.id, part=part)

    def opens(self) -> None:
        """Both turn their keys on the envelope that is next."""
        self.turns(0)
        self.turns(1)

    def decides(self) -> bool:
        """Decide, once prices are open."""
        return actions.decide_award(by=self.buyer, at=self.closes, competition_id=self.id)

    def publishes(self) -> None:
        """Decide, and publish the award: its standstill begins."""
        self.decides()
        actions.publish_award(by=self.buyer, at=self.closes, competition_id=self.id)

    def signable(self) -> datetime:
        """The first day after the standstill of the award that was published, at the hour of the close."""
        first = Notice.objects.using("owner").get(round=self.id, kind="contract award").sign_from
        assert first is not None
        return self.closes + (first - day_of(self.closes))

    def answers_of(self, bidder: Member) -> UUID:
        """What a bidder's team answered, once it is opened."""
        return OpenedAnswers.objects.using("owner").get(round=self.id, unit_id=bidder.unit_id).id

    def scores(self, who: Member, bidder: Member, help: int, links: int) -> None:
        """One evaluator scores both answers of one bidder."""
        for criterion, score in (("Help", help), ("Links", links)):
            actions.score_answer(
                by=who, at=self.closes, competition_id=self.id, opened_id=self.answers_of(bidder), criterion=criterion,
                score=score, because=f"{who.id} finds {score}",
            )  # fmt: skip

    def hands_in(self, who: Member) -> None:
        """One evaluator hands in."""
        actions.hand_in_scores(by=who, at=self.closes, competition_id=self.id)

    def agrees(self, bidder: Member, criterion: str, score: int, because: str = "Agreed after talk") -> None:
        """The moderator records what is agreed."""
        actions.agree_score(
            by=self.moderator, at=self.closes, competition_id=self.id, opened_id=self.answers_of(bidder),
            criterion=criterion, score=score, because=because,
        )  # fmt: skip

    def signs(self) -> None:
        """The moderator signs quality."""
        actions.sign_quality(by=self.moderator, at=self.closes, competition_id=self.id)

    def judged(self, of: dict[Member, tuple[int, int]]) -> None:
        """Both evaluators give each bidder the same scores, hand in, and the moderator signs."""
        for who in self.evaluators:
            for bidder, (help, links) in of.items():
                self.scores(who, bidder, help, links)
            self.hands_in(who)
        self.signs()

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

    def told(self, who: Member) -> list[Summary]:
        """The summaries that somebody sees."""
        with viewing(who, self.closes):
            return queries.summaries(self.id)

    def opened_by(self, who: Member) -> list[OpenedBid]:
        """The bids that somebody sees opened."""
        with viewing(who, self.closes):
            return queries.bids_opened(self.id)
