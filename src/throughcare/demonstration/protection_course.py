"""One person's public protection in the demonstration, act by act, and the meetings on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from throughcare.casework.protection import actions, queries
from throughcare.casework.protection.rules import (
    Came,
    Category,
    LevelReferral,
    MeetingDecides,
    PersonTold,
    ProtectionAnswer,
    ProtectionLevel,
)
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of

_BODIES = ("children's services", "housing of the council", "police")


@dataclass
class Course:
    """One person's public protection as it is taken along: who manages, leads and chairs, and the instant of the last act."""

    person: UUID
    officer: Member
    senior: Member
    chair: Member | None
    at: datetime
    until: datetime
    id: UUID | None = None

    def later(self, days: int = 1) -> datetime:
        """So many days on, or as near to them as yesterday lets it."""
        soon = self.at + timedelta(minutes=7)
        self.at = max(soon, min(soon + timedelta(days=days), self.until))
        return self.at

    def wait(self, days: int) -> None:
        """Let so many days pass, or as many as there are."""
        self.at = max(self.at, min(self.at + timedelta(days=days), self.until))

    def act(
        self, act: Callable[..., object], by: Member, because: str, days: int = 1, /, **given: object
    ) -> None:
        """One act on it as it stands."""
        with viewing(by, self.later(days)):
            assert self.id is not None
            line = queries.one_protection(self.id, at=self.at)
        assert line is not None
        act(by=by, at=self.at, protection_id=self.id, version=len(line.whole.steps), because=because, **given)

    def confirmed(self, category: Category) -> None:
        """Proposed by the officer as the sentence does, and confirmed by the senior."""
        self.id = actions.propose_category(
            by=self.officer, at=self.later(), person_id=self.person, category=category, because="The sentence and its offence."
        )  # fmt: skip
        self.act(actions.confirm_category, self.senior, "The court's record says so.", category=category)

    def screened(self, answers: Mapping[str, ProtectionAnswer], because: str) -> None:
        """Screened by the officer."""
        self.act(actions.screen_level, self.officer, because, 3, answers=answers)

    def decided(self, to: LevelReferral, because: str) -> None:
        """Decided by whoever chairs, where somebody does."""
        if self.chair is not None:
            self.act(actions.decide_level_referral, self.chair, because, 4, to=to)


@dataclass(frozen=True)
class Held:
    """A meeting that was held, and whoever chairs it."""

    course: Course
    chair: Member
    id: UUID

    def act(self, act: Callable[..., object], **given: object) -> None:
        """One act at it."""
        act(by=self.chair, at=self.course.later(0), protection_meeting_id=self.id, **given)


def calls(course: Course, days: int) -> UUID | None:
    """A meeting called for so many days on; None where nobody chairs."""
    if course.chair is None or course.id is None:
        return None
    with viewing(course.chair, course.later(0)):
        line = queries.one_protection(course.id, at=course.at)
        able = {one.id for one in queries.to_invite(course.id, at=course.at)}
    assert line is not None
    return actions.call_meeting(
        by=course.chair,
        at=course.at,
        protection_id=course.id,
        version=len(line.whole.steps),
        meets_on=day_of(course.at) + timedelta(days=days),
        place="10:00, at the civic centre",
        bodies=_BODIES,
        member_ids=sorted({course.officer.id, course.senior.id} & able),
    )


def meets(course: Course, level: ProtectionLevel) -> Held | None:
    """A meeting called and held, with the level that it set, one decision and two actions; None where nobody chairs."""
    days = max(0, min(8, (day_of(course.until) - day_of(course.at)).days))
    made = calls(course, days)
    if made is None or course.chair is None:
        return None
    course.wait(days)
    held = Held(course, course.chair, made)
    with viewing(held.chair, course.at):
        seen = queries.one_meeting(made)
    assert seen is not None
    held.act(
        actions.hold_meeting,
        came={
            one.row.id: Came.APOLOGIES if one.row.body == _BODIES[0] else Came.ATTENDED
            for one in seen.invited
        },
    )
    course.act(
        actions.review_level, held.chair, "The risk is as it was, and no agency could manage it alone.", 0, level=level,
        dissent="Housing would have held it at level 2 for another month." if level is ProtectionLevel.THREE else "",
    )  # fmt: skip
    held.act(
        actions.decide_at_meeting,
        what="The police visit without notice each fortnight.",
        because="He was seen near the address twice.",
    )
    _gives(held)
    return held


def _gives(held: Held) -> None:
    """Two actions, of which the first is done."""
    course, today = held.course, day_of(held.course.at)
    with viewing(held.chair, course.at):
        able = {one.id for one in queries.to_invite(course.id, at=course.at)} if course.id else set()
    owner = course.officer if course.officer.id in able else held.chair
    for what, days in (
        ("Ask the landlord who lives at the address.", 7),
        ("Agree with health who sees him weekly.", 21),
    ):
        held.act(
            actions.give_meeting_action, what=what, owner_id=owner.id, due_on=today + timedelta(days=days)
        )
    with viewing(owner, course.later(0)):
        first = next(one for one in queries.actions_owed_by(owner) if one.meeting_id == held.id)
    actions.finish_meeting_action(
        by=owner,
        at=course.later(1),
        meeting_action_id=first.id,
        came_of_it="Nobody else is named on the tenancy.",
    )


def discloses(held: Held) -> None:
    """It discloses something, of which the person is told."""
    held.act(
        actions.decide_disclosure,
        kind=MeetingDecides.DISCLOSURE,
        what="That he may not be alone with children, and whom to call.",
        to_whom="The manager of his place of work",
        because="It is the least that lets them keep children in the building safe.",
        told=PersonTold.FIRST,
    )


def discloses_nothing(held: Held) -> None:
    """It discloses nothing."""
    held.act(
        actions.decide_disclosure,
        kind=MeetingDecides.NO_DISCLOSURE,
        because="Everybody at risk is known to the police and told already.",
    )


def closes(held: Held) -> None:
    """It is closed with its minutes."""
    held.act(
        actions.close_meeting,
        shared="The police told of two calls to the address. Housing told of the tenancy. Probation told of five kept appointments.",
        assessed="The risk of serious harm is high, and nearer at weekends, when he drinks.",
        planned="A visit by the police each fortnight, an appointment each week, and a place in the group on alcohol.",
    )
