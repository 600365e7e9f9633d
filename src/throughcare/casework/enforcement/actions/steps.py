"""What every move of a failure does: look at it locked, hold it against the table and the side, write it, say what is owed next."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import must_say

from ..events import FailureDecided
from ..models import Failure, FailureStep
from ..rules import (
    DECISIONS,
    Clock,
    FailureState,
    Made,
    Move,
    Side,
    check_move,
    check_pause,
    enforcement_terms,
)
from ..store.failures import Stands, is_open, owed, standing

LONGEST = 2000
CHANGED = "Somebody else did something about this failure while you had it open. Look again."


def said(words: str, otherwise: str, *, field: str = "note", most: int = LONGEST) -> str:
    """Words that must be given; refused when there are none or too many."""
    return must_say(words, field, otherwise, most)


def found(failure_id: UUID, by: Member, side: Side) -> Stands:
    """A failure, locked; refused where there is none to be seen, or when the member is not of the side that may do this."""
    row = Failure.objects.filter(id=failure_id).first()
    if row is None:
        raise Refused("There is no such failure, or it is not yours to see.")
    concerns(row.person_id)
    add_to_line(failure=row.id)
    if not _is_of(row, by, side):
        if side is Side.DECIDER and row.decider_unit is None:
            raise Refused(row.undecided_because)
        raise Refused(f"Only the team of {side} can do this.")
    locked = Failure.objects.select_for_update().filter(id=failure_id).first()
    if locked is None:
        raise Refused(
            f"This failure is “{row.state}”: there is nothing for you to do about it now."
            " If what happened was recorded wrongly, put the contact right: the failure follows it."
        )
    [stands] = standing([locked])
    return stands


def _is_of(row: Failure, by: Member, side: Side) -> bool:
    below = set(units_below(by.unit_id))
    if side is Side.DECIDER:
        return row.decider_unit in below
    case = supervision.open_case(row.case_id)
    held = case is not None and row.person_id in supervision.held_people(by.id)
    return row.notifier_unit in below or (case is not None and case.unit_id in below) or held


def take(
    stands: Stands, move: Move, by: Member, at: datetime, *, version: int, reason: str = "", note: str = "", until: date | None = None,
    on: date | None = None,
) -> UUID:  # fmt: skip
    """Make one move of a locked failure; refused when the table has none such, or when it changed since it was read. Returns the step."""
    row = stands.row
    if row.version != version:
        raise Refused(CHANGED)
    check_pause(stands.moves, move)
    state, day = check_move(stands.state, move), on or day_of(at)
    step = FailureStep(
        id=new_id(), person_id=row.person_id, failure_id=row.id, number=len(stands.steps) + 1, move=move, before=stands.state,
        after=state, on=day, until=until, reason=reason, note=note, at=at, member_id=by.id, organisation_id=by.organisation_id,
    )  # fmt: skip
    insert_all([step])
    changed = _changed(stands, state, Made(move, day, until), at)
    if not Failure.objects.filter(id=row.id, version=version).update(**changed, version=version + 1):
        raise Refused(CHANGED)
    add_to_line(step=step.id)
    if move in DECISIONS:
        announce(FailureDecided(row.id, row.person_id, step.id, move), at=at, by=by.id)
    derive_grants("failure", [row.id])
    return step.id


def _changed(stands: Stands, state: FailureState, made: Made, at: datetime) -> dict[str, Any]:
    row = stands.row
    answering = row.decider_unit or row.notifier_unit
    return {
        **owed(row, state, [*stands.made, made], answering, today=day_of(at)),
        "state": state.value,
        "ended_at": None if is_open(state) else max(at, row.noted_at),
    }


def limit(stands: Stands, wanted: date | None, clock: Clock, at: datetime) -> date:
    """The day until which a clock is stopped: the one asked for, which no term may go beyond, or the term's own."""
    term = enforcement_terms(stands.row.failed_on).table.clocks[clock]
    most = WorkingCalendar().add(day_of(at), term.days)
    if wanted is None:
        return most
    if not day_of(at) <= wanted <= most:
        raise Refused(f"Give a day up to {most:%-d %B %Y} ({term.clause}).", field="until")
    return wanted


def not_ahead(on: date | None, stands: Stands, at: datetime, field: str = "on") -> date:
    """A day on which something was done: not before the failure and not ahead; today where none is given."""
    day = on or day_of(at)
    if not stands.row.failed_on <= day <= day_of(at):
        raise Refused(f"Give a day from {stands.row.failed_on:%-d %B %Y} up to today.", field=field)
    return day
