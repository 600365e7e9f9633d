"""The nights that an agreement pays for, by row and day alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class NightEarned:
    """One night: of which stay, or of which loss of a bed; what it was, and the day on which it began."""

    source: UUID
    what: str
    on: date


def nights_of(unit_id: UUID, until: date) -> list[NightEarned]:
    """The nights lived in beds that one team ran, and those on which a bed was lost, to a day. The worker alone may ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT source, what, on_day FROM accommodation_earned(%s, %s)", [unit_id, until])
        return [NightEarned(*row) for row in cursor.fetchall()]
