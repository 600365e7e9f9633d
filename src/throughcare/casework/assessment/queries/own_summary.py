"""Tells what the person may be given to read: the latest completed assessment, scores and the tier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ..models import FINISHED, Assessment
from ..rules.needs.staleness import Aged
from .assessed import AssessmentSeen, NeverAssessed, TierSeen, assessment, freshness_of, tier_of
from .scored import ScoreSeen, scores_of


@dataclass(frozen=True)
class Summary:
    """What the person may be given to read: strengths, needs, plan and scores, each in words."""

    assessment: AssessmentSeen | None
    freshness: Aged | NeverAssessed
    scores: tuple[ScoreSeen, ...]
    tier: TierSeen | None


def summary_for(person_id: UUID, *, on: date) -> Summary:
    """Everything that the person's own summary shows, from the latest completed assessment."""
    latest = Assessment.objects.filter(person_id=person_id, state__in=FINISHED).order_by("-signed_at").first()
    return Summary(
        assessment(latest.id, on=on) if latest else None,
        freshness_of(person_id, on=on),
        tuple(one for one in scores_of(person_id) if not one.refused),
        tier_of(person_id),
    )
