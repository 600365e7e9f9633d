"""Projects: asked for by anybody who may, decided by the team that would run them, and closed with what was achieved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Placement, Project, Turn
from ..rules.projects import after
from ..rules.words import Nominator, ProjectKind, ProjectState
from .steps import in_order, said

MOST_PLACES = 100
RISKS = ("children", "public", "known_adult", "staff", "prisoners")
"""To whom a risk of serious harm bars from a project that says so."""


@dataclass(frozen=True)
class Running:
    """How a project runs: its kind, weekdays (Monday is 0), times, first and last day, places a day, and whom it takes."""

    kind: ProjectKind
    weekdays: Sequence[int]
    starts: time
    until: time
    first: date
    last: date | None = None
    places: int = 1
    takes_women: bool | None = None
    takes_men: bool | None = None
    bars: Sequence[str] = ()


@action(Permission.NOMINATE_PROJECT)
def nominate_project(
    *,
    by: Member,
    at: datetime,
    unit_id: UUID,
    title: str,
    problem: str,
    nominator: Nominator,
    place: str,
    asked_for_by: str = "",
) -> UUID:
    """Ask a team for a project that answers a local problem. Returns it; the very same one asked for again is asked for once."""
    if unit_id not in access.units([unit_id]):
        raise Refused("Choose the team that would run it.", field="unit_id")
    words = {
        "title": said(title, "title", "Give the project a name.", 100),
        "problem": said(problem, "problem", "Say which local problem it would answer.", 500),
        "place": said(place, "place", "Say where it would be.", 100),
        "asked_for_by": " ".join(asked_for_by.split())[:150],
    }
    same = (
        Project.objects.filter(unit=unit_id, nominator=nominator, **words)
        .exclude(state=ProjectState.CLOSED)
        .first()
    )
    if same is not None:
        return same.id
    row = Project(id=new_id(), unit_id=unit_id, nominator=nominator, at=at, member_id=by.id, **words)
    insert_all([row])
    add_to_line(project=row.id)
    return row.id


@action(Permission.KEEP_PROJECTS)
def approve_project(*, by: Member, at: datetime, project_id: UUID, version: int, running: Running) -> None:
    """Take a project on, saying how it runs."""
    row = _ours(project_id, by, version)
    _check_running(running)
    _decide(row, "approve", by, at)
    row.kind, row.weekdays = running.kind, sorted(set(running.weekdays))
    row.starts, row.until = running.starts, running.until
    last = date.fromordinal(running.last.toordinal() + 1) if running.last else None
    row.runs = DateRange(running.first, last)
    row.places, row.bars = running.places, list(running.bars)
    row.takes_women, row.takes_men = running.takes_women, running.takes_men
    _save(row, version)


def _check_running(running: Running) -> None:
    if not running.weekdays or not set(running.weekdays) <= set(range(7)):
        raise Refused("Choose at least one day of the week.", field="weekdays")
    if running.until <= running.starts:
        raise Refused("The end comes after the start.", field="until")
    if not 1 <= running.places <= MOST_PLACES:
        raise Refused(f"A project has from 1 to {MOST_PLACES} places a day.", field="places")
    unknown = set(running.bars) - set(RISKS)
    if unknown:
        raise Refused(f"Expected among: {', '.join(RISKS)}.", field="bars")
    in_order(running.first, running.last)


@action(Permission.KEEP_PROJECTS)
def refuse_project(*, by: Member, at: datetime, project_id: UUID, version: int, because: str) -> None:
    """Say no to a project, with a reason that whoever asked for it is shown."""
    row = _ours(project_id, by, version)
    _decide(row, "refuse", by, at)
    row.decided_because = said(because, "because", "Say why, in words for whoever asked.", 500)
    _save(row, version)


@action(Permission.KEEP_PROJECTS)
def close_project(*, by: Member, at: datetime, project_id: UUID, version: int, achieved: str) -> None:
    """Close a project, saying what was achieved; refused while somebody has a place on it or is still to come."""
    row = _ours(project_id, by, version)
    row.state = after(ProjectState(row.state), "close")
    row.achieved = said(achieved, "achieved", "Say what was achieved, for whoever asked for it.", 1000)
    today = day_of(at)
    placed = Placement.objects.filter(project=row.id, work__ended_at=None).exclude(last__lt=today).exists()
    if placed or Turn.objects.filter(project=row.id, on__gt=today, off_at=None).exists():
        raise Refused("People still have places on this project. End those first.")
    row.closed_at = at
    _save(row, version)


def _ours(project_id: UUID, by: Member, version: int) -> Project:
    there = Project.objects.filter(id=project_id).first()
    if there is None:
        raise Refused("There is no such project.")
    add_to_line(project=there.id)
    if there.unit_id not in units_below(by.unit_id):
        raise Refused("Only the team that was asked for this project decides on it.")
    row = Project.objects.select_for_update().get(id=project_id)
    if row.version != version:
        raise Refused("Somebody else changed this project while you had it open. Look again.")
    return row


def _decide(row: Project, move: str, by: Member, at: datetime) -> None:
    row.state = after(ProjectState(row.state), move)
    row.decided_by, row.decided_at, row.decided_because = by.id, at, ""


def _save(row: Project, version: int) -> None:
    row.version = version + 1
    row.save(
        update_fields=[
            "state", "kind", "weekdays", "starts", "until", "runs", "places", "takes_women", "takes_men", "bars",
            "decided_by", "decided_at", "decided_because", "achieved", "closed_at", "version",
        ]
    )  # fmt: skip
