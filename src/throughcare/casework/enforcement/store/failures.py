"""A failure with its moves as the rules ask about it, and what is owed on it as its row says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from throughcare.foundation.kernel import Clause, WorkingCalendar

from ..models import Failure, FailureStep
from ..rules import (  # fmt: skip
    DECISIONS,
    OPEN_FAILURES,
    Clock,
    Clocked,
    Delays,
    FailureState,
    Made,
    Move,
    Side,
    Term,
    delays_of,
    due_of,
    enforcement_terms,
)

UNDECIDED = frozenset(
    {FailureState.NOTED, FailureState.REFERRED, FailureState.RETURNED, FailureState.ACCEPTED}
)
"""Where a decision is still to come."""


@dataclass(frozen=True)
class Stands:
    """A failure's row with every move of it, the first first."""

    row: Failure
    steps: tuple[FailureStep, ...]

    @property
    def state(self) -> FailureState:
        """Where it stands."""
        return FailureState(self.row.state)

    @property
    def moves(self) -> list[Move]:
        """Its moves, in order."""
        return [Move(step.move) for step in self.steps]

    @property
    def made(self) -> list[Made]:
        """Its moves with their days, in order."""
        return [Made(Move(step.move), step.on, step.until) for step in self.steps]

    @property
    def delays(self) -> Delays:
        """How long the notice and the decision took."""
        return delays_of(self.made, clocked_of(self.row), WorkingCalendar())

    @property
    def decision(self) -> FailureStep | None:
        """The step that decided; None before there is one."""
        return next((step for step in reversed(self.steps) if step.move in DECISIONS), None)


def clocked_of(row: Failure) -> Clocked:
    """What the clocks of a failure are counted from."""
    refer = Term(row.refer_days, Clause(row.refer_source, row.refer_clause), row.refer_basis)
    return Clocked(row.failed_on, row.same_body, refer)


def standing(rows: Iterable[Failure]) -> list[Stands]:
    """Failures with as much of their moves as the viewer may read; one question."""
    known = list(rows)
    steps = (
        FailureStep.objects.filter(failure__in=[row.id for row in known]).order_by("number") if known else ()
    )
    return _together(known, steps)


def of_contacts(contact_ids: Iterable[UUID]) -> list[Stands]:
    """The failures of contacts, whole, whoever hears; in the worker alone."""
    return _whole("enforcement_of_contacts", contact_ids)


def of_cases(case_ids: Iterable[UUID]) -> list[Stands]:
    """The failures of cases, whole, whoever hears; in the worker alone."""
    return _whole("enforcement_of_cases", case_ids)


def by_id(failure_ids: Iterable[UUID]) -> list[Stands]:
    """Failures, whole, whoever hears; in the worker alone."""
    return _whole("enforcement_by_id", failure_ids)


def of_sentences(sentence_ids: Iterable[UUID]) -> list[Stands]:
    """The failures of which a court has these sentences before it, whole, whoever hears; in the worker alone."""
    return _whole("enforcement_of_sentences", sentence_ids)


def every_open() -> list[Stands]:
    """Every failure on which something is owed, whole; in the worker alone."""
    return _with_steps(list(Failure.objects.raw("SELECT * FROM enforcement_open()")))


def _whole(function: str, ids: Iterable[UUID]) -> list[Stands]:
    return _with_steps(list(Failure.objects.raw(f"SELECT * FROM {function}(%s)", [list(ids)])))


def _with_steps(rows: list[Failure]) -> list[Stands]:
    if not rows:
        return []
    asked = "SELECT * FROM enforcement_steps_of(%s)"
    return _together(rows, list(FailureStep.objects.raw(asked, [[row.id for row in rows]])))


def _together(rows: Sequence[Failure], steps: Iterable[FailureStep]) -> list[Stands]:
    of: dict[UUID, list[FailureStep]] = {row.id: [] for row in rows}
    for step in steps:
        of[step.failure_id].append(step)
    return [Stands(row, tuple(of[row.id])) for row in rows]


def owed(
    row: Failure, state: FailureState, made: Sequence[Made], answering: UUID, *, today: date
) -> dict[str, Any]:
    """What is owed on a failure that stands so, as its columns: by the team of the side, or by the team that answers where nobody decides."""
    if row.decider_unit is None and state in UNDECIDED:
        accept = enforcement_terms(row.failed_on).table.clocks[Clock.ACCEPT]
        by = WorkingCalendar().add(today, accept.days)
        return _owes(Move.PASSED_ON, Side.DECIDER, answering, by, row.undecided_because)
    due = due_of(state, made, clocked_of(row), WorkingCalendar())
    if due is None:
        return {"due": "", "due_side": "", "due_unit": None, "due_on": None, "due_because": ""}
    unit = row.notifier_unit if due.side is Side.NOTIFIER else row.decider_unit or answering
    return _owes(due.move, due.side, unit, due.on, str(due.clause))


def _owes(move: Move, side: Side, unit: UUID, on: date, because: str) -> dict[str, Any]:
    return {
        "due": move.value, "due_side": side.value, "due_unit": unit, "due_on": on, "due_because": because[:600],
    }  # fmt: skip


def is_open(state: FailureState) -> bool:
    """Whether something is owed by somebody where a failure stands so."""
    return state in OPEN_FAILURES
