"""Tells: what movements that were announced were, for whoever reacts to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from throughcare.foundation.kernel.days import day_of

from ..models import Movement
from ..rules.movements import Moved, MovementKind, Where, led_to


@dataclass(frozen=True)
class MovedOn:
    """One movement of somebody on a day, and whether they were outside before it; never where they are held."""

    id: UUID
    person_id: UUID
    kind: MovementKind
    on: date
    was_outside: bool


def moved_on(movement_ids: Iterable[UUID]) -> list[MovedOn]:
    """The movements of these ids that the viewer may see, in order of time."""
    rows = list(Movement.objects.filter(id__in=list(movement_ids)).order_by("moved_at", "id"))
    before: dict[UUID, list[Moved]] = {}
    told = Movement.objects.filter(person_id__in={row.person_id for row in rows}).order_by("moved_at", "id")
    for row in told:
        before.setdefault(row.person_id, []).append(Moved(MovementKind(row.kind), row.moved_at))
    return [
        MovedOn(
            row.id,
            row.person_id,
            MovementKind(row.kind),
            day_of(row.moved_at),
            _outside(before[row.person_id], row),
        )
        for row in rows
    ]


def _outside(moved: list[Moved], row: Movement) -> bool:
    last = [one for one in moved if one.at < row.moved_at]
    return bool(last) and led_to(last[-1].kind) in {Where.COMMUNITY, Where.AT_LARGE}
