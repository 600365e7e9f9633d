"""Tells how full a team is, week by week, who has been overloaded for how long, and what the weeks to come will bring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from psycopg.types.range import DateRange

from throughcare.casework.courts import queries as courts
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Finding, Period, Permission
from throughcare.foundation.kernel.days import day_of

from ..models import Reduction, ReductionEnd, StaffTerms, WeeklyWorkload
from ..rules.capacity import NoCapacity, Percent, capacity
from ..rules.forecast import Forecast, KnownCase, PastWeek, awaited, forecast, forecast_on
from ..rules.history import Week, excess_on, is_in_excess, monday_of
from ..rules.points import OpenCase, Where, case_points, workload_on
from ..rules.reductions import Reduction as Entry
from ..rules.reductions import Standing, reasons_on
from ..rules.support import Support
from ..store.gathering import (
    AtWork,
    Weighed,
    at_work,
    ledgers_of,
    reports_of,
    staff_at_work,
    support_between,
    weigh,
)

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class MemberLoad:
    """One member's load now: points, what is available, how full, and whether it has been too much for too long."""

    member: Member
    grade: str
    hours: Decimal | None
    hours_off: str
    cases: int
    without_tier: int
    load: int
    support: int
    available: int
    full: Percent | NoCapacity
    excess: Finding | None


@dataclass(frozen=True)
class TeamLoad:
    """A team's load: its members with terms, fullest first, those whose terms are not recorded, and what weighs nothing."""

    members: tuple[MemberLoad, ...]
    without_terms: tuple[Member, ...]
    reports_unweighed: tuple[str, ...]

    @property
    def load(self) -> int:
        """The points of everybody together."""
        return sum(one.load for one in self.members)

    @property
    def available(self) -> int:
        """The points everybody can be given together."""
        return sum(one.available for one in self.members)


def team_load(unit_ids: Sequence[UUID], *, at: datetime) -> TeamLoad:
    """How full the members of units are now, the fullest first; a fixed number of questions."""
    staff = staff_at_work(unit_ids, at=at)
    cases = supervision.cases_weighed(member_ids=[one.member.id for one in staff])
    held: dict[UUID, list[Weighed]] = defaultdict(list)
    weighed = weigh(cases, on=day_of(at)).values()
    for one in weighed:
        if one.case.manager is not None:
            held[one.case.manager].append(one)
    reports = reports_of(weighed, on=day_of(at))
    ids = [one.member.id for one in staff]
    past, support = history_of(ids, since=day_of(at) - 12 * _WEEK), support_between(ids, at=at)
    loads = [
        _member_load(
            one, held[one.member.id], reports.points.get(one.member.id, 0), support.get(one.member.id, Support()),
            past.get(one.member.id, []), day_of(at),
        )
        for one in staff
    ]  # fmt: skip
    known = {one.member.id for one in staff}
    others = access.members_of(list(unit_ids), at=at)
    unknown = tuple(m for m in others if m.id not in known and m.may(Permission.SIGN_ASSESSMENT))
    return TeamLoad(tuple(sorted(loads, key=_fullest_first)), unknown, reports.unweighed)


def _fullest_first(one: MemberLoad) -> tuple[float, str]:
    full = -float(one.full.value) if isinstance(one.full, Percent) else float("-inf" if one.load else "inf")
    return full, one.member.name


def _member_load(
    one: AtWork, held: Sequence[Weighed], reports: int, support: Support, past: Sequence[Week], day: date
) -> MemberLoad:
    before = sum(case.points for case in held) + reports
    load = before + support.added_to(before)
    return MemberLoad(
        one.member, one.terms.grade, one.terms.hours, one.hours_off, len(held), sum(c.tier is None for c in held),
        load, load - before, one.available.points, capacity(load, one.available.points), _excess(past, day),
    )  # fmt: skip


def _excess(past: Sequence[Week], day: date) -> Finding | None:
    """Whether a run of weeks over the limit reaches this week, or the last where this one is not kept yet."""
    kept = any(week.monday == monday_of(day) for week in past)
    return is_in_excess(past, day if kept else day - _WEEK, excess_on(day))


def history_of(member_ids: Sequence[UUID], *, since: date) -> dict[UUID, list[Week]]:
    """The weeks kept of each of many members from a day on, oldest first; one question."""
    rows = WeeklyWorkload.objects.filter(member_id__in=list(member_ids), monday__gte=monday_of(since))
    found: dict[UUID, list[Week]] = defaultdict(list)
    for row in rows.order_by("monday"):
        found[row.member_id].append(Week(row.monday, row.load, row.available, row.cases))
    return found


def over_capacity(unit_ids: Sequence[UUID], *, at: datetime) -> list[tuple[Member, Finding]]:
    """The members of units who have been over the edition's percentage for its number of weeks, as at a day."""
    day = day_of(at)
    members = access.members_of(list(unit_ids), at=at)
    past = history_of([one.id for one in members], since=day - 52 * _WEEK)
    found = [(one, _excess(past.get(one.id, []), day)) for one in members]
    return [(one, finding) for one, finding in found if finding is not None]


@dataclass(frozen=True)
class ReductionSeen:
    """One entry of a member's ledger as a page shows it."""

    id: UUID
    reason: str
    hours: Decimal
    starts_on: date
    ends_on: date | None
    ended_early_on: date | None
    standing: Standing
    note: str


@dataclass(frozen=True)
class MemberSeen:
    """One member of staff: terms now (None: not recorded) and before, reductions newest first, and the weeks kept."""

    member: Member
    terms: StaffTerms | None
    earlier: tuple[StaffTerms, ...]
    reductions: tuple[ReductionSeen, ...]
    weeks: tuple[WeeklyWorkload, ...]


def member_seen(member_id: UUID, unit_ids: Sequence[UUID], *, at: datetime) -> MemberSeen | None:
    """One member of units, or None where there is no such member there."""
    member = access.member(member_id, at=at)
    if member is None or member.unit_id not in unit_ids:
        return None
    terms = list(StaffTerms.objects.filter(member_id=member_id).order_by("-during"))
    now = next((row for row in terms if day_of(at) in row.during), None)
    weeks = WeeklyWorkload.objects.filter(member_id=member_id).order_by("-monday")[:26]
    earlier = tuple(row for row in terms if row is not now)
    return MemberSeen(member, now, earlier, reductions_of(member_id, on=day_of(at)), tuple(weeks))


def reductions_of(member_id: UUID, *, on: date) -> tuple[ReductionSeen, ...]:
    """A member's ledger of reductions, newest first."""
    rows = list(Reduction.objects.filter(member_id=member_id).order_by("-starts_on", "-id"))
    ends = dict(
        ReductionEnd.objects.filter(reduction__in=[r.id for r in rows]).values_list("reduction", "on")
    )
    entries = {row.id: entry for row, entry in zip(rows, _entries(rows, ends), strict=True)}
    return tuple(
        ReductionSeen(
            row.id, _reason(row), row.hours, row.starts_on, row.ends_on, ends.get(row.id),
            entries[row.id].standing(on), row.note,
        )
        for row in rows
    )  # fmt: skip


def _entries(rows: Sequence[Reduction], ends: Mapping[UUID, date]) -> list[Entry]:
    return [Entry(r.hours, Period(r.starts_on, r.ends_on), r.reason, ends.get(r.id)) for r in rows]


def _reason(row: Reduction) -> str:
    known = reasons_on(row.starts_on).table.get(row.reason)
    return known.name if known else row.reason


def forecast_for(unit_ids: Sequence[UUID], *, at: datetime) -> Forecast:
    """The load of units for the weeks to come, from what is known to end, be released or fall due, with an interval."""
    day = day_of(at)
    edition = forecast_on(day)
    staff = staff_at_work(unit_ids, at=at)
    rows = supervision.cases_weighed(member_ids=[one.member.id for one in staff])
    weighed = list(weigh(rows, on=day).values())
    people = {one.case.person_id for one in weighed}
    ends = courts.known_ends(people)
    cases = [
        _known(one, ends.get(one.case.person_id), day) for one in weighed if one.case.manager is not None
    ]
    asked = [(kind, due) for _, kind, due in courts.reports_awaited(people)]
    reports = awaited(asked, workload_on(day))
    ahead = [monday_of(day) + n * _WEEK for n in range(edition.table.weeks + 1)]
    available = _available(unit_ids, [max(monday, day) for monday in ahead], at)
    return forecast(cases, reports, past_weeks(unit_ids), available, on=day, edition=edition)


def _known(one: Weighed, ends: courts.Known | None, day: date) -> KnownCase:
    released = ends.released_on if ends else None
    if one.where is not Where.CUSTODY or released is None or released <= day:
        return KnownCase(one.points, ends.ends_on if ends else None, None, None)
    after = case_points(OpenCase(one.tier, Where.LICENCE, one.kind), workload_on(day)).points
    return KnownCase(one.points, ends.ends_on if ends else None, released, after)


def _available(unit_ids: Sequence[UUID], days: Sequence[date], at: datetime) -> dict[date, int]:
    """Points to give on each day to come, under the terms of that day: some begin, some change, some end."""
    rows = StaffTerms.objects.filter(
        unit_id__in=list(unit_ids), during__overlap=DateRange(days[0], days[-1], "[]")
    )
    terms = list(rows)
    members = access.members({row.member_id for row in terms}, at=at)
    ledgers = ledgers_of(members)
    return {
        day: sum(
            at_work(
                members[row.member_id], row, ledgers.get(row.member_id, []), day, workload_on(day)
            ).available.points
            for row in terms
            if row.member_id in members and day in row.during
        )
        for day in days
    }


def past_weeks(unit_ids: Sequence[UUID]) -> list[PastWeek]:
    """By how much units' load changed each week that was kept, and how much of that was known; one question.

    Only those who were there in both weeks count, so that somebody joining is not taken for work arriving.
    """
    rows = WeeklyWorkload.objects.filter(unit_id__in=list(unit_ids))
    weeks: dict[date, dict[UUID, tuple[int, int]]] = defaultdict(dict)
    for monday, member, load, known in rows.values_list("monday", "member_id", "case_points", "known_next"):
        weeks[monday][member] = (load, known)
    found = []
    for monday in sorted(weeks):
        before = weeks.get(monday - _WEEK)
        both = set(weeks[monday]) & set(before or ())
        if before is not None and both:
            change = sum(weeks[monday][who][0] - before[who][0] for who in both)
            known_change = sum(before[who][1] - before[who][0] for who in both)
            found.append(PastWeek(monday, change, known_change))
    return found
