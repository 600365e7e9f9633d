"""How people are reached: for the service alone, which reminds them of what they have to attend."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from throughcare.foundation.audit.trail import concerns

from ..rules import PersonState


@dataclass(frozen=True)
class Point:
    """One number or address: ``by`` text or email, whether it is said to be safe (yes, no, not_asked), and on what terms."""

    by: str
    to: str = field(repr=False)
    safe: str
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class Reached:
    """How one person is reached: whether they are alive, their first language, their points, the latest recorded first."""

    person_id: UUID
    state: PersonState
    first_language: str
    points: tuple[Point, ...]


def to_reach(person_ids: Iterable[UUID]) -> dict[UUID, Reached]:
    """How each of these people is reached; in the worker, in the name of the service, and nobody otherwise; one question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_to_reach(%s)", [list(person_ids)])
        rows = cursor.fetchall()
    concerns(row[0] for row in rows)
    return {person: Reached(person, PersonState(state), language, _points(points)) for person, state, language, points in rows}  # fmt: skip


def _points(given: object) -> tuple[Point, ...]:
    said = json.loads(given) if isinstance(given, str) else given
    assert isinstance(said, list)
    return tuple(Point(**one) for one in said)
