"""A contact as it is told, and how much of each requirement the contacts that stand have done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from ..models import Contact
from ..rules.contacts import Told


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
