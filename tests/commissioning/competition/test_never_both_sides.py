"""However hats are given, bids sent, people moved and crossings asked and approved, nobody reads both sides but by leave of two others."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from support.competition import ASH, BIRCH, Competition
from support.people import NOW, a_founder, joins

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.models import Bid, Hat, OpenedBid
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import member
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused

WHO = st.integers(0, 4)
MINUTE = timedelta(minutes=1)


class Walls(RuleBasedStateMachine):
    """Five people, each perhaps with memberships on both sides, and every act by which somebody might come to both."""

    @initialize()
    def begin(self) -> None:
        """A competition that was opened: two bids, and five people of its teams."""
        self.round = Competition()
        self.round.bids(self.round.ash, ASH)
        self.round.bids(self.round.birch, BIRCH)
        self.round.turns(0)
        self.round.turns(1)
        self.now: datetime = self.round.closes
        third = joins(self.round.buyers.unit, "commissioner")
        self.people = [self.round.buyer, self.round.other, third, self.round.ash, self.round.birch]
        self.worn: list[list[Member]] = [[one] for one in self.people]
        self.approvals: dict[Any, set[Any]] = {}
        self.crossings: dict[Any, tuple[Member, datetime]] = {}

    def _next(self) -> datetime:
        self.now += MINUTE
        return self.now

    @rule(who=WHO, buys=st.booleans())
    def joins_a_team(self, who: int, buys: bool) -> None:
        """Somebody is given a second membership, on either side."""
        unit, role = (self.round.buyers.unit, "analyst") if buys else (self.round.ours.unit, "provider lead")
        try:
            made = access.add_member(
                by=a_founder(), at=NOW - timedelta(days=1), unit_id=unit, role=role, name="Again",
                account_id=self.people[who].account_id,
            )  # fmt: skip
        except Refused:
            return
        found = member(made, at=self.now)
        assert found is not None
        self.worn[who].append(found)

    @rule(who=WHO, hat=st.sampled_from(["buyer", "evaluator", "adviser", "bidder", "opener"]))
    def gives_a_hat(self, who: int, hat: str) -> None:
        """The buyer gives somebody a hat."""
        try:
            actions.give_hat(
                by=self.round.buyer, at=self._next(), competition_id=self.round.id, member_id=self.worn[who][-1].id, hat=hat
            )  # fmt: skip
        except Refused:
            return
        assert hat in {"buyer", "evaluator", "adviser"}

    @rule(who=WHO, which=st.integers(0, 2), hours=st.integers(0, 3))
    def asks_to_cross(self, who: int, which: int, hours: int) -> None:
        """Somebody asks to cross, under any of their memberships."""
        by = self.worn[who][which % len(self.worn[who])]
        at = self._next()
        until = at + timedelta(hours=hours)
        try:
            made = actions.ask_to_cross(
                by=by, at=at, competition_id=self.round.id, because="Asked", until=until
            )
        except Refused:
            return
        self.crossings[made], self.approvals[made] = (by, until), set()

    @rule(who=st.sampled_from([0, 2, 3]), which=st.integers(0, 2), number=st.integers(0, 5))
    def approves(self, who: int, which: int, number: int) -> None:
        """Somebody approves a crossing, under any of their memberships."""
        if not self.crossings:
            return
        made = list(self.crossings)[number % len(self.crossings)]
        by = self.worn[who][which % len(self.worn[who])]
        try:
            actions.approve_crossing(by=by, at=self._next(), crossing_id=made)
        except Refused:
            return
        assert by.account_id != self.crossings[made][0].account_id
        self.approvals[made].add(by.account_id)

    @invariant()
    def nobody_reads_both_sides(self) -> None:
        """Whoever reads a bid that is not their own team's belongs to the buying side alone, or crosses by leave of two others."""
        if not hasattr(self, "round"):
            return
        bidding = {self.round.ours.unit, self.round.theirs.unit}
        for hats in self.worn:
            units = {one.unit_id for one in hats}
            both = self.round.buyers.unit in units and units & bidding
            for worn in hats:
                with viewing(worn, self.now):
                    read = {row.unit_id for row in OpenedBid.objects.filter(round=self.round.id)}
                    read |= {row.unit_id for row in Bid.objects.filter(round=self.round.id)}
                if self._crosses(worn):
                    continue
                assert not (both and read), "one person read while they belonged to both sides"
                if worn.unit_id in bidding:
                    assert read <= {worn.unit_id}

    @invariant()
    def nobody_wears_two_hats(self) -> None:
        """One hat for each account."""
        if hasattr(self, "round"):
            worn = list(
                Hat.objects.using("owner").filter(round=self.round.id).values_list("account_id", flat=True)
            )
            assert len(worn) == len(set(worn))

    @invariant()
    def the_page_says_of_a_crossing_what_the_database_does(self) -> None:
        """The rule and the policy open and close a crossing at the same instants."""
        if not hasattr(self, "round"):
            return
        with viewing(self.round.buyer, self.now):
            told = {one.row.id: one.is_open for one in queries.crossings(self.round.id, at=self.now)}
        assert told == {made: self._is_open(made) for made in self.crossings}

    def _is_open(self, made: Any) -> bool:
        return len(self.approvals[made]) >= 2 and self.crossings[made][1] > self.now

    def _crosses(self, worn: Member) -> bool:
        return any(self._is_open(made) and by.id == worn.id for made, (by, _) in self.crossings.items())


@pytest.mark.usefixtures("database")
def test_never_both_sides():
    run_state_machine_as_test(
        Walls,
        settings=settings(
            max_examples=6,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
