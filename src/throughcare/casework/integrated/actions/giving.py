"""What is done with somebody who is selected: given with a day, done or dropped with a word, or passed on to another with the reason."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import OpenCase
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.queries import is_me
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import must_say

from ..models import IntegratedAction, Selection
from ..rules import (
    IntegratedActionState,
    SelectionState,
    check_action_due,
    check_action_given,
    check_ends_as,
)
from ..store import to_act, working_on
from .steps import CHANGED, CLOSED, LONGEST, NOT_YOURS, has_part_in, why_said


@action(Permission.WORK_INTEGRATED)
def give_action(
    *, by: Member, at: datetime, selection_id: UUID, what: str, owner_id: UUID, due_on: date
) -> UUID:
    """Give somebody an action, with a day; it stands on their home until it is ended. Returns the action."""
    row, case = _selected(selection_id)
    if not has_part_in(case, by):
        raise Refused(NOT_YOURS)
    words = must_say(what, "what", "Say what is to be done.", LONGEST)
    return _give(row, case, words, owner_id, due_on, by, at)


@action(Permission.WORK_INTEGRATED)
def end_action(
    *, by: Member, at: datetime, integrated_action_id: UUID, state: IntegratedActionState, came_of_it: str
) -> None:
    """Say that an action is done or dropped, and what came of it: its owner, or whoever leads the team."""
    one, _, case = _found(integrated_action_id)
    check_ends_as(state)
    words = must_say(came_of_it, "came_of_it", "Say what came of it.", LONGEST)
    leads = by.may(Permission.SELECT_INTEGRATED) and has_part_in(case, by)
    if not (leads or (is_me(one.owner_id) and (has_part_in(case, by) or case.person_id in working_on(by)))):
        raise Refused("This is somebody else's to do. They say how it ended, or whoever leads the team.")
    _end(one, state, words, by, at)


@action(Permission.SELECT_INTEGRATED)
def pass_on_action(
    *, by: Member, at: datetime, integrated_action_id: UUID, owner_id: UUID, due_on: date, because: str
) -> UUID:
    """Pass an action on to another, with a day of its own and the reason: what it was stays as it stood. Returns the new one."""
    one, row, case = _found(integrated_action_id)
    if not has_part_in(case, by):
        raise Refused(NOT_YOURS)
    words = why_said(because, "Say why somebody else does it.")
    _end(one, IntegratedActionState.PASSED_ON, words, by, at)
    return _give(row, case, one.what, owner_id, due_on, by, at)


def _selected(selection_id: UUID) -> tuple[Selection, OpenCase]:
    """Somebody who is selected, with the open case in which they are."""
    row = Selection.objects.filter(id=selection_id).first()
    if row is None:
        raise Refused("There is no such selection, or it is not yours to see.")
    concerns(row.person_id)
    add_to_line(selection=row.id)
    check_action_given(SelectionState(row.state))
    case = supervision.open_cases_of([row.person_id]).get(row.person_id)
    if case is None or case.id != row.case_id:
        raise Refused(CLOSED)
    return row, case


def _found(integrated_action_id: UUID) -> tuple[IntegratedAction, Selection, OpenCase]:
    one = IntegratedAction.objects.filter(id=integrated_action_id).first()
    if one is None:
        raise Refused("There is no such action, or it is not yours to see.")
    row, case = _selected(one.selection_id)
    if one.state != IntegratedActionState.OPEN:
        raise Refused(f"This action is {one.state} already.")
    return one, row, case


def _end(one: IntegratedAction, to: IntegratedActionState, words: str, by: Member, at: datetime) -> None:
    standing = IntegratedAction.objects.filter(id=one.id, state=IntegratedActionState.OPEN)
    if not standing.update(state=to.value, ended_by=by.id, ended_at=at, came_of_it=words):
        raise Refused(CHANGED)


def _give(
    row: Selection, case: OpenCase, what: str, owner_id: UUID, due_on: date, by: Member, at: datetime
) -> UUID:
    check_action_due(due_on, day_of(at))
    if owner_id not in {member.id for member in to_act(case, at)}:
        raise Refused(
            "Choose who does it: somebody who works in it, of the team, with a role in the case, or of a partner.",
            field="owner_id",
        )
    made = IntegratedAction(
        id=new_id(), person_id=row.person_id, selection_id=row.id, what=what, owner_id=owner_id, due_on=due_on, given_by=by.id,
        given_at=at,
    )  # fmt: skip
    insert_all([made])
    return made.id
