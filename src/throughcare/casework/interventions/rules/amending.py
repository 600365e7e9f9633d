"""Amending what a referral or its plan says: what was and what is now, why, by which side, and who has still to read it.

Refer and monitor keeps a changelog of topic, old, new, reason and author; here the first words stay in their column for good,
and what stands now is what the amendments come to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from throughcare.foundation.kernel import Refused

from .words import StepKind

Value = str | int | tuple[str, ...] | None


class AmendedBy(StrEnum):
    """Which side amended, or read an amendment."""

    SENDER = "the team that sent it"
    SERVICE = "the service"

    @property
    def other(self) -> AmendedBy:
        """The side that is to be told."""
        return AmendedBy.SERVICE if self is AmendedBy.SENDER else AmendedBy.SENDER


class Amendable(StrEnum):
    """What can be amended."""

    WHY = "why they were referred"
    GOALS = "goals of the plan"
    SESSIONS = "number of sessions"

    @property
    def whose(self) -> AmendedBy:
        """The side that wrote it, and alone amends it."""
        return AmendedBy.SENDER if self is Amendable.WHY else AmendedBy.SERVICE

    @property
    def asked_as(self) -> str:
        """The name of the answer that amends it, so that a refusal stands beside what was written."""
        return {Amendable.WHY: "because", Amendable.GOALS: "goals", Amendable.SESSIONS: "sessions"}[self]


@dataclass(frozen=True)
class Change:
    """One thing that was amended: what it said, and what it says now."""

    what: Amendable
    old: Value
    new: Value


def changes_between(old: Mapping[Amendable, Value], new: Mapping[Amendable, Value]) -> tuple[Change, ...]:
    """What differs, in the order in which it can be amended; refused when nothing does."""
    found = tuple(
        Change(what, old.get(what), new[what])
        for what in Amendable
        if what in new and old.get(what) != new[what]
    )
    if not found:
        first = next((what.asked_as for what in Amendable if what in new), None)
        raise Refused("Nothing is changed. Change something, or leave it as it stands.", field=first)
    return found


def check_plan_can_be_amended(steps: Sequence[StepKind]) -> None:
    """Refuse to amend a plan that is not there, or that was sent back: that one is sent again."""
    plan = [
        step for step in steps if step in {StepKind.PLANNED, StepKind.PLAN_APPROVED, StepKind.PLAN_RETURNED}
    ]
    if not plan:
        raise Refused("There is no plan to amend yet. Send one first.")
    if plan[-1] is StepKind.PLAN_RETURNED:
        raise Refused("The plan was sent back. Send it again, as it is to be.")


def check_sessions(sessions: int, *, approved: int | None, recorded: int) -> None:
    """Refuse fewer sessions than were approved, or than have been recorded."""
    if approved is not None and sessions < approved:
        raise Refused(
            f"The approved plan has {approved} sessions; it cannot be cut to fewer.", field="sessions"
        )
    if sessions < recorded:
        raise Refused(
            f"{recorded} sessions are recorded already; a plan has as many at least.", field="sessions"
        )


def unread_by(steps: Iterable[tuple[StepKind, str, datetime]]) -> dict[AmendedBy, datetime]:
    """Which sides have an amendment by the other still to read, and since when; each step with the side that amended or read."""
    waiting: dict[AmendedBy, datetime] = {}
    for kind, said, at in steps:
        if kind is StepKind.AMENDED:
            waiting.setdefault(AmendedBy(said).other, at)
        elif kind is StepKind.READ:
            waiting.pop(AmendedBy(said), None)
    return waiting
