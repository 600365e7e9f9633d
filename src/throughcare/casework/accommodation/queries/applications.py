"""Where applications stand: a person's, one whole, and those that wait for a team or were asked for by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from ..models import Application, ApplicationMove, Stay
from ..rules import (
    OPEN_APPLICATIONS,
    AccommodationKind,
    NightsStayed,
    Owed,
    PlacingMove,
    PlacingSide,
    Priority,
    StayState,
    accommodation_terms,
    nights_stayed,
    offered_moves,
    reason_words,
)
from ..store import BedMatched, Placing, beds_matched, nights_wanted, placings


@dataclass(frozen=True)
class ApplicationLine:
    """One application in a list, with what is owed on it now (None once it is closed) and the bed there is."""

    placing: Placing
    name: str
    team: str
    owed: Owed | None
    nights: NightsStayed

    @property
    def row(self) -> Application:
        """Its row."""
        return self.placing.row

    @property
    def stay(self) -> Stay | None:
        """The bed they have now."""
        return self.placing.stay

    @property
    def route(self) -> str:
        """The way in, in words."""
        found = accommodation_terms(day_of(self.row.sent_at)).table.route(
            AccommodationKind(self.row.kind), self.row.route
        )
        return found.words if found else self.row.route

    @property
    def owing_units(self) -> frozenset[UUID]:
        """The teams whose turn it is, on the side that gives places: of a bed that is had, those who run the premises."""
        stay = self.placing.stay
        return frozenset({stay.unit_id}) if stay else frozenset({self.row.to_unit})


@dataclass(frozen=True)
class PlacingMoveSeen:
    """One move of an application: who of which organisation, when, and why, in words."""

    before: str
    after: str
    at: datetime
    who: str
    organisation: str
    reason: str
    note: str


@dataclass(frozen=True)
class ApplicationWhole:
    """One application whole, the sides on which the viewer stands, and the moves they can make by hand."""

    line: ApplicationLine
    moves: tuple[PlacingMoveSeen, ...]
    sides: frozenset[PlacingSide]
    may: tuple[PlacingMove, ...]


_BANDS = list(Priority)


def applications_of(person_id: UUID, *, at: datetime) -> list[ApplicationLine]:
    """A person's applications, the latest first."""
    concerns(person_id)
    return _lines(Application.objects.filter(person_id=person_id).order_by("-sent_at", "-id"), at)


def applications_at(unit_ids: Iterable[UUID], *, at: datetime) -> list[ApplicationLine]:
    """Open applications on which teams are on the giving side, those who go first at the top."""
    units = list(unit_ids)
    here = Stay.objects.filter(unit_id__in=units, state__in=["booked", "arrived"]).values_list(
        "application", flat=True
    )
    rows = Application.objects.filter(state__in=OPEN_APPLICATIONS)
    found = _lines((rows.filter(to_unit__in=units) | rows.filter(id__in=list(here))).distinct(), at)
    return sorted(
        found, key=lambda one: (_BANDS.index(Priority(one.row.priority)), _by(one), one.row.sent_at)
    )


def applications_from(unit_ids: Iterable[UUID], *, at: datetime) -> list[ApplicationLine]:
    """Open applications that teams made, those on which they themselves owe something first."""
    rows = Application.objects.filter(from_unit__in=list(unit_ids), state__in=OPEN_APPLICATIONS)
    return sorted(_lines(rows, at), key=lambda one: (_is_givers(one), _by(one), one.row.sent_at))


def _is_givers(one: ApplicationLine) -> bool:
    return one.owed is not None and one.owed.side is PlacingSide.DELIVERER


def _by(one: ApplicationLine) -> datetime:
    return one.owed.by if one.owed else one.row.moved_at


def _lines(rows: Iterable[Application], at: datetime) -> list[ApplicationLine]:
    found = placings(rows)
    names = people.names_of({one.row.person_id for one in found})
    units = access.units({one.row.to_unit for one in found})
    return [
        ApplicationLine(
            one, names[one.row.person_id].name, _team(units, one.row.to_unit), one.owed(at),
            nights_stayed(one.kind, one.told, on=day_of(at)),
        )
        for one in found
        if one.row.person_id in names
    ]  # fmt: skip


def _team(units: dict[UUID, access.Unit], unit_id: UUID) -> str:
    if unit_id not in units:
        return "a team since closed"
    return f"{units[unit_id].name}, {units[unit_id].organisation.name}"


def application(application_id: UUID, by: Member, *, at: datetime) -> ApplicationWhole | None:
    """One application with every move, or None when there is none or the wall hides it."""
    row = Application.objects.filter(id=application_id).first()
    if row is None:
        return None
    concerns(row.person_id)
    found = _lines([row], at)
    if not found:
        return None
    [line] = found
    sides = line.placing.sides.of(access.units_below(by.unit_id))
    sides -= set() if by.may(Permission.GIVE_PLACES) else {PlacingSide.DELIVERER}
    sides -= set() if by.may(Permission.REFER_TO_SERVICE) else {PlacingSide.SENDER}
    return ApplicationWhole(line, _moves(line.placing), sides, offered_moves(line.placing.state, sides))


def _moves(placing: Placing) -> tuple[PlacingMoveSeen, ...]:
    rows = list(ApplicationMove.objects.filter(application=placing.row.id).order_by("number"))
    names = access.member_names({one.member_id for one in rows if one.member_id})
    bodies = {body.id: body.name for body in access.organisations()}
    return tuple(
        PlacingMoveSeen(
            one.before, one.after, one.at,
            names.get(one.member_id, "not known") if one.member_id else "the service itself",
            bodies.get(one.organisation_id, "") if one.organisation_id else "", _reason(one), one.note,
        )
        for one in rows
    )  # fmt: skip


_LISTS = {
    "refused": "refused", "no bed found": "no bed", "withdrawn": "withdrawn", "waiting for a bed": "cancelled",
    "did not arrive": "not arrived", "departed": "departed",
}  # fmt: skip


def _reason(one: ApplicationMove) -> str:
    return reason_words(_LISTS.get(one.after, "withdrawn"), one.reason) if one.reason else ""


def beds_for(
    application_id: UUID, *, at: datetime, arrives: date | None = None, leaves: date | None = None
) -> list[BedMatched]:
    """Every bed of the body that gives the place, held against an application, those that fit first; empty where none is seen."""
    row = Application.objects.filter(id=application_id).first()
    if row is None:
        return []
    concerns(row.person_id)
    [placing] = placings([row])
    today = day_of(at)
    return beds_matched(placing, nights_wanted(row, arrives, leaves, today), today=today)


def living_in(premises_id: UUID, *, at: datetime) -> list[ApplicationLine]:
    """Who has a bed in premises, booked or lived in, as far as the viewer sees them, by the day they came or are to come."""
    stays = Stay.objects.filter(bed__premises=premises_id, state__in=["booked", "arrived"]).values_list(
        "application", flat=True
    )
    found = _lines(Application.objects.filter(id__in=list(stays)), at)
    return sorted(found, key=lambda one: (one.stay.arrives if one.stay else date.max, one.name))


@dataclass(frozen=True)
class ComesOrGoes:
    """Somebody who is to arrive at premises, or to leave them, on a day."""

    on: date
    is_arrival: bool
    line: ApplicationLine


def comes_and_goes(unit_ids: Iterable[UUID], *, since: date, until: date, at: datetime) -> list[ComesOrGoes]:
    """Who is to arrive at premises of teams and who to leave them, from a day to another, the earliest first."""
    rows = Stay.objects.filter(unit_id__in=list(unit_ids), state__in=["booked", "arrived"])
    ids = list(rows.values_list("application", flat=True))
    found = []
    for line in _lines(Application.objects.filter(id__in=ids), at):
        stay = line.stay
        if stay is None:
            continue
        is_arrival = stay.state == StayState.BOOKED
        on = stay.arrives if is_arrival else stay.leaves
        if since <= on <= until:
            found.append(ComesOrGoes(on, is_arrival, line))
    return sorted(found, key=lambda one: (one.on, one.line.name))


@dataclass(frozen=True)
class MovedByOther:
    """What another did with an application that the viewer sent: its new state, when, who, and whose it is."""

    application_id: UUID
    person_id: UUID
    kind: str
    after: str
    at: datetime
    who: str


def moved_by_others(member_id: UUID, *, since: datetime, at: datetime) -> list[MovedByOther]:
    """What others did since an instant with the applications a member sent, the latest first."""
    rows = ApplicationMove.objects.filter(application__sent_by=member_id, at__gt=since, at__lte=at).exclude(
        member_id=member_id
    )
    found = list(rows.select_related("application").order_by("-at", "-id")[:50])
    names = access.member_names({one.member_id for one in found if one.member_id})
    return [
        MovedByOther(
            one.application_id, one.person_id, one.application.kind, one.after, one.at,
            names.get(one.member_id, "not known") if one.member_id else "the service itself",
        )
        for one in found
    ]  # fmt: skip
