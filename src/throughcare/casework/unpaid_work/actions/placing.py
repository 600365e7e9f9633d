"""Somebody's places on projects, and the turns that follow from them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection

from throughcare.casework.supervision.queries import away
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.ledger import Decided
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Placement, Project, Turn
from ..rules.matching import Suits
from ..rules.scheduling import Placed, Trigger, lay
from ..rules.scheduling import Turn as Laid
from ..rules.words import Frequency
from ..store import WorkStands, fixed, placed_of, suited, works
from .steps import in_order, open_work, said


@action(Permission.ARRANGE_UNPAID_WORK)
def place_on_project(
    *,
    by: Member,
    at: datetime,
    work_id: UUID,
    project_id: UUID,
    frequency: Frequency,
    weekday: int,
    first: date,
    last: date | None = None,
    starts: time | None = None,
    until: time | None = None,
) -> UUID:
    """Give somebody a place on a project that suits them, and lay their turns. Returns the placement.

    Refused with every reason when something known speaks against it; what is not known is kept on the decision.
    """
    stands = _open_here(work_id, by)
    _one_at_a_time(project_id)
    project = Project.objects.filter(id=project_id).first()
    if project is None or project.starts is None or project.until is None:
        raise Refused("Choose a project that runs.", field="project_id")
    if project.unit_id != stands.row.to_unit:
        raise Refused("Choose a project of the team that arranges these hours.", field="project_id")
    in_order(first, last)
    if first < day_of(at):
        raise Refused(f"{first:%-d %B %Y} is past. Expected today or a later day.", field="first")
    found = suited(project, stands.row.person_id, weekday, on=first)
    if not found.fits:
        raise Refused(" ".join(_sentence(one.because) for one in found.findings), field="project_id")
    row = Placement(
        id=new_id(), person_id=stands.row.person_id, work_id=work_id, project=project, frequency=frequency, weekday=weekday,
        starts=starts or project.starts, until=until or project.until, first=first, last=last, at=at, member_id=by.id,
    )  # fmt: skip
    _check_within(row, project)
    insert_all([row])
    _remember(row, project, found, by, at)
    lay_turns(works([stands.row])[0], by, at)
    add_to_line(placement=row.id)
    return row.id


def _open_here(work_id: UUID, by: Member) -> WorkStands:
    """Hours whose person can come to a place; refused for somebody in custody or at large."""
    stands = open_work(work_id, by)
    if because := away([stands.row.case_id]).get(stands.row.case_id):
        raise Refused(f"{because} Give them a place once they are back.")
    return stands


def _remember(row: Placement, project: Project, found: Suits, by: Member, at: datetime) -> None:
    """That the project suits, with all it was decided from."""
    decided = Decided(
        about="unpaid work", rule="suits", edition=found.findings[0].clause.source,
        inputs={"project": project.id, "version": project.version, "weekday": row.weekday, "first": row.first},
        outcome={"fits": True, "unsure": found.unsure}, reasons=[str(one) for one in found.findings],
        person_id=row.person_id, about_id=row.id,
    )  # fmt: skip
    ledger.remember([decided], who=ledger.Who(member_id=by.id), at=at)


def _one_at_a_time(project_id: UUID) -> None:
    """Wait for whoever gives away a place on the same project, so that the last one is had once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(project_id)])


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:] + "."


def _check_within(row: Placement, project: Project) -> None:
    assert project.starts is not None and project.until is not None
    if not project.starts <= row.starts < row.until <= project.until:
        said_of = f"{project.starts:%H:%M} to {project.until:%H:%M}"
        raise Refused(f"The project runs from {said_of}. Expected times within it.", field="starts")


@action(Permission.ARRANGE_UNPAID_WORK)
def end_placement(*, by: Member, at: datetime, placement_id: UUID, last: date, because: str) -> None:
    """End somebody's place on a project with a day, the last they come; the turns after it are off."""
    row = Placement.objects.filter(id=placement_id).first()
    if row is None:
        raise Refused("There is no such place, or it is not yours to see.")
    stands = open_work(row.work_id, by)
    words = said(because, "because", "Say why.")
    if last < day_of(at) - timedelta(days=1):
        raise Refused("The last day is past. Expected yesterday or a later day.", field="last")
    if row.last is not None and row.last < last:
        raise Refused(f"This place ends on {row.last:%-d %B %Y} already.", field="last")
    Placement.objects.filter(id=row.id).update(last=max(last, row.first - timedelta(days=1)), because=words)
    lay_turns(works([stands.row])[0], by, at)
    add_to_line(placement=row.id)


@action(Permission.ARRANGE_UNPAID_WORK)
def stand_down(*, by: Member, at: datetime, project_id: UUID, on: date, because: str) -> int:
    """Call off a project's day because the service cannot hold it; nobody is marked absent, and turns are added. Returns how many."""
    project = Project.objects.filter(id=project_id).first()
    if project is None:
        raise Refused("There is no such project.")
    words = said(because, "because", "Say why the service could not hold it.")
    rows = list(Turn.objects.filter(project=project, on=on, off_at=None, told=None).select_related("work"))
    stands = [open_work(row.work_id, by) for row in rows]
    if not rows:
        raise Refused(
            f"Nobody is to come on {on:%-d %B %Y}, or an outcome is recorded for everybody.", field="on"
        )
    Turn.objects.filter(id__in=[row.id for row in rows]).update(off_at=at, off_because=words, stood_down=True)
    for one in works([stand.row for stand in stands]):
        lay_turns(one, by, at)
    add_to_line(project=project.id, turns=len(rows))
    return len(rows)


def lay_turns(stands: WorkStands, by: Member, at: datetime) -> None:
    """Lay what is ahead of an order anew, from the places somebody has: what stays is kept, what is over is called off."""
    today, left = day_of(at), stands.hours(day_of(at))
    kept = fixed(stands.turns, today)
    ahead = [
        t
        for t in stands.turns
        if t.row.off_at is None and t.is_open and t.row.on > today and t.row.placement_id
    ]
    wanted = _wanted(stands, left.left if left else 0, kept, today)
    standing = {_said(one.row): one.row for one in ahead}
    over = [row.id for key, row in standing.items() if key not in wanted]
    Turn.objects.filter(id__in=over).update(off_at=at, off_because="Laid anew.")
    insert_all(
        [
            Turn(
                id=new_id(), person_id=stands.row.person_id, work_id=stands.row.id, project_id=one[0], placement_id=one[1],
                on=one[2], starts=one[3], until=one[4], at=at, member_id=by.id,
            )
            for one in wanted if one not in standing
        ]
    )  # fmt: skip


_Said = tuple[UUID, UUID | None, date, time, time]


def _wanted(stands: WorkStands, left: int, kept: list[Laid], today: date) -> list[_Said]:
    """What is left is laid out, over the fixed turns: those told of count as told, those still to be told of as planned."""
    calendar = WorkingCalendar()
    places: list[Placed] = [placed_of(row) for row in stands.placements]
    credited = sum(turn.credited or 0 for turn in kept)
    horizon = [today + timedelta(days=n) for n in range(5 * 366)]
    closed = {day for day in horizon if calendar.is_bank_holiday(day)}
    found = lay(left + credited, places, kept, today=today, trigger=Trigger.TURN, closed=closed)
    return [
        (UUID(t.project), UUID(t.placement) if t.placement else None, t.on, t.starts, t.until)
        for t in found.add
    ]


def _said(row: Turn) -> _Said:
    return row.project_id, row.placement_id, row.on, row.starts, row.until
