"""Contacts and appointments of a case: how contact stands, recording, correcting, booking and calling off."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.queries import AppointmentSeen
from throughcare.casework.supervision.rules.contacts import (
    Absence,
    ContactKind,
    Evidence,
    Outcome,
    Told,
    Whom,
)
from throughcare.casework.supervision.rules.diary import Every, MovedBy, repeated
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.kernel.days import check_days

router = Router(tags=["Contacts"])


class StandingContact(Schema):
    """A contact that stands: when, how, with whom, what came of it, and what it counted towards."""

    id: UUID
    happened_at: datetime
    kind: ContactKind
    with_whom: Whom
    outcome: Outcome
    absence: Absence | None
    evidence: Evidence | None
    what: str
    note: str
    requirement_id: UUID | None
    done: Decimal | None
    member_id: UUID
    at: datetime


class Counted(Schema):
    """How often what was to be attended went how; the parts come to the whole."""

    complied: int
    late: int
    did_not_comply: int
    excused: int
    excused_without_evidence: int
    unacceptable: int
    awaiting: int
    off_service: int
    off_person: int
    not_known: int


class Contacting(Schema):
    """Contacts that stand, latest first; appointments ahead; those past of which nothing is told; days of failures; counts."""

    contacts: list[StandingContact]
    ahead: list[AppointmentSeen]
    waiting: list[AppointmentSeen]
    failures: list[date]
    failures_since: date
    attendance: Counted


class Next(Schema):
    """An appointment to make: when, of what kind, where, which member holds it (the caller, unless said), and its minutes.

    ``despite`` is why it is made although it clashes with something; without it, one that does is refused with what it is.
    """

    starts_at: AwareDatetime
    kind: ContactKind
    place: str = Field("", max_length=100)
    held_by: UUID | None = None
    minutes: int | None = None
    despite: str = Field("", max_length=300)


class Series(Next):
    """A series of appointments, the first as given."""

    every: Every
    times: int


class AnotherTime(Next):
    """What is put in the place of an appointment, whose doing that is, and why."""

    moved_by: MovedBy
    because: str = Field(max_length=300)


class ContactTold(Schema):
    """A contact: ``done`` is in the unit of the requirement, ``absence`` goes with an acceptable absence alone.

    ``evidence`` goes with an absence that was decided upon; left out, nothing is known of it.
    """

    happened_at: AwareDatetime
    kind: ContactKind
    outcome: Outcome
    what: str = Field(max_length=500)
    with_whom: Whom = Whom.PERSON
    absence: Absence | None = None
    evidence: Evidence | None = None
    note: str = Field("", max_length=20_000)
    requirement_id: UUID | None = None
    done: Decimal | None = Field(None, max_digits=6, decimal_places=2)
    appointment_id: UUID | None = None

    def meeting(self, case_id: UUID) -> actions.Meeting:
        """As the act takes it."""
        names = ("happened_at", "kind", "outcome", "with_whom", "absence", "what", "done", "evidence")
        told = Told(**{name: getattr(self, name) for name in names})
        return actions.Meeting(case_id, told, self.note, self.requirement_id, self.appointment_id)


class ContactRecord(ContactTold):
    """A contact and, if there is to be one, the next appointment."""

    following: Next | None = None


class ContactCorrection(ContactTold):
    """A contact as it was, and why it is corrected."""

    because: str = Field(max_length=300)


class ReasonOfContact(Schema):
    """Why."""

    because: str = Field(max_length=300)


def check_clashes(
    request: HttpRequest, person_id: UUID, bookings: list[actions.Booking], *, but: UUID | None = None
) -> None:
    """Refuse what clashes with something, saying with what, unless the caller says why it is made all the same."""
    wanted = [one for one in bookings if not one.despite.strip()]
    if not wanted:
        return
    found = queries.clashes_with(person_id, wanted, wanted[0].held_by or request.member.id, but=but)  # type: ignore[attr-defined]
    said = [
        f"{one.starts_at:%-d %B %Y}: {clash.because}"
        for one, clashes in zip(wanted, found, strict=True)
        for clash in clashes
    ]
    if said:
        raise Refused(f"{'; '.join(said)}. Say why in despite to make it all the same.", field="despite")


def _case(request: HttpRequest, person_id: UUID) -> queries.CaseSeen:
    return or_404(queries.case_of(person_id, at=request.at))  # type: ignore[attr-defined]


@router.get("/people/{person_id}/case/contacts", response={200: Contacting, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.CONTACTS)
def list_contacts(request: HttpRequest, person_id: UUID) -> Any:
    """How contact stands in a person's latest case."""
    seen = queries.contacting(_case(request, person_id).case, at=request.at)  # type: ignore[attr-defined]
    return asdict(seen)


@router.post("/people/{person_id}/case/contacts", response={201: dict[str, UUID | None], **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def tell_contact(request: HttpRequest, person_id: UUID, payload: ContactRecord) -> Any:
    """Record a contact and the next appointment."""
    told, case = payload.following, _case(request, person_id).case
    following = actions.Booking(**told.dict()) if told else None
    check_clashes(request, person_id, [following] if following else [])
    made = done(request, actions.record_contact, meeting=payload.meeting(case.id), following=following)
    return Status(201, made if isinstance(made, dict) else asdict(made))


@router.post(
    "/people/{person_id}/case/contacts/{contact_id}", response={201: dict[str, UUID | None], **REFUSALS}
)
@allowed(May.RECORD_ON_TIMELINE)
def correct_contact(
    request: HttpRequest, person_id: UUID, contact_id: UUID, payload: ContactCorrection
) -> Any:
    """Correct a contact by a new one, which names the old."""
    meeting = payload.meeting(_case(request, person_id).case.id)
    because = payload.because
    made = done(request, actions.correct_contact, contact_id=contact_id, meeting=meeting, because=because)
    return Status(201, made if isinstance(made, dict) else asdict(made))


@router.post("/people/{person_id}/diary", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def book_appointment(request: HttpRequest, person_id: UUID, payload: Next) -> Any:
    """Make an appointment."""
    booking = actions.Booking(**payload.dict())
    case = _case(request, person_id).case
    check_clashes(request, person_id, [booking])
    return Status(201, {"id": done(request, actions.book_appointment, case_id=case.id, booking=booking)})


@router.post("/people/{person_id}/diary/series", response={201: dict[str, list[UUID]], **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def book_series(request: HttpRequest, person_id: UUID, payload: Series) -> Any:
    """Make a series of appointments."""
    said = payload.dict()
    every, times = said.pop("every"), said.pop("times")
    case, first = _case(request, person_id).case, actions.Booking(**said)
    check_days(first)
    days = repeated(first.starts_at, every, times, WorkingCalendar())
    check_clashes(request, person_id, [replace(first, starts_at=day) for day in days])
    given = {"booking": first, "every": every, "times": times}
    return Status(201, {"ids": done(request, actions.book_series, case_id=case.id, **given)})


@router.post("/people/{person_id}/diary/{appointment_id}/move", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def move_appointment(
    request: HttpRequest, person_id: UUID, appointment_id: UUID, payload: AnotherTime
) -> Any:
    """Put another appointment in the place of one that lies ahead."""
    _case(request, person_id)
    said = payload.dict()
    doing = {name: said.pop(name) for name in ("moved_by", "because")}
    booking = actions.Booking(**said)
    seen = queries.appointment(appointment_id)
    if seen is not None and seen.person_id == person_id:
        held = replace(booking, held_by=booking.held_by or seen.held_by)
        check_clashes(request, person_id, [held], but=appointment_id)
    given = doing | {"booking": booking}
    return Status(
        201, {"id": done(request, actions.move_appointment, appointment_id=appointment_id, **given)}
    )


@router.get("/diary", response={200: list[queries.InDiary], **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def get_diary(request: HttpRequest, start: Day, days: int = 7) -> Any:
    """What the caller holds from a day on, for at most 31 days."""
    until = start + timedelta(days=max(1, min(days, 31)))
    return queries.diary([request.member.id], start=start, until=until)  # type: ignore[attr-defined]


@router.post("/people/{person_id}/diary/{appointment_id}/call-off", response={204: None, **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def call_off_appointment(
    request: HttpRequest, person_id: UUID, appointment_id: UUID, payload: ReasonOfContact
) -> Any:
    """Call off an appointment that lies ahead."""
    _case(request, person_id)
    done(request, actions.call_off_appointment, appointment_id=appointment_id, because=payload.because)
    return Status(204, None)
