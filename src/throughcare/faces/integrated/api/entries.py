"""Help and disruption, recorded and read apart."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.integrated import actions, queries
from throughcare.casework.integrated.queries import EntrySeen
from throughcare.casework.people.queries import names_of
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Integrated offender management"])


class RecordIntegratedEntry(Schema):
    """What was done, and on which day."""

    what: str = Field(max_length=1000)
    done_on: date


def _of(request: HttpRequest, person_id: UUID) -> UUID | None:
    """The selection of a person that is open; None where none is."""
    or_404(names_of([person_id]).get(person_id))
    found = queries.selection_of(person_id, by=request.member, at=request.at)  # type: ignore[attr-defined]
    return found.now.row.id if found.now else None


@router.get("/people/{person_id}/integrated/help", response={200: list[EntrySeen], **REFUSALS})
@allowed(May.SEE_BOARD, part=Part.BOARD)
def list_help(request: HttpRequest, person_id: UUID) -> Any:
    """What was done to help a person who is selected, the newest first."""
    selection = _of(request, person_id)
    return queries.helps_among([selection]).get(selection, []) if selection else []


@router.get("/people/{person_id}/integrated/disruption", response={200: list[EntrySeen], **REFUSALS})
@allowed(May.SEE_DISRUPTION, part=Part.DISRUPTION)
def list_disruption(request: HttpRequest, person_id: UUID) -> Any:
    """What was done to disrupt the offending of a person who is selected, the newest first."""
    selection = _of(request, person_id)
    return queries.disruptions_among([selection]).get(selection, []) if selection else []


@router.post("/integrated/{selection_id}/help", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.WORK_INTEGRATED)
def record_help(request: HttpRequest, selection_id: UUID, payload: RecordIntegratedEntry) -> Any:
    """Record what was done to help."""
    return Status(
        201, {"id": done(request, actions.record_help, selection_id=selection_id, **payload.dict())}
    )


@router.post("/integrated/{selection_id}/disruption", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.SEE_DISRUPTION)
def record_disruption(request: HttpRequest, selection_id: UUID, payload: RecordIntegratedEntry) -> Any:
    """Record what was done to disrupt."""
    made = done(request, actions.record_disruption, selection_id=selection_id, **payload.dict())
    return Status(201, {"id": made})
