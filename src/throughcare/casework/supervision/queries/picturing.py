"""Tells what a picture of a team shows: whom each member holds by risk, and how many cases came and went by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count

from throughcare.foundation.kernel.days import LONDON, day_of

from ..models import Tenure

MONTHS = 12


@dataclass(frozen=True)
class MonthOfCases:
    """One month of some teams, named by its first day: how many cases came to them, went from them, and were theirs at its end (or now)."""

    first: date
    came: int
    went: int
    at_end: int


def caseload_risks(member_ids: Iterable[UUID]) -> dict[UUID, Counter[str]]:
    """For how many people of each risk each of several members holds any role now; one question."""
    held = Tenure.objects.filter(member_id__in=list(member_ids), during__upper_inf=True, case__closed_at=None)
    rows = held.values_list("member_id", "case__risk").annotate(people=Count("case", distinct=True))
    found: dict[UUID, Counter[str]] = {}
    for member, risk, people in rows:
        found.setdefault(member, Counter())[risk] = people
    return found


_FLOW = """
WITH theirs AS (
  SELECT case_id, lower(during) AS came, upper(during) AS went FROM supervision_responsibility
    WHERE unit_id = ANY (%(units)s)),
moved AS (
  SELECT came AS at, 1 AS came, 0 AS went FROM theirs t
    WHERE NOT EXISTS (SELECT 1 FROM theirs b WHERE b.case_id = t.case_id AND b.went = t.came)
  UNION ALL SELECT went, 0, 1 FROM theirs t
    WHERE went IS NOT NULL AND NOT EXISTS (SELECT 1 FROM theirs a WHERE a.case_id = t.case_id AND a.came = t.went))
SELECT date_trunc('month', at AT TIME ZONE %(zone)s)::date AS month, sum(came), sum(went) FROM moved
  WHERE at <= %(at)s GROUP BY month ORDER BY month"""


def flow_of(unit_ids: Iterable[UUID], *, at: datetime) -> list[MonthOfCases]:
    """The last twelve months of teams taken as one, the month of ``at`` last: a case passed between them neither came nor went."""
    with connection.cursor() as cursor:
        cursor.execute(_FLOW, {"units": list(unit_ids), "at": at, "zone": str(LONDON)})
        moved = {month: (int(came), int(went)) for month, came, went in cursor.fetchall()}
    months = _months_to(day_of(at))
    standing = sum(came - went for month, (came, went) in moved.items() if month < months[0])
    found = []
    for month in months:
        came, went = moved.get(month, (0, 0))
        standing += came - went
        found.append(MonthOfCases(month, came, went, standing))
    return found


def _months_to(day: date) -> list[date]:
    months = [day.replace(day=1)]
    while len(months) < MONTHS:
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    return months
