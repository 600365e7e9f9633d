"""Results of cohorts: told by whoever measures, and shown to both sides."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.rules.result_reading import LARGEST
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

router = Router(tags=["Contracts"])


class CohortResultTold(Schema):
    """A cohort's result as `throughcare contract measure` writes it, and whether it is official."""

    result: str = Field(min_length=1, max_length=LARGEST)
    official: bool


class ResultShown(Schema):
    """A result as it was told, and the pence that its cohort alone comes to: the least, as told, the most; null where none pays."""

    label: str
    known: date
    official: bool
    people: int
    evidence: str
    accrued: tuple[int, int, int] | None


@router.post("/contracts/{contract_id}/results", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RECORD_RESULT)
def record_result(request: HttpRequest, contract_id: UUID, payload: CohortResultTold) -> Any:
    """Tell of a cohort's result."""
    return Status(
        201, {"id": done(request, actions.record_result, agreement_id=contract_id, **payload.dict())}
    )


@router.get("/contracts/{contract_id}/results", response={200: list[ResultShown], **REFUSALS})
@allowed(May.LOOK_AT_AGREEMENTS)
def list_results(request: HttpRequest, contract_id: UUID) -> Any:
    """Every result that was told of an agreement of the caller's team, the last first."""
    try:
        found = queries.results_of(contract_id)
    except Refused:
        return or_404(None)
    return [
        ResultShown(
            label=one.told.result.label, known=one.told.known, official=one.told.official, people=one.told.result.tally.people,
            evidence=one.told.result.evidence, accrued=one.accrued,
        )
        for one in found
    ]  # fmt: skip
