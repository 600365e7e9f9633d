"""Tells how long notices and decisions take, apart, and nobody named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Clause, WorkingCalendar

from ..rules import Clocked, Made, Move, Term, delays_of
from ..rules.figures import FEWEST, Timed, Took, decisions_told, notices_told


@dataclass(frozen=True)
class DelaysTold:
    """Both delays since a day: notices by provider, team and kind, and decisions by the same."""

    since: date
    notices: dict[str, list[Took]]
    decisions: dict[str, list[Took]]


def delays_since(since: date) -> DelaysTold:
    """What notices and decisions took of failures since a day; nothing for whoever may not look at figures."""
    rows = _timed(since)
    return DelaysTold(since, notices_told(rows), decisions_told(rows))


def _timed(since: date) -> list[Timed]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM enforcement_timed(%s, %s)", [since, FEWEST])
        rows = cursor.fetchall()
    units = access.units({unit for row in rows for unit in (row[1], row[3]) if unit})
    bodies = {one.id: one.name for one in access.organisations()}
    return [_one(row, units, bodies) for row in rows]


def _one(row: Sequence[Any], units: Any, bodies: Any) -> Timed:
    notifier, notifier_unit, decider, decider_unit, what, failed_on, same, refer, moves, days, untils, who = (
        row
    )
    made = [Made(Move(move), on, until) for move, on, until in zip(moves, days, untils, strict=True)]
    clocked = Clocked(failed_on, same, Term(refer, Clause("", ""), ""))
    found = delays_of(made, clocked, WorkingCalendar())
    return Timed(
        bodies.get(notifier, "an organisation since closed"), _called(notifier_unit, units),
        bodies.get(decider, "nobody"), _called(decider_unit, units), what,
        found.notice, found.notice_late, found.decision, found.decision_late, who,
    )  # fmt: skip


def _called(unit: Any, units: Any) -> str:
    if unit is None:
        return "nobody"
    return f"{units[unit].name}, {units[unit].organisation.name}" if unit in units else "a team since closed"
