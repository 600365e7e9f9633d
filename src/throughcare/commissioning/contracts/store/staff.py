"""Loads what was told of staff who would transfer: its dates and sums for either side, its posts for whoever may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from ..models import StaffTold
from ..rules.staff_transfer import Post, PostKind


@dataclass(frozen=True)
class StaffSummed:
    """What either side knows: when staff were told of, first and last, how many posts there are and their hours a week."""

    first_at: datetime
    last_at: datetime
    posts: int
    hours: Decimal


def staff_summed(agreements: Iterable[UUID]) -> dict[UUID, StaffSummed]:
    """Of each of these agreements of which staff were told, what the viewer may know of it. One question."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT agreement, first_at, last_at, posts, hours FROM contracts_staff_told(%s::uuid[])", [list(agreements)]
        )  # fmt: skip
        return {agreement: StaffSummed(*rest) for agreement, *rest in cursor.fetchall()}


def posts_told(agreement_id: UUID) -> tuple[str, tuple[Post, ...]] | None:
    """The agreement's title and its posts as they were told last; None where nothing was, or nothing that the viewer may see."""
    row = StaffTold.objects.filter(agreement=agreement_id).order_by("-at", "-id").first()
    return (row.title, tuple(_post(one) for one in row.posts)) if row else None


def told_to(unit_sees: Iterable[UUID]) -> dict[UUID, str]:
    """Agreements whose posts the viewer sees, but for these, with their titles: those that the viewer's team is named to take over."""
    rows = StaffTold.objects.exclude(agreement__in=list(unit_sees)).order_by("title")
    return dict(rows.values_list("agreement", "title"))


def written(posts: Iterable[Post]) -> list[dict[str, object]]:
    """Posts as they are kept."""
    return [
        {"kind": one.kind.value, "hours": str(one.hours), "pay": one.pay, "permanent": one.permanent, "assigned": one.assigned}
        for one in posts
    ]  # fmt: skip


def _post(one: dict[str, Any]) -> Post:
    return Post(PostKind(one["kind"]), Decimal(one["hours"]), one["pay"], one["permanent"], one["assigned"])
