"""Whatever is done with a case, at every instant of its life each role has one holder or one visible gap."""

import random
from datetime import timedelta
from itertools import pairwise

import pytest
from support.cases import another_team
from support.people import joins
from support.service import THERE, a_person, a_service

from throughcare.casework.supervision.actions import (
    Appointing,
    accept_transfer,
    appoint_holders,
    close_case,
    offer_transfer,
    record_movement,
    record_risk,
    refuse_transfer,
    withdraw_transfer,
)
from throughcare.casework.supervision.models import Gap, Responsibility, Tenure
from throughcare.casework.supervision.rules import FUNCTION_OF, TenureKind, wanted_tenures
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.casework.supervision.store.steps import Atlas, subject_of
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import BodyKind, Place, Risk, Rsr

STEPS = 14
ONE_BODY, ESCALATES = "england-and-wales-2021", "transforming-rehabilitation-2014"


class Walk:
    """One case and what may be done with it next, chosen by dice whose seed is in the test's name."""

    def __init__(self, service, seed):
        self.dice, self.service = random.Random(seed), service
        self.person = a_person(service)
        self.teams = [*service.teams.values()]
        if BodyKind.PUBLIC_PROVIDER in service.teams:
            self.teams.append(another_team(service))
        self.spares = {team.unit: joins(team.unit, "offender manager") for team in self.teams}
        self.did, self.refused = [], []
        self.wanted = [(self.person.row.opened_at, self.roles())]

    @property
    def team(self):
        return next(team for team in self.teams if team.unit == self.person.row.unit_id)

    def roles(self):
        """The roles that should be filled now: those the sentence and place ask for and the model gives somebody."""
        row = self.person.row
        atlas = Atlas(self.service.at)
        return {
            kind
            for kind in wanted_tenures(row.place, row.sentence)
            if atlas.organisation(FUNCTION_OF[kind], subject_of(row), row.area_code) is not Unheld.NOT_HELD
        }

    def step(self):
        act = self.dice.choice(
            [
                self.appoint,
                self.appoint,
                self.appoint,
                self.rise,
                self.move_place,
                self.pass_on,
                self.offer_only,
            ]
        )
        try:
            act(self.service.later(minutes=self.dice.randrange(1, 500)))
            self.did.append(act.__name__)
        except Refused as refusal:
            self.refused.append(refusal.because)
        self.wanted.append((self.service.at, self.roles()))
        self.check_now()

    def appoint(self, at):
        kind, team = self.dice.choice(list(TenureKind)), self.dice.choice(self.teams)
        who = self.dice.choice([team.officer, self.spares[team.unit]])
        appoint_holders(by=self.team.senior, at=at, appointments=[Appointing(self.person.case, kind, who.id)])

    def rise(self, at):
        row = self.person.row
        record_risk(
            by=self.team.senior, at=at, case_id=row.id, version=row.version,
            risk=self.dice.choice(list(Risk)), rsr=self.dice.choice(list(Rsr)),
        )  # fmt: skip

    def move_place(self, at):
        row = self.person.row
        inside = row.place == Place.CUSTODY
        kind = MovementKind.RELEASED if inside else MovementKind.RECEIVED
        record_movement(by=self.team.senior, at=at, case_id=row.id, version=row.version, kind=kind)

    def pass_on(self, at):
        receiver = self.dice.choice(self.teams)
        offered = offer_transfer(
            by=self.team.senior, at=at, case_id=self.person.case, to_unit=receiver.unit, because="moved"
        )
        accept_transfer(by=receiver.senior, at=self.service.later(), transfer_id=offered)

    def offer_only(self, at):
        receiver, sender = self.dice.choice(self.teams), self.team
        offered = offer_transfer(
            by=sender.senior, at=at, case_id=self.person.case, to_unit=receiver.unit, because="moved"
        )
        if self.dice.random() < 0.5:
            refuse_transfer(by=receiver.senior, at=self.service.later(), transfer_id=offered, because="full")
        else:
            withdraw_transfer(by=sender.senior, at=self.service.later(), transfer_id=offered)

    def close(self):
        row = self.person.row
        close_case(
            by=self.team.senior, at=self.service.later(), case_id=row.id, version=row.version, because="over"
        )

    def spans(self, model, **where):
        rows = model.objects.using("owner").filter(case=self.person.case, during__isempty=False, **where)
        return [row.during for row in rows]

    def at_instant(self, model, at, **where):
        """How many rows of a kind run at an instant."""
        return sum(
            span.lower <= at and (span.upper is None or at < span.upper)
            for span in self.spans(model, **where)
        )

    def check_now(self):
        for kind in TenureKind:
            held = len([s for s in self.spans(Tenure, kind=kind) if s.upper is None])
            open_gaps = len([s for s in self.spans(Gap, kind=kind) if s.upper is None])
            if kind in self.roles():
                assert held + open_gaps == 1, (kind, held, open_gaps, self.did)
            else:
                assert open_gaps == 0, (kind, "a clock nobody should stop", self.did)
        assert len([s for s in self.spans(Responsibility) if s.upper is None]) == 1, self.did

    def check_whole_life(self, until):
        """At every moment something changed, and in the middle of each stretch between two."""
        changes = sorted({s.lower for m in (Tenure, Gap, Responsibility) for s in self.spans(m)} | {until})
        moments = [*changes, *(a + (b - a) / 2 for a, b in pairwise(changes))]
        for at in (moment for moment in moments if moment < until):
            assert self.at_instant(Responsibility, at) == 1, at
            wanted = [roles for since, roles in self.wanted if since <= at][-1]
            for kind in wanted:
                covered = self.at_instant(Tenure, at, kind=kind) + self.at_instant(Gap, at, kind=kind)
                assert covered == 1, (kind, at, covered, self.did)


@pytest.fixture(scope="module")
def services():
    return {ONE_BODY: a_service(ONE_BODY), ESCALATES: a_service(ESCALATES, local=THERE)}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("model", [ONE_BODY, ESCALATES])
def test_a_case_is_never_without_a_holder_or_a_visible_gap(services, model, seed):
    services[model].later()
    walk = Walk(services[model], seed)
    walk.check_now()
    for _ in range(STEPS):
        walk.step()
    assert len(walk.did) >= 3, walk.refused
    walk.close()
    walk.check_whole_life(walk.person.row.closed_at)
    assert not [s for m in (Tenure, Gap, Responsibility) for s in walk.spans(m) if s.upper is None]


def test_the_walks_do_every_kind_of_thing_between_them(services):
    did = set()
    for seed in range(100, 103):
        services[ONE_BODY].later(minutes=1)
        walk = Walk(services[ONE_BODY], seed)
        for _ in range(STEPS):
            walk.step()
        did |= set(walk.did)
    assert did == {"appoint", "rise", "move_place", "pass_on", "offer_only"}


def test_a_hole_made_on_purpose_is_seen_by_the_check(services):
    services[ONE_BODY].later()
    walk = Walk(services[ONE_BODY], 0)
    Gap.objects.using("owner").filter(case=walk.person.case, kind=TenureKind.OFFENDER_MANAGER).delete()
    with pytest.raises(AssertionError):
        walk.check_now()
    with pytest.raises(AssertionError):
        walk.check_whole_life(walk.service.at + timedelta(days=1))
