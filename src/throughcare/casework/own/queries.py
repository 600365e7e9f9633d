"""Tells of a code, to whoever may give one, and of what stands ahead, to the person whom it let in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from throughcare.casework.people.queries import living
from throughcare.casework.planning.rules import (
    OPEN_STEPS,
    GoalMark,
    GoalState,
    StepMark,
    Whose,
    goal_state,
    step_state,
)
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Permission

from .models import Code
from .rules import CodeState, code_state
from .store import gives_code


@dataclass(frozen=True)
class CodeSeen:
    """The code that a case has or had last: since when, who gave it, what it does now, and when it was used."""

    since: datetime
    by: str
    state: CodeState
    opened_at: datetime | None


@dataclass(frozen=True)
class Meets:
    """One appointment ahead, as the person reads it."""

    starts_at: datetime
    kind: ContactKind
    place: str
    holder: str


@dataclass(frozen=True)
class OwnStep:
    """One thing that is still to be done towards a goal: what, whose it is, and by when (None: not said)."""

    what: str
    whose: Whose
    by: date | None


@dataclass(frozen=True)
class OwnGoal:
    """A goal in the person's own words, and what is still to be done for it."""

    words: str
    later: bool
    steps: tuple[OwnStep, ...]


class Ordered(NamedTuple):
    """A sentence that runs, until when (None: not said), and what of it is done by attending: of what, how much and how much is done.

    ``kind`` and ``amount`` are None where nothing of the sentence is counted.
    """

    sentence: str
    ends_on: date | None
    kind: str | None
    amount: int | None
    unit: str | None
    at_most: bool | None
    done: Decimal

    @property
    def left(self) -> Decimal:
        """How much is still to be done; nought once all of it is."""
        return max(Decimal(self.amount or 0) - self.done, Decimal(0))


class OwnLook(NamedTuple):
    """A day on which somebody looked at the person's record: in which role, and of which organisation."""

    on: date
    role: str
    organisation: str


@dataclass(frozen=True)
class OwnPage:
    """All that a person is shown of their record by themselves."""

    meets: tuple[Meets, ...]
    ordered: tuple[Ordered, ...]
    goals: tuple[OwnGoal, ...]
    looks: tuple[OwnLook, ...]


class _StepRow(NamedTuple):
    goal_id: UUID
    words: str
    wanted_by: date | None
    goal_marks: list[str]
    what: str | None
    whose: str | None
    by: date | None
    step_marks: list[str]


def code_of(case_id: UUID, *, at: datetime) -> CodeSeen | None:
    """The last code of a case; None where none was ever given."""
    row = Code.objects.filter(case=case_id).order_by("-at", "-id").first()
    if row is None:
        return None
    concerns(row.person_id)
    state = code_state(
        given_at=row.at, tries=row.tries, opened_at=row.opened_at, left_at=row.left_at, ended_at=row.ended_at, at=at
    )  # fmt: skip
    name = access.member_names([row.member_id]).get(row.member_id, "not known")
    return CodeSeen(row.at, name, state, row.opened_at)


def may_give(case: supervision.CaseSeen, by: Member) -> bool:
    """Whether a member may give a code for a case: it is open, they have a part in it, and their role carries it."""
    row = case.case
    return (
        row.closed_at is None
        and by.may(Permission.GIVE_OWN_CODE)
        and bool(living([row.person_id]))
        and gives_code(row.person_id, row.unit_id, by)
    )


def own_page(secret: str) -> OwnPage | None:
    """What a visit shows; None where it is none, is over, was withdrawn, or its case is closed. Asked by nobody signed in."""
    person = _one("own_visitor", secret)
    if person is None:
        return None
    concerns(person)
    bodies = {one.id: one.name for one in access.organisations()}
    looks = tuple(OwnLook(on, role, bodies.get(body, "")) for on, role, body in _rows("own_looks", secret))
    return _told("own_appointments", "own_ordered", "own_goals", of=secret, looks=looks)


def own_sheet(case_id: UUID) -> OwnPage | None:
    """What a visit would show but who looked, for whoever prints it for the person; None for those who may not, or where there is no own page."""
    person = _one("own_sheet_of", str(case_id))
    if person is None:
        return None
    concerns(person)
    return _told("own_sheet_appointments", "own_sheet_ordered", "own_sheet_goals", of=str(case_id), looks=())


def _told(meets: str, ordered: str, goals: str, *, of: str, looks: tuple[OwnLook, ...]) -> OwnPage:
    held = _rows(meets, of)
    names = access.member_names([row[3] for row in held])
    told = (Meets(at, ContactKind(kind), place, names.get(holder, "")) for at, kind, place, holder in held)
    found = tuple(Ordered(*row) for row in _rows(ordered, of))
    return OwnPage(tuple(told), found, _goals(_StepRow(*row) for row in _rows(goals, of)), looks)


def _one(function: str, of: str) -> UUID | None:
    [(found,)] = _rows(function, of)
    return found if isinstance(found, UUID) else None


def _rows(function: str, of: str) -> list[Any]:
    """The rows of one function of the database; its name is one of this module's own."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}(%s)", [of])
        rows: list[Any] = cursor.fetchall()
    return rows


def _goals(rows: Iterable[_StepRow]) -> tuple[OwnGoal, ...]:
    """Goals that still stand, those for now before those for later, each with the steps that are still open."""
    found: dict[UUID, OwnGoal] = {}
    for row in rows:
        state = goal_state(row.wanted_by, [GoalMark(mark) for mark in row.goal_marks])
        if state not in {GoalState.CURRENT, GoalState.LATER}:
            continue
        goal = found.get(row.goal_id, OwnGoal(row.words, state is GoalState.LATER, ()))
        found[row.goal_id] = OwnGoal(goal.words, goal.later, (*goal.steps, *_step(row)))
    return tuple(sorted(found.values(), key=lambda goal: goal.later))


def _step(row: _StepRow) -> tuple[OwnStep, ...]:
    if row.what is None or row.whose is None:
        return ()
    state = step_state([StepMark(mark) for mark in row.step_marks])
    return (OwnStep(row.what, Whose(row.whose), row.by),) if state in OPEN_STEPS else ()
