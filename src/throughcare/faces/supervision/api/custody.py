"""Where a person is and has been, and recording a movement."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.queries.whereabouts import Whereabouts
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Cases"])


class MovementRecord(Schema):
    """A movement: what happened, when (now, unless said), in which prison by its three letters, and why."""

    version: int = Field(ge=0, le=2**31 - 1)
    kind: MovementKind
    moved_at: AwareDatetime | None = None
    prison: str = Field("", max_length=3)
    because: str = Field("", max_length=300)
    resettled: bool = False


@router.get("/people/{person_id}/whereabouts", response={200: Whereabouts, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.CUSTODY)
def get_whereabouts(request: HttpRequest, person_id: UUID) -> Any:
    """Where somebody is and has been since their case opened."""
    return asdict(or_404(queries.whereabouts(person_id)))


@router.post("/people/{person_id}/movements", response={204: None, **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def record_movement(request: HttpRequest, person_id: UUID, payload: MovementRecord) -> Any:
    """Record that somebody went into custody, was moved, left it for a time, is at large, or came out."""
    case = or_404(queries.case_of(person_id, at=request.at))  # type: ignore[attr-defined]
    done(request, actions.record_movement, case_id=case.case.id, **payload.dict())
    return Status(204, None)
