"""Ethical walls: raised, asked down by one and taken down by another; and the ends of agreements to share."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.faces.api.operation import REFUSALS, allowed, done
from throughcare.foundation.access import actions
from throughcare.foundation.access.walls_seen import every_wall
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Ground"])


class Wall(Schema):
    """A wall: between whom, on what basis, since and until when, and who asked it down and why."""

    id: UUID
    one_side_id: UUID
    other_side_id: UUID
    basis: str
    since: datetime
    until: datetime | None
    asked_by: str
    asked_because: str


class NewWall(Schema):
    """Between whom a wall is raised, and on what basis."""

    one_side: UUID
    other_side: UUID
    basis: str = Field(min_length=1, max_length=300)


class Because(Schema):
    """Why."""

    because: str = Field(min_length=1, max_length=300)


@router.get("/walls", response={200: list[Wall], **REFUSALS})
@allowed(May.RAISE_WALL)
def list_walls(request: HttpRequest) -> Any:
    """Every wall that stands or stood, the newest first."""
    return [asdict(one) for one in every_wall()]


@router.post("/walls", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RAISE_WALL)
def raise_wall(request: HttpRequest, payload: NewWall) -> Any:
    """Raise a wall between two organisations."""
    return Status(201, {"id": done(request, actions.raise_wall, **payload.dict())})


@router.post("/walls/{wall_id}/ask-down", response={204: None, **REFUSALS})
@allowed(May.RAISE_WALL)
def ask_wall_down(request: HttpRequest, wall_id: UUID, payload: Because) -> Any:
    """Ask for a wall to come down, with a reason; somebody else takes it down."""
    done(request, actions.ask_wall_down, wall_id=wall_id, because=payload.because)
    return Status(204, None)


@router.post("/walls/{wall_id}/take-down", response={204: None, **REFUSALS})
@allowed(May.RAISE_WALL)
def take_down_wall(request: HttpRequest, wall_id: UUID) -> Any:
    """Take down a wall that somebody else asked down."""
    done(request, actions.take_down_wall, wall_id=wall_id)
    return Status(204, None)


@router.post("/sharing/{agreement_id}/end", response={204: None, **REFUSALS})
@allowed(May.MAKE_SHARING_AGREEMENT)
def end_sharing(request: HttpRequest, agreement_id: UUID, payload: Because) -> Any:
    """End an agreement to share now, with a reason."""
    done(request, actions.end_sharing, agreement_id=agreement_id, because=payload.because)
    return Status(204, None)
