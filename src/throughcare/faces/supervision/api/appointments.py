"""Appointments of a person with their reminders, what holds them in the week, clashes before booking, and their own calendar."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.queries import CommitmentSeen
from throughcare.casework.supervision.rules.appointments import AppointmentState
from throughcare.casework.supervision.rules.commitments import CommitmentKind, Weekly
from throughcare.casework.supervision.rules.contacts import ContactKind, Outcome
from throughcare.casework.supervision.rules.diary import MovedBy
from throughcare.casework.supervision.rules.reminders import ReminderState
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

from .contacts import Next

router = Router(tags=["Appointments"])


class Reminded(Schema):
    """A reminder: so many hours before, by text or email, how it stands and since when, and why it did not go."""

    hours: int
    state: ReminderState
    because: str
    channel: str
    language: str
    text: str
    edition: str
    sent_at: datetime | None
    settled_at: datetime | None


class Appointed(Schema):
    """An appointment: what became of it, by whose doing it was moved, what it clashed with and why it was made all the same."""

    id: UUID
    starts_at: datetime
    minutes: int | None
    kind: ContactKind
    place: str
    holder: str
    called_off_at: datetime | None
    because: str
    moved_to: datetime | None
    moved_by: MovedBy | None
    outcome: Outcome | None
    state: AppointmentState
    clashes: list[str]
    despite: str
    reminders: list[Reminded]


class Appointments(Schema):
    """The latest 400 appointments of a person's latest case, the latest first, and how often they were moved by whose doing."""

    appointments: list[Appointed]
    moved: dict[MovedBy, int]


class Clash(Schema):
    """What stands in the way, and by which terms."""

    because: str
    clause: str


class HoursOfTheWeek(Schema):
    """Hours that hold a person: days are 1 for Monday to 7; an end not after the beginning is of the next day."""

    kind: CommitmentKind
    weekdays: list[int] = Field(max_length=7)
    starts: time
    ends: time
    since: Day
    until: Day | None = None
    note: str = Field("", max_length=200)
    requirement_id: UUID | None = None


class Address(Schema):
    """The secret address of a person's own calendar, told once."""

    address: str


def _case(request: HttpRequest, person_id: UUID) -> queries.CaseSeen:
    return or_404(queries.case_of(person_id, at=request.at))  # type: ignore[attr-defined]


@router.get("/people/{person_id}/calendar", response={200: Appointments, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.APPOINTMENTS)
def list_appointments(request: HttpRequest, person_id: UUID) -> Any:
    """Every appointment of a person's latest case with its reminders."""
    case = _case(request, person_id).case
    told = queries.appointments_told(case.id, at=request.at)  # type: ignore[attr-defined]
    reminders = queries.reminders_of([one.id for one in told])
    rows = [asdict(one) | {"reminders": [asdict(r) for r in reminders.get(one.id, ())]} for one in told]
    return {"appointments": rows, "moved": queries.moves_counted(case.id)}


@router.post("/people/{person_id}/calendar/clashes", response={200: list[Clash], **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def list_clashes(request: HttpRequest, person_id: UUID, payload: Next) -> Any:
    """What stands in the way of an appointment; nothing is made."""
    _case(request, person_id)
    booking = actions.Booking(**payload.dict())
    (found,) = queries.clashes_with(person_id, [booking], booking.held_by or request.member.id)  # type: ignore[attr-defined]
    return [{"because": one.because, "clause": str(one.clause)} for one in found]


@router.get("/people/{person_id}/commitments", response={200: list[CommitmentSeen], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.APPOINTMENTS)
def list_commitments(request: HttpRequest, person_id: UUID) -> Any:
    """What holds a person at certain hours of the week."""
    _case(request, person_id)
    return queries.commitments_of(person_id)


@router.post("/people/{person_id}/commitments", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def record_commitment(request: HttpRequest, person_id: UUID, payload: HoursOfTheWeek) -> Any:
    """Record hours of the week that hold a person."""
    said = payload.dict()
    note, requirement = said.pop("note"), said.pop("requirement_id")
    if payload.starts.tzinfo or payload.ends.tzinfo:
        raise Refused("Hours are by the clock of London: give them without a zone.", field="starts")
    weekly = Weekly(**said | {"weekdays": tuple(said["weekdays"])})
    given = {"case_id": _case(request, person_id).case.id, "hours": actions.Hours(weekly, note, requirement)}
    return Status(201, {"id": done(request, actions.record_commitment, **given)})


@router.post("/people/{person_id}/commitments/{commitment_id}/end", response={204: None, **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def end_commitment(request: HttpRequest, person_id: UUID, commitment_id: UUID) -> Any:
    """Say that hours hold a person no longer."""
    given = {"case_id": _case(request, person_id).case.id, "commitment_id": commitment_id}
    done(request, actions.end_commitment, **given)
    return Status(204, None)


@router.post("/people/{person_id}/calendar/address", response={201: Address, **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def make_own_calendar(request: HttpRequest, person_id: UUID) -> Any:
    """Make the secret address of a person's own calendar, in the place of the one before; it is told once, and sent twice is made twice."""
    case = _case(request, person_id).case
    secret = actions.make_feed(by=request.member, at=request.at, case_id=case.id)  # type: ignore[attr-defined]
    return Status(201, {"address": request.build_absolute_uri(f"/calendars/own/{secret}.ics")})


@router.post("/people/{person_id}/calendar/address/withdraw", response={204: None, **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def withdraw_own_calendar(request: HttpRequest, person_id: UUID) -> Any:
    """Withdraw the address of a person's own calendar."""
    done(request, actions.withdraw_feed, case_id=_case(request, person_id).case.id)
    return Status(204, None)
