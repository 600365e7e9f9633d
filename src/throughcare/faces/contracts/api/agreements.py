"""Agreements: one's own team's, drawn up, signed, changed and answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.queries import AgreementSeen
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

router = Router(tags=["Contracts"])
WORDS = Field(min_length=1, max_length=500)
TEXT = Field(min_length=1, max_length=1_000_000, description="Terms in YAML.")


class EditionShown(Schema):
    """One edition of the terms: its text, from which day it decides, where it stands, and how many of each side have signed."""

    id: UUID
    number: int
    starts: date
    standing: str
    signed: dict[str, int]
    because: str
    text: str
    at: datetime


class AgreementShown(Schema):
    """An agreement: its sides, which of them the caller's team is, how it came about, and every edition of its terms."""

    id: UUID
    title: str
    buyer: str
    provider: str
    side: str
    competition_id: UUID | None
    package: str
    sign_from: date | None
    because: str
    editions: list[EditionShown]


class DrawnUp(Schema):
    """Terms offered to a team without a competition, and why there is none."""

    terms: str = TEXT
    provider_unit: UUID
    because: str = WORDS


class DrawnFromAward(Schema):
    """Terms for a package that a competition of the team's own awarded."""

    terms: str = TEXT
    competition_id: UUID
    package: str = Field(min_length=1, max_length=120)


class ChangeProposed(Schema):
    """Other terms, from the first day of a month to come, and why."""

    terms: str = TEXT
    starts: Day
    because: str = WORDS


class OfferedAgain(Schema):
    """Other first terms, and why."""

    terms: str = TEXT
    because: str = WORDS


class AgreementReason(Schema):
    """A reason."""

    because: str = WORDS


def _shown(seen: AgreementSeen) -> AgreementShown:
    row = seen.stands.row
    return AgreementShown(
        id=row.id, title=row.title, buyer=seen.buyer, provider=seen.provider, side=seen.side.value,
        competition_id=row.competition_id, package=row.package, sign_from=row.sign_from, because=row.because,
        editions=[
            EditionShown(
                id=one.row.id, number=one.row.number, starts=one.row.starts, standing=one.standing.value,
                signed={side.value: many for side, many in one.signing.signed.items()}, because=one.row.because,
                text=one.row.text, at=one.row.at,
            )
            for one in seen.stands.terms
        ],
    )  # fmt: skip


@router.get("/contracts", response={200: list[AgreementShown], **REFUSALS})
@allowed(May.LOOK_AT_AGREEMENTS)
def list_agreements(request: HttpRequest) -> Any:
    """Every agreement of the caller's team."""
    found = queries.agreements(request.member, at=request.at)  # type: ignore[attr-defined]
    return [_shown(one) for one in found]


@router.get("/contracts/{contract_id}", response={200: AgreementShown, **REFUSALS})
@allowed(May.LOOK_AT_AGREEMENTS)
def get_agreement(request: HttpRequest, contract_id: UUID) -> Any:
    """One agreement of the caller's team."""
    try:
        return _shown(queries.agreement(contract_id, request.member, at=request.at))  # type: ignore[attr-defined]
    except Refused:
        return or_404(None)


@router.post("/contracts", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.DRAW_UP_AGREEMENT)
def draw_up_agreement(request: HttpRequest, payload: DrawnUp) -> Any:
    """Offer terms to a team without a competition."""
    return Status(201, {"id": done(request, actions.draw_up_agreement, **payload.dict())})


@router.post("/awarded-contracts", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.DRAW_UP_AGREEMENT)
def draw_up_from_award(request: HttpRequest, payload: DrawnFromAward) -> Any:
    """Offer terms for what was awarded, to whoever bid it."""
    return Status(201, {"id": done(request, actions.draw_up_from_award, **payload.dict())})


@router.post("/contracts/{contract_id}/changes", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.CHANGE_AGREEMENT)
def propose_agreement_change(request: HttpRequest, contract_id: UUID, payload: ChangeProposed) -> Any:
    """Propose other terms."""
    made = done(request, actions.propose_change, agreement_id=contract_id, **payload.dict())
    return Status(201, {"id": made})


@router.post("/contracts/{contract_id}/offers", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.DRAW_UP_AGREEMENT)
def offer_agreement_again(request: HttpRequest, contract_id: UUID, payload: OfferedAgain) -> Any:
    """Offer other first terms, where those before were turned down or taken back."""
    return Status(201, {"id": done(request, actions.offer_again, agreement_id=contract_id, **payload.dict())})


@router.post("/contracts/terms/{terms_id}/sign", response={200: dict[str, str], **REFUSALS})
@allowed(May.SIGN_AGREEMENT)
def sign_terms(request: HttpRequest, terms_id: UUID) -> Any:
    """Sign an edition for the caller's side; where it stands then."""
    return {"standing": str(done(request, actions.sign_terms, terms_id=terms_id))}


@router.post("/contracts/terms/{terms_id}/turn-down", response={204: None, **REFUSALS})
@allowed(May.CHANGE_AGREEMENT)
def turn_down_terms(request: HttpRequest, terms_id: UUID, payload: AgreementReason) -> Any:
    """Turn down what the other side offered."""
    done(request, actions.turn_down_terms, terms_id=terms_id, **payload.dict())
    return Status(204, None)


@router.post("/contracts/terms/{terms_id}/take-back", response={204: None, **REFUSALS})
@allowed(May.CHANGE_AGREEMENT)
def take_back_terms(request: HttpRequest, terms_id: UUID, payload: AgreementReason) -> Any:
    """Take back what the caller's own side offered."""
    done(request, actions.take_back_terms, terms_id=terms_id, **payload.dict())
    return Status(204, None)
