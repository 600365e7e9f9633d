"""Tells a court's own sentencers what became of its sentences: figures fit to be shown, of nobody in particular."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from throughcare.foundation.kernel import Count, disclose
from throughcare.foundation.kernel.suppression import Published

from ..rules import SentenceState


@dataclass(frozen=True)
class CourtHeardFrom:
    """A court that has sent results."""

    code: str
    name: str
    postcode: str


@dataclass(frozen=True)
class BecameOf:
    """What became of a court's sentences of one kind since a day, each figure after disclosure control."""

    kind: str
    passed: Published
    now: dict[SentenceState, Published]


@dataclass(frozen=True)
class Sat:
    """One session of a court, and how many people appeared, after disclosure control."""

    on: date
    session: str
    people: Published


def courts_heard_from() -> list[CourtHeardFrom]:
    """Every court that has sent results, by name; none for those who may not look at a court's figures."""
    return [CourtHeardFrom(*row) for row in _ask("SELECT * FROM courts_heard_from()", [])]


def became_of(court: str, *, since: date) -> list[BecameOf]:
    """What became of the sentences a court has passed since a day, by kind, the commonest first."""
    return tabulated(_ask("SELECT * FROM courts_became(%s, %s)", [court, since]))


def tabulated(rows: Iterable[tuple[str, str, int]]) -> list[BecameOf]:
    """Counts of sentences by kind and state as figures that may be shown, the commonest kind first."""
    found: dict[str, Counter[str]] = {}
    for kind, state, many in rows:
        found.setdefault(kind, Counter())[state] += many
    ordered = sorted(found.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    return [
        BecameOf(
            kind,
            disclose(Count(counts.total())),
            {s: disclose(Count(counts[s.value])) for s in SentenceState},
        )
        for kind, counts in ordered
    ]


def sat(court: str, *, until: date, most: int = 20) -> list[Sat]:
    """The latest sessions of a court up to a day."""
    rows = _ask("SELECT * FROM courts_sat(%s, %s, %s)", [court, until, most])
    return [Sat(day, session, disclose(Count(people))) for day, session, people in rows]


def _ask(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
