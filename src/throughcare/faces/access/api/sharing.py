"""Sharing: the agreements under which organisations let each other see people."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access import actions, queries
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import end_of

router = Router(tags=["Ground"])


class Agreement(Schema):
    """An agreement in force: who shares with whom, for what, which parts of a record (or everything), on what basis, until when."""

    shared_by: str
    shared_with: str
    purpose: str
    parts: list[str]
    basis: str
    until: datetime | None


class Sharing(Schema):
    """Who shares with an organisation, and with whom it shares."""

    with_it: list[Agreement]
    by_it: list[Agreement]


class NewAgreement(Schema):
    """Who shares with the organisation, for what, which parts (null: all that the purpose opens), on what basis, to the end of which day."""

    shared_by: UUID
    purpose: Literal[
        "supervision",
        "transfer",
        "referral",
        "inspection",
        "integrated offender management",
        "public protection",
    ]
    parts: list[Part] | None = None
    basis: str = Field(min_length=1, max_length=300)
    last_day: Day | None = None


@router.get("/organisations/{organisation_id}/sharing", response={200: Sharing, **REFUSALS})
@allowed(May.MAKE_SHARING_AGREEMENT)
def list_sharing(request: HttpRequest, organisation_id: UUID) -> Any:
    """The agreements in force, on both sides of an organisation."""
    or_404(queries.organisation(organisation_id))
    at = request.at  # type: ignore[attr-defined]
    return {
        "with_it": [asdict(one) for one in queries.agreements_with(organisation_id, at=at)],
        "by_it": [asdict(one) for one in queries.agreements_of(organisation_id, at=at)],
    }


@router.post("/organisations/{organisation_id}/sharing", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.MAKE_SHARING_AGREEMENT)
def agree_to_share(request: HttpRequest, organisation_id: UUID, payload: NewAgreement) -> Any:
    """Record that another organisation shares people with this one from now on."""
    until = end_of(payload.last_day) if payload.last_day else None
    if until is not None and until <= request.at:  # type: ignore[attr-defined]
        raise Refused("The last day must be today or later.", field="last_day")
    made = done(
        request,
        actions.agree_to_share,
        shared_by=payload.shared_by,
        shared_with=organisation_id,
        purpose=payload.purpose,
        basis=payload.basis.replace("\x00", ""),
        until=until,
        parts=payload.parts,
    )
    return Status(201, {"id": made})
