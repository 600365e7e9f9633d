"""What each missing answer of an assessment costs its scores, for programs, as the page says it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from throughcare.casework.assessment import queries
from throughcare.casework.assessment.rules.predictors import Cost, words
from throughcare.faces.api.operation import REFUSALS, allowed, or_404
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

router = Router(tags=["Assessment"])


class ScoreLeftOpen(Schema):
    """How far one missing answer alone could move one score, in the score's own unit, the others as they stand."""

    instrument: str
    lowest: float
    highest: float
    width: float


class CostOfAnswer(Schema):
    """A missing answer: the scores that cannot be had without it, those it leaves to history alone, those it leaves open."""

    answer: str
    words: str
    stops: list[str]
    history_alone: list[str]
    leaves_open: list[ScoreLeftOpen]


@router.get("/assessments/{assessment_id}/costs", response={200: list[CostOfAnswer], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE)
def get_costs(request: HttpRequest, assessment_id: UUID) -> Any:
    """What each answer missing from an assessment costs now, what stops most first; empty when none is missing."""
    or_404(queries.assessment(assessment_id, on=day_of(request.at)))  # type: ignore[attr-defined]
    return [_shown(one) for one in queries.costs_of(assessment_id, at=request.at)]  # type: ignore[attr-defined]


def _shown(one: Cost) -> CostOfAnswer:
    return CostOfAnswer(
        answer=one.name,
        words=words(one.name),
        stops=list(one.stops),
        history_alone=list(one.history_alone),
        leaves_open=[
            ScoreLeftOpen(instrument=s.instrument, lowest=s.lowest, highest=s.highest, width=s.width)
            for s in one.spans
        ],
    )
