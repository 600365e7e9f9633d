"""Tells which decisions wait to be looked at by another, and what was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.foundation.audit.trail import concerns

from ..models import DecisionAudit


@dataclass(frozen=True)
class AuditSeen:
    """One decision that was drawn: whose, what was decided and why, and what was found of it (None: not looked at)."""

    id: UUID
    failure_id: UUID
    person_id: UUID
    name: str
    drawn_at: datetime
    decision: str
    because: str
    reason: str
    agrees: bool | None
    note: str
    nobody: str


def audits_waiting(unit_ids: Iterable[UUID]) -> list[AuditSeen]:
    """The decisions that teams are to look at and have not, the first drawn first."""
    rows = DecisionAudit.objects.filter(auditor_unit__in=list(unit_ids), audited_at=None)
    return _seen(rows.select_related("step").order_by("drawn_at", "id")[:200])


def audits_of(failure_id: UUID) -> list[AuditSeen]:
    """What was drawn of one failure."""
    return _seen(DecisionAudit.objects.filter(failure=failure_id).select_related("step"))


def audit(audit_id: UUID) -> AuditSeen | None:
    """One decision that was drawn, or None where there is none or the wall hides it."""
    return next(iter(_seen(DecisionAudit.objects.filter(id=audit_id).select_related("step"))), None)


def _seen(rows: Iterable[DecisionAudit]) -> list[AuditSeen]:
    known = list(rows)
    concerns(row.person_id for row in known)
    names = people.names_of([row.person_id for row in known]) if known else {}
    return [
        AuditSeen(
            row.id, row.failure_id, row.person_id, names[row.person_id].name if row.person_id in names else "", row.drawn_at,
            row.step.move, row.step.note, row.step.reason, row.agrees, row.note, row.undrawn_because,
        )
        for row in known
    ]  # fmt: skip
