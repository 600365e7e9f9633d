"""Tells of failures to comply: which contact each goes back to, and which stand in a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.foundation.kernel.days import day_of

from ..rules.attendance import MET
from ..rules.contacts import FAILED, Whom

_FIRST = """
WITH RECURSIVE back AS (
  SELECT c.id AS asked, c.id, c.corrects_id FROM supervision_contact c WHERE c.id = ANY (%s)
  UNION ALL SELECT back.asked, o.id, o.corrects_id FROM back JOIN supervision_contact o ON o.id = back.corrects_id)
SELECT back.asked, back.id FROM back WHERE back.corrects_id IS NULL"""

_FAILED = """
WITH RECURSIVE chain AS (
  SELECT c.id AS first, c.id FROM supervision_contact c WHERE c.case_id = %(case)s AND c.corrects_id IS NULL
  UNION ALL SELECT chain.first, n.id FROM chain JOIN supervision_contact n ON n.corrects_id = chain.id)
SELECT chain.first, c.id, c.happened_at FROM chain JOIN supervision_contact c ON c.id = chain.id
  WHERE c.with_whom = %(whom)s AND c.outcome = ANY (%(failed)s)
    AND NOT EXISTS (SELECT 1 FROM supervision_contact n WHERE n.corrects_id = c.id)
  ORDER BY c.happened_at, c.id"""


def as_told_first(contact_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """For each contact the one that it goes back to, before anything was put right; one question."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, [list(contact_ids)])
        return dict(cursor.fetchall())


_ARRANGED = """
SELECT c.case_id, c.happened_at, c.outcome FROM supervision_contact c
  WHERE c.case_id = ANY (%(cases)s) AND c.with_whom = %(whom)s AND c.outcome = ANY (%(told)s)
    AND NOT EXISTS (SELECT 1 FROM supervision_contact n WHERE n.corrects_id = c.id)
  ORDER BY c.happened_at, c.id"""


def kept_and_failed(case_ids: Iterable[UUID]) -> dict[UUID, list[tuple[datetime, bool]]]:
    """When the person was met or failed to comply in each case, as it stands, the earliest first, and whether they failed; one question."""
    failed = {one.value for one in FAILED}
    told = sorted(failed | {one.value for one in MET})
    found: dict[UUID, list[tuple[datetime, bool]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ARRANGED, {"cases": list(case_ids), "whom": Whom.PERSON.value, "told": told})
        for case, at, outcome in cursor.fetchall():
            found.setdefault(case, []).append((at, outcome in failed))
    return found


@dataclass(frozen=True)
class FailedBefore:
    """A failure to comply that stands in a case: the contact as it was first told, as it stands, and the day."""

    first_id: UUID
    contact_id: UUID
    on: date


def failed_in(case_id: UUID) -> list[FailedBefore]:
    """Every failure to comply that stands in a case, the earliest first; one question."""
    wanted: dict[str, Any] = {
        "case": case_id,
        "whom": Whom.PERSON.value,
        "failed": sorted(one.value for one in FAILED),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FAILED, wanted)
        return [FailedBefore(first, contact, day_of(at)) for first, contact, at in cursor.fetchall()]
