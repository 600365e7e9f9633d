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
    """How many contacts of a kind one member held in the cases of another."""

    by: UUID
    manager: UUID
    kind: str
    count: int


_HELPED = """
SELECT e.member_id, h.member_id, e.kind, count(*) FROM supervision_contact e
  JOIN supervision_tenure h ON h.case_id = e.case_id AND h.kind = 'offender manager' AND h.during @> e.happened_at
  WHERE e.person_id IN (SELECT t.person_id FROM supervision_tenure t WHERE t.member_id = ANY (%(members)s) AND upper_inf(t.during))
    AND e.happened_at >= %(since)s AND e.happened_at <= %(until)s AND e.kind = ANY (%(kinds)s) AND e.member_id <> h.member_id
    AND NOT EXISTS (SELECT 1 FROM supervision_contact n WHERE n.corrects_id = e.id)
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
