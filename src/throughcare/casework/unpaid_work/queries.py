"""Tells: projects, who comes when, how somebody's hours stand, what waits, and what suits whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from throughcare.casework.courts.rules.decided import hours_to_work_by
from throughcare.casework.people import queries as people
from throughcare.casework.planning.rules import ServiceStands
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Finding, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from .models import Placement, Project, PublicAsk, Turn, Work
from .rules.asking import AskStands
from .rules.crediting import education_allowance
from .rules.serving import course_of_hours
from .rules.standing import Forecast, Hours, forecast
from .rules.terms import work_terms
from .rules.words import ProjectState, WorkState
from .store import TurnStands, WorkStands, digest_of, places_taken, suited, turns_on, works


@dataclass(frozen=True)
class ProjectSeen:
    """A project, the team that runs it, and how many hold a place on each of its weekdays."""

    row: Project
    unit: str
    taken: dict[int, int] | None


def projects(
    *, unit_ids: Iterable[UUID] | None = None, states: Iterable[ProjectState] = (), today: date
) -> list[ProjectSeen]:
    """Projects, those asked for first and then by name; of some teams, or of all."""
    rows = Project.objects.all()
    if unit_ids is not None:
        rows = rows.filter(unit__in=list(unit_ids))
    if states:
        rows = rows.filter(state__in=list(states))
    return _projects(list(rows.order_by("title", "id")), today)


def project(project_id: UUID, *, today: date) -> ProjectSeen | None:
    """One project, or None where there is none."""
    return next(iter(_projects(list(Project.objects.filter(id=project_id)), today)), None)


def _projects(rows: list[Project], today: date) -> list[ProjectSeen]:
    units = access.units({row.unit_id for row in rows})
    taken = places_taken([row.id for row in rows], today) if rows else {}
    names = {key: f"{unit.name}, {unit.organisation.name}" for key, unit in units.items()}
    return [
        ProjectSeen(
            row, names.get(row.unit_id, "a team since closed"),
            taken.get(row.id),
        )
        for row in rows
    ]  # fmt: skip


def teams_asked() -> list[access.Unit]:
    """The teams that anybody may ask for a project: those that run one now, by name. Asked by nobody signed in."""
    running = Project.objects.filter(state=ProjectState.APPROVED).values_list("unit", flat=True).distinct()
    found = access.units(set(running))
    return sorted(found.values(), key=lambda unit: (unit.name, str(unit.id)))


def read_ask(secret: str) -> AskStands | None:
    """What became of what somebody without an account asked for, by their secret; None where it is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM unpaid_work_read_ask(%s)", [digest_of(secret)])
        row = cursor.fetchone()
    if row is None:
        return None
    at, aside, state, title, because, starts, achieved = row
    return AskStands(
        day_of(at), aside, ProjectState(state) if state else None, title, because, starts, achieved
    )


@dataclass(frozen=True)
class AskSeen:
    """What the public asked a team for and it has not looked at yet."""

    id: UUID
    version: int
    title: str
    problem: str
    place: str
    nominator: str
    asked_for_by: str
    on: date


def asked_by_public(unit_ids: Iterable[UUID]) -> list[AskSeen]:
    """What the public asked teams for and that waits for them, the longest first."""
    rows = PublicAsk.objects.filter(unit__in=list(unit_ids), project=None, set_aside_at=None)
    return [
        AskSeen(
            row.id,
            row.version,
            row.title,
            row.problem,
            row.place,
            row.nominator,
            row.asked_for_by,
            day_of(row.at),
        )
        for row in rows.order_by("at", "id")
    ]


@dataclass(frozen=True)
class HoursSeen:
    """An order's hours as a page shows them; ``law`` says by when they are to be worked, as the law stands on the day.

    ``away`` is why the person cannot come now, in words; empty where nothing says so.
    """

    stands: WorkStands
    team: str
    hours: Hours | None
    forecast: Forecast | None
    law: Finding | None
    may_learn: int
    first_turn_by: date
    away: str = ""

    @property
    def next(self) -> Turn | None:
        """The next turn that is to come."""
        return next((turn.row for turn in self.stands.turns if turn.is_open), None)


def hours_of(person_id: UUID, *, on: date) -> list[HoursSeen]:
    """A person's hours, those under way first."""
    concerns(person_id)
    rows = Work.objects.filter(person_id=person_id).order_by("ended_at", "-opened_at")
    return _seen(sorted(rows, key=lambda row: row.ended_at is not None), on)


def hours(work_id: UUID, *, on: date) -> HoursSeen | None:
    """One order's hours, or None where there are none or the wall hides them."""
    found = list(Work.objects.filter(id=work_id))
    for row in found:
        concerns(row.person_id)
    return next(iter(_seen(found, on)), None)


def turn(turn_id: UUID) -> TurnStands | None:
    """One turn with what was said of it, where the viewer sees it."""
    row = Turn.objects.filter(id=turn_id).first()
    if row is None:
        return None
    concerns(row.person_id)
    return next((one for one in turns_on(row.project_id, row.on) if one.row.id == turn_id), None)


def hours_arranged(unit_ids: Iterable[UUID], *, on: date) -> list[HoursSeen]:
    """Hours under way that teams arrange, the longest there first."""
    return _seen(
        Work.objects.filter(to_unit__in=list(unit_ids), ended_at=None).order_by("opened_at", "id"), on
    )


def hours_sent(case_ids: Iterable[UUID], *, on: date) -> list[HoursSeen]:
    """Hours under way of cases, whoever arranges them."""
    return _seen(Work.objects.filter(case__in=list(case_ids), ended_at=None).order_by("opened_at", "id"), on)


def _seen(rows: Iterable[Work], on: date) -> list[HoursSeen]:
    stands = works(rows)
    units = access.units({one.row.to_unit for one in stands})
    away = supervision.away({one.row.case_id for one in stands if one.row.ended_at is None}) if stands else {}
    return [_hours(one, units.get(one.row.to_unit), on, away.get(one.row.case_id, "")) for one in stands]


def _hours(stands: WorkStands, unit: access.Unit | None, on: date, away: str) -> HoursSeen:
    left, terms = stands.hours(on), work_terms(on).table
    team = f"{unit.name}, {unit.organisation.name}" if unit else "a team since closed"
    allowed = education_allowance(stands.ordered, terms) - stands.learnt if stands.ordered else 0
    by = WorkingCalendar().add(day_of(stands.row.opened_at), terms.first_turn_days)
    return HoursSeen(
        stands, team, left, forecast(left.left, stands.days, on=on) if left else None,
        hours_to_work_by(stands.imposed_on, on=on) if stands.imposed_on else None, max(0, allowed), by, away,
    )  # fmt: skip


def serving(work_ids: Iterable[UUID]) -> dict[UUID, ServiceStands]:
    """How each order's hours stand as a step of a plan asks about it; those that the viewer does not see are left out."""
    rows = list(Work.objects.filter(id__in=list(work_ids)))
    return {one.row.id: _serves(one) for one in works(rows)} if rows else {}


def _serves(one: WorkStands) -> ServiceStands:
    row = one.row
    last = max((day.on for day in one.days if day.worked), default=None)
    why = f": {row.ended_because}" if row.ended_because else ""
    return ServiceStands(
        "Unpaid work", course_of_hours(WorkState(row.state), last is not None), f"{row.state}{why}", day_of(row.opened_at),
        day_of(row.ended_at or row.opened_at), last,
    )  # fmt: skip


@dataclass(frozen=True)
class Comes:
    """Somebody who is to come to a project on a day, and what was said of it."""

    turn: TurnStands
    person_id: UUID
    name: str


def comes(project_id: UUID, on: date) -> list[Comes]:
    """Who is to come to a project on a day, as far as the viewer sees them, by when they start and name."""
    found = turns_on(project_id, on)
    names = people.names_of({turn.row.person_id for turn in found})
    seen = [
        Comes(turn, turn.row.person_id, names[turn.row.person_id].name)
        for turn in found
        if turn.row.person_id in names
    ]
    return sorted(seen, key=lambda one: (one.turn.row.starts, one.name))


@dataclass(frozen=True)
class DayHeld:
    """A day of a project: how many are to come, and of how many nothing is recorded."""

    project_id: UUID
    title: str
    on: date
    coming: int
    untold: int


def days_held(unit_ids: Iterable[UUID], *, since: date, until: date) -> list[DayHeld]:
    """The days of teams' projects on which somebody is to come, the earliest first."""
    rows = Turn.objects.filter(project__unit__in=list(unit_ids), on__range=(since, until), off_at=None)
    held: dict[tuple[UUID, date], list[bool]] = {}
    titles: dict[UUID, str] = {}
    for key, on, title, told in rows.order_by("on", "project__title").values_list(
        "project_id", "on", "project__title", "told__id"
    ):
        held.setdefault((key, on), []).append(told is not None)
        titles[key] = title
    return [DayHeld(key, titles[key], on, len(told), told.count(False)) for (key, on), told in held.items()]


@dataclass(frozen=True)
class Suiting:
    """A project and whether it suits somebody, with every reason in words."""

    project: ProjectSeen
    fits: bool
    unsure: bool
    reasons: tuple[str, ...]


def projects_for(person_id: UUID, *, unit_id: UUID, on: date) -> list[Suiting]:
    """The projects of a team held against what is known of somebody, those that suit first."""
    concerns(person_id)
    found = []
    for seen in projects(unit_ids=[unit_id], states=[ProjectState.APPROVED], today=on):
        said = suited(seen.row, person_id, None, on=on)
        found.append(Suiting(seen, said.fits, said.unsure, tuple(one.because for one in said.findings)))
    return sorted(found, key=lambda one: (not one.fits, one.unsure, one.project.row.title))


def placement(placement_id: UUID) -> Placement | None:
    """One placement, where the viewer sees it."""
    return Placement.objects.filter(id=placement_id).select_related("project").first()


def nominated(unit_ids: Iterable[UUID], *, at: datetime) -> list[Project]:
    """Projects asked of teams and not decided, the longest waiting first."""
    rows = Project.objects.filter(unit__in=list(unit_ids), state=ProjectState.NOMINATED, at__lte=at)
    return list(rows.order_by("at", "id"))


def asked_by(member_id: UUID) -> list[Project]:
    """The projects a member asked for, the latest first."""
    return list(Project.objects.filter(member_id=member_id).order_by("-at", "-id")[:50])


def held_by_team(unit_id: UUID) -> list[tuple[str, UUID]]:
    """What a team has of projects and hours: kind and row, and nobody; empty for whoever may not end an agreement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, item FROM unpaid_work_held(%s)", [unit_id])
        return [(kind, row) for kind, row in cursor.fetchall()]


@dataclass(frozen=True)
class Worked:
    """A turn that was worked: its row, its day and the minutes that count."""

    turn: UUID
    on: date
    minutes: int


def worked(unit_id: UUID, until: date) -> list[Worked]:
    """The turns worked while one team arranged the hours, to a day, each with what stands of it. The worker alone may ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT turn, on_day, minutes FROM unpaid_work_earned(%s, %s)", [unit_id, until])
        return [Worked(*row) for row in cursor.fetchall()]
