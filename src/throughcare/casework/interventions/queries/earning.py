"""What was done for people who were referred, as an agreement counts it: rows and days, and nobody. In the worker alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class Earned:
    """One thing that was done or was due: its row, what it is, from which day, when it came, and from when and why it is left out."""

    source: UUID
    what: str
    since: date
    came: date | None
    left_on: date | None
    left_for: str | None


def earned(references: Sequence[str], unit_id: UUID, until: date) -> list[Earned]:
    """What one team did in services by reference, of what began on or before a day; the worker alone may ask. One question."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source, what, since, came, left_on, left_for FROM interventions_earned(%s, %s, %s)",
            [list(references), unit_id, until],
        )
        return [Earned(*row) for row in cursor.fetchall()]
