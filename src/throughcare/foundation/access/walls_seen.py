"""The ethical walls that stand or stood, for the pages of those who keep them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from .models import EthicalWall
from .queries import member_names


@dataclass(frozen=True)
class WallSeen:
    """A wall: between whom, on what basis, since and until when, and who asked it down and why."""

    id: UUID
    one_side: str
    other_side: str
    one_side_id: UUID
    other_side_id: UUID
    basis: str
    since: datetime
    until: datetime | None
    asked_down_by: UUID | None
    asked_by: str
    asked_because: str


def every_wall() -> list[WallSeen]:
    """Every wall that stands or stood, the newest first."""
    rows = EthicalWall.objects.select_related("one_side", "other_side").order_by("-during")
    found = list(rows)
    names = member_names(row.asked_down_by for row in found if row.asked_down_by)
    return [
        WallSeen(
            row.id, row.one_side.name, row.other_side.name, row.one_side_id, row.other_side_id, row.basis,
            row.during.lower, row.during.upper, row.asked_down_by,
            names.get(row.asked_down_by, "") if row.asked_down_by else "", row.asked_down_because,
        )
        for row in found
    ]  # fmt: skip
