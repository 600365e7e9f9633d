"""Tells: a caseload, a team's queues, a person's case, its timeline and how steady it has been."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import Count, Q

from throughcare.casework.people import queries as people
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.asked_once import once_for_each
from throughcare.foundation.access.gathered import Gathered, gather
from throughcare.foundation.access.queries import Unit
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Permission, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from ..models import Case, Catchment, Gap, Tenure, Transfer
from ..rules import FUNCTION_OF, Change, Continuity, TransferState, continuity
from ..store.steps import Atlas, subject_of
from .reading import CASES, GAPS, OFFERS, ON_A_CASE, TENURES, named


@dataclass(frozen=True)
class TenureSeen:
    """One tenure as a page shows it."""

    id: UUID
    kind: str
    member_id: UUID
    member: str
    unit: str
    organisation: str
    since: datetime
    until: datetime | None
    basis: str
    ended_because: str


@dataclass(frozen=True)
class GapSeen:
    """A role nobody holds, and since when."""

    kind: str
    since: datetime
    because: str
    working_days: int


@dataclass(frozen=True)
class CaseSeen:
    """A person's case as a page shows it."""

    case: Case
    unit: str
    organisation: str
    tenures: tuple[TenureSeen, ...]
    gaps: tuple[GapSeen, ...]
    transfer: Transfer | None
    continuity: Continuity

    @property
    def now(self) -> dict[str, TenureSeen]:
        """Who holds each role now."""
        return {tenure.kind: tenure for tenure in self.tenures if tenure.until is None}


def case_of(person_id: UUID, *, at: datetime, read: Gathered | None = None) -> CaseSeen | None:
    """A person's latest case, with its tenures, gaps and any transfer on offer; two questions, or one and what was read."""
    concerns(person_id)
    found = read if read is not None else gather(ON_A_CASE, person=person_id)
    case = next(iter(found.of(CASES)), None)
    if case is None:
        return None
    tenures = [row for row in found.of(TENURES) if row.case_id == case.id]
    names, units = named(found)
    return CaseSeen(
        case=case,
        unit=_unit_name(units, case.unit_id),
        organisation=_organisation_name(units, case.unit_id),
        tenures=tuple(_tenure(t, names, units) for t in tenures),
        gaps=tuple(_gap(gap, day_of(at)) for gap in found.of(GAPS) if gap.case_id == case.id),
        transfer=next((row for row in found.of(OFFERS) if row.case_id == case.id), None),
        continuity=_continuity(case, tenures, at),
    )


def _unit_name(units: dict[UUID, Unit], unit_id: UUID) -> str:
    return units[unit_id].name if unit_id in units else "a team since closed"


def _organisation_name(units: dict[UUID, Unit], unit_id: UUID) -> str:
    return units[unit_id].organisation.name if unit_id in units else "an organisation since closed"


def _tenure(row: Tenure, names: dict[UUID, str], units: dict[UUID, Unit]) -> TenureSeen:
    return TenureSeen(
        row.id, row.kind, row.member_id, names.get(row.member_id, "not known"), _unit_name(units, row.unit_id),
        _organisation_name(units, row.unit_id), row.during.lower, row.during.upper, row.basis, row.ended_because,
    )  # fmt: skip


def _gap(row: Gap, today: date) -> GapSeen:
    return GapSeen(
        row.kind, row.during.lower, row.because, WorkingCalendar().between(day_of(row.during.lower), today)
    )


def _continuity(case: Case, tenures: Iterable[Tenure], at: datetime) -> Continuity:
    held = [
        Change(t.member_id, t.during.lower, t.during.upper, t.ended_because)
        for t in tenures
        if t.kind == "offender manager" and t.during
    ]
    return continuity(held, opened=case.opened_at, until=case.closed_at or at)


@dataclass(frozen=True)
class OnCaseload:
    """One person on a caseload or in a queue."""

    person_id: UUID
    name: str
    date_of_birth: date | None
    case_id: UUID
    roles: tuple[str, ...]
    risk: str
    sentence: str
    place: str
    since: datetime
    oversight: bool


_CASELOAD = """
SELECT c.person_id, c.id, array_agg(t.kind ORDER BY t.kind), c.risk, c.sentence, c.place, min(lower(t.during)), c.oversight
  FROM supervision_tenure t JOIN supervision_case c ON c.id = t.case_id
  WHERE t.member_id = %s AND upper_inf(t.during) AND c.closed_at IS NULL
  GROUP BY c.id ORDER BY array_position(ARRAY['very_high', 'high', 'medium', 'low', 'not_assessed']::text[], c.risk::text), min(lower(t.during))
  LIMIT %s OFFSET %s"""


def caseload(member_id: UUID, *, page: int = 1, size: int = 50) -> list[OnCaseload]:
    """Those for whom a member holds any role now, highest risk first."""
    with connection.cursor() as cursor:
        cursor.execute(_CASELOAD, [member_id, size, (page - 1) * size])
        rows = cursor.fetchall()
    found = people.names_of([row[0] for row in rows])
    return [
        OnCaseload(
            row[0], found[row[0]].name, found[row[0]].date_of_birth, row[1], tuple(row[2]), row[3], row[4], row[5], row[6], row[7]
        )
        for row in rows
        if row[0] in found
    ]  # fmt: skip


def held_people(member_id: UUID) -> set[UUID]:
    """For whom a member holds any role now: ids alone, so nobody has been looked at; one question."""
    held = Tenure.objects.filter(member_id=member_id, during__upper_inf=True, case__closed_at=None)
    return set(held.values_list("person_id", flat=True))


def caseload_size(member_id: UUID) -> int:
    """For how many people a member holds any role now."""
    held = Tenure.objects.filter(member_id=member_id, during__upper_inf=True, case__closed_at=None)
    return held.values("case").distinct().count()


def caseload_sizes(member_ids: list[UUID]) -> dict[UUID, int]:
    """For how many people each of several members holds any role now."""
    held = Tenure.objects.filter(member_id__in=member_ids, during__upper_inf=True, case__closed_at=None)
    rows = held.values("member_id").annotate(people=Count("case", distinct=True))
    return {row["member_id"]: row["people"] for row in rows}


def holders_there(case: Case, *, at: datetime) -> list[UUID]:
    """The teams from which the roles of a case may be filled: its own, and those of bodies the model names."""
    atlas, subject = Atlas(at), subject_of(case)
    named = {atlas.organisation(function, subject, case.area_code) for function in FUNCTION_OF.values()}
    teams = {atlas.team(case.area_code, found) for found in named if isinstance(found, UUID)}
    return [case.unit_id, *sorted(team for team in teams if team and team != case.unit_id)]


def may_be_appointed(case: Case, *, by: Member, at: datetime) -> list[tuple[Member, int | None]]:
    """Who may be appointed to a case, with for how many people each holds a role, the fewest first.

    How many somebody of another organisation holds is not known here: most of their people are not the viewer's to see.
    """
    there = [
        one
        for one in access.members_of(holders_there(case, at=at), at=at)
        if one.may(Permission.RECORD_ON_TIMELINE) and one.role != "service"
    ]
    sizes = caseload_sizes([one.id for one in there if one.organisation_id == by.organisation_id])
    known = [
        (one, sizes.get(one.id, 0) if one.organisation_id == by.organisation_id else None) for one in there
    ]
    return sorted(known, key=lambda pair: (pair[1] or 0, pair[0].name))


def teams_to_offer_to(case: Case) -> list[tuple[UUID, str]]:
    """The teams with a catchment, to which a case may be offered, by name."""
    wanted = set(Catchment.objects.values_list("unit_id", flat=True)) - {case.unit_id}
    found = access.units(wanted).values()
    return sorted(
        ((row.id, f"{row.name}, {row.organisation.name}") for row in found), key=lambda pair: pair[1]
    )


@dataclass(frozen=True)
class Waiting:
    """A case in which nobody holds a role, and for how long."""

    person_id: UUID
    name: str
    case_id: UUID
    kind: str
    since: datetime
    working_days: int
    because: str
    risk: str
    sentence: str


_GRAVEST = models.Case(
    *(
        models.When(case__risk=risk, then=place)
        for place, risk in enumerate(("very_high", "high", "medium", "low"))
    ),
    default=9,
)


def without_holder(unit_ids: list[UUID], *, at: datetime, kind: str = "", most: int = 100) -> list[Waiting]:
    """The gaps in teams' cases: those of the earliest day first, and of one day the gravest risk first."""
    rows = Gap.objects.filter(unit_id__in=unit_ids, during__upper_inf=True).select_related("case")
    if kind:
        rows = rows.filter(kind=kind)
    gaps = list(rows.order_by("during__startswith__date", _GRAVEST, "person_id", "kind", "id")[:most])
    found = people.names_of([gap.person_id for gap in gaps])
    calendar = WorkingCalendar()
    return [
        Waiting(
            gap.person_id, found[gap.person_id].name, gap.case_id, gap.kind, gap.during.lower,
            calendar.between(day_of(gap.during.lower), day_of(at)), gap.because, gap.case.risk, gap.case.sentence,
        )
        for gap in gaps
        if gap.person_id in found
    ]  # fmt: skip


def gaps_counted(unit_ids: list[UUID]) -> dict[str, int]:
    """How many open gaps of each kind teams have."""
    rows = (
        Gap.objects.filter(unit_id__in=unit_ids, during__upper_inf=True)
        .values("kind")
        .annotate(n=Count("id"))
    )
    return {row["kind"]: row["n"] for row in rows}


@dataclass(frozen=True)
class TransferSeen:
    """A transfer on offer, as a page shows it."""

    transfer: Transfer
    name: str
    from_unit: str
    to_unit: str
    working_days_left: int


def transfers_waiting(unit_ids: list[UUID], *, at: datetime) -> list[TransferSeen]:
    """Transfers on offer to or from teams, the most pressing first."""
    rows = list(
        Transfer.objects.filter(state=TransferState.OFFERED)
        .filter(Q(to_unit__in=unit_ids) | Q(from_unit__in=unit_ids))
        .order_by("whole_by", "id")[:100]
    )
    found = people.names_of([row.person_id for row in rows])
    units = access.units({unit for row in rows for unit in (row.from_unit, row.to_unit)})
    calendar, today = WorkingCalendar(), day_of(at)
    return [
        TransferSeen(
            row, found[row.person_id].name if row.person_id in found else "not yours to see",
            _unit_name(units, row.from_unit), _unit_name(units, row.to_unit),
            calendar.between(today, row.whole_by) - calendar.between(row.whole_by, today),
        )
        for row in rows
    ]  # fmt: skip


def transfer(transfer_id: UUID) -> Transfer | None:
    """One transfer, if its person is the viewer's to see."""
    found = Transfer.objects.filter(id=transfer_id).first()
    if found is not None:
        concerns(found.person_id)
    return found


@dataclass(frozen=True)
class OpenCase:
    """An open case among many: who answers for it, how it stands, and which roles nobody holds."""

    id: UUID
    person_id: UUID
    organisation_id: UUID
    unit_id: UUID
    area_code: str
    risk: str
    sentence: str
    place: str
    rsr: str
    cohorts: tuple[str, ...]
    resettled: bool
    version: int
    gaps: tuple[str, ...]


_OPEN = """
SELECT c.id, c.person_id, c.organisation_id, c.unit_id, c.area_code, c.risk, c.sentence, c.place, c.rsr, c.cohorts, c.resettled,
       c.version, coalesce((SELECT array_agg(g.kind ORDER BY g.kind) FROM supervision_gap g
                 WHERE g.case_id = c.id AND upper_inf(g.during)), '{}')
  FROM supervision_case c WHERE c.person_id = ANY (%s) AND c.closed_at IS NULL"""


def teams_of_open(case_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The team that answers for each of these cases that is open and the viewer's to see."""
    rows = Case.objects.filter(id__in=list(case_ids), closed_at=None)
    return dict(rows.values_list("id", "unit_id"))


def people_of_open(case_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Whose each of these cases is, of those that are open and the viewer's to see."""
    rows = Case.objects.filter(id__in=list(case_ids), closed_at=None)
    return dict(rows.values_list("id", "person_id"))


def team_of_sentence(sentence_id: UUID) -> UUID | None:
    """The team that answers for the case of a sentence, open or not; for the worker, whoever it hears it from."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT supervision_team_of_sentence(%s)", [sentence_id])
        (unit,) = cursor.fetchone()
    found: UUID | None = unit
    return found


@once_for_each
def open_cases_of(person_ids: Iterable[UUID]) -> dict[UUID, OpenCase]:
    """The open case of each of these people whom the viewer may see, with its open gaps; one question."""
    wanted = list(person_ids)
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [wanted])
        found = {row[1]: _as_open(*row) for row in cursor.fetchall()}
    concerns(found)
    return found


def open_case(case_id: UUID) -> OpenCase | None:
    """One open case that the viewer may see; None where there is none."""
    person = Case.objects.filter(id=case_id, closed_at=None).values_list("person_id", flat=True).first()
    found = open_cases_of([person]).get(person) if person else None
    return found if found is not None and found.id == case_id else None


def _as_open(*row: Any) -> OpenCase:
    columns = dict(zip((column.name for column in fields(OpenCase)), row, strict=True))
    return OpenCase(**columns | {"cohorts": tuple(columns["cohorts"]), "gaps": tuple(row[-1])})
