"""Reckons a week's load of every member of units, all at once, and keeps it as history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import change_all, insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import WeeklyWorkload
from ..rules.capacity import Percent, capacity
from ..rules.history import monday_of
from ..rules.points import workload_on
from ..store.gathering import AtWork, Weighed, reports_of, staff_at_work, support_between, weigh

_CHANGING = (
    "case_points", "report_points", "support_points", "load", "available", "capacity", "cases", "without_tier",
    "known_next", "edition", "reckoned_at",
)  # fmt: skip


@dataclass
class _Load:
    cases: int = 0
    points: int = 0
    reports: int = 0
    support: int = 0
    without_tier: int = 0
    known_next: int = 0


@action(Permission.RECORD_WORKLOAD)
def reckon_workload(*, by: Member, at: datetime, unit_ids: Sequence[UUID] | None = None) -> int:
    """Reckon the present week of every member with terms in the caller's units (or those named); returns how many."""
    ours = access.units_below(by.unit_id)
    wanted = ours if unit_ids is None else list(unit_ids)
    if not set(wanted) <= set(ours):
        raise Refused("That team’s work is not yours to work out.", field="unit_ids")
    staff, monday = staff_at_work(wanted, at=at), monday_of(day_of(at))
    loads = _loads(staff, at)
    rows = [_row(one, loads[one.member.id], monday, at) for one in staff]
    _keep(rows, monday)
    add_to_line(reckoned=len(rows))
    return len(rows)


def _loads(staff: Sequence[AtWork], at: datetime) -> Mapping[UUID, _Load]:
    found: dict[UUID, _Load] = defaultdict(_Load)
    cases = supervision.cases_weighed(member_ids=[one.member.id for one in staff])
    weighed = weigh(cases, on=day_of(at))
    people = {case.person_id for case in cases}
    ends = courts.known_ends(people)
    next_monday = monday_of(day_of(at)) + timedelta(days=7)
    for one in weighed.values():
        if one.case.manager is not None:
            _add(found[one.case.manager], one, ends.get(one.case.person_id), next_monday)
    for manager, points in reports_of(weighed.values(), on=day_of(at)).points.items():
        found[manager].reports = points
    for who, support in support_between([one.member.id for one in staff], at=at).items():
        found[who].support = support.added_to(found[who].points + found[who].reports)
    return found


def _add(load: _Load, one: Weighed, known: courts.Known | None, next_monday: date) -> None:
    load.cases += 1
    load.points += one.points
    load.without_tier += one.tier is None
    lasts = known is None or known.ends_on is None or next_monday <= known.ends_on
    load.known_next += one.points if lasts else 0


def _row(one: AtWork, load: _Load, monday: date, at: datetime) -> WeeklyWorkload:
    total = load.points + load.reports + load.support
    full = capacity(total, one.available.points)
    return WeeklyWorkload(
        id=new_id(), member_id=one.member.id, unit_id=one.member.unit_id, monday=monday, case_points=load.points,
        report_points=load.reports, support_points=load.support, load=total, available=one.available.points,
        capacity=Decimal(full.value) if isinstance(full, Percent) else None, cases=load.cases,
        without_tier=load.without_tier, known_next=load.known_next, edition=workload_on(monday).name, reckoned_at=at,
    )  # fmt: skip


def _keep(rows: Sequence[WeeklyWorkload], monday: date) -> None:
    known = dict(
        WeeklyWorkload.objects.filter(monday=monday, member_id__in=[row.member_id for row in rows])
        .select_for_update()
        .values_list("member_id", "id")
    )
    insert_all([row for row in rows if row.member_id not in known])
    again = [row for row in rows if row.member_id in known]
    changes = [(known[row.member_id], *(getattr(row, name) for name in _CHANGING)) for row in again]
    change_all(WeeklyWorkload, _CHANGING, changes)


@dataclass(frozen=True)
class PastWeek:
    """A week of one member brought in from elsewhere: points of cases and available, and how many cases."""

    member_id: UUID
    monday: date
    load: int
    available: int
    cases: int
    without_tier: int = 0
    known_next: int | None = None


@action(Permission.RECORD_WORKLOAD)
def bring_in_history(*, by: Member, at: datetime, weeks: Sequence[PastWeek]) -> int:
    """Keep weeks that were reckoned before this record began; refused for a week already kept or not yet over."""
    members, ours = access.members({w.member_id for w in weeks}, at=at), set(access.units_below(by.unit_id))
    if any(w.member_id not in members or members[w.member_id].unit_id not in ours for w in weeks):
        raise Refused("That member of staff is not in force in your teams.", field="member_id")
    if any(w.monday >= monday_of(day_of(at)) or w.monday.weekday() for w in weeks):
        raise Refused("History is of whole weeks that are over, each named by its Monday.", field="monday")
    insert_all([_brought(w, members[w.member_id].unit_id, at) for w in weeks])
    add_to_line(weeks=len(weeks))
    return len(weeks)


def _brought(week: PastWeek, unit_id: UUID, at: datetime) -> WeeklyWorkload:
    full = capacity(week.load, week.available)
    return WeeklyWorkload(
        id=new_id(), member_id=week.member_id, unit_id=unit_id, monday=week.monday, case_points=week.load,
        load=week.load, available=week.available, capacity=full.value if isinstance(full, Percent) else None,
        cases=week.cases, without_tier=week.without_tier,
        known_next=week.load if week.known_next is None else week.known_next, edition="brought in", reckoned_at=at,
    )  # fmt: skip
