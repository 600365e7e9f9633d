"""Groups of programmes: planned, held, moved, ended, and what came of each session for everybody in it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from throughcare.casework.programmes import actions, queries
from throughcare.casework.programmes.actions import Mark, NewGroup
from throughcare.casework.programmes.queries import FacilitatorSeen, GroupLine, GroupWhole
from throughcare.casework.programmes.rules import Cohort, GroupKind, GroupSex, Slot
from throughcare.casework.supervision.rules.contacts import Absence, Outcome
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, check, done, or_404
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Programmes"])
MOST = 60


class InGroupTold(Schema):
    """Somebody with a place in a group, and how far they have come."""

    enrolment_id: UUID
    person_id: UUID
    name: str
    state: str
    sessions_done: int
    sessions_left: int


class GroupSessionTold(Schema):
    """A session of a group: when, where, how many are expected and recorded."""

    id: UUID
    place: int
    number: int
    name: str
    starts_at: datetime
    minutes: int
    where: str
    version: int
    expected: int
    recorded: int


class GroupTold(Schema):
    """A group whole, its people as far as the caller sees them; ``version`` is to be sent back."""

    line: GroupLine
    version: int
    facilitators: list[FacilitatorSeen]
    people: list[InGroupTold]
    sessions: list[GroupSessionTold]


class SlotTold(Schema):
    """A time of the week; Monday is 0."""

    weekday: int = Field(ge=0, le=6)
    at: time


class GroupPlanned(Schema):
    """A group to lay out."""

    programme: str = Field(max_length=40)
    code: str = Field(max_length=20)
    kind: GroupKind
    sex: GroupSex
    cohort: Cohort = Cohort.GENERAL
    site: str = Field(max_length=100)
    room: str = Field(max_length=60)
    capacity: int = Field(ge=1, le=30)
    opens_on: Day
    slots: list[SlotTold] = Field(max_length=7)
    lead_id: UUID
    facilitators: list[UUID] = Field([], max_length=12)
    rounds: int = Field(1, ge=1, le=6)


class HeldBy(Schema):
    """Who leads and who holds a group, from the version that was read."""

    version: int
    lead_id: UUID
    facilitators: list[UUID] = Field([], max_length=12)


class GroupEnded(Schema):
    """Why a group ends, from the version that was read."""

    version: int
    because: str = Field(max_length=300)


class Trained(Schema):
    """Who is trained in what, from which day and until which."""

    member_id: UUID
    programme_key: str = Field(max_length=40)
    begins: Day
    ends: Day | None = None


class MarkTold(Schema):
    """What came of a session for one person; ``seen`` is the contact that stood when it was read."""

    enrolment_id: UUID
    outcome: Outcome
    absence: Absence | None = None
    note: str = Field("", max_length=1000)
    seen: UUID | None = None


class RegisterTold(Schema):
    """What came of a session for many people at once, and why what stood is put right."""

    marks: list[MarkTold] = Field(max_length=MOST)
    because: str = Field("", max_length=300)


class NotRecordedTold(Schema):
    """Of whom nothing was recorded, and why."""

    enrolment_id: UUID
    because: str


class AttendanceTold(Schema):
    """What became of the marks of a session."""

    recorded: int
    corrected: int
    unchanged: int
    not_recorded: list[NotRecordedTold]


class SessionMoved(Schema):
    """Another time for a session, from the version that was read."""

    version: int
    starts_at: AwareDatetime
    because: str = Field(max_length=300)


@router.get("/groups", response={200: list[GroupLine], **REFUSALS})
@allowed(May.DELIVER_PROGRAMME)
def list_groups(request: HttpRequest, over: bool = False) -> Any:
    """The groups of the caller's teams, the next session first; with those that are over where asked."""
    member = check(request, May.DELIVER_PROGRAMME)
    at: datetime = request.at  # type: ignore[attr-defined]
    return queries.groups_of(access.units_below(member.unit_id), at=at, over=over)


@router.post("/groups", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RUN_GROUPS)
def plan_group(request: HttpRequest, payload: GroupPlanned) -> Any:
    """Lay a group out with all its sessions."""
    given = payload.dict() | {"slots": [Slot(one.weekday, one.at) for one in payload.slots]}
    return Status(201, {"id": done(request, actions.plan_group, group=NewGroup(**given))})


@router.get("/groups/{group_id}", response={200: GroupTold, **REFUSALS})
@allowed(May.DELIVER_PROGRAMME)
def get_group(request: HttpRequest, group_id: UUID) -> Any:
    """One group of the caller's teams."""
    member = check(request, May.DELIVER_PROGRAMME)
    at: datetime = request.at  # type: ignore[attr-defined]
    found = queries.group(group_id, at=at)
    ours = found is not None and found.unit_id in access.units_below(member.unit_id)
    seen: GroupWhole = or_404(found if ours else None)
    return {
        "line": seen.line, "version": seen.version, "facilitators": list(seen.facilitators),
        "people": [
            {"enrolment_id": one.enrolment_id, "person_id": one.person_id, "name": one.name, "state": one.state,
             "sessions_done": len(one.progress.done), "sessions_left": len(one.progress.left)}
            for one in seen.people
        ],
        "sessions": [
            {"id": one.id, "place": one.place, "number": one.session.number, "name": one.session.name,
             "starts_at": one.starts_at, "minutes": one.minutes, "where": one.where, "version": one.version,
             "expected": one.expected, "recorded": one.recorded}
            for one in seen.sessions
        ],
    }  # fmt: skip


@router.post("/groups/{group_id}/facilitators", response={204: None, **REFUSALS})
@allowed(May.RUN_GROUPS)
def change_facilitators(request: HttpRequest, group_id: UUID, payload: HeldBy) -> Any:
    """Say who leads and who holds a group from now on."""
    done(request, actions.change_facilitators, group_id=group_id, **payload.dict())
    return Status(204, None)


@router.post("/groups/{group_id}/end", response={200: dict[str, int], **REFUSALS})
@allowed(May.RUN_GROUPS)
def end_group(request: HttpRequest, group_id: UUID, payload: GroupEnded) -> Any:
    """End a group; gives how many wait for another because of it."""
    return {"waiting": done(request, actions.end_group, group_id=group_id, **payload.dict())}


@router.post("/programmes/trainings", response={204: None, **REFUSALS})
@allowed(May.RUN_GROUPS)
def record_training(request: HttpRequest, payload: Trained) -> Any:
    """Record that a member of one's teams is trained in a programme."""
    done(request, actions.record_training, **payload.dict())
    return Status(204, None)


@router.post("/groups/sessions/{session_id}/attendance", response={200: AttendanceTold, **REFUSALS})
@allowed(May.DELIVER_PROGRAMME)
def record_attendance(request: HttpRequest, session_id: UUID, payload: RegisterTold) -> Any:
    """Record what came of a session for many people; whoever could not be recorded is named with why."""
    marks = [Mark(**one.dict()) for one in payload.marks]
    return done(
        request, actions.record_attendance, session_id=session_id, marks=marks, because=payload.because
    )


@router.post("/groups/sessions/{session_id}/move", response={204: None, **REFUSALS})
@allowed(May.DELIVER_PROGRAMME)
def move_session(request: HttpRequest, session_id: UUID, payload: SessionMoved) -> Any:
    """Put a session that was not held yet at another time."""
    done(request, actions.move_session, session_id=session_id, **payload.dict())
    return Status(204, None)
