"""Tells of failures to comply as pages show them; the clock is the row's own, the same for whoever looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import ContactSeen
from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import WorkingCalendar

from ..models import Failure
from ..rules import Delays, FailureState, Position
from ..store.failures import Stands, standing
from ..store.windows import position_of

MOST = 500


@dataclass(frozen=True)
class FailureLine:
    """One failure in a list: its number in the case, what is owed, by whom, and the working days left (negative: late)."""

    id: UUID
    person_id: UUID
    case_id: UUID
    name: str
    number: int
    failed_on: date
    what: str
    state: FailureState
    due: str
    due_side: str
    due_unit: UUID | None
    due_on: date | None
    owner: str
    because: str
    working_days_left: int | None
    recorded_by: UUID
    notifier_unit: UUID
    notifier: str
    decider_unit: UUID | None
    decider: str
    version: int

    @property
    def called(self) -> str:
        """What both sides call it: its number within the case, and its day."""
        return f"Failure {self.number}, {self.failed_on:%-d %B %Y}"


@dataclass(frozen=True)
class StepSeen:
    """One move as a page shows it."""

    move: str
    on: date
    until: date | None
    reason: str
    note: str
    who: str
    organisation: str
    at: datetime


@dataclass(frozen=True)
class FailureSeen:
    """One failure whole: its line, its moves, the contact as it stands, where it is in its window, both delays, and who says so.

    ``position`` is None for whoever is not shown why decisions are made: they see their own notices and the decision.
    """

    line: FailureLine
    stands: Stands
    steps: tuple[StepSeen, ...]
    contact: ContactSeen | None
    position: Position | None
    delays: Delays

    @property
    def told(self) -> list[Mapping[str, str]]:
        """The lines of the operating model and the terms, each with its clause."""
        return list(self.stands.row.told)


def failures_of(person_id: UUID, *, today: date) -> list[FailureLine]:
    """A person's failures that the viewer may see, those on which something is owed first, then the latest."""
    concerns(person_id)
    rows = Failure.objects.filter(person_id=person_id).order_by("-failed_on", "-number")[:MOST]
    return _lines(sorted(rows, key=lambda row: row.ended_at is not None), today)


def failure(failure_id: UUID, *, today: date) -> FailureSeen | None:
    """One failure whole, or None where there is none or the wall hides it."""
    row = Failure.objects.filter(id=failure_id).first()
    if row is None:
        return None
    concerns(row.person_id)
    [line], [stands] = _lines([row], today), standing([row])
    contact = supervision.contacts_as_they_stand([row.contact_id]).get(row.contact_id)
    return FailureSeen(line, stands, _steps(stands), contact, _position(row), stands.delays)


def _position(row: Failure) -> Position | None:
    return position_of(row) if is_shown_reasons(row.person_id) else None


def is_shown_reasons(person_id: UUID) -> bool:
    """Whether the viewer is shown why decisions about a person were made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_shows(%s, 'reasons')", [person_id])
        (seen,) = cursor.fetchone() or (False,)
    return bool(seen)


def failures_owed(unit_ids: Iterable[UUID], *, today: date, until: date | None = None) -> list[FailureLine]:
    """The failures on which teams owe the next move, the soonest due first; up to a day where one is given."""
    rows = Failure.objects.filter(due_unit__in=list(unit_ids))
    if until is not None:
        rows = rows.filter(due_on__lte=until)
    return _lines(rows.order_by("due_on", "id")[:MOST], today)


def failures_awaited(unit_ids: Iterable[UUID], *, today: date) -> list[FailureLine]:
    """The open failures that teams recorded and on which another owes the next move, the soonest due first."""
    units = list(unit_ids)
    rows = Failure.objects.filter(notifier_unit__in=units, ended_at=None).exclude(due_unit__in=units)
    return _lines(rows.order_by("due_on", "id")[:MOST], today)


def _lines(rows: Iterable[Failure], today: date) -> list[FailureLine]:
    known = list(rows)
    concerns(row.person_id for row in known)
    names = people.names_of([row.person_id for row in known]) if known else {}
    wanted = {unit for row in known for unit in (row.due_unit, row.notifier_unit, row.decider_unit) if unit}
    units = access.units(wanted)
    said = {key: f"{unit.name}, {unit.organisation.name}" for key, unit in units.items()}
    return [
        _line(row, names[row.person_id].name if row.person_id in names else "", said, today) for row in known
    ]


def _line(row: Failure, name: str, units: Mapping[UUID, str], today: date) -> FailureLine:
    def called(unit: UUID | None) -> str:
        return units.get(unit, "a team since closed") if unit else ""

    return FailureLine(
        row.id, row.person_id, row.case_id, name, row.number, row.failed_on, row.what, FailureState(row.state), row.due, row.due_side,
        row.due_unit, row.due_on, called(row.due_unit), row.due_because, _left(row.due_on, today), row.recorded_by, row.notifier_unit,
        called(row.notifier_unit), row.decider_unit, called(row.decider_unit) or row.undecided_because, row.version,
    )  # fmt: skip


def _left(due: date | None, today: date) -> int | None:
    """The working days left until a day, negative once it is past; None where nothing is due."""
    if due is None:
        return None
    calendar = WorkingCalendar()
    return calendar.between(today, due) if due >= today else -calendar.between(due, today)


def _steps(stands: Stands) -> tuple[StepSeen, ...]:
    names = access.member_names({step.member_id for step in stands.steps})
    bodies = {one.id: one.name for one in access.organisations()}
    return tuple(
        StepSeen(
            step.move, step.on, step.until, step.reason, step.note, names.get(step.member_id, "not known"),
            bodies.get(step.organisation_id, ""), step.at,
        )
        for step in stands.steps
    )  # fmt: skip
