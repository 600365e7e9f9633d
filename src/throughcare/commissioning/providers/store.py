"""Loads the editions of a passport, for actions and queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from .models import PassportEdition
from .rules.keeping import passport_from
from .rules.passport import Passport


@dataclass(frozen=True)
class Edition:
    """One edition: its number, what it says, who added it and when."""

    number: int
    passport: Passport
    member_id: UUID
    at: datetime


def editions(organisation_id: UUID) -> list[Edition]:
    """The editions of an organisation's passport that the viewer sees, the last first."""
    rows = PassportEdition.objects.filter(organisation_id=organisation_id).order_by("-number")
    return [Edition(row.number, passport_from(row.facts), row.member_id, row.at) for row in rows]
