"""Tells what became of those who came without a court: of the viewer's own units alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.casework.people import queries as people

from ..models import Arrival


@dataclass(frozen=True)
class ArrivalSeen:
    """One arrival: how far it has got, and who it turned out to be, where the viewer may see them."""

    id: UUID
    at: datetime
    reason: str
    state: str
    because: str
    person_id: UUID | None
    name: str


def arrivals(*, most: int = 20) -> list[ArrivalSeen]:
    """The latest arrivals of the viewer's units."""
    return _seen(list(Arrival.objects.order_by("-at", "-id")[:most]))


def arrival(arrival_id: UUID) -> ArrivalSeen | None:
    """One arrival of the viewer's units."""
    found = _seen(list(Arrival.objects.filter(id=arrival_id)))
    return found[0] if found else None


def _seen(rows: list[Arrival]) -> list[ArrivalSeen]:
    names = people.names_of({row.person_id for row in rows if row.person_id})
    return [
        ArrivalSeen(
            row.id, row.at, row.reason, row.state, row.because,
            row.person_id if row.person_id in names else None,
            names[row.person_id].name if row.person_id in names else _waiting_name(row),
        )
        for row in rows
    ]  # fmt: skip


def _waiting_name(row: Arrival) -> str:
    return f"{row.who.get('given_names', '')} {row.who.get('family_name', '')}".strip()
