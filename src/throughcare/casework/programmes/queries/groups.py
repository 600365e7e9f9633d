"""Which groups there are, one whole with its people and sessions, and of which sessions nothing is recorded yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel.days import LONDON, day_of

from ..models import Attendance, Enrolment, Group, GroupSession, Place
from ..rules import Progress, Session, programme, untrained
from ..store import chosen_of, come_so_far, trainings_of

DUE_WITHIN = timedelta(days=60)


@dataclass(frozen=True)
class SessionLine:
    """A session of a group: which it is, when and where, how many of those with a place have an outcome, and whether it was moved."""

    id: UUID
    group_id: UUID
    code: str
    programme_name: str
    place: int
    session: Session
    starts_at: datetime
    minutes: int
    where: str
    was: datetime | None
    because: str
    version: int
    expected: int
    recorded: int


@dataclass(frozen=True)
class GroupLine:
    """A group in a list: of what, for whom, where, how many places are taken, the next session, and sessions with nothing recorded."""

    id: UUID
    code: str
    programme: str
    programme_name: str
    kind: str
    sex: str
    cohort: str
    where: str
    capacity: int
    taken: int
    opens_on: date
    next_at: datetime | None
    last_at: datetime
    is_over: bool
    unit: str
    lead: str


@dataclass(frozen=True)
class FacilitatorSeen:
    """Who holds a group, whether they lead it, and the first session on whose day their training no longer holds (None: none)."""

    id: UUID
    name: str
    leads: bool
    lapses_on: date | None


@dataclass(frozen=True)
class InGroup:
    """Somebody with a place in a group: how far they have come, and until when they may rejoin another if they leave."""

    enrolment_id: UUID
    person_id: UUID
    name: str
    state: str
    since: datetime
    progress: Progress
    last_on: date | None


@dataclass(frozen=True)
class GroupWhole:
    """One group whole; its people as far as the viewer sees them."""

    line: GroupLine
    version: int
    unit_id: UUID
    facilitators: tuple[FacilitatorSeen, ...]
    people: tuple[InGroup, ...]
    sessions: tuple[SessionLine, ...]
    ended_because: str


def groups_of(unit_ids: Iterable[UUID], *, at: datetime, over: bool = False) -> list[GroupLine]:
    """The groups of teams that go on, those whose next session is soonest first; with those that are over where asked."""
    rows = Group.objects.filter(unit_id__in=list(unit_ids))
    found = group_lines(list(rows.order_by("-opens_on", "code")), at)
    going = [one for one in found if over or not one.is_over]
    return sorted(going, key=lambda one: (one.is_over, one.next_at or one.last_at, one.code))


def group_lines(rows: list[Group], at: datetime) -> list[GroupLine]:
    """Groups as lists show them; four questions, however many there are."""
    ids = [row.id for row in rows]
    taken = Counter(
        Place.objects.filter(group__in=ids, during__upper_inf=True).values_list("group_id", flat=True)
    )
    times: dict[UUID, list[datetime]] = {}
    for group_id, starts in GroupSession.objects.filter(group__in=ids).values_list("group_id", "starts_at"):
        times.setdefault(group_id, []).append(starts)
    names, units = (
        access.member_names({row.lead_id for row in rows}),
        access.units({row.unit_id for row in rows}),
    )
    return [_line(row, taken[row.id], sorted(times[row.id]), names, units, at) for row in rows]


def _line(
    row: Group,
    taken: int,
    times: list[datetime],
    names: dict[UUID, str],
    units: dict[UUID, access.Unit],
    at: datetime,
) -> GroupLine:
    ahead = next((one for one in times if one >= at), None)
    is_over = row.ended_at is not None or (ahead is None and not taken)
    return GroupLine(
        row.id, row.code, row.programme, chosen_of(row).name, row.kind, row.sex, row.cohort, f"{row.room}, {row.site}",
        row.capacity, taken, row.opens_on, ahead if row.ended_at is None else None, times[-1], is_over,
        units[row.unit_id].name if row.unit_id in units else "a team since closed",
        names.get(row.lead_id, "not known"),
    )  # fmt: skip


def group(group_id: UUID, *, at: datetime) -> GroupWhole | None:
    """One group with its facilitators, sessions and, where the viewer sees them, its people; None where there is none."""
    row = Group.objects.filter(id=group_id).first()
    if row is None:
        return None
    sessions = session_lines(list(GroupSession.objects.filter(group=row).order_by("starts_at", "place")))
    return GroupWhole(
        group_lines([row], at)[0], row.version, row.unit_id, _staff(row, [one.starts_at for one in sessions]), _in(row),
        tuple(sessions), row.ended_because,
    )  # fmt: skip


def _staff(row: Group, times: list[datetime]) -> tuple[FacilitatorSeen, ...]:
    names, trained = access.member_names(row.facilitators), trainings_of(member_ids=row.facilitators)

    def lapses(who: UUID) -> date | None:
        days = (day_of(at) for at in times)
        return next((day for day in days if untrained([who], row.programme, trained, day)), None)

    return tuple(
        FacilitatorSeen(who, names.get(who, "not known"), who == row.lead_id, lapses(who))
        for who in row.facilitators
    )


def _in(row: Group) -> tuple[InGroup, ...]:
    places = list(Place.objects.filter(group=row, during__upper_inf=True).select_related("enrolment"))
    enrolments: list[Enrolment] = [place.enrolment for place in places]
    come, names = come_so_far(enrolments), people.names_of({one.person_id for one in enrolments})
    found = [
        InGroup(
            place.enrolment_id, place.person_id, names[place.person_id].name, place.enrolment.state, place.during.lower,
            come[place.enrolment_id].progress, come[place.enrolment_id].last_on,
        )
        for place in places
        if place.person_id in names
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.name))


def session_lines(rows: list[GroupSession]) -> list[SessionLine]:
    """Sessions with how many had a place then, and of how many something is recorded; people the viewer sees alone."""
    groups = {one.id: one for one in Group.objects.filter(id__in={row.group_id for row in rows})}
    places = list(Place.objects.filter(group__in=groups))
    recorded = Counter(
        Attendance.objects.filter(session__in=[row.id for row in rows]).values_list("session_id", flat=True)
    )
    return [
        SessionLine(
            row.id, row.group_id, groups[row.group_id].code, programme(groups[row.group_id].programme).name, row.place,
            programme(groups[row.group_id].programme).session(row.number), row.starts_at, row.minutes,
            f"{row.room}, {row.site}", row.was, row.because, row.version,
            sum(one.group_id == row.group_id and row.starts_at in one.during for one in places), recorded[row.id],
        )
        for row in rows
    ]  # fmt: skip


def sessions_on(
    first: date, *, unit_ids: Iterable[UUID], member_id: UUID | None = None, days: int = 1
) -> list[SessionLine]:
    """The sessions of teams' groups on so many days, the earliest first; those a member holds where one is named."""
    begins, ends = (datetime.combine(day, time(), LONDON) for day in (first, first + timedelta(days=days)))
    rows = GroupSession.objects.filter(
        unit_id__in=list(unit_ids),
        starts_at__gte=begins,
        starts_at__lt=ends,
        group__ended_at=None,
    )
    if member_id is not None:
        rows = rows.filter(group__facilitators__contains=[member_id])
    return session_lines(list(rows.order_by("starts_at", "id")))


def sessions_due(
    *, unit_ids: Iterable[UUID], at: datetime, member_id: UUID | None = None
) -> list[SessionLine]:
    """Sessions held in the last weeks of which somebody's outcome is not recorded, the earliest first."""
    rows = GroupSession.objects.filter(
        unit_id__in=list(unit_ids), starts_at__lte=at, starts_at__gte=at - DUE_WITHIN
    )
    if member_id is not None:
        rows = rows.filter(group__facilitators__contains=[member_id])
    found = session_lines(list(rows.order_by("starts_at", "id")))
    return [one for one in found if one.recorded < one.expected]
