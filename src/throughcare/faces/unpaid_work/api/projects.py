"""Projects of unpaid work: asked for, decided, and who comes on a day."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.supervision.rules.contacts import Absence, Outcome
from throughcare.casework.unpaid_work import actions, queries
from throughcare.casework.unpaid_work.actions import TurnSaid
from throughcare.casework.unpaid_work.queries import ProjectSeen
from throughcare.casework.unpaid_work.rules import Nominator, ProjectKind
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

router = Router(tags=["Unpaid work"])


class ProjectShown(Schema):
    """A project; weekdays are 0 for Monday, times and days empty until it is taken on; how many places are taken is told to the
    organisation that runs it, and null to others."""

    id: UUID
    title: str
    problem: str
    nominator: str
    asked_for_by: str
    state: str
    kind: str
    place: str
    unit: str
    weekdays: list[int]
    starts: time | None
    until: time | None
    first: date | None
    before: date | None
    places: int | None
    takes_women: bool | None
    takes_men: bool | None
    bars: list[str]
    decided_because: str
    achieved: str
    taken: dict[int, int] | None
    version: int


class NewProject(Schema):
    """A project somebody asks for."""

    unit_id: UUID
    title: str = Field(max_length=100)
    problem: str = Field(max_length=500)
    nominator: Nominator
    place: str = Field(max_length=100)
    asked_for_by: str = Field("", max_length=150)


class ProjectRuns(Schema):
    """How a project runs."""

    version: int
    kind: ProjectKind
    weekdays: list[int] = Field(max_length=7)
    starts: time
    until: time
    first: Day
    last: Day | None = None
    places: int
    takes_women: bool | None = None
    takes_men: bool | None = None
    bars: list[str] = Field([], max_length=10)


class ProjectRefused(Schema):
    """Why not."""

    version: int
    because: str = Field(max_length=500)


class ProjectFinished(Schema):
    """What was achieved."""

    version: int
    achieved: str = Field(max_length=1000)


class DayOff(Schema):
    """A day that the service cannot hold."""

    on: Day
    because: str = Field(max_length=300)


class TurnTold(Schema):
    """What came of one turn; times are as planned where none are given."""

    turn_id: UUID
    outcome: Outcome
    starts: time | None = None
    until: time | None = None
    penalty: int = 0
    absence: Absence | None = None
    note: str = Field("", max_length=1000)


class TurnsTold(Schema):
    """What came of many turns."""

    turns: list[TurnTold] = Field(max_length=200)


class TurnPutRight(TurnTold):
    """What came of a turn, put right."""

    because: str = Field(max_length=300)


class WhoComes(Schema):
    """Somebody who is to come, and what stands of it; counted in minutes."""

    turn_id: UUID
    person_id: UUID
    name: str
    starts: time
    until: time
    outcome: str
    counted: int | None


def _shown(seen: ProjectSeen) -> ProjectShown:
    row = seen.row
    return ProjectShown(
        id=row.id, title=row.title, problem=row.problem, nominator=row.nominator, asked_for_by=row.asked_for_by,
        state=row.state, kind=row.kind, place=row.place, unit=seen.unit, weekdays=row.weekdays, starts=row.starts,
        until=row.until, first=row.runs.lower if row.runs else None, before=row.runs.upper if row.runs else None,
        places=row.places, takes_women=row.takes_women, takes_men=row.takes_men, bars=row.bars,
        decided_because=row.decided_because, achieved=row.achieved, taken=seen.taken, version=row.version,
    )  # fmt: skip


@router.get("/unpaid-work/projects", response={200: list[ProjectShown], **REFUSALS})
@allowed(May.NOMINATE_PROJECT)
def list_projects(request: HttpRequest) -> Any:
    """Every project, by name."""
    return [_shown(one) for one in queries.projects(today=day_of(request.at))]  # type: ignore[attr-defined]


@router.get("/unpaid-work/projects/{project_id}", response={200: ProjectShown, **REFUSALS})
@allowed(May.NOMINATE_PROJECT)
def get_project(request: HttpRequest, project_id: UUID) -> Any:
    """One project."""
    return _shown(or_404(queries.project(project_id, today=day_of(request.at))))  # type: ignore[attr-defined]


@router.post("/unpaid-work/projects", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.NOMINATE_PROJECT)
def ask_for_project(request: HttpRequest, payload: NewProject) -> Any:
    """Ask a team for a project."""
    return Status(201, {"id": done(request, actions.nominate_project, **payload.dict())})


@router.post("/unpaid-work/projects/{project_id}/approve", response={204: None, **REFUSALS})
@allowed(May.KEEP_PROJECTS)
def approve_project(request: HttpRequest, project_id: UUID, payload: ProjectRuns) -> Any:
    """Take a project on, saying how it runs."""
    given = payload.dict()
    version = given.pop("version")
    done(
        request,
        actions.approve_project,
        project_id=project_id,
        version=version,
        running=actions.Running(**given),
    )
    return Status(204, None)


@router.post("/unpaid-work/projects/{project_id}/refuse", response={204: None, **REFUSALS})
@allowed(May.KEEP_PROJECTS)
def refuse_project(request: HttpRequest, project_id: UUID, payload: ProjectRefused) -> Any:
    """Say no to a project."""
    done(request, actions.refuse_project, project_id=project_id, **payload.dict())
    return Status(204, None)


@router.post("/unpaid-work/projects/{project_id}/close", response={204: None, **REFUSALS})
@allowed(May.KEEP_PROJECTS)
def close_project(request: HttpRequest, project_id: UUID, payload: ProjectFinished) -> Any:
    """Finish a project, saying what was achieved."""
    done(request, actions.close_project, project_id=project_id, **payload.dict())
    return Status(204, None)


@router.post("/unpaid-work/projects/{project_id}/stand-down", response={200: dict[str, int], **REFUSALS})
@allowed(May.ARRANGE_UNPAID_WORK)
def stand_down_project(request: HttpRequest, project_id: UUID, payload: DayOff) -> Any:
    """Call a project's day off because the service cannot hold it; says how many turns."""
    return {"called_off": done(request, actions.stand_down, project_id=project_id, **payload.dict())}


@router.get("/unpaid-work/projects/{project_id}/days/{day}", response={200: list[WhoComes], **REFUSALS})
@allowed(May.ARRANGE_UNPAID_WORK)
def get_project_day(request: HttpRequest, project_id: UUID, day: Day) -> Any:
    """Who comes to a project on a day, and what came of each turn."""
    or_404(queries.project(project_id, today=day_of(request.at)))  # type: ignore[attr-defined]
    return [
        WhoComes(
            turn_id=one.turn.row.id, person_id=one.person_id, name=one.name, starts=one.turn.row.starts,
            until=one.turn.row.until, outcome=one.turn.last.outcome if one.turn.last else "",
            counted=one.turn.last.counted if one.turn.last else None,
        )
        for one in queries.comes(project_id, day)
    ]  # fmt: skip


@router.post("/unpaid-work/turns", response={200: dict[str, int], **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def record_turns(request: HttpRequest, payload: TurnsTold) -> Any:
    """Record what came of many turns; the very same sent again is recorded once."""
    told = [TurnSaid(**one.dict()) for one in payload.turns]
    return {"recorded": done(request, actions.record_turns, turns=told)}


@router.post("/unpaid-work/turns/correct", response={204: None, **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def correct_turn(request: HttpRequest, payload: TurnPutRight) -> Any:
    """Put right what came of a turn; the old entry stays to be seen."""
    given = payload.dict()
    because = given.pop("because")
    done(request, actions.correct_turn, told=TurnSaid(**given), because=because)
    return Status(204, None)
