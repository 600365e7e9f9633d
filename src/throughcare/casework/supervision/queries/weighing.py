"""Open cases as allocation weighs them, and the contacts they had: for many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.foundation.audit.trail import concerns

from ..rules.contacts import MET


@dataclass(frozen=True)
class CaseWeighed:
    """An open case as allocation weighs it: where it stands, its offender manager now and before, and since when it waits."""

    id: UUID
    person_id: UUID
    organisation_id: UUID
    unit_id: UUID
    area_code: str
    risk: str
    rsr: str
    sentence: str
    place: str
    cohorts: tuple[str, ...]
    resettled: bool
    opened_at: datetime
    manager: UUID | None
    waiting_since: datetime | None
    waiting_because: str
    earlier: tuple[UUID, ...]


_WEIGHED = """
SELECT c.id, c.person_id, c.organisation_id, c.unit_id, c.area_code, c.risk, c.rsr, c.sentence, c.place, c.cohorts,
       c.resettled, c.opened_at, h.member_id, lower(g.during), coalesce(g.because, ''),
       coalesce((SELECT array_agg(DISTINCT t.member_id) FROM supervision_tenure t WHERE t.case_id = c.id
                  AND t.kind = 'offender manager' AND NOT upper_inf(t.during) AND NOT isempty(t.during)), '{}')
  FROM supervision_case c
  LEFT JOIN supervision_tenure h ON h.case_id = c.id AND h.kind = 'offender manager' AND upper_inf(h.during)
  LEFT JOIN supervision_gap g ON g.case_id = c.id AND g.kind = 'offender manager' AND upper_inf(g.during)
  WHERE c.closed_at IS NULL AND (c.id = ANY (%(cases)s) OR c.unit_id = ANY (%(units)s) OR c.id IN
    (SELECT m.case_id FROM supervision_tenure m WHERE m.member_id = ANY (%(members)s) AND m.kind = 'offender manager'
        AND upper_inf(m.during)))
  ORDER BY c.id"""


def cases_weighed(
    *, unit_ids: Iterable[UUID] = (), member_ids: Iterable[UUID] = (), case_ids: Iterable[UUID] = ()
) -> list[CaseWeighed]:
    """The open cases of teams, those that members manage, and those named, as far as the viewer sees; one question."""
    wanted = {"units": list(unit_ids), "members": list(member_ids), "cases": list(case_ids)}
    with connection.cursor() as cursor:
        cursor.execute(_WEIGHED, wanted)
        rows = [_as_weighed(row) for row in cursor.fetchall()]
    concerns(row.person_id for row in rows)
    return rows


def _as_weighed(row: tuple[Any, ...]) -> CaseWeighed:
    named: dict[str, Any] = dict(zip((column.name for column in fields(CaseWeighed)), row, strict=True))
    return CaseWeighed(**named | {"cohorts": tuple(named["cohorts"]), "earlier": tuple(named["earlier"])})


# Somebody was met when they came, or answered; a contact that was corrected is as if it had not been written.
MET_WITH = """FROM supervision_contact e WHERE e.with_whom = 'person on probation' AND e.outcome = ANY (%(met)s)
    AND NOT EXISTS (SELECT 1 FROM supervision_contact n WHERE n.corrects_id = e.id)"""
_MET = sorted(MET)
_CONTACTS = f"""
SELECT e.case_id, count(*) FILTER (WHERE e.happened_at >= %(since)s), min(e.happened_at), max(e.happened_at) {MET_WITH}
  AND e.person_id = ANY (%(people)s) AND e.case_id = ANY (%(cases)s) GROUP BY e.case_id"""
_FIRST = f"""
SELECT k.id, (SELECT min(e.happened_at) {MET_WITH} AND e.person_id = k.person AND e.case_id = k.id AND e.happened_at >= k.since)
  FROM unnest(%(ids)s::uuid[], %(people)s::uuid[], %(since)s::timestamptz[]) AS k (id, person, since)"""


def first_contacts(cases: Iterable[tuple[CaseWeighed, datetime]]) -> dict[UUID, datetime]:
    """The first contact in each case from an instant of its own on; one question."""
    rows = [(case.id, case.person_id, since) for case, since in cases]
    with connection.cursor() as cursor:
        names = ("ids", "people", "since")
        given = {name: [row[n] for row in rows] for n, name in enumerate(names)}
        cursor.execute(_FIRST, given | {"met": _MET})
        return {case: first for case, first in cursor.fetchall() if first is not None}


def contacts_of(cases: Iterable[CaseWeighed], *, since: datetime) -> dict[UUID, tuple[int, datetime]]:
    """For each case with any contact: how many since an instant, and when the first was; one question."""
    return {key: (row[0], row[1]) for key, row in _met([(c.person_id, c.id) for c in cases], since).items()}


def last_contacts(cases: Iterable[tuple[UUID, UUID]]) -> dict[UUID, datetime]:
    """When the person was last seen or spoken to in each case, given with its person; never: left out. One question."""
    return {key: row[2] for key, row in _met(list(cases), None).items()}


def first_seen(cases: Iterable[tuple[UUID, UUID]]) -> dict[UUID, datetime]:
    """When the person was first seen or spoken to in each case, given with its person; never: left out. One question."""
    return {key: row[1] for key, row in _met(list(cases), None).items()}


def _met(
    pairs: list[tuple[UUID, UUID]], since: datetime | None
) -> dict[UUID, tuple[int, datetime, datetime]]:
    given = {"people": [person for person, _ in pairs], "cases": [case for _, case in pairs]}
    with connection.cursor() as cursor:
        cursor.execute(_CONTACTS, given | {"since": since, "met": _MET})
        return {row[0]: (row[1], row[2], row[3]) for row in cursor.fetchall()}
