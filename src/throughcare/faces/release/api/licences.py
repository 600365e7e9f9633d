"""Licences: written, sent, decided, varied."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.release import actions, queries
from throughcare.casework.release.queries import LicenceSeen
from throughcare.casework.release.rules import LicenceMove
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Release"])


class ConditionSeen(Schema):
    """A condition and whether it binds."""

    id: UUID
    kind: str
    code: str
    words: str
    plain: str
    area: list[tuple[float, float]] | None
    binds: bool


class LicenceShown(Schema):
    """A licence: where it stands, its days, its conditions, and what can be done with it now."""

    id: UUID
    person_id: UUID
    state: str
    edition: str
    begins_on: date | None
    hard_stop: date | None
    conditions: list[ConditionSeen]
    agreed_by: list[str]
    can: list[LicenceMove]
    steps: int


class LicenceFor(Schema):
    """Whose licence is begun."""

    case_id: UUID


class ConditionChosen(Schema):
    """A condition of the policy list by its code, what stands in each of its gaps, and the corners of an area on a map.

    ``area`` has one corner on a line, degrees north and degrees east, where a map goes with the condition.
    """

    code: str = Field(max_length=60)
    said: dict[str, str] = Field(default_factory=dict)
    area: str = Field("", max_length=2000)


class ConditionWritten(Schema):
    """A condition of one's own making, and what it means."""

    words: str = Field(max_length=600)
    plain: str = Field(max_length=600)


class LicenceMoved(Schema):
    """A move, why, and how many steps the licence had when it was read."""

    move: LicenceMove
    note: str = Field("", max_length=300)
    seen: int | None = None


def _shown(seen: LicenceSeen) -> LicenceShown:
    bound = {one.id for one in seen.in_force}
    every = {one.id: one for one in (*seen.in_force, *seen.written)}
    return LicenceShown(
        id=seen.stands.row.id, person_id=seen.stands.row.person_id, state=seen.state, edition=seen.stands.row.edition,
        begins_on=seen.of.starts if seen.of.is_inside else None, hard_stop=seen.hard_stop,
        conditions=[
            ConditionSeen(id=key, kind=one.kind, code=one.code, words=one.words, plain=one.plain, area=one.area, binds=key in bound)
            for key, one in every.items()
        ],
        agreed_by=list(seen.agreed_by), can=list(seen.can), steps=len(seen.stands.steps),
    )  # fmt: skip


@router.get("/licences/{licence_id}", response={200: LicenceShown, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.PLAN)
def get_licence(request: HttpRequest, licence_id: UUID) -> Any:
    """One licence."""
    return _shown(or_404(queries.licence(licence_id, at=request.at)))  # type: ignore[attr-defined]


@router.post("/licences", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.WRITE_LICENCE)
def start_licence(request: HttpRequest, payload: LicenceFor) -> Any:
    """Begin somebody's licence, with every standard condition."""
    return Status(201, {"id": done(request, actions.start_licence, **payload.dict())})


@router.post("/licences/{licence_id}/conditions", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.WRITE_LICENCE)
def add_condition(request: HttpRequest, licence_id: UUID, payload: ConditionChosen) -> Any:
    """Add a condition of the policy list, its gaps filled."""
    return Status(201, {"id": done(request, actions.add_condition, licence_id=licence_id, **payload.dict())})


@router.post("/licences/{licence_id}/bespoke", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.WRITE_LICENCE)
def add_bespoke_condition(request: HttpRequest, licence_id: UUID, payload: ConditionWritten) -> Any:
    """Add a condition of one's own making."""
    return Status(
        201, {"id": done(request, actions.add_bespoke_condition, licence_id=licence_id, **payload.dict())}
    )


@router.post("/licences/{licence_id}/conditions/{condition_id}/take-out", response={204: None, **REFUSALS})
@allowed(May.WRITE_LICENCE)
def take_out_condition(request: HttpRequest, licence_id: UUID, condition_id: UUID) -> Any:
    """Take a condition out."""
    done(request, actions.take_out_condition, licence_id=licence_id, condition_id=condition_id)
    return Status(204, None)


@router.post("/licences/{licence_id}/moves", response={204: None, **REFUSALS})
@allowed(May.WRITE_LICENCE)
def move_licence(request: HttpRequest, licence_id: UUID, payload: LicenceMoved) -> Any:
    """Take a licence a step on; a recall is recorded here by whoever recalls."""
    done(request, actions.move_licence, licence_id=licence_id, **payload.dict())
    return Status(204, None)


@router.post("/licences/{licence_id}/decision", response={204: None, **REFUSALS})
@allowed(May.APPROVE_LICENCE)
def decide_licence(request: HttpRequest, licence_id: UUID, payload: LicenceMoved) -> Any:
    """Approve a licence or a variation, or send it back saying why; never by whoever sent it."""
    done(request, actions.decide_licence, licence_id=licence_id, **payload.dict())
    return Status(204, None)
