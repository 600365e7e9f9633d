"""What was done for people who were referred, as an agreement counts it: rows and days, and nobody. In the worker alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class Earned:
    """One thing that was done or was due: its row, what it is, from which day, when it came, and when it was taken back or missed.

    ``minutes`` is how long a session took, where that was told; ``alike`` is the same for notes of the same words, and says none of them.
    """

    source: UUID
    what: str
    since: date
    came: date | None
    withdrawn_on: date | None
    absent_on: date | None
    minutes: int | None = None
    alike: str | None = None


def earned(references: Sequence[str], unit_id: UUID, until: date) -> list[Earned]:
    """What one team did in services by reference while a referral was theirs, of what began on or before a day. One question.

    The worker alone may ask. A referral that passed on was taken back from the team that it left.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source, what, since, came, withdrawn_on, absent_on, minutes, alike FROM interventions_earned(%s, %s, %s)",
            [list(references), unit_id, until],
        )
        return [Earned(*row) for row in cursor.fetchall()]
