"""A contact as it is told, and how much of each requirement the contacts that stand have done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from throughcare.foundation.kernel.days import day_of

from ..models import Contact
from ..rules.contacts import Outcome, Told


@dataclass(frozen=True)
class Meeting:
    """One contact to record: whose case, what is told of it, what it counts towards, and who held it (the doer, unless said)."""

    case_id: UUID
    told: Told
    note: str = ""
    requirement_id: UUID | None = None
    appointment_id: UUID | None = None
    member_id: UUID | None = None


def credited(requirement_ids: Iterable[UUID], *, but: UUID | None = None) -> dict[UUID, Decimal]:
    """How much of each requirement is done, in its own unit, by the contacts that stand."""
    standing = Contact.objects.filter(requirement_id__in=list(requirement_ids), corrected=None)
    others = standing.exclude(id=but) if but else standing
    counted = others.exclude(done=None).order_by().values("requirement_id").annotate(all=Sum("done"))
    return {row["requirement_id"]: row["all"] for row in counted if row["requirement_id"] is not None}


def told_among(appointment_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these appointments of which a contact that stands says what came of them, whoever recorded it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM supervision_told_among(%s)", [list(appointment_ids)])
        return frozenset(row[0] for row in cursor.fetchall())


@dataclass(frozen=True)
class Towards:
    """A contact that stands and was held towards a requirement: on which day, what came of it, and how much it counts for (None: nothing)."""

    contact_id: UUID
    requirement_id: UUID
    on: date
    outcome: Outcome
    done: Decimal | None


def towards(requirement_ids: Iterable[UUID]) -> list[Towards]:
    """Every contact that stands towards requirements, the earliest first; one question."""
    rows = Contact.objects.filter(requirement_id__in=list(requirement_ids), corrected=None)
    return [
        Towards(row.id, row.requirement_id, day_of(row.happened_at), Outcome(row.outcome), row.done)
        for row in rows.only("id", "person_id", "requirement_id", "happened_at", "outcome", "done").order_by(
            "happened_at", "id"
        )
        if row.requirement_id is not None
    ]
