"""Tells a court's own sentencers what became of its sentences: figures fit to be shown, of nobody in particular."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from throughcare.foundation.kernel import Period
from throughcare.foundation.kernel.suppression import Published, comes_to

from ..rules import SentenceState


@dataclass(frozen=True)
class CourtHeardFrom:
    """A court that has sent results."""

    code: str
    name: str
    postcode: str


@dataclass(frozen=True)
class BecameOf:
    """What became of a court's sentences of one kind, each figure after disclosure control.

    ``passed`` is what the figures shown come to: where one is suppressed, at least so many were passed.
    """

    kind: str
    passed: Published
    now: dict[SentenceState, Published]

    @property
    def all_shown(self) -> bool:
        """Whether no figure is suppressed, so that ``passed`` is all of them."""
        return all(figure.value is not None for figure in self.now.values())


@dataclass(frozen=True)
class Sat:
    """One session of a court; how many people appeared at it is not told."""

    on: date
    session: str


@dataclass(frozen=True)
class Appeared:
    """How many people appeared at a court in a quarter, or in a year whose quarters are of too few, and how often it sat.

    ``quarter`` is None for a year, which is then told to ``until``, the last day of a whole quarter.
    """

    year: int
    quarter: int | None
    until: date | None
    sittings: int
    people: Published


def courts_heard_from() -> list[CourtHeardFrom]:
    """Every court that has sent results, by name; none for those who may not look at a court's figures."""
    return [CourtHeardFrom(*row) for row in _ask("SELECT * FROM courts_heard_from()", [])]


def told_of_period() -> Period:
    """The days on which the sentences were passed that are told of: the same for whoever asks in a quarter."""
    [(first_day, before_day)] = _ask("SELECT * FROM courts_figures_period()", [])
    return Period(first_day, before_day)


def became_of(court: str) -> list[BecameOf]:
    """What became of the sentences a court passed in the period told of, by kind, the commonest first."""
    return tabulated(_ask("SELECT * FROM courts_became(%s)", [court]))


def tabulated(rows: Iterable[tuple[str, str, int]]) -> list[BecameOf]:
    """Disclosed figures by kind and state as a table, the commonest kind first; what is not among them is suppressed."""
    shown: dict[str, dict[str, int]] = {}
    for kind, state, figure in rows:
        shown.setdefault(kind, {})[state] = figure
    told = [_of_kind(kind, figures) for kind, figures in shown.items()]
    return sorted(told, key=lambda row: (-(row.passed.value or 0), row.kind))


def _of_kind(kind: str, figures: dict[str, int]) -> BecameOf:
    now = {state: Published(figures.get(state.value)) for state in SentenceState if state.counts}
    return BecameOf(kind, comes_to(now.values()), now)


def sat(court: str, *, until: date, most: int = 20) -> list[Sat]:
    """The latest sessions of a court up to a day."""
    rows = _ask("SELECT * FROM courts_sat(%s, %s, %s)", [court, until, most])
    return [Sat(day, session) for day, session in rows]


def appeared(court: str) -> list[Appeared]:
    """How many people appeared in the period told of, by quarter where each is large enough and else by year, latest first."""
    rows = _ask("SELECT * FROM courts_appeared(%s)", [court])
    return [
        Appeared(year, quarter, until, sat, Published(people)) for year, quarter, until, sat, people in rows
    ]


def _ask(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
