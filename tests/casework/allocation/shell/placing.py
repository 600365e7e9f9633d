"""Somebody whose case waits, or is managed, and the officer of whom the tests ask: what the rules were given and answered."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from support.service import managed

from throughcare.casework.allocation import queries
from throughcare.casework.allocation.actions import (
    Terms,
    record_reduction,
    record_staff_terms,
)
from throughcare.casework.allocation.queries import Asking
from throughcare.casework.people import queries as people
from throughcare.casework.people.actions import PersonChanges, amend_person, record_home
from throughcare.casework.people.rules import HomeRecord
from throughcare.casework.supervision.actions import Appointing, appoint_holders, record_movement
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.session import viewing


class Placing:
    """Somebody whose case waits, and the officer of whom the tests ask."""

    def __init__(self, world):
        self.world, self.asking = world, None
        world.service.takes_its_area()
        world.service.later()
        self.person = world.a_waiting_person()
        self.who = world.hires("PO")

    def asked(self):
        """What the rule was given of the case and of the officer, and what it answered of that officer."""
        found = self.world.suggested(self.person, asking=self.asking)
        me = str(self.who.id)
        given = next(one for one in found.inputs["practitioners"] if one["id"] == me)
        lines = [(one["would_be"], one["lines"]) for one in found.ranked if one["member"] == me]
        barred = [one["because"] for one in found.not_possible if one["member"] == me]
        return SimpleNamespace(**found.inputs["case"]), SimpleNamespace(**given), (lines, barred)

    def of_case(self):
        case, _, answer = self.asked()
        return case, answer

    def of_officer(self):
        _, officer, answer = self.asked()
        return officer, answer

    def asks(self, **asked):
        self.asking = Asking(**asked)

    def goes_inside(self):
        row = self.person.row
        record_movement(
            by=self.world.senior, at=self.world.service.later(), case_id=row.id, version=row.version,
            kind=MovementKind.RECEIVED,
        )  # fmt: skip

    def moves_home(self):
        record_home(
            by=self.world.senior, at=self.world.service.later(), person_id=self.person.id,
            home=HomeRecord("1 High Street", "NE1 4AB"), since=self.world.service.at.date(),
        )  # fmt: skip

    def terms(self, grade="PO", hours="37", **more):
        day = self.world.service.at.date()
        asked = Terms(self.who.id, grade, day, Decimal(hours), **more)
        record_staff_terms(by=self.world.senior, at=self.world.service.later(), terms=[asked])

    def holds(self, person=None):
        asked = Appointing((person or self.person).case, TenureKind.OFFENDER_MANAGER, self.who.id)
        appoint_holders(by=self.world.senior, at=self.world.service.later(), appointments=[asked])

    def held_before(self):
        self.holds()
        managed(self.person)

    def restricted(self):
        access.restrict_record(
            by=self.world.senior, at=self.world.service.later(), person_id=self.person.id, because="known to staff",
            open_to=[self.world.senior.id],
        )  # fmt: skip

    def kin(self):
        access.declare_kin(by=self.who, at=self.world.service.later(), person_id=self.person.id)


class Held(Placing):
    """Somebody whom the officer manages: what they weigh, of what the officer can give."""

    def __init__(self, world):
        super().__init__(world)
        self.holds()

    def asked(self):
        with viewing(self.world.senior, self.world.service.at):
            told = queries.team_load([self.world.team.unit], at=self.world.service.at)
        return next(
            (one.load, one.available, one.full) for one in told.members if one.member.id == self.who.id
        )

    def is_a_child(self):
        at = self.world.service.later()
        with viewing(self.world.senior, at):
            version = people.person_page(self.person.id, on=at.date()).version
        amend_person(
            by=self.world.senior, at=at, person_id=self.person.id, version=version,
            changes=PersonChanges(date_of_birth=date(2010, 1, 1)),
        )  # fmt: skip

    def is_off(self, end=None, hours="5"):
        start = self.world.service.at.date()
        return record_reduction(
            by=self.world.senior, at=self.world.service.later(), member_id=self.who.id, reason="other",
            hours=Decimal(hours), start=start, end=end,
        )  # fmt: skip
