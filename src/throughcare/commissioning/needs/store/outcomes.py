"""Loads what was told of outcomes."""

from __future__ import annotations

from uuid import UUID

from ..models import IntentionOutcome
from ..rules.worked import Good, Outcome


def outcomes_of(intention_id: UUID) -> list[Outcome]:
    """Every outcome that was told for the review of an intention, the oldest first."""
    rows = IntentionOutcome.objects.filter(intention=intention_id).order_by("at", "id")
    return [
        Outcome(
            one.measure,
            Good(one.good),
            one.served,
            one.compared,
            one.difference,
            one.low,
            one.high,
            one.found_at,
        )
        for one in rows
    ]
