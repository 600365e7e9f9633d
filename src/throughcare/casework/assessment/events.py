"""What assessment announces: facts in the past tense, ids only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class HarmLevelAssessed:
    """A person's level of risk of serious harm was assessed, or registered without an assessment."""

    assessment_id: UUID | None
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


@dataclass(frozen=True)
class RegistrationsChanged:
    """Registrations of these kinds began, changed or ended for people, in one act."""

    person_ids: tuple[UUID, ...]
    kinds: tuple[str, ...]
