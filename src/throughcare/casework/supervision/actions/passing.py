"""What is told when everything that a team has passed to another in one act of those who may say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce

from ..events import CasesPassedOn, HoldersEnded


def tell_passed_on(
    *, by: Member, at: datetime, cases: Sequence[UUID], tenures: Sequence[UUID], left_in: Sequence[UUID]
) -> None:
    """Announce, within the act that passed them, which cases another team answers for and in which roles nobody is left."""
    if tenures:
        announce(HoldersEnded(tuple(tenures), tuple(left_in)), at=at, by=by.id)
    if cases:
        announce(CasesPassedOn(tuple(cases)), at=at, by=by.id)
