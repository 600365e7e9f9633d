"""Amending why somebody was referred, by the side that sent them, or the plan, by the service; and reading what the other amended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, Refused

from ..models import Referral
from ..rules.amending import (
    Amendable,
    AmendedBy,
    Change,
    changes_between,
    check_plan_can_be_amended,
    check_sessions,
)
from ..rules.words import StepKind
from ..store import amendments_unread, goals_now, sides_of, why_now
from .delivering import approved_sessions, check_plan, recorded_sessions
from .steps import check_side, said, steps_of, take_step

LONGEST_WHY = 1000


@action(Permission.REFER_TO_SERVICE)
def amend_referral(
    *, by: Member, at: datetime, referral_id: UUID, version: int, because: str, reason: str
) -> None:
    """Amend why somebody was referred, by the side that sent them; what it said stays, and the service is told."""
    row = check_side(referral_id, by, sender=True)
    words = said(because, "because", "Say what the person needs and why this service.", LONGEST_WHY)
    why = said(reason, "reason", "Say why it is amended.")
    changes = changes_between({Amendable.WHY: why_now(row)}, {Amendable.WHY: words})
    _amend(by, at, row, version, AmendedBy.SENDER, changes, why)


@action(Permission.ANSWER_REFERRAL)
def amend_plan(
    *,
    by: Member,
    at: datetime,
    referral_id: UUID,
    version: int,
    goals: Sequence[str],
    sessions: int,
    reason: str,
) -> None:
    """Amend the plan's goals or number of sessions, by the service; what it said stays, and the side that sent them is told."""
    row = check_side(referral_id, by, sender=False)
    check_plan_can_be_amended([step for step, _ in steps_of(row)])
    named = check_plan(goals, sessions)
    check_sessions(sessions, approved=approved_sessions(row), recorded=recorded_sessions(row))
    why = said(reason, "reason", "Say why it is amended.")
    old = {Amendable.GOALS: tuple(goals_now(row)), Amendable.SESSIONS: row.sessions}
    changes = changes_between(old, {Amendable.GOALS: tuple(named), Amendable.SESSIONS: sessions})
    _amend(by, at, row, version, AmendedBy.SERVICE, changes, why, goals=named, columns={"sessions": sessions})


def _amend(
    by: Member,
    at: datetime,
    row: Referral,
    version: int,
    side: AmendedBy,
    changes: Sequence[Change],
    why: str,
    **more: Any,
) -> None:
    kept = [{"what": one.what.value, "old": one.old, "new": one.new} for one in changes]
    take_step(
        by, at, row.id, StepKind.AMENDED, version=version, reason=side.value, note=why, changes=kept, **more
    )


@action(Permission.REFER_TO_SERVICE)
def read_amendment(*, by: Member, at: datetime, referral_id: UUID, version: int) -> None:
    """Say that one's side has read what the other amended; refused when there is nothing to be read."""
    row = Referral.objects.filter(id=referral_id).first()
    if row is None:
        raise Refused("There is no such referral, or it is not yours to see.")
    side = next(iter(_to_read(row, by)), None)
    if side is None:
        raise Refused("There is no amendment for your side to read.")
    check_side(referral_id, by, sender=side is AmendedBy.SENDER)
    take_step(by, at, referral_id, StepKind.READ, version=version, reason=side.value)


def _to_read(row: Referral, by: Member) -> list[AmendedBy]:
    """The sides on which a member stands and that have an amendment to read."""
    sides, units = sides_of(row), units_below(by.unit_id)
    own = {
        AmendedBy.SENDER: sides.is_senders(units),
        AmendedBy.SERVICE: sides.is_receivers(units) and by.may(Permission.ANSWER_REFERRAL),
    }
    unread = amendments_unread([row.id])[row.id]
    return [side for side in AmendedBy if own[side] and side in unread]
