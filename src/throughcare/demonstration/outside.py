"""Who was outside prison all along, so that what is told of them afterwards can have happened."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.movements import Where

from .days import instant


def outside_since(person: UUID, day: date) -> bool:
    """Whether somebody has been in the community from a day until now, by the movements that the viewer sees."""
    seen = supervision.whereabouts(person)
    start = instant(day, 0)
    return seen is not None and all(
        spell.where is Where.COMMUNITY for spell in seen.spells if spell.until is None or spell.until > start
    )
