"""Meetings on somebody's public protection: called, held, what they decide, who does what of them, and their minutes."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.people.queries import names_of
from throughcare.casework.protection import actions, queries
from throughcare.casework.protection.queries import MeetingSeen
from throughcare.casework.protection.rules import Came, MeetingDecides, PersonTold
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Public protection"])


class InvitationShown(Schema):
    """A body or a member invited, and whether they came; ``id`` is what is named when that is said."""

    id: UUID
    who: str
    came: str


class MeetingDecisionShown(Schema):
    """A decision with its reason; ``to_whom``, ``told`` and ``told_because`` are empty but of a disclosure."""

    kind: str
    what: str
    because: str
    dissent: str
    to_whom: str
    told: str
    told_because: str


class MeetingActionShown(Schema):
    """What somebody does by a day, and what came of it."""

    id: UUID
    what: str
    owner_id: UUID
    due_on: date
    state: str
    came_of_it: str


class ProtectionMeetingShown(Schema):
    """A meeting whole; the minutes are empty before it is closed."""

    id: UUID
    protection_id: UUID
    category: int
    level: str
    state: str
    meets_on: date
    place: str
    late_because: str
    shared: str
    assessed: str
    planned: str
    put_off_because: str
    invited: list[InvitationShown]
    decisions: list[MeetingDecisionShown]
    actions: list[MeetingActionShown]


class DisclosureShown(Schema):
    """A disclosure; ``on_their_sheet`` says whether the person may read of it."""

    meeting_id: UUID
    decided_on: date
    to_whom: str
    what: str
    because: str
    told: str
    told_because: str
    on_their_sheet: bool


class CallMeeting(Schema):
    """A day and a place, and whom to invite."""

    version: int
    meets_on: date
    place: str = Field(max_length=200)
    bodies: list[str]
    member_ids: list[UUID] = Field(default_factory=list)
    late_because: str = Field("", max_length=1000)


class HoldMeeting(Schema):
    """Of each invitation whether they came."""

    came: dict[UUID, Came]


class PutOffMeeting(Schema):
    """Why it is put off."""

    because: str = Field(max_length=1000)


class DecideAtMeeting(Schema):
    """A decision besides the level and disclosure."""

    what: str = Field(max_length=1000)
    because: str = Field(max_length=1000)
    dissent: str = Field("", max_length=1000)


class DecideDisclosure(Schema):
    """What is disclosed, to whom, why that is proportionate and whether the person is told; or that nothing is, and why."""

    kind: MeetingDecides
    because: str = Field(max_length=1000)
    what: str = Field("", max_length=1000)
    to_whom: str = Field("", max_length=200)
    told: PersonTold | None = None
    told_because: str = Field("", max_length=1000)
    dissent: str = Field("", max_length=1000)


class GiveMeetingAction(Schema):
    """Who does what by which day."""

    what: str = Field(max_length=1000)
    owner_id: UUID
    due_on: date


class CloseMeeting(Schema):
    """The minutes."""

    shared: str = Field(max_length=4000)
    assessed: str = Field(max_length=4000)
    planned: str = Field(max_length=4000)


class FinishMeetingAction(Schema):
    """What came of it."""

    came_of_it: str = Field(max_length=1000)


class PassOnMeetingAction(Schema):
    """Who does it instead by which day, and why."""

    owner_id: UUID
    due_on: date
    because: str = Field(max_length=1000)


def _shown(seen: MeetingSeen) -> ProtectionMeetingShown:
    row = seen.row
    same = (
        "id",
        "protection_id",
        "category",
        "level",
        "state",
        "meets_on",
        "place",
        "late_because",
        "shared",
        "assessed",
        "planned",
    )
    return ProtectionMeetingShown(
        **{name: getattr(row, name) for name in same},
        put_off_because=row.ended_because,
        invited=[InvitationShown(id=one.row.id, who=one.name, came=one.row.came) for one in seen.invited],
        decisions=[MeetingDecisionShown.from_orm(one) for one in seen.decisions],
        actions=[MeetingActionShown.from_orm(one.row) for one in seen.actions],
    )


@router.get(
    "/people/{person_id}/protection/meetings", response={200: list[ProtectionMeetingShown], **REFUSALS}
)
@allowed(May.LOOK_AT_PEOPLE, part=Part.RISK)
def list_protection_meetings(request: HttpRequest, person_id: UUID) -> Any:
    """A person's meetings of the categories that you may read, the last first."""
    or_404(names_of([person_id]).get(person_id))
    return [_shown(one) for one in queries.meetings_of(person_id)]


@router.get("/people/{person_id}/protection/disclosures", response={200: list[DisclosureShown], **REFUSALS})
@allowed(May.SEE_PROTECTION, part=Part.RISK)
def list_protection_disclosures(request: HttpRequest, person_id: UUID) -> Any:
    """The register of what others were told of a person, the last first."""
    or_404(names_of([person_id]).get(person_id))
    return [
        DisclosureShown(
            **{
                name: getattr(one.row, name)
                for name in ("meeting_id", "to_whom", "what", "because", "told", "told_because")
            },
            decided_on=one.on,
            on_their_sheet=one.theirs,
        )
        for one in queries.disclosures_of(person_id)
    ]


@router.post("/protection/{protection_id}/meetings", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.CHAIR_PROTECTION)
def call_meeting(request: HttpRequest, protection_id: UUID, payload: CallMeeting) -> Any:
    """Call a meeting on somebody at level 2 or 3."""
    made = done(request, actions.call_meeting, protection_id=protection_id, **payload.dict())
    return Status(201, {"id": made})


@router.post("/protection-meetings/{protection_meeting_id}/hold", response={204: None, **REFUSALS})
@allowed(May.CHAIR_PROTECTION)
def hold_meeting(request: HttpRequest, protection_meeting_id: UUID, payload: HoldMeeting) -> Any:
    """Say that it was held, and who came."""
    done(request, actions.hold_meeting, protection_meeting_id=protection_meeting_id, **payload.dict())
    return Status(204, None)


@router.post("/protection-meetings/{protection_meeting_id}/put-off", response={204: None, **REFUSALS})
@allowed(May.CHAIR_PROTECTION)
def put_off_meeting(request: HttpRequest, protection_meeting_id: UUID, payload: PutOffMeeting) -> Any:
    """Put off a meeting that was not held."""
    done(request, actions.put_off_meeting, protection_meeting_id=protection_meeting_id, **payload.dict())
    return Status(204, None)


@router.post("/protection-meetings/{protection_meeting_id}/decide", response={204: None, **REFUSALS})
@allowed(May.CHAIR_PROTECTION)
def decide_at_meeting(request: HttpRequest, protection_meeting_id: UUID, payload: DecideAtMeeting) -> Any:
    """Record what it decided besides the level and disclosure."""
    done(request, actions.decide_at_meeting, protection_meeting_id=protection_meeting_id, **payload.dict())
    return Status(204, None)


@router.post("/protection-meetings/{protection_meeting_id}/disclose", response={204: None, **REFUSALS})
@allowed(May.CHAIR_PROTECTION)
def decide_disclosure(request: HttpRequest, protection_meeting_id: UUID, payload: DecideDisclosure) -> Any:
    """Record what it decided on disclosure."""
    done(request, actions.decide_disclosure, protection_meeting_id=protection_meeting_id, **payload.dict())
    return Status(204, None)


@router.post("/protection-meetings/{protection_meeting_id}/actions", response={204: None, **REFUSALS})
@allowed(May.CHAIR_PROTECTION)
def give_meeting_action(request: HttpRequest, protection_meeting_id: UUID, payload: GiveMeetingAction) -> Any:
    """Give somebody an action of it, with a day."""
    done(request, actions.give_meeting_action, protection_meeting_id=protection_meeting_id, **payload.dict())
    return Status(204, None)


@router.post("/protection-meetings/{protection_meeting_id}/close", response={204: None, **REFUSALS})
@allowed(May.CHAIR_PROTECTION)
def close_meeting(request: HttpRequest, protection_meeting_id: UUID, payload: CloseMeeting) -> Any:
    """Close it with its minutes; not before it has decided on disclosure and reviewed the level."""
    done(request, actions.close_meeting, protection_meeting_id=protection_meeting_id, **payload.dict())
    return Status(204, None)


@router.post("/protection-actions/{meeting_action_id}/done", response={204: None, **REFUSALS})
@allowed(May.SCREEN_PROTECTION)
def finish_meeting_action(request: HttpRequest, meeting_action_id: UUID, payload: FinishMeetingAction) -> Any:
    """Say that an action is done: its owner, or whoever chairs."""
    done(request, actions.finish_meeting_action, meeting_action_id=meeting_action_id, **payload.dict())
    return Status(204, None)


@router.post("/protection-actions/{meeting_action_id}/pass-on", response={204: None, **REFUSALS})
@allowed(May.CHAIR_PROTECTION)
def pass_on_meeting_action(
    request: HttpRequest, meeting_action_id: UUID, payload: PassOnMeetingAction
) -> Any:
    """Pass an action on to another."""
    done(request, actions.pass_on_meeting_action, meeting_action_id=meeting_action_id, **payload.dict())
    return Status(204, None)
