"""What is done with whoever is selected: given, ended and passed on."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.integrated import actions
from throughcare.casework.integrated.rules import IntegratedActionState
from throughcare.faces.api.operation import REFUSALS, allowed, done
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Integrated offender management"])


class GiveIntegratedAction(Schema):
    """What is to be done, by whom and by which day."""

    what: str = Field(max_length=1000)
    owner_id: UUID
    due_on: date


class EndIntegratedAction(Schema):
    """Done or dropped, and what came of it."""

    state: IntegratedActionState
    came_of_it: str = Field(max_length=1000)


class PassOnIntegratedAction(Schema):
    """Who does it now, by which day, and why."""

    owner_id: UUID
    due_on: date
    because: str = Field(max_length=1000)


@router.post("/integrated/{selection_id}/actions", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.WORK_INTEGRATED)
def give_action(request: HttpRequest, selection_id: UUID, payload: GiveIntegratedAction) -> Any:
    """Give somebody an action on whoever is selected."""
    return Status(
        201, {"id": done(request, actions.give_action, selection_id=selection_id, **payload.dict())}
    )


@router.post("/integrated-actions/{integrated_action_id}/end", response={204: None, **REFUSALS})
@allowed(May.WORK_INTEGRATED)
def end_action(request: HttpRequest, integrated_action_id: UUID, payload: EndIntegratedAction) -> Any:
    """Say that an action is done or dropped, and what came of it."""
    done(request, actions.end_action, integrated_action_id=integrated_action_id, **payload.dict())
    return Status(204, None)


@router.post(
    "/integrated-actions/{integrated_action_id}/pass-on", response={201: dict[str, UUID], **REFUSALS}
)
@allowed(May.SELECT_INTEGRATED)
def pass_on_action(request: HttpRequest, integrated_action_id: UUID, payload: PassOnIntegratedAction) -> Any:
    """Pass an action on to another, with a day of its own."""
    made = done(request, actions.pass_on_action, integrated_action_id=integrated_action_id, **payload.dict())
    return Status(201, {"id": made})
