"""The ground: who asks, organisations and units, the operating model in force."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access import actions, queries
from throughcare.foundation.access.rules import OrganisationKind, Sector
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models

router = Router(tags=["Ground"])


class Me(Schema):
    """Who the caller is."""

    member_id: UUID
    name: str
    role: str
    unit_id: UUID
    unit: str
    organisation: str
    may: list[str]


class Organisation(Schema):
    """A body."""

    id: UUID
    name: str
    kind: str
    sector: str


class Unit(Schema):
    """A part of a body."""

    id: UUID
    name: str
    kind: str
    area_code: str


class NewOrganisation(Schema):
    """A body to record."""

    name: str = Field(max_length=200)
    kind: OrganisationKind
    sector: Sector = Sector.PUBLIC


class NewUnit(Schema):
    """A unit to record."""

    name: str = Field(max_length=200)
    kind: str = Field(max_length=40)
    parent_id: UUID | None = None
    area_code: str = Field("", max_length=20)


class InForce(Schema):
    """The operating model in force in an area on a day."""

    area: str
    model: str
    title: str
    standing: str
    law: int
    settled_in: str
    start: date
    functions: dict[str, list[dict[str, str]]]


@router.get("/me", response={200: Me, **REFUSALS})
@allowed(None)
def get_me(request: HttpRequest) -> Any:
    """Who the caller is and what they may do."""
    m = request.member  # type: ignore[attr-defined]
    return {
        "member_id": m.id,
        "name": m.name,
        "role": m.role,
        "unit_id": m.unit_id,
        "unit": m.unit_name,
        "organisation": m.organisation_name,
        "may": sorted(m.permissions),
    }


@router.get("/organisations", response={200: list[Organisation], **REFUSALS})
@allowed(None)
def list_organisations(request: HttpRequest) -> Any:
    """Every organisation."""
    return queries.organisations()


@router.post("/organisations", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.ADMINISTER_ORGANISATIONS)
def record_organisation(request: HttpRequest, payload: NewOrganisation) -> Any:
    """Record an organisation."""
    return Status(201, {"id": done(request, actions.record_organisation, **payload.dict())})


@router.get("/organisations/{organisation_id}/units", response={200: list[Unit], **REFUSALS})
@allowed(None)
def list_units(request: HttpRequest, organisation_id: UUID) -> Any:
    """An organisation's units."""
    return queries.units_of(organisation_id)


@router.post("/organisations/{organisation_id}/units", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.ADMINISTER_ORGANISATIONS)
def record_unit(request: HttpRequest, organisation_id: UUID, payload: NewUnit) -> Any:
    """Record a unit."""
    return Status(
        201, {"id": done(request, actions.record_unit, organisation_id=organisation_id, **payload.dict())}
    )


@router.get("/areas/{area}/model", response={200: InForce, **REFUSALS})
@allowed(None)
def get_model(request: HttpRequest, area: str, on: Day | None = None) -> Any:
    """The operating model in force in an area on a day, with the ground of every line."""
    found = or_404(models.model_in_force(area[:20], on or day_of(request.at)))  # type: ignore[attr-defined]
    model = found.model
    return {
        "area": area,
        "model": model.name,
        "title": model.title,
        "standing": model.standing,
        "law": model.law,
        "settled_in": found.settled_in,
        "start": found.start,
        "functions": {
            f.value: [_line(model, line) for line in lines] for f, lines in model.functions.items()
        },
    }


def _line(model: Any, line: Any) -> dict[str, str]:
    return {
        "held_by": model.body_name(line.held_by),
        "basis": line.ground.basis.value,
        "ground": str(line.ground),
    }
