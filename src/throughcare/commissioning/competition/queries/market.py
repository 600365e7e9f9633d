"""Tells the team that bought who saw a competition and who asked about it, once it was decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from ..models import Question


@dataclass(frozen=True)
class Came:
    """The teams that opened a competition's page, None where no look at it was kept, and those that asked a question."""

    saw: frozenset[UUID] | None
    asked: frozenset[UUID]


def came_to(competition_ids: Iterable[UUID]) -> dict[UUID, Came]:
    """Who came to these competitions of the viewer's own team; of others nothing is told."""
    ids = list(competition_ids)
    saw: dict[UUID, set[UUID]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute("SELECT competition, unit FROM competition_looked_at(%s)", [ids])
        for competition, unit in cursor.fetchall():
            saw[competition].add(unit)
    asked: dict[UUID, set[UUID]] = defaultdict(set)
    for competition, unit in Question.objects.filter(round__in=ids).values_list("round_id", "unit_id"):
        asked[competition].add(unit)
    return {one: Came(frozenset(saw[one]) if one in saw else None, frozenset(asked[one])) for one in ids}
