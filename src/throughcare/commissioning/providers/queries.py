"""Tells of passports: the edition that stands, those before it, and what each changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access import queries as access

from .rules.keeping import changed
from .store import Edition, editions


@dataclass(frozen=True)
class EditionTold:
    """One edition for its page: who added it, when, and what it changed of the one before."""

    number: int
    by: str
    at: datetime
    changed: list[str]


def passport_of(organisation_id: UUID | None) -> Edition | None:
    """The edition that stands of an organisation's passport, None where there is none that the viewer sees."""
    kept = editions(organisation_id) if organisation_id else []
    return kept[0] if kept else None


def history_of(organisation_id: UUID, *, at: datetime) -> list[EditionTold]:
    """Every edition, the last first."""
    kept = editions(organisation_id)
    names = access.members({one.member_id for one in kept}, at=at)
    before = [*kept[1:], None]
    return [
        EditionTold(
            one.number,
            names[one.member_id].name if one.member_id in names else "somebody who has left",
            one.at,
            changed(earlier.passport if earlier else None, one.passport),
        )
        for one, earlier in zip(kept, before, strict=True)
    ]
