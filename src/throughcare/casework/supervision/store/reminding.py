"""What the service asks of appointments and people, whom it does not see, when a reminder is about to go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from throughcare.casework.people import queries as people
from throughcare.casework.people.rules import PersonState

from ..rules.contacts import ContactKind
from ..rules.reminder_terms import ReminderTerms
from ..rules.reminders import ToRemind, Way, is_due

AT_ONCE = 500
LONGEST_QUIET = timedelta(hours=24)
LOOKS_BACK = timedelta(days=1)
"""An appointment that began while nothing was at work is noted as not reminded of, for so long."""


@dataclass(frozen=True)
class Remindable:
    """An appointment that a reminder may be due of: whose, in which case, who recorded it, and what decides."""

    appointment_id: UUID
    person_id: UUID
    case_id: UUID
    organisation_id: UUID
    known: ToRemind


def due_of(terms: ReminderTerms, at: datetime, most: int) -> list[tuple[UUID, int]]:
    """Appointments of which a reminder is due that is not noted yet, each with its hours before: at most so many."""
    found: dict[UUID, int] = {}
    for hours in terms.before:
        for appointment in _due(hours, terms, at):
            if len(found) == most:
                break
            found.setdefault(appointment, hours)
    return list(found.items())


def _due(hours: int, terms: ReminderTerms, at: datetime) -> Iterator[UUID]:
    """Those due so many hours before, the soonest first, read in parts until a part has none."""
    until = at + timedelta(hours=hours) + LONGEST_QUIET
    kinds, last = sorted(kind.value for kind in terms.kinds), None
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT appointment_id, starts_at FROM supervision_unreminded(%s, %s, %s, %s, %s, %s)",
                [at - LOOKS_BACK, until, kinds, hours, last, AT_ONCE],
            )
            rows = cursor.fetchall()
        due = [one for one, starts_at in rows if is_due(starts_at, hours, at, terms)]
        yield from due
        if len(rows) < AT_ONCE or not due:
            return
        last = rows[-1][0]


def remindable(appointment_ids: Iterable[UUID]) -> dict[UUID, Remindable]:
    """What decides of each of these appointments, in the worker in the name of the service; two questions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM supervision_remindable(%s)", [list(appointment_ids)])
        rows = cursor.fetchall()
    reached = people.to_reach({row[1] for row in rows})
    return {row[0]: _remindable(row, reached[row[1]]) for row in rows}


def _remindable(row: tuple[UUID, UUID, UUID, UUID, datetime, str, bool, bool, bool], reached: people.Reached) -> Remindable:  # fmt: skip
    appointment, person, case, organisation, starts_at, kind, called_off, closed, in_custody = row
    known = ToRemind(
        starts_at, ContactKind(kind), ways_of(reached.points), reached.first_language, called_off, closed,
        died=reached.state is PersonState.DIED, merged=reached.state is PersonState.MERGED, in_custody=in_custody,
    )  # fmt: skip
    return Remindable(appointment, person, case, organisation, known)


def ways_of(points: Iterable[people.Point]) -> tuple[Way, ...]:
    """Numbers and addresses as the rule takes them."""
    return tuple(Way(one.by, one.to, one.safe, one.note) for one in points)
