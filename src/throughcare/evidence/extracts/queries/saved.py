"""The questions kept under a name that the viewer sees: their own, their team's, and those kept for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ..models import SavedQuestion
from ..rules.saving import SeenBy


@dataclass(frozen=True)
class Saved:
    """One question that was kept: its name and address, who sees it, who kept it and when."""

    id: UUID
    name: str
    address: str
    seen_by: SeenBy
    member_id: UUID
    at: datetime


def saved_questions(*, most: int = 100) -> list[Saved]:
    """Those the viewer sees, the newest first."""
    rows = SavedQuestion.objects.order_by("-at", "id")[:most]
    return [Saved(r.id, r.name, r.address, SeenBy(r.seen_by), r.member_id, r.at) for r in rows]
