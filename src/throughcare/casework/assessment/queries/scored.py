"""Tells of scores: each result with its terms and its range, each refusal with what it lacks, and what each missing answer costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from throughcare.foundation.audit.trail import concerns

from ..actions.on_record import givens_now, harm_on_record
from ..models import Assessment, Score
from ..rules.predictors import Cost, Given, costs_of_missing


@dataclass(frozen=True)
class ScoreSeen:
    """One instrument's result, or its refusal: terms that add up, what is missing, and the range that leaves."""

    id: UUID
    instrument: str
    edition: str
    offence_mapping: str
    basis: str
    score: float | None
    band: str
    outcome: str
    lowest: float | None
    highest: float | None
    refused: str
    scored_at: datetime
    decision_id: UUID
    sentence: str = ""
    scale: str = ""
    total: float | None = None
    terms: tuple[tuple[str, float], ...] = ()
    missing: tuple[dict[str, Any], ...] = ()
    inputs: tuple[tuple[str, dict[str, Any]], ...] = ()
    components: tuple[tuple[str, float | None], ...] = ()
    troubles: tuple[dict[str, Any], ...] = field(default=())


def scores_of(person_id: UUID) -> list[ScoreSeen]:
    """A person's current scores and refusals, by instrument; one question."""
    concerns(person_id)
    return [
        _score(row) for row in Score.objects.filter(person_id=person_id, current=True).order_by("instrument")
    ]


def score(score_id: UUID) -> tuple[UUID, ScoreSeen] | None:
    """Whose a score is, and the score; None when there is none or the wall hides it."""
    row = Score.objects.filter(id=score_id).first()
    if row is None:
        return None
    concerns(row.person_id)
    return row.person_id, _score(row)


def score_history(person_id: UUID, instrument: str, *, most: int = 50) -> list[ScoreSeen]:
    """Every score of one instrument, newest first."""
    concerns(person_id)
    rows = Score.objects.filter(person_id=person_id, instrument=instrument)
    return [_score(row) for row in rows.order_by("-scored_at", "-id")[:most]]


def _score(row: Score) -> ScoreSeen:
    whole = row.whole
    return ScoreSeen(
        row.id, row.instrument, row.edition, row.offence_mapping, row.basis, row.score, row.band, row.outcome,
        row.lowest, row.highest, row.refused, row.scored_at, row.decision_id,
        sentence=whole.get("sentence", ""), scale=whole.get("scale", ""), total=whole.get("total"),
        terms=tuple((term["name"], term["contribution"]) for term in whole.get("terms", ())),
        missing=tuple(whole.get("missing", ())),
        inputs=tuple((name, given) for name, given in whole.get("inputs", ())),
        components=tuple((part["instrument"], part["score"]) for part in whole.get("components", ())),
        troubles=tuple(whole.get("troubles", ())) if row.refused else (),
    )  # fmt: skip


def costs_of(assessment_id: UUID, *, at: datetime) -> tuple[Cost, ...]:
    """What each answer missing from an assessment costs the instruments now; empty where the wall hides it."""
    row = Assessment.objects.filter(id=assessment_id).first()
    if row is None:
        return ()
    concerns(row.person_id)
    return costs_of_missing(givens_now(row, at))


def harm_known(person_id: UUID) -> dict[str, Given]:
    """The level of risk of serious harm registered, the highest ever and MAPPA, each with its day and source; what is known."""
    concerns(person_id)
    return harm_on_record(person_id, "", None)
