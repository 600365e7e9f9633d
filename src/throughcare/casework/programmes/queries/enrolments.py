"""Where referrals to programmes stand: a person's, one whole, and those that wait for a team."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.queries import RequirementSeen
from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import ContactSeen
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Permission, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from ..models import Enrolment, EnrolmentMove, MeasureScore, Place
from ..rules import (
    OPEN_ENROLMENTS,
    EnrolmentState,
    Move,
    Programme,
    Progress,
    Session,
    Side,
    may_rejoin,
    moves_open,
    programme,
    review_by,
)
from ..store import Come, Sides, come_so_far, open_place, sides_of


@dataclass(frozen=True)
class EnrolmentLine:
    """One referral in a list; ``working_days_left`` is below nought when it is late, None when nothing is owed."""

    id: UUID
    person_id: UUID
    name: str
    programme: str
    programme_name: str
    state: str
    sent_at: datetime
    sent_by: UUID
    since: date
    due: str
    due_by_deliverer: bool
    due_on: date | None
    working_days_left: int | None
    from_unit: UUID
    to_unit: UUID
    team: str


@dataclass(frozen=True)
class MoveSeen:
    """One move of a referral: who of which organisation, when, and why."""

    before: str
    after: str
    at: datetime
    who: str
    organisation: str
    reason: str
    note: str


@dataclass(frozen=True)
class SessionOf:
    """A session of the programme for one person: what came of it each time it was to be held, the latest last."""

    session: Session
    contacts: tuple[ContactSeen, ...]
    is_done: bool


@dataclass(frozen=True)
class ScoreSeen:
    """A measure with its scores before and after, where each was scored."""

    key: str
    name: str
    least: int
    most: int
    before: tuple[int, date] | None
    after: tuple[int, date] | None


@dataclass(frozen=True)
class EnrolmentSeen:
    """Where a referral stands: how far it has come, what the court ordered and how much of it is done."""

    line: EnrolmentLine
    progress: Progress
    group_code: str
    group_id: UUID | None
    next_at: datetime | None
    last_on: date | None


@dataclass(frozen=True)
class EnrolmentWhole:
    """One referral whole, with the moves that the viewer can make and on which side each is."""

    seen: EnrolmentSeen
    programme: Programme
    because: str
    version: int
    sides: Sides
    sessions: tuple[SessionOf, ...]
    scores: tuple[ScoreSeen, ...]
    moves: tuple[MoveSeen, ...]
    requirement: RequirementSeen | None
    done: Decimal
    counts_from: date | None
    rejoin_by: date | None
    review_by: date | None
    may: tuple[tuple[Move, Side], ...]
    delivers: bool


def enrolments_of(person_id: UUID, *, today: date) -> list[EnrolmentSeen]:
    """A person's referrals to programmes, the latest first."""
    concerns(person_id)
    return _seen(list(Enrolment.objects.filter(person_id=person_id).order_by("-sent_at")), today)


def enrolments_at(unit_ids: Iterable[UUID], *, today: date) -> list[EnrolmentSeen]:
    """Open referrals that teams deliver, what is due soonest first."""
    rows = Enrolment.objects.filter(to_unit__in=list(unit_ids), state__in=OPEN_ENROLMENTS)
    return _seen(list(rows.order_by("due_on", "sent_at")), today)


def enrolments_from(unit_ids: Iterable[UUID], *, today: date) -> list[EnrolmentLine]:
    """Open referrals that teams sent, those on which they themselves owe something first."""
    rows = Enrolment.objects.filter(from_unit__in=list(unit_ids), state__in=OPEN_ENROLMENTS)
    return _lines(list(rows.order_by("due_by_deliverer", "due_on", "sent_at")), today)


def _seen(rows: list[Enrolment], today: date) -> list[EnrolmentSeen]:
    come = come_so_far(rows)
    places = Place.objects.filter(enrolment__in=[row.id for row in rows], during__upper_inf=True)
    held = {one.enrolment_id: one for one in places.select_related("group")}
    return [
        EnrolmentSeen(
            line, come[line.id].progress, held[line.id].group.code if line.id in held else "",
            held[line.id].group_id if line.id in held else None,
            _next(held.get(line.id), today), come[line.id].last_on,
        )
        for line in _lines(rows, today)
    ]  # fmt: skip


def _next(place: Place | None, today: date) -> datetime | None:
    if place is None:
        return None
    ahead = place.group.sessions.order_by("starts_at").values_list("starts_at", flat=True)
    return next((at for at in ahead if day_of(at) >= today), None)


def _lines(rows: list[Enrolment], today: date) -> list[EnrolmentLine]:
    names, calendar = people.names_of({row.person_id for row in rows}), WorkingCalendar()
    units = access.units({row.to_unit for row in rows})
    return [
        EnrolmentLine(
            row.id, row.person_id, names[row.person_id].name, row.programme, programme(row.programme).name, row.state,
            row.sent_at, row.sent_by, day_of(row.moved_at), row.due, row.due_by_deliverer, row.due_on,
            _left(row.due_on, today, calendar), row.from_unit, row.to_unit, _team(units, row.to_unit),
        )
        for row in rows
        if row.person_id in names
    ]  # fmt: skip


def _team(units: dict[UUID, access.Unit], unit_id: UUID) -> str:
    if unit_id not in units:
        return "a team since closed"
    return f"{units[unit_id].name}, {units[unit_id].organisation.name}"


def _left(due: date | None, today: date, calendar: WorkingCalendar) -> int | None:
    if due is None:
        return None
    return calendar.between(today, due) if due >= today else -calendar.between(due, today)


def enrolment(enrolment_id: UUID, by: Member, *, at: datetime) -> EnrolmentWhole | None:
    """One referral with every session and move, or None when there is none or the wall hides it."""
    row = Enrolment.objects.filter(id=enrolment_id).first()
    if row is None:
        return None
    concerns(row.person_id)
    today, come = day_of(at), come_so_far([row])[row.id]
    sides = sides_of(row)
    own = sides.of(access.units_below(by.unit_id))
    if not by.may(Permission.DELIVER_PROGRAMME):
        own -= {Side.DELIVERER}
    seen = _seen([row], today)[0]
    requirement, done = _ordered(row)
    last = come.last_on
    return EnrolmentWhole(
        seen=seen, programme=programme(row.programme), because=row.because, version=row.version, sides=sides,
        sessions=_sessions(row, come), scores=_scores(row), moves=_moves(row), requirement=requirement, done=done,
        counts_from=row.counts_from, rejoin_by=_rejoin_by(row, last, today), review_by=_review_by(row),
        may=_may(row, own, come, today), delivers=Side.DELIVERER in own,
    )  # fmt: skip


def _ordered(row: Enrolment) -> tuple[RequirementSeen | None, Decimal]:
    if row.requirement_id is None:
        return None, Decimal(0)
    found = courts.requirements([row.requirement_id]).get(row.requirement_id)
    return found, supervision.credited([row.requirement_id]).get(row.requirement_id, Decimal(0))


def _sessions(row: Enrolment, come: Come) -> tuple[SessionOf, ...]:
    return tuple(
        SessionOf(
            one,
            tuple(each.contact for each in come.attended if each.number == one.number),
            one.number in come.progress.done,
        )
        for one in programme(row.programme).sessions or ()
    )


def _scores(row: Enrolment) -> tuple[ScoreSeen, ...]:
    told = {
        (one.measure, one.moment): (one.value, one.on)
        for one in MeasureScore.objects.filter(enrolment=row).order_by("number")
    }
    return tuple(
        ScoreSeen(m.key, m.name, m.least, m.most, told.get((m.key, "before")), told.get((m.key, "after")))
        for m in programme(row.programme).measures.values()
    )


def _moves(row: Enrolment) -> tuple[MoveSeen, ...]:
    rows = list(EnrolmentMove.objects.filter(enrolment=row).order_by("number"))
    names = access.member_names({one.member_id for one in rows if one.member_id})
    bodies = {body.id: body.name for body in access.organisations()}
    return tuple(
        MoveSeen(
            one.before, one.after, one.at,
            names.get(one.member_id, "not known") if one.member_id else "the service itself",
            bodies.get(one.organisation_id, "") if one.organisation_id else "", one.reason, one.note,
        )
        for one in rows
    )  # fmt: skip


def _rejoin_by(row: Enrolment, last: date | None, today: date) -> date | None:
    """The last day on which they may go on in another group; None while they are in one, or where it is past."""
    in_one = row.state in {EnrolmentState.SCHEDULED, EnrolmentState.ON_PROGRAMME}
    if last is None or in_one or row.state not in OPEN_ENROLMENTS or not may_rejoin(last, today):
        return None
    day = today
    while may_rejoin(last, day):
        day = date.fromordinal(day.toordinal() + 1)
    return date.fromordinal(day.toordinal() - 1)


def _review_by(row: Enrolment) -> date | None:
    place = open_place(row.id)
    if place is None:
        return None
    last = place.group.sessions.order_by("-starts_at").values_list("starts_at", flat=True).first()
    return review_by(day_of(last)) if last else None


def _may(row: Enrolment, own: frozenset[Side], come: Come, today: date) -> tuple[tuple[Move, Side], ...]:
    """The moves open to the viewer's side by hand; of one open to both, that of the side that delivers."""
    found: dict[EnrolmentState, tuple[Move, Side]] = {}
    for side in sorted(own, key=lambda one: one is Side.SENDER):
        offered = moves_open(
            EnrolmentState(row.state), side, on=today, may_rejoin=may_rejoin(come.last_on, today),
            is_done=come.progress.is_done,
        )  # fmt: skip
        for move in offered:
            found.setdefault(move.after, (move, side))
    return tuple(sorted(found.values(), key=lambda pair: not pair[0].continues))
