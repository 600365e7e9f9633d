"""Requirements in force with what bears on each: the order, what the person came to, what is recorded, and where they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.rules import RequirementKind
from throughcare.casework.courts.rules.release import unpaid_work_by
from throughcare.foundation.kernel.days import day_of

from ..models import Beginning, Movement
from ..rules.attendance import MET
from ..rules.movements import Moved, MovementKind, released_on
from ..rules.requirement_clocks import RequirementFacts, ToldOf, Word


@dataclass(frozen=True)
class Placed:
    """A case as requirements ask about it: whose, and whether the person is in custody."""

    case_id: UUID
    person_id: UUID
    in_custody: bool


@dataclass(frozen=True)
class InForce:
    """A requirement in force of a person with a case: what was ordered, and what bears on it."""

    case_id: UUID
    required: courts.Required
    facts: RequirementFacts


def beginnings_of(requirement_ids: Iterable[UUID]) -> dict[UUID, list[Beginning]]:
    """What stands recorded of requirements' beginnings, in the order of recording; one question."""
    rows = list(Beginning.objects.filter(requirement_id__in=list(requirement_ids)).order_by("at", "id"))
    gone = {row.takes_back_id for row in rows if row.takes_back_id}
    found: dict[UUID, list[Beginning]] = {}
    for row in rows:
        if row.word != Word.TAKEN_BACK and row.id not in gone:
            found.setdefault(row.requirement_id, []).append(row)
    return found


def as_told(row: Beginning) -> ToldOf:
    """What a row says, as the rule asks about it."""
    return ToldOf(Word(row.word), row.on, row.reason, row.until)


def requirements_in_force(cases: Iterable[Placed], *, on: date) -> list[InForce]:
    """Every requirement in force of the people of cases, each with what bears on it; five questions."""
    by_person = {case.person_id: case for case in cases}
    required = [one for one in courts.required_of(by_person) if one.person_id in by_person]
    ids = [one.requirement.id for one in required]
    came, told, released = _came(ids), beginnings_of(ids), _released(by_person)
    return [
        InForce(
            by_person[one.person_id].case_id,
            one,
            _facts(
                one, came.get(one.requirement.id), [as_told(row) for row in told.get(one.requirement.id, ())],
                by_person[one.person_id], released.get(one.person_id), on,
            ),
        )
        for one in required
    ]  # fmt: skip


def _facts(
    one: courts.Required, came: tuple[date | None, Decimal] | None, told: Sequence[ToldOf], case: Placed,
    released: date | None, on: date,
) -> RequirementFacts:  # fmt: skip
    kind, asked = RequirementKind(one.requirement.kind), one.requirement
    first, done = came or (None, Decimal(0))
    return RequirementFacts(
        kind=kind, made=one.made, order_ends=one.ends, amount=asked.amount, unit=asked.unit, counts=asked.is_counted,
        first_came=first, done=done, told=told, in_custody=case.in_custody,
        released=released if released is not None and released > one.made else None,
        work_by=unpaid_work_by(one.made, on=on) if kind is RequirementKind.UNPAID_WORK else None,
    )  # fmt: skip


# Each requirement's first day on which the person took part in something that counts towards it, and how much of it is done.
_CAME = """SELECT e.requirement_id, min(e.happened_at) FILTER (WHERE e.outcome = ANY (%(met)s)), coalesce(sum(e.done), 0)
  FROM supervision_contact e WHERE e.requirement_id = ANY (%(ids)s) AND e.with_whom = 'person on probation'
    AND NOT EXISTS (SELECT 1 FROM supervision_contact n WHERE n.corrects_id = e.id) GROUP BY e.requirement_id"""


def _came(ids: Sequence[UUID]) -> dict[UUID, tuple[date | None, Decimal]]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_CAME, {"ids": list(ids), "met": sorted(MET)})
        rows: list[tuple[UUID, datetime | None, Decimal]] = cursor.fetchall()
    return {key: (day_of(first) if first else None, done) for key, first, done in rows}


def _released(person_ids: Iterable[UUID]) -> dict[UUID, date]:
    found: dict[UUID, list[Moved]] = {}
    rows = Movement.objects.filter(person_id__in=list(person_ids)).order_by("moved_at", "id")
    for person, kind, moved_at in rows.values_list("person_id", "kind", "moved_at"):
        found.setdefault(person, []).append(Moved(MovementKind(kind), moved_at))
    days = {person: released_on(moved) for person, moved in found.items()}
    return {person: day for person, day in days.items() if day is not None}
