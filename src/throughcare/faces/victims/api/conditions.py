"""Conditions that victims ask for: put forward as everybody's are, and what became of them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.release.queries import ProposalAnswered
from throughcare.casework.victims import actions, queries
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Victims"])


class ConditionWanted(Schema):
    """A condition of the policy list, its gaps filled, the corners of its area, and until when it is asked for."""

    code: str = Field(max_length=60)
    said: dict[str, str] = Field(default_factory=dict)
    area: str = Field("", max_length=2000)
    until: date | None = None


@router.post("/victims/{victim_id}/conditions", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def ask_for_condition(request: HttpRequest, victim_id: UUID, payload: ConditionWanted) -> Any:
    """Put forward a condition that they ask for; whoever decides is not told who asks."""
    return Status(
        201, {"id": done(request, actions.ask_for_condition, victim_id=victim_id, **payload.dict())}
    )


@router.get("/victims/{victim_id}/conditions", response={200: list[ProposalAnswered], **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def list_victims_conditions(request: HttpRequest, victim_id: UUID) -> Any:
    """What they asked for, and what became of each."""
    or_404(queries.victim(victim_id))
    return queries.asked_for(victim_id)
