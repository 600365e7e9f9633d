"""Work recorded in cases by somebody other than whoever managed them at the time: for many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class Helped:
    """How many entries of a kind one member wrote in the cases of another."""

    by: UUID
    manager: UUID
    kind: str
    count: int


_HELPED = """
SELECT e.member_id, h.member_id, e.kind, count(*) FROM supervision_timelineentry e
  JOIN supervision_tenure h ON h.case_id = e.case_id AND h.kind = 'offender manager' AND h.during @> e.at
  WHERE e.person_id IN (SELECT t.person_id FROM supervision_tenure t WHERE t.member_id = ANY (%(members)s) AND upper_inf(t.during))
    AND e.at >= %(since)s AND e.at <= %(until)s AND e.kind = ANY (%(kinds)s) AND e.member_id <> h.member_id
    AND (e.member_id = ANY (%(members)s) OR h.member_id = ANY (%(members)s))
  GROUP BY 1, 2, 3"""


def helped(
    member_ids: Iterable[UUID], kinds: Iterable[str], *, since: datetime, until: datetime
) -> list[Helped]:
    """What members did in others' cases and others in theirs, about the people they hold now; counts alone, one question."""
    wanted: dict[str, Any] = {
        "members": list(member_ids),
        "kinds": list(kinds),
        "since": since,
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(_HELPED, wanted)
        return [Helped(*row) for row in cursor.fetchall()]
