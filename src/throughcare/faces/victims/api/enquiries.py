"""Addresses asked about, and answered yes, no or that it cannot be said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.people.queries import names_of
from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.queries import EnquiryAsked, EnquiryToAnswer
from throughcare.casework.victims.rules.enquiries import EnquiryAnswer
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Victims"])


class AddressAsked(Schema):
    """An address or area that is proposed for somebody."""

    place: str = Field(max_length=300)


class AddressAnswered(Schema):
    """Whether it is too near to anybody whom the team looks after."""

    answer: EnquiryAnswer


@router.post("/people/{person_id}/address-enquiries", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.ASK_ABOUT_ADDRESS, part=None)
def ask_about_address(request: HttpRequest, person_id: UUID, payload: AddressAsked) -> Any:
    """Ask whether an address proposed for somebody is too near to anybody victim liaison looks after; told on a day that is the same for all."""
    or_404(names_of([person_id]).get(person_id))
    return Status(
        201, {"id": done(request, actions.ask_about_address, person_id=person_id, **payload.dict())}
    )


@router.get("/people/{person_id}/address-enquiries", response={200: list[EnquiryAsked], **REFUSALS})
@allowed(May.ASK_ABOUT_ADDRESS, part=None)
def list_address_enquiries(request: HttpRequest, person_id: UUID) -> Any:
    """What the caller asked about addresses proposed for somebody, and what they are told of each."""
    or_404(names_of([person_id]).get(person_id))
    return queries.enquiries_of(person_id, at=request.at)  # type: ignore[attr-defined]


@router.get("/victims/enquiries", response={200: list[EnquiryToAnswer], **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def list_enquiries(request: HttpRequest) -> Any:
    """Addresses that the caller's team has to answer about, soonest first."""
    return queries.enquiries_to_answer(at=request.at)  # type: ignore[attr-defined]


@router.post("/victims/enquiries/{enquiry_id}/answer", response={204: None, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def answer_enquiry(request: HttpRequest, enquiry_id: UUID, payload: AddressAnswered) -> Any:
    """Say whether it is too near to anybody the team looks after."""
    done(request, actions.answer_enquiry, enquiry_id=enquiry_id, **payload.dict())
    return Status(204, None)
