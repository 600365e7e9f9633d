"""Does: starts, saves, analyses, signs, scores, registers, and works tiers out."""

from .assess_in_bulk import assess_many
from .outdated import recompute_outdated
from .registering import (
    Registering,
    end_registration,
    follow_levels,
    follow_protection,
    follow_selection,
    note_releases,
    record_registrations,
)
from .scoring import record_scores
from .signing import countersign, lock, return_assessment, roll_back, sign
from .tiering import Recomputed, decide_tier, recompute_tiers
from .writing import complete_harm, record_harm, save_answers, start_assessment

__all__ = [
    "Recomputed",
    "Registering",
    "assess_many",
    "complete_harm",
    "countersign",
    "decide_tier",
    "end_registration",
    "follow_levels",
    "follow_protection",
    "follow_selection",
    "lock",
    "note_releases",
    "recompute_outdated",
    "recompute_tiers",
    "record_harm",
    "record_registrations",
    "record_scores",
    "return_assessment",
    "roll_back",
    "save_answers",
    "sign",
    "start_assessment",
]
