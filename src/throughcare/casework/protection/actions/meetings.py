"""A meeting called, held or put off, what it decides, and how it is closed with minutes that somebody absent can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import must_say

from ..models import Meeting, MeetingInvited
from ..rules import (
    Came,
    MeetingDecides,
    MeetingState,
    PersonTold,
    ProtectionLevel,
    check_bodies,
    check_calls,
    check_closes,
    check_disclosure,
    check_held,
    check_meeting_day,
    meeting_due,
)
from ..store import protected_whole, taking_part
from .meeting_words import Said, found_meeting, write_decision
from .steps import CHANGED, LONGEST, at_most_said, found_protection, why_said

MINUTES = 4000


@action(Permission.CHAIR_PROTECTION)
def call_meeting(
    *,
    by: Member,
    at: datetime,
    protection_id: UUID,
    version: int,
    meets_on: date,
    place: str,
    bodies: Sequence[str],
    member_ids: Sequence[UUID] = (),
    late_because: str = "",
) -> UUID:
    """Call a meeting on somebody at level 2 or 3, and invite bodies and members; after the day it is due only with a reason. Returns it."""
    found = found_protection(protection_id, by, at, version=version)
    check_calls(found.state, found.level, meets=found.meeting is not None)
    one = found.standing()
    due = meeting_due(one.level, one.since, first=not one.met, on=day_of(at), calendar=WorkingCalendar())
    check_meeting_day(meets_on, day_of(at), due.by, late_because)
    check_bodies(bodies, day_of(at))
    assert found.case is not None
    able = {member.id for member in taking_part(found.case, at)}
    if set(member_ids) - able:
        raise Refused("Invite members who have a part in the case and read its category.", field="member_ids")
    row = Meeting(
        id=new_id(),
        person_id=found.row.person_id,
        protection_id=found.row.id,
        category=found.row.category,
        level=found.level.value,
        meets_on=meets_on,
        place=must_say(place, "place", "Say at what time and where it meets.", 200),
        late_because=at_most_said(late_because, "late_because"),
        called_by=by.id,
        called_at=at,
    )
    insert_all([row])
    insert_all([_invited(row, by, at, body=body) for body in sorted(set(bodies))])
    insert_all([_invited(row, by, at, member_id=one_of) for one_of in sorted(set(member_ids))])
    add_to_line(meeting=row.id)
    return row.id


def _invited(
    row: Meeting, by: Member, at: datetime, *, body: str = "", member_id: UUID | None = None
) -> MeetingInvited:
    return MeetingInvited(
        id=new_id(),
        person_id=row.person_id,
        meeting_id=row.id,
        category=row.category,
        body=body,
        member_id=member_id,
        invited_by=by.id,
        invited_at=at,
    )


@action(Permission.CHAIR_PROTECTION)
def hold_meeting(*, by: Member, at: datetime, protection_meeting_id: UUID, came: Mapping[UUID, Came]) -> None:
    """Say that a meeting was held, and of everybody invited whether they attended, sent apologies or were absent."""
    row, _ = found_meeting(protection_meeting_id, by)
    if row.state != MeetingState.CALLED:
        raise Refused(f"The meeting is {row.state}.")
    invited = list(row.invited.values_list("id", flat=True))
    check_held(row.meets_on, day_of(at), invited, came)
    for said in sorted(set(came.values())):
        ids = [one for one, how in came.items() if how is said]
        MeetingInvited.objects.filter(id__in=ids).update(came=said.value, said_by=by.id, said_at=at)
    _move(row, MeetingState.HELD)


@action(Permission.CHAIR_PROTECTION)
def put_off_meeting(*, by: Member, at: datetime, protection_meeting_id: UUID, because: str) -> None:
    """Put off a meeting that was not held, with the reason; another is owed by the same day as before."""
    row, _ = found_meeting(protection_meeting_id, by)
    if row.state != MeetingState.CALLED:
        raise Refused(f"The meeting is {row.state}: only one that was not held is put off.")
    words = why_said(because, "Say why it is put off.")
    _move(row, MeetingState.PUT_OFF, ended_by=by.id, ended_at=at, ended_because=words)


@action(Permission.CHAIR_PROTECTION)
def decide_at_meeting(
    *, by: Member, at: datetime, protection_meeting_id: UUID, what: str, because: str, dissent: str = ""
) -> None:
    """Record what a meeting decided besides the level and disclosure, with the reason and whoever differed."""
    row, _ = found_meeting(protection_meeting_id, by)
    decided = must_say(what, "what", "Say what was decided.", LONGEST)
    said = Said(MeetingDecides.OTHER, decided, why_said(because, "Say why."), dissent)
    write_decision(row, said, by=by, at=at)


@action(Permission.CHAIR_PROTECTION)
def decide_disclosure(
    *,
    by: Member,
    at: datetime,
    protection_meeting_id: UUID,
    kind: MeetingDecides,
    because: str,
    what: str = "",
    to_whom: str = "",
    told: PersonTold | None = None,
    told_because: str = "",
    dissent: str = "",
) -> None:
    """Record what is disclosed, to whom, why that is proportionate and whether the person is told; or that nothing is, and why."""
    row, _ = found_meeting(protection_meeting_id, by)
    check_disclosure(kind, to_whom, told, told_because)
    disclosed = kind is MeetingDecides.DISCLOSURE
    words = must_say(what, "what", "Say what is disclosed.", LONGEST) if disclosed else "Nothing is disclosed"
    reason = why_said(
        because, "Say why it is proportionate." if disclosed else "Say why nothing is disclosed."
    )
    said = Said(kind, words, reason, dissent, to_whom.strip(), told, told_because if told else "")
    write_decision(row, said, by=by, at=at)


@action(Permission.CHAIR_PROTECTION)
def close_meeting(
    *, by: Member, at: datetime, protection_meeting_id: UUID, shared: str, assessed: str, planned: str
) -> None:
    """Close a meeting with its minutes; not before it has decided on disclosure and reviewed the level it was held at."""
    row, _ = found_meeting(protection_meeting_id, by)
    minutes = {
        "shared": must_say(shared, "shared", "Say what each agency told.", MINUTES),
        "assessed": must_say(assessed, "assessed", "Say how the meeting assessed the risk.", MINUTES),
        "planned": must_say(planned, "planned", "Say what the plan is.", MINUTES),
    }
    decided = {MeetingDecides(kind) for kind in row.decisions.values_list("kind", flat=True)}
    whole = protected_whole([row.protection], at)[0]
    check_closes(MeetingState(row.state), _level_at(row, whole.level), decided)
    _move(row, MeetingState.CLOSED, ended_by=by.id, ended_at=at, **minutes)


def _level_at(row: Meeting, now: ProtectionLevel) -> ProtectionLevel:
    """The level that the meeting was held at, unless none stands any more by another way."""
    return now if now is ProtectionLevel.NOT_SET else ProtectionLevel(row.level)


def _move(row: Meeting, to: MeetingState, **columns: object) -> None:
    if not Meeting.objects.filter(id=row.id, state=row.state).update(state=to.value, **columns):
        raise Refused(CHANGED)
