"""Where people are, and have been, from their movements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from throughcare.casework.assessment.rules.serving import Held, tells_where
from throughcare.foundation.access.asked_once import once_for_each
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Place

from ..models import Case, Movement, Prison
from ..rules.movements import (
    INTO_A_PRISON,
    Moved,
    MovementKind,
    Spell,
    Where,
    days_at_large,
    is_inside,
    possible,
    released_on,
    spells,
    standing,
)


@dataclass(frozen=True)
class MovementSeen:
    """One movement as a page shows it: what, when, in which prison by name, why, and when it was written."""

    kind: str
    moved_at: datetime
    prison: str
    because: str
    at: datetime


@dataclass(frozen=True)
class Whereabouts:
    """Where somebody is now and since when, in which prison by name, every time before, and what can be recorded next."""

    where: Where
    since: datetime
    prison: str
    spells: tuple[Spell, ...]
    movements: tuple[MovementSeen, ...]
    possible: tuple[MovementKind, ...]


def whereabouts(person_id: UUID) -> Whereabouts | None:
    """Where a person is and has been since their present case opened; None without an open case that the viewer sees."""
    case = Case.objects.filter(person_id=person_id, closed_at=None).first()
    if case is None:
        return None
    concerns(person_id)
    rows = list(
        Movement.objects.filter(person_id=person_id).select_related("prison").order_by("moved_at", "id")
    )
    moved = [
        Moved(MovementKind(row.kind), row.moved_at, row.prison.name if row.prison else "") for row in rows
    ]
    place = Place(case.place)
    where, times = standing(place, moved), spells(place, case.opened_at, moved)
    seen = tuple(
        MovementSeen(row.kind, row.moved_at, row.prison.name if row.prison else "", row.because, row.at)
        for row in reversed(rows)
    )
    return Whereabouts(
        where,
        times[-1].since,
        times[-1].prison,
        times,
        seen,
        possible(where, nowhere_yet=not times[-1].prison),
    )


@dataclass(frozen=True)
class TakenAway:
    """A case whose person a movement took away and who is away still: whether recalled by it, and whether at large now."""

    case_id: UUID
    recalled: bool
    at_large: bool

    @property
    def because(self) -> str:
        """Why nobody can come, in words."""
        return AT_LARGE if self.at_large else INSIDE


INSIDE, AT_LARGE = "The person is in custody.", "The person is unlawfully at large."
"""Why somebody cannot come to what is booked with them."""


def taken_away(movement_ids: Iterable[UUID]) -> list[TakenAway]:
    """The open cases whose people these movements took away, if they are away still; in the worker alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM supervision_taken_away(%s)", [list(movement_ids)])
        return [TakenAway(*row) for row in cursor.fetchall()]


def let_out(movement_ids: Iterable[UUID]) -> list[UUID]:
    """The open cases whose people these movements let out, if nobody took them away since; in the worker alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id FROM supervision_let_out(%s)", [list(movement_ids)])
        return [case for (case,) in cursor.fetchall()]


def away(case_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Why nobody can come, for each open case whose person the viewer sees and who is in custody or at large; one question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM supervision_away(%s)", [list(case_ids)])
        return {case: AT_LARGE if at_large else INSIDE for case, at_large in cursor.fetchall()}


def inside_when_missed(contacts: Mapping[UUID, Iterable[UUID]]) -> set[UUID]:
    """Of contacts as they were first told, by case, those at whose instant the person was in custody; in the worker alone."""
    asked = {case: list(ids) for case, ids in contacts.items()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM supervision_moved_in(%s)", [list(asked)])
        times = {
            case: _spells(place, since, kinds, at) for case, place, since, kinds, at in cursor.fetchall()
        }
        cursor.execute(
            "SELECT * FROM supervision_happened(%s)", [[one for ids in asked.values() for one in ids]]
        )
        happened = dict(cursor.fetchall())
    return {
        one
        for case, ids in asked.items()
        for one in ids
        if one in happened and is_inside(times.get(case, ()), happened[one])
    }


def _spells(place: str, since: datetime, kinds: list[str], at: list[datetime]) -> tuple[Spell, ...]:
    moved = [Moved(MovementKind(kind), when) for kind, when in zip(kinds, at, strict=True)]
    return spells(Place(place), since, moved)


@once_for_each
def movements_among(person_ids: Iterable[UUID]) -> dict[UUID, list[Moved]]:
    """The movements of each of many people who have any, the oldest first, without their prisons; one question."""
    found: dict[UUID, list[Moved]] = {}
    rows = Movement.objects.filter(person_id__in=list(person_ids)).order_by("moved_at", "id")
    for person, kind, moved_at in rows.values_list("person_id", "kind", "moved_at"):
        found.setdefault(person, []).append(Moved(MovementKind(kind), moved_at))
    return found


def days_released(person_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The day on which each person was last released, of those who have not gone back since."""
    days = {person: released_on(moved) for person, moved in movements_among(person_ids).items()}
    return {person: day for person, day in days.items() if day is not None}


def times_at_large(person_ids: Iterable[UUID]) -> dict[UUID, tuple[tuple[date, date | None], ...]]:
    """On which days each person was unlawfully at large, the first and the last; no last while they still are."""
    return {
        person: days
        for person, moved in movements_among(person_ids).items()
        if (days := days_at_large(moved))
    }


def days_received(person_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The day on which each person came to the prison that they were last received into."""
    return {
        person: day_of(one.at)
        for person, moved in movements_among(person_ids).items()
        for one in moved
        if one.kind in INTO_A_PRISON
    }


@tells_where
def held_now(person_id: UUID) -> Held | None:
    """Whether a person is in custody now, since when, and when last released; out on temporary licence they still serve there."""
    seen = whereabouts(person_id)
    if seen is None:
        return None
    inside = {
        Where.CUSTODY: True,
        Where.TEMPORARY_LICENCE: True,
        Where.COMMUNITY: False,
        Where.AT_LARGE: None,
    }
    moved = [Moved(MovementKind(one.kind), one.moved_at) for one in reversed(seen.movements)]
    return Held(inside[seen.where], released_on(moved), day_of(seen.since))


def prisons() -> list[tuple[str, str]]:
    """The prisons in use, by code and name, in the order of their names."""
    return list(Prison.objects.filter(active=True).order_by("name").values_list("code", "name"))
