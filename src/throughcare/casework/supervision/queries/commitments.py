"""Tells what holds a person at certain hours of the week, and who recorded it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import concerns

from ..models import Commitment
from ..rules.commitments import CommitmentKind
from ..store.clashing import as_weekly


@dataclass(frozen=True)
class CommitmentSeen:
    """Hours of the week that hold a person: what, when, from when until when, who recorded it and when."""

    id: UUID
    kind: CommitmentKind
    words: str
    weekdays: tuple[int, ...]
    starts: time
    ends: time
    since: date
    until: date | None
    note: str
    requirement_id: UUID | None
    at: datetime
    by: str


def commitments_of(person_id: UUID) -> list[CommitmentSeen]:
    """What holds a person and was not said to be over, in the order of kind and hour; two questions."""
    rows = list(
        Commitment.objects.filter(person_id=person_id, ended_at=None).order_by("kind", "starts", "id")
    )
    if rows:
        concerns(person_id)
    names = access.member_names({row.member_id for row in rows})
    return [
        CommitmentSeen(
            row.id, CommitmentKind(row.kind), as_weekly(row).words, tuple(row.weekdays), row.starts, row.ends,
            row.since, row.until, row.note, row.requirement_id, row.at, names.get(row.member_id, "not known"),
        )
        for row in rows
    ]  # fmt: skip
