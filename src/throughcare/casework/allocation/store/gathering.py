"""Gathers what the rules ask: staff with their terms and load, cases with their points, and who must not hold which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.courts import queries as courts
from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import CaseWeighed
from throughcare.casework.supervision.rules import as_subject
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Edition, Period, Permission
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Holders, holders
from throughcare.foundation.operating_model.rules import Function

from ..models import Reduction, ReductionEnd, StaffTerms
from ..rules import reductions as reducing
from ..rules.assignment.problem import Problem
from ..rules.capacity import Available, Hours, available_points
from ..rules.forecast import awaited, forecast_on, known_load
from ..rules.people import CaseToPlace, Position, Practitioner, Sex, grades_on, prices_on
from ..rules.points import Kind, OpenCase, Where, WorkloadTable, case_points, workload_on
from ..rules.pricing import Terms
from ..rules.support import Given, Support, kind_of_case, support_of, support_on
from .positions import area_positions, district_positions


@dataclass(frozen=True)
class AtWork:
    """A member with terms in force on a day: hours off, and the points that leaves."""

    member: Member
    terms: StaffTerms
    hours_off: str
    available: Available


@dataclass(frozen=True)
class Weighed:
    """An open case with its tier (None: none yet) and its points, and whether the tier is provisional."""

    case: CaseWeighed
    tier: str | None
    provisional: bool
    where: Where
    kind: Kind
    points: int
    because: str


def staff_at_work(unit_ids: Iterable[UUID], *, at: datetime) -> list[AtWork]:
    """The members of units whose terms are recorded and in force, by name; four questions."""
    day = day_of(at)
    terms = StaffTerms.objects.filter(unit_id__in=list(unit_ids), during__contains=day)
    by_member = {row.member_id: row for row in terms}
    members = access.members(by_member, at=at)
    ledgers = ledgers_of(by_member)
    edition = workload_on(day)
    found = [
        at_work(member, by_member[member.id], ledgers.get(member.id, []), day, edition)
        for member in members.values()
    ]
    return sorted(found, key=lambda one: (one.member.name, str(one.member.id)))


def at_work(
    member: Member,
    terms: StaffTerms,
    ledger: Sequence[reducing.Reduction],
    day: date,
    edition: Edition[WorkloadTable],
) -> AtWork:
    """What a member has to give on a day."""
    off = reducing.hours_off(ledger, day)
    return AtWork(member, terms, str(off), available_points(Hours(terms.grade, terms.hours, off), edition))


def ledgers_of(member_ids: Iterable[UUID]) -> dict[UUID, list[reducing.Reduction]]:
    """The ledger of reductions of each of many members, as the rules read it; two questions."""
    rows = list(Reduction.objects.filter(member_id__in=list(member_ids)))
    ends = dict(
        ReductionEnd.objects.filter(reduction__in=[row.id for row in rows]).values_list("reduction", "on")
    )
    found: dict[UUID, list[reducing.Reduction]] = defaultdict(list)
    for row in rows:
        period = Period(row.starts_on, row.ends_on)
        found[row.member_id].append(reducing.Reduction(row.hours, period, row.reason, ends.get(row.id)))
    return found


def weigh(cases: Sequence[CaseWeighed], *, on: date) -> dict[UUID, Weighed]:
    """Each case with its tier and points, by its id; two questions."""
    edition, terms = workload_on(on), support_on(on)
    wanted = {case.person_id for case in cases}
    tiers, traits = assessment.tiers_of(wanted), people.traits_of(wanted)
    born = {person: found.date_of_birth for person, found in traits.items()}
    return {
        case.id: _weighed(
            case, tiers.get(case.person_id), edition, kind_of_case(born.get(case.person_id), on, terms)
        )
        for case in cases
    }


def _weighed(
    case: CaseWeighed, seen: assessment.TierSeen | None, edition: Edition[WorkloadTable], kind: Kind
) -> Weighed:
    where = where_served(case)
    known = seen.tier if seen is not None else ""
    tier = known if _has_points(known, where, edition.table) else None
    weight = case_points(OpenCase(tier, where, kind), edition)
    provisional = bool(seen and seen.provisional and tier)
    return Weighed(case, tier, provisional, where, kind, weight.points, weight.finding.because)


def _has_points(tier: str, where: Where, table: WorkloadTable) -> bool:
    columns = next(iter(table.tables.values()))[where]
    return bool(tier) and tier.removesuffix(table.suffix_unsupervised) in columns


def where_served(case: CaseWeighed) -> Where:
    """Where a sentence is being served: custody outside prison is licence."""
    if case.place == "custody":
        return Where.CUSTODY
    return Where.LICENCE if case.sentence.startswith("custody") else Where.COMMUNITY


@dataclass(frozen=True)
class ReportsAwaited:
    """What reports weigh on a day, by manager, and those that weigh nothing, said with why."""

    points: Mapping[UUID, int]
    unweighed: tuple[str, ...]


def reports_of(weighed: Iterable[Weighed], *, on: date) -> ReportsAwaited:
    """The reports awaited on a day about each manager's people; one question."""
    managers = {one.case.person_id: one.case.manager for one in weighed if one.case.manager is not None}
    edition, window = workload_on(on), forecast_on(on).table.report_window_days
    asked = courts.reports_awaited(managers)
    found: dict[UUID, int] = defaultdict(int)
    for person, kind, due in asked:
        found[managers[person]] += known_load([], awaited([(kind, due)], edition).due, on, window)
    return ReportsAwaited(found, awaited([(kind, due) for _, kind, due in asked], edition).unweighed)


def support_between(member_ids: Iterable[UUID], *, at: datetime) -> dict[UUID, Support]:
    """What support weighs for each of many members who gave or had some in the edition's last days; one question."""
    day, wanted = day_of(at), set(member_ids)
    terms = support_on(day)
    since = at - timedelta(days=terms.table.window_days)
    rows = supervision.helped(wanted, terms.table.codes, since=since, until=at)
    given = [Given(str(one.by), str(one.manager), one.kind, one.count) for one in rows]
    weighed = support_of(given, terms, workload_on(day))
    return {UUID(who): support for who, support in weighed.items() if UUID(who) in wanted}


@dataclass(frozen=True)
class Asking:
    """What somebody asks for in a manager: a language, a sex, qualifications the case needs."""

    language: str | None = None
    sex: Sex | None = None
    needs: frozenset[str] = frozenset()

    @classmethod
    def of(cls, case: CaseToPlace) -> Asking:
        """What was asked for when this case was read."""
        return cls(case.language, case.asked_for, case.needs)


@dataclass(frozen=True)
class Gathered:
    """A problem as the rules read it, with the rows behind it, and members left out because their terms are unknown."""

    problem: Problem
    cases: Mapping[UUID, Weighed]
    staff: Mapping[UUID, AtWork]
    without_terms: tuple[Member, ...]


def gather(
    unit_ids: Sequence[UUID],
    *,
    at: datetime,
    placing: Iterable[UUID] | None = None,
    waiting_only: bool = False,
    asking: Asking | None = None,
) -> Gathered:
    """Cases to place among the staff of units: those named, or all of the units' (or those nobody manages)."""
    staff = {one.member.id: one for one in staff_at_work(unit_ids, at=at)}
    named = None if placing is None else set(placing)
    rows = supervision.cases_weighed(unit_ids=unit_ids, member_ids=staff, case_ids=named or ())
    weighed = weigh(rows, on=day_of(at))
    chosen = [row for row in rows if _is_placed(row, unit_ids, named, waiting_only)]
    problem = _problem(chosen, weighed, staff, asking or Asking(), at)
    return Gathered(
        problem, {row.id: weighed[row.id] for row in chosen}, staff, _without_terms(unit_ids, staff, at)
    )


def _is_placed(
    row: CaseWeighed, unit_ids: Sequence[UUID], named: set[UUID] | None, waiting_only: bool
) -> bool:
    if named is not None:
        return row.id in named
    if row.unit_id not in unit_ids:
        return False
    waits = row.manager is None and row.waiting_since is not None
    return waits or (not waiting_only and row.manager is not None)


def _without_terms(
    unit_ids: Sequence[UUID], staff: Mapping[UUID, AtWork], at: datetime
) -> tuple[Member, ...]:
    everybody = access.members_of(list(unit_ids), at=at)
    return tuple(m for m in everybody if m.id not in staff and m.may(Permission.SIGN_ASSESSMENT))


def _problem(
    rows: Sequence[CaseWeighed],
    weighed: Mapping[UUID, Weighed],
    staff: Mapping[UUID, AtWork],
    asking: Asking,
    at: datetime,
) -> Problem:
    day, placing = day_of(at), {row.id for row in rows}
    load: dict[UUID, int] = defaultdict(int)
    for one in weighed.values():
        if one.case.manager is not None and one.case.id not in placing:
            load[one.case.manager] += one.points
    others = [one for one in weighed.values() if one.case.id not in placing]
    for manager, points in reports_of(others, on=day).points.items():
        load[manager] += points
    for who, support in support_between(staff, at=at).items():
        load[who] += support.added_to(load[who])
    cases = _cases(rows, weighed, staff, asking, at)
    practitioners = _practitioners(rows, staff, load, at)
    if any(who is None for _, who in practitioners):
        # Where one office is nowhere, no distance can be compared: it is unknown for everybody alike.
        cases = [replace(case, home=None) for case in cases]
    placed = tuple(replace(one, position=where or Position(0, 0)) for one, where in practitioners)
    return Problem(tuple(cases), placed, Terms(prices_on(day), grades_on(day)))


def _cases(
    rows: Sequence[CaseWeighed],
    weighed: Mapping[UUID, Weighed],
    staff: Mapping[UUID, AtWork],
    asking: Asking,
    at: datetime,
) -> list[CaseToPlace]:
    homes, places = people.home_districts({row.person_id for row in rows}), district_positions()
    bodies = bodies_named(rows, at=at)
    return [
        CaseToPlace(
            id=str(row.id),
            tier=weighed[row.id].tier,
            points=weighed[row.id].points,
            home=places.get(homes.get(row.person_id, "")),
            since=day_of(row.waiting_since or row.opened_at),
            held_by=bodies[row.id],
            manager=None if row.manager is None else str(row.manager),
            earlier_managers=frozenset(map(str, row.earlier)),
            language=asking.language,
            asked_for=asking.sex,
            needs=asking.needs,
            only=None,  # whom a restricted record is open to is told the other way round: who it is closed to
            walls=frozenset({str(row.organisation_id)}),
        )
        for row in rows
    ]


def bodies_named(rows: Sequence[CaseWeighed], *, at: datetime) -> dict[UUID, str]:
    """The name of the organisation that the operating model lets manage each case; empty where it names none."""
    atlas: dict[str, Holders] = {}
    names = {row.id: row.name for row in access.organisations()}
    found = {}
    for row in rows:
        if row.area_code not in atlas:
            atlas[row.area_code] = holders(row.area_code, day_of(at))
        subject = as_subject(
            risk=row.risk, sentence=row.sentence, place=row.place, rsr=row.rsr,
            cohorts=list(row.cohorts), resettled=row.resettled,
        )  # fmt: skip
        held = atlas[row.area_code].organisation(Function.OFFENDER_MANAGEMENT, subject)
        found[row.id] = names.get(held, "") if isinstance(held, UUID) else ""
    return found


def _practitioners(
    rows: Sequence[CaseWeighed], staff: Mapping[UUID, AtWork], load: Mapping[UUID, int], at: datetime
) -> list[tuple[Practitioner, Position | None]]:
    restricted, conflicts = barred(staff, {row.person_id: str(row.id) for row in rows})
    walls: dict[UUID, set[str]] = defaultdict(set)
    for one, other in access.walls_standing(at=at):
        walls[one].add(str(other))
        walls[other].add(str(one))
    units = access.units({one.member.unit_id for one in staff.values()})
    return [
        (
            Practitioner(
                id=str(id),
                grade=one.terms.grade,
                office=one.member.unit_name,
                position=Position(0, 0),
                available=one.available.points,
                load=load.get(id, 0),
                body=one.member.organisation_name,
                sex=Sex(one.terms.sex) if one.terms.sex else None,
                languages=frozenset(one.terms.languages),
                qualifications=frozenset(one.terms.qualifications),
                restricted_from=frozenset(restricted.get(id, ())),
                conflicts=frozenset(conflicts.get(id, ())),
                barred_from=frozenset(walls.get(one.member.organisation_id, ())),
            ),
            _where(units[one.member.unit_id]),
        )
        for id, one in staff.items()
    ]


def _where(unit: access.Unit) -> Position | None:
    district = unit.postcode.partition(" ")[0].upper()
    return district_positions().get(district) or area_positions().get(unit.area_code)


def barred(
    members: Iterable[UUID], cases: Mapping[UUID, str]
) -> tuple[dict[UUID, set[str]], dict[UUID, set[str]]]:
    """For each member, the cases closed to them and those in which they declared somebody kin; one question."""
    found: dict[str, dict[UUID, set[str]]] = {"restricted": defaultdict(set), "conflict": defaultdict(set)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT member_id, person_id, kind FROM allocation_barred(%s, %s)", [list(members), list(cases)]
        )
        for member, person, kind in cursor.fetchall():
            found[kind][member].add(cases[person])
    return found["restricted"], found["conflict"]
