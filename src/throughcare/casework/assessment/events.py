"""What assessment announces: facts in the past tense, ids only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class HarmLevelAssessed:
    """An analysis of risk of serious harm was completed."""

    assessment_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class AssessmentCompleted:
    """An assessment was signed by everybody who must sign it."""

    assessment_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class ScoresRecorded:
    """Instruments were scored, for one person or for many."""

    score_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class TiersChanged:
    """People's tiers changed, in one act; only tiers that differ from the one before."""

    tier_ids: tuple[UUID, ...]
