"""Cases: caseload, team queues, appointments, risk, transfers, closing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.queries.cases import OnCaseload, TenureSeen, Waiting
from throughcare.casework.supervision.rules import EndReason, TenureKind, TransferKind
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, check, done, or_404
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Cases"])
MOST_PAGES = 10_000


class Case(Schema):
    """A person's case: where it stands, who answers for it, and what is not filled."""

    id: UUID
    version: int
    opened_because: str
    opened_at: datetime
    closed_at: datetime | None
    model_name: str
    risk: str
    sentence: str
    place: str
    unit: str
    organisation: str
    tenures: list[TenureSeen]
    gaps: list[dict[str, Any]]
    continuity: str


class Transfer(Schema):
    """A transfer."""

    id: UUID
    person_id: UUID
    kind: str
    state: str
    from_unit: UUID
    to_unit: UUID
    because: str
    offered_at: datetime
    whole_by: date
    version: int


@router.get("/caseload", response={200: list[OnCaseload], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE)
def get_caseload(request: HttpRequest, page: int = 1) -> Any:
    """The caller's own people, highest risk first, 50 a page."""
    member = check(request, May.LOOK_AT_PEOPLE)
    return [asdict(row) for row in queries.caseload(member.id, page=min(max(1, page), MOST_PAGES))]


@router.get("/team/waiting", response={200: list[Waiting], **REFUSALS})
@allowed(May.LOOK_AT_TEAM)
def get_waiting(request: HttpRequest, kind: str = "") -> Any:
    """Cases of the caller's teams in which nobody holds a role, longest first."""
    member = check(request, May.LOOK_AT_TEAM)
    rows = queries.without_holder(access.units_below(member.unit_id), at=request.at, kind=kind[:30])  # type: ignore[attr-defined]
    return [asdict(row) for row in rows]


@router.get("/team/transfers", response={200: list[Transfer], **REFUSALS})
@allowed(May.LOOK_AT_TEAM)
def get_transfers(request: HttpRequest) -> Any:
    """Transfers on offer to or from the caller's teams."""
    member = check(request, May.LOOK_AT_TEAM)
    rows = queries.transfers_waiting(access.units_below(member.unit_id), at=request.at)  # type: ignore[attr-defined]
    return [row.transfer for row in rows]


@router.get("/people/{person_id}/case", response={200: Case, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=None)
def get_case(request: HttpRequest, person_id: UUID) -> Any:
    """A person's open case, or their last."""
    seen = or_404(queries.case_of(person_id, at=request.at))  # type: ignore[attr-defined]
    names = (
        "id",
        "version",
        "opened_because",
        "opened_at",
        "closed_at",
        "model_name",
        "risk",
        "sentence",
        "place",
    )
    return {
        **{name: getattr(seen.case, name) for name in names},
        "unit": seen.unit,
        "organisation": seen.organisation,
        "tenures": [asdict(t) for t in seen.tenures],
        "gaps": [asdict(g) for g in seen.gaps],
        "continuity": seen.continuity.sentence,
    }


class Record(Schema):
    """A note of something that happened; its kind is "note"."""

    kind: str = Field("note", max_length=20)
    what: str = Field(max_length=200)
    note: str = Field("", max_length=20_000)


class Appointment(Schema):
    """Who is to hold which role, why whoever held it stops, and the tenure that is replaced; null: nobody holds it."""

    kind: TenureKind
    member_id: UUID
    because: EndReason = EndReason.REPLACED
    instead_of: UUID | None = None


class Offer(Schema):
    """Where a case should go, and why."""

    to_unit: UUID
    because: str = Field(max_length=300)
    kind: TransferKind = TransferKind.PERMANENT
    until: Day | None = None


class AnswerReason(Schema):
    """A reason."""

    because: str = Field("", max_length=300)


class Close(Schema):
    """Why a case is closed, and the version it was read at."""

    version: int
    because: str = Field(max_length=300)


def _case_id(request: HttpRequest, person_id: UUID) -> UUID:
    return or_404(queries.case_of(person_id, at=request.at)).case.id  # type: ignore[attr-defined]


@router.post("/people/{person_id}/entries", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def record_on_timeline(request: HttpRequest, person_id: UUID, payload: Record) -> Any:
    """Write a note on the timeline."""
    case = _case_id(request, person_id)
    return Status(201, {"id": done(request, actions.record_on_timeline, case_id=case, **payload.dict())})


@router.post("/people/{person_id}/appointments", response={201: dict[str, Any], **REFUSALS})
@allowed(May.APPOINT_HOLDER)
def appoint(request: HttpRequest, person_id: UUID, payload: Appointment) -> Any:
    """Appoint a member to a role."""
    asked = actions.Appointing(
        _case_id(request, person_id),
        payload.kind,
        payload.member_id,
        payload.because,
        str(payload.instead_of or ""),
    )
    return Status(201, {"tenures": list(done(request, actions.appoint_holders, appointments=[asked]))})


@router.post("/people/{person_id}/transfers", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.OFFER_TRANSFER)
def offer_transfer(request: HttpRequest, person_id: UUID, payload: Offer) -> Any:
    """Offer a case to another team."""
    case = _case_id(request, person_id)
    return Status(201, {"id": done(request, actions.offer_transfer, case_id=case, **payload.dict())})


@router.post("/people/{person_id}/close", response={204: None, **REFUSALS})
@allowed(May.CLOSE_CASE)
def close_case(request: HttpRequest, person_id: UUID, payload: Close) -> Any:
    """Close a case."""
    done(request, actions.close_case, case_id=_case_id(request, person_id), **payload.dict())
    return Status(204, None)


@router.get("/transfers/{transfer_id}", response={200: Transfer, **REFUSALS})
@allowed(May.LOOK_AT_TEAM)
def get_transfer(request: HttpRequest, transfer_id: UUID) -> Any:
    """One transfer."""
    return or_404(queries.transfer(transfer_id))


@router.post("/transfers/{transfer_id}/accept", response={204: None, **REFUSALS})
@allowed(May.ANSWER_TRANSFER)
def accept_transfer(request: HttpRequest, transfer_id: UUID, payload: AnswerReason) -> Any:
    """Take a case over."""
    done(request, actions.accept_transfer, transfer_id=transfer_id, answer=payload.because)
    return Status(204, None)


@router.post("/transfers/{transfer_id}/refuse", response={204: None, **REFUSALS})
@allowed(May.ANSWER_TRANSFER)
def refuse_transfer(request: HttpRequest, transfer_id: UUID, payload: AnswerReason) -> Any:
    """Refuse a case, saying why."""
    done(request, actions.refuse_transfer, transfer_id=transfer_id, because=payload.because)
    return Status(204, None)


@router.post("/transfers/{transfer_id}/end", response={204: None, **REFUSALS})
@allowed(May.OFFER_TRANSFER)
def end_move(request: HttpRequest, transfer_id: UUID) -> Any:
    """End a temporary move, by either team."""
    done(request, actions.end_temporary_move, transfer_id=transfer_id)
    return Status(204, None)


@router.post("/transfers/{transfer_id}/withdraw", response={204: None, **REFUSALS})
@allowed(May.OFFER_TRANSFER)
def withdraw_transfer(request: HttpRequest, transfer_id: UUID) -> Any:
    """Take an offer back."""
    done(request, actions.withdraw_transfer, transfer_id=transfer_id)
    return Status(204, None)
