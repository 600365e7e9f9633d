"""Conditions that somebody asks for: put forward, told of, answered."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.people.queries import names_of
from throughcare.casework.release import actions, queries
from throughcare.casework.release.queries import ConditionAsked, ProposalAnswered
from throughcare.casework.release.rules import ProposalAnswer
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Release"])


class ConditionProposed(Schema):
    """A condition of the policy list, its gaps filled, the corners of its area, and until when it is asked for."""

    code: str = Field(max_length=60)
    said: dict[str, str] = Field(default_factory=dict)
    area: str = Field("", max_length=2000)
    until: date | None = None


class ProposalTold(Schema):
    """Whether it was taken, and why."""

    answer: ProposalAnswer
    because: str = Field(max_length=300)


@router.post("/people/{person_id}/proposed-conditions", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.PROPOSE_CONDITION, part=None)
def propose_condition(request: HttpRequest, person_id: UUID, payload: ConditionProposed) -> Any:
    """Put forward a condition for somebody's licence; whoever writes it is not told by whom."""
    or_404(names_of([person_id]).get(person_id))
    return Status(
        201, {"id": done(request, actions.propose_condition, person_id=person_id, **payload.dict())}
    )


@router.get("/people/{person_id}/proposed-conditions", response={200: list[ProposalAnswered], **REFUSALS})
@allowed(May.PROPOSE_CONDITION, part=None)
def list_proposed_conditions(request: HttpRequest, person_id: UUID) -> Any:
    """What the caller put forward, and what became of it."""
    or_404(names_of([person_id]).get(person_id))
    return queries.conditions_put_forward(person_id)


@router.get("/people/{person_id}/asked-conditions", response={200: list[ConditionAsked], **REFUSALS})
@allowed(May.WRITE_LICENCE, part=Part.PLAN)
def list_asked_conditions(request: HttpRequest, person_id: UUID) -> Any:
    """What somebody asks for, what is not answered first."""
    or_404(names_of([person_id]).get(person_id))
    return queries.conditions_asked_for(person_id)


@router.post("/asked-conditions/{proposal_id}/answer", response={204: None, **REFUSALS})
@allowed(May.WRITE_LICENCE)
def answer_proposal(request: HttpRequest, proposal_id: UUID, payload: ProposalTold) -> Any:
    """Say whether it was taken, in part or not, and why."""
    done(request, actions.answer_proposal, proposal_id=proposal_id, **payload.dict())
    return Status(204, None)
