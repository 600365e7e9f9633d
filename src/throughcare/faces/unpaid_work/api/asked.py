"""What the public asked teams for with no account: listed for the team, put forward as a project, or set aside."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.unpaid_work import actions, queries
from throughcare.casework.unpaid_work.queries import AskSeen
from throughcare.faces.api.operation import REFUSALS, allowed, done
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Unpaid work"])


class PutForward(Schema):
    """The project in words that every member may read."""

    version: int
    title: str = Field(max_length=100)
    problem: str = Field(max_length=500)
    place: str = Field(max_length=100)


class SetAside(Schema):
    """Why nothing is made of it, for whoever asked."""

    version: int
    because: str = Field(max_length=500)


@router.get("/unpaid-work/asked", response={200: list[AskSeen], **REFUSALS})
@allowed(May.KEEP_PROJECTS)
def list_asked_by_public(request: HttpRequest) -> Any:
    """What the public asked the caller's teams for and that waits for them, the longest first."""
    member = request.member  # type: ignore[attr-defined]
    return queries.asked_by_public(access.units_below(member.unit_id))


@router.post("/unpaid-work/asked/{ask_id}/put-forward", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.KEEP_PROJECTS)
def put_forward(request: HttpRequest, ask_id: UUID, payload: PutForward) -> Any:
    """Make a nominated project of what the public asked for."""
    return Status(201, {"id": done(request, actions.put_forward, ask_id=ask_id, **payload.dict())})


@router.post("/unpaid-work/asked/{ask_id}/set-aside", response={204: None, **REFUSALS})
@allowed(May.KEEP_PROJECTS)
def set_aside(request: HttpRequest, ask_id: UUID, payload: SetAside) -> Any:
    """Make nothing of what the public asked for, and say why."""
    done(request, actions.set_aside, ask_id=ask_id, **payload.dict())
    return Status(204, None)
