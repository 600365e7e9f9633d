"""What somebody does after a meeting: given with a day, done with what came of it, or passed on to another with the reason."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.casework.supervision.queries import OpenCase
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.queries import is_me
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import must_say

from ..models import Meeting, MeetingAction
from ..rules import MeetingActionState, MeetingState, check_decides
from ..store import taking_part
from .meeting_words import found_meeting
from .steps import CHANGED, LONGEST, why_said


@action(Permission.CHAIR_PROTECTION)
def give_meeting_action(
    *, by: Member, at: datetime, protection_meeting_id: UUID, what: str, owner_id: UUID, due_on: date
) -> None:
    """Give somebody with a part in the case an action of a meeting, with a day; it stands on their home until it is done."""
    row, case = found_meeting(protection_meeting_id, by)
    check_decides(MeetingState(row.state))
    words = must_say(what, "what", "Say what is to be done.", LONGEST)
    _give(row, case, words, owner_id, due_on, by, at)


@action(Permission.SCREEN_PROTECTION)
def finish_meeting_action(*, by: Member, at: datetime, meeting_action_id: UUID, came_of_it: str) -> None:
    """Say that an action is done, and what came of it: its owner, or whoever chairs."""
    one, _, _ = _found(meeting_action_id, by)
    words = why_said(came_of_it, "Say what came of it.", "came_of_it")
    if not (is_me(one.owner_id) or by.may(Permission.CHAIR_PROTECTION)):
        raise Refused("This is somebody else's to do. They say when it is done, or whoever chairs.")
    _end(one, MeetingActionState.DONE, words, by, at)


@action(Permission.CHAIR_PROTECTION)
def pass_on_meeting_action(
    *, by: Member, at: datetime, meeting_action_id: UUID, owner_id: UUID, due_on: date, because: str
) -> None:
    """Pass an action on to another, with a day of its own and the reason: what it was stays as it stood."""
    one, row, case = _found(meeting_action_id, by)
    words = why_said(because, "Say why somebody else does it.")
    _end(one, MeetingActionState.PASSED_ON, words, by, at)
    _give(row, case, one.what, owner_id, due_on, by, at)


def _found(meeting_action_id: UUID, by: Member) -> tuple[MeetingAction, Meeting, OpenCase]:
    one = MeetingAction.objects.filter(id=meeting_action_id).first()
    if one is None:
        raise Refused("There is no such action, or it is not yours to see.")
    row, case = found_meeting(one.meeting_id, by)
    if one.state != MeetingActionState.OPEN:
        raise Refused(f"This action is {one.state} already.")
    return one, row, case


def _end(one: MeetingAction, to: MeetingActionState, words: str, by: Member, at: datetime) -> None:
    standing = MeetingAction.objects.filter(id=one.id, state=MeetingActionState.OPEN)
    if not standing.update(state=to.value, ended_by=by.id, ended_at=at, came_of_it=words):
        raise Refused(CHANGED)


def _give(
    row: Meeting, case: OpenCase, what: str, owner_id: UUID, due_on: date, by: Member, at: datetime
) -> None:
    if due_on < day_of(at):
        raise Refused("An action is due today or on a day to come.", field="due_on")
    if owner_id not in {member.id for member in taking_part(case, at)}:
        raise Refused("Choose somebody who has a part in the case and reads its category.", field="owner_id")
    made = MeetingAction(
        id=new_id(),
        person_id=row.person_id,
        meeting_id=row.id,
        category=row.category,
        what=what,
        owner_id=owner_id,
        due_on=due_on,
        given_by=by.id,
        given_at=at,
    )
    insert_all([made])
