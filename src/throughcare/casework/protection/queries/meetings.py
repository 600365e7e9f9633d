"""Meetings as pages and homes show them: a person's, one whole with its minutes, what each member is asked to, and the actions they owe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Permission

from ..models import Meeting, MeetingAction, MeetingDecision, MeetingInvited, Protection
from ..rules import (
    Came,
    MeetingActionState,
    MeetingDecides,
    MeetingState,
    PersonTold,
    ProtectionState,
    person_may_read,
)
from ..store import and_above, taking_part


@dataclass(frozen=True)
class InvitedSeen:
    """A body or a member invited, by name, and whether they came."""

    row: MeetingInvited
    name: str


@dataclass(frozen=True)
class MeetingActionSeen:
    """An action of a meeting: whose it is, and whether its owner still takes part in the case."""

    row: MeetingAction
    owner: str
    is_anybodys: bool = True


@dataclass(frozen=True)
class MeetingSeen:
    """A meeting whole, as somebody who was not there reads it."""

    row: Meeting
    name: str
    called_by: str
    invited: tuple[InvitedSeen, ...]
    decisions: tuple[MeetingDecision, ...]
    actions: tuple[MeetingActionSeen, ...]
    goes_on: bool

    @property
    def decided(self) -> frozenset[MeetingDecides]:
        """What it has decided on."""
        return frozenset(MeetingDecides(one.kind) for one in self.decisions)

    @property
    def state(self) -> MeetingState:
        """Where it stands."""
        return MeetingState(self.row.state)


def meetings_of(person_id: UUID) -> list[MeetingSeen]:
    """A person's meetings whole, the last first: of the categories that the viewer may read."""
    concerns(person_id)
    rows = list(Meeting.objects.filter(person_id=person_id).order_by("-meets_on", "-called_at", "-id"))
    return _whole(rows)


def one_meeting(meeting_id: UUID) -> MeetingSeen | None:
    """A meeting whole, or None where there is none or the wall hides it."""
    row = Meeting.objects.filter(id=meeting_id).first()
    if row is None:
        return None
    concerns(row.person_id)
    return next(iter(_whole([row])), None)


def _whole(rows: Sequence[Meeting]) -> list[MeetingSeen]:
    ids = [one.id for one in rows]
    invited = list(MeetingInvited.objects.filter(meeting__in=ids).order_by("body", "id"))
    decisions = list(MeetingDecision.objects.filter(meeting__in=ids).order_by("number"))
    actions = list(MeetingAction.objects.filter(meeting__in=ids).order_by("due_on", "given_at", "id"))
    named = access.member_names(
        {one.called_by for one in rows}
        | {one.member_id for one in invited if one.member_id}
        | {one.owner_id for one in actions}
    )
    who = people.names_of({one.person_id for one in rows})
    going = _going({one.protection_id for one in rows})
    return [
        MeetingSeen(
            row,
            who[row.person_id].name,
            named.get(row.called_by, "not known"),
            tuple(_as_invited(one, named) for one in invited if one.meeting_id == row.id),
            tuple(one for one in decisions if one.meeting_id == row.id),
            tuple(
                MeetingActionSeen(one, named.get(one.owner_id, "not known"))
                for one in actions
                if one.meeting_id == row.id
            ),
            row.protection_id in going,
        )
        for row in rows
        if row.person_id in who
    ]


def _as_invited(one: MeetingInvited, named: dict[UUID, str]) -> InvitedSeen:
    return InvitedSeen(one, named.get(one.member_id, "not known") if one.member_id else one.body)


def _going(protection_ids: Iterable[UUID]) -> dict[UUID, supervision.OpenCase]:
    """Those of these categories that stand, with the open case in which they do: nothing of any other is owed."""
    rows = list(Protection.objects.filter(id__in=list(protection_ids), state=ProtectionState.CONFIRMED))
    cases = supervision.open_cases_of({row.person_id for row in rows}) if rows else {}
    return {
        row.id: cases[row.person_id]
        for row in rows
        if row.person_id in cases and cases[row.person_id].id == row.case_id
    }


@dataclass(frozen=True)
class Disclosed:
    """A disclosure: of which meeting's day, to whom, what, whether the person is told, and whether they may read of it here."""

    row: MeetingDecision
    on: date
    theirs: bool


def disclosures_of(person_id: UUID) -> list[Disclosed]:
    """The register of what others were told of somebody, the last first, of the categories that the viewer may read."""
    concerns(person_id)
    rows = MeetingDecision.objects.filter(person_id=person_id, kind=MeetingDecides.DISCLOSURE)
    return [
        Disclosed(
            row, row.meeting.meets_on, person_may_read(PersonTold(row.told), MeetingState(row.meeting.state))
        )
        for row in rows.select_related("meeting").order_by("-at", "-number")
    ]


def meetings_to_come(by: Member) -> list[Meeting]:
    """The meetings to which a member is asked and that were not held yet, while they go on and the member has a part in the case."""
    asked = MeetingInvited.objects.filter(
        member_id=by.id, came=Came.NOT_SAID, meeting__state=MeetingState.CALLED
    )
    rows = [one.meeting for one in asked.select_related("meeting").order_by("meeting__meets_on", "id")]
    own = _of_part({row.protection_id for row in rows}, by) if rows else set()
    return [row for row in rows if row.protection_id in own]


def _of_part(protection_ids: Iterable[UUID], by: Member) -> set[UUID]:
    going = _going(protection_ids)
    units, held = set(access.units_below(by.unit_id)), supervision.held_people(by.id)
    return {one for one, case in going.items() if case.unit_id in units or case.person_id in held}


def actions_owed_by(by: Member) -> list[MeetingAction]:
    """The open actions that a member owns, while what they are of goes on and the member has a part in the case; the first due at the top."""
    rows = list(_open().filter(owner_id=by.id))
    own = _of_part({row.meeting.protection_id for row in rows}, by) if rows else set()
    return [row for row in rows if row.meeting.protection_id in own]


def actions_left(unit_ids: Iterable[UUID], *, on: date, at: datetime) -> list[MeetingActionSeen]:
    """Of the cases of these teams the open actions that are late, or whose owner has no part in the case any more."""
    units = set(unit_ids)
    rows = list(_open())
    going = _going({row.meeting.protection_id for row in rows}) if rows else {}
    ours = {one: case for one, case in going.items() if case.unit_id in units}
    mine = [row for row in rows if row.meeting.protection_id in ours]
    able = _still_take_part([(row.owner_id, ours[row.meeting.protection_id]) for row in mine], at)
    named = access.member_names({row.owner_id for row in mine})
    seen = [
        MeetingActionSeen(
            row,
            named.get(row.owner_id, "not known"),
            is_anybodys=(row.owner_id, ours[row.meeting.protection_id].id) in able,
        )
        for row in mine
    ]
    return [one for one in seen if one.row.due_on < on or not one.is_anybodys]


def _still_take_part(
    pairs: Iterable[tuple[UUID, supervision.OpenCase]], at: datetime
) -> set[tuple[UUID, UUID]]:
    """Of these members each with a case those who still have a part in it; a question for each team, and for each member of another."""
    asked = list(pairs)
    members = access.members({one for one, _ in asked}, at=at) if asked else {}
    above = {unit: set(and_above(unit)) for unit in {case.unit_id for _, case in asked}}
    held: dict[UUID, set[UUID]] = {}
    found = set()
    for one, case in asked:
        member = members.get(one)
        if member is None or not member.may(Permission.SCREEN_PROTECTION):
            continue
        if member.unit_id not in above[case.unit_id] and one not in held:
            held[one] = supervision.held_people(one)
        if member.unit_id in above[case.unit_id] or case.person_id in held[one]:
            found.add((one, case.id))
    return found


def _open() -> QuerySet[MeetingAction]:
    return (
        MeetingAction.objects.filter(state=MeetingActionState.OPEN)
        .select_related("meeting")
        .order_by("due_on", "given_at", "id")
    )


def one_meeting_action(meeting_action_id: UUID) -> MeetingActionSeen | None:
    """An action of a meeting, or None where there is none or the wall hides it."""
    row = MeetingAction.objects.select_related("meeting").filter(id=meeting_action_id).first()
    if row is None:
        return None
    concerns(row.person_id)
    return MeetingActionSeen(row, access.member_names([row.owner_id]).get(row.owner_id, "not known"))


def to_invite(protection_id: UUID, *, at: datetime) -> list[Member]:
    """Whom a meeting on somebody can ask besides bodies, and give its actions to."""
    case = _going([protection_id]).get(protection_id)
    return taking_part(case, at) if case is not None else []
