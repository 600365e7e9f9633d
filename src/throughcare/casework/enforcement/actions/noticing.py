"""The side that recorded a failure: it tells whoever decides, with the evidence, and sends what was missing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, Refused

from ..rules import Move, Side
from .steps import found, said, take


@action(Permission.REFER_FAILURE)
def refer_failure(*, by: Member, at: datetime, failure_id: UUID, version: int, note: str) -> UUID:
    """Tell whoever decides of a failure, with what shows it; refused while nobody decides. Returns the step."""
    stands = found(failure_id, by, Side.NOTIFIER)
    if stands.row.decider_unit is None:
        raise Refused(stands.row.undecided_because)
    words = said(
        note, "Say what shows the failure: what they were told, and what was done when they did not come."
    )
    return take(stands, Move.REFERRED, by, at, version=version, note=words)


@action(Permission.REFER_FAILURE)
def answer_return(*, by: Member, at: datetime, failure_id: UUID, version: int, note: str) -> UUID:
    """Send a failure again with the evidence that was missing. Returns the step."""
    stands = found(failure_id, by, Side.NOTIFIER)
    return take(stands, Move.ANSWERED, by, at, version=version, note=said(note, "Say what was missing."))
