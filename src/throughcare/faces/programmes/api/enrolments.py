"""Referrals to programmes: made, moved, given a place, recorded alone and scored."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from throughcare.casework.people.queries import names_of
from throughcare.casework.programmes import actions, queries
from throughcare.casework.programmes.queries import EnrolmentLine, EnrolmentSeen, EnrolmentWhole, MoveSeen
from throughcare.casework.programmes.rules import EndedBecause, EnrolmentState, Moment
from throughcare.casework.supervision.rules.contacts import Absence, Outcome
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

router = Router(tags=["Programmes"])


class EnrolmentTold(Schema):
    """Where a referral stands: how many sessions are done and left, and the group."""

    line: EnrolmentLine
    sessions_done: int
    sessions_left: int
    group_code: str
    group_id: UUID | None
    next_at: datetime | None


class SessionTold(Schema):
    """A session for one person: whether it is done, and what came of it each time."""

    number: int
    name: str
    kind: str
    is_done: bool
    outcomes: list[str]


class WholeTold(Schema):
    """A referral whole; ``version`` is to be sent back, ``may`` are the states that the caller's side can set now."""

    seen: EnrolmentTold
    version: int
    because: str
    ordered: str
    counted: Decimal
    sessions: list[SessionTold]
    moves: list[MoveSeen]
    may: list[EnrolmentState]


class NewEnrolment(Schema):
    """To which programme and team, under which requirement, and why."""

    programme_key: str = Field(max_length=40)
    to_unit: UUID
    requirement_id: UUID | None = None
    because: str = Field(max_length=1000)


class MoveMade(Schema):
    """To which state, for which reason, from the version that was read."""

    version: int
    to: EnrolmentState
    reason: EndedBecause | None = None
    note: str = Field("", max_length=2000)


class PlaceGiven(Schema):
    """In which group, from the version that was read."""

    version: int
    group_id: UUID


class HeldAlone(Schema):
    """A session held with one person: which, when, and what came of it."""

    session: int
    happened_at: AwareDatetime
    outcome: Outcome
    absence: Absence | None = None
    note: str = Field("", max_length=5000)


class Scored(Schema):
    """A score of a measure."""

    measure: str = Field(max_length=40)
    moment: Moment
    value: int
    on: Day


def _told(one: EnrolmentSeen) -> dict[str, Any]:
    return {
        "line": one.line, "sessions_done": len(one.progress.done), "sessions_left": len(one.progress.left),
        "group_code": one.group_code, "group_id": one.group_id, "next_at": one.next_at,
    }  # fmt: skip


@router.get("/people/{person_id}/enrolments", response={200: list[EnrolmentTold], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.SERVICES, own=May.DELIVER_PROGRAMME)
def list_enrolments_of(request: HttpRequest, person_id: UUID) -> Any:
    """A person's referrals to programmes, the latest first."""
    or_404(names_of([person_id]).get(person_id))
    today: date = day_of(request.at)  # type: ignore[attr-defined]
    return [_told(one) for one in queries.enrolments_of(person_id, today=today)]


@router.post("/people/{person_id}/enrolments", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def refer_to_programme(request: HttpRequest, person_id: UUID, payload: NewEnrolment) -> Any:
    """Refer a person to a programme."""
    or_404(names_of([person_id]).get(person_id))
    made = done(request, actions.refer_to_programme, person_id=person_id, **payload.dict())
    return Status(201, {"id": made})


@router.get("/enrolments/{enrolment_id}", response={200: WholeTold, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE)
def get_enrolment(request: HttpRequest, enrolment_id: UUID) -> Any:
    """One referral whole."""
    by, at = request.member, request.at  # type: ignore[attr-defined]
    seen: EnrolmentWhole = or_404(queries.enrolment(enrolment_id, by, at=at))
    return {
        "seen": _told(seen.seen), "version": seen.version, "because": seen.because,
        "ordered": seen.requirement.length if seen.requirement else "", "counted": seen.done,
        "sessions": [
            {"number": one.session.number, "name": one.session.name, "kind": one.session.kind.value, "is_done": one.is_done,
             "outcomes": [each.outcome.value for each in one.contacts]}
            for one in seen.sessions
        ],
        "moves": list(seen.moves), "may": [move.after for move, _ in seen.may],
    }  # fmt: skip


@router.post("/enrolments/{enrolment_id}/moves", response={204: None, **REFUSALS})
@allowed(May.DELIVER_PROGRAMME)
def move_enrolment(request: HttpRequest, enrolment_id: UUID, payload: MoveMade) -> Any:
    """Move a referral, as the team that delivers."""
    done(request, actions.move_enrolment, enrolment_id=enrolment_id, **payload.dict())
    return Status(204, None)


@router.post("/enrolments/{enrolment_id}/answers", response={204: None, **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def answer_for_sentence(request: HttpRequest, enrolment_id: UUID, payload: MoveMade) -> Any:
    """Move a referral, as the team that referred."""
    done(request, actions.answer_for_sentence, enrolment_id=enrolment_id, **payload.dict())
    return Status(204, None)


@router.post("/enrolments/{enrolment_id}/place", response={204: None, **REFUSALS})
@allowed(May.RUN_GROUPS)
def give_place(request: HttpRequest, enrolment_id: UUID, payload: PlaceGiven) -> Any:
    """Give somebody who waits a place in a group."""
    done(request, actions.give_place, enrolment_id=enrolment_id, **payload.dict())
    return Status(204, None)


@router.post("/enrolments/{enrolment_id}/sessions", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.DELIVER_PROGRAMME)
def record_alone(request: HttpRequest, enrolment_id: UUID, payload: HeldAlone) -> Any:
    """Record a session held with one person alone; gives the contact."""
    made = done(request, actions.record_alone, enrolment_id=enrolment_id, **payload.dict())
    return Status(201, {"id": made})


@router.post("/enrolments/{enrolment_id}/scores", response={204: None, **REFUSALS})
@allowed(May.DELIVER_PROGRAMME)
def record_measure(request: HttpRequest, enrolment_id: UUID, payload: Scored) -> Any:
    """Score a person before or after the programme."""
    done(request, actions.record_measure, enrolment_id=enrolment_id, **payload.dict())
    return Status(204, None)
