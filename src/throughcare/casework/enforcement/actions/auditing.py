"""Another looks at a decision that somebody paid for delivery took, and says whether they would have taken it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused

from ..models import DecisionAudit
from .steps import said


@action(Permission.AUDIT_DECISION)
def audit_decision(*, by: Member, at: datetime, audit_id: UUID, agrees: bool, note: str) -> None:
    """Say whether a decision that was drawn is one that you would have taken, and why; the sight that it gave ends with it."""
    row = DecisionAudit.objects.filter(id=audit_id).first()
    if row is None:
        raise Refused("There is no such decision to look at, or it is not yours to see.")
    concerns(row.person_id)
    add_to_line(failure=row.failure_id)
    if row.audited_at is not None:
        raise Refused("Somebody looked at that decision already.")
    words = said(note, "Say why.", most=1000)
    waits = DecisionAudit.objects.filter(id=audit_id, audited_at=None)
    if not waits.update(agrees=agrees, note=words, audited_by=by.id, audited_at=at):
        raise Refused("Only the team that inspects here can do this.")
    derive_grants("decision audit", [audit_id])
