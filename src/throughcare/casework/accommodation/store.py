"""An application from its rows, as rules, actions and pages ask: its sides, its bed, what is owed, and which beds there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Period, WorkingCalendar
from throughcare.foundation.operating_model.rules import Place

from .models import Application, Bed, Premises, Stay, Void
from .rules import (
    AccommodationKind,
    ApplicationState,
    AskingFor,
    BedFits,
    BedLost,
    BedTaken,
    BedThere,
    Notice,
    Offered,
    Owed,
    PlacingSide,
    Regime,
    Standing,
    StayState,
    StayTold,
    Wanted,
    accommodation_terms,
    bed_fits,
    day_after,
    free_again,
    owed_on,
)

RUNNING = (StayState.BOOKED.value, StayState.ARRIVED.value)


@dataclass(frozen=True)
class PlacingSides:
    """The units of an application: which asked, which answers for the case now (None: not seen), and which give the place."""

    asked: UUID
    answers: UUID | None
    gives: frozenset[UUID]

    def of(self, units: Collection[UUID]) -> frozenset[PlacingSide]:
        """The sides on which units stand."""
        found = {PlacingSide.SENDER} if self.asked in units or self.answers in units else set()
        return frozenset(found | ({PlacingSide.DELIVERER} if self.gives & set(units) else set()))


@dataclass(frozen=True)
class Placing:
    """An application with its stays, the latest last, and the booking that runs now, if one does."""

    row: Application
    stays: tuple[Stay, ...]
    sides: PlacingSides

    @property
    def kind(self) -> AccommodationKind:
        """Its kind."""
        return AccommodationKind(self.row.kind)

    @property
    def state(self) -> ApplicationState:
        """Where it stands."""
        return ApplicationState(self.row.state)

    @property
    def stay(self) -> Stay | None:
        """The bed they have now, booked or lived in."""
        return next((one for one in self.stays if one.state in RUNNING), None)

    @property
    def told(self) -> list[StayTold]:
        """Its stays as nights are counted: those booked, lived in or left."""
        return [
            StayTold(one.arrives, one.leaves, one.arrived_on, one.left_on)
            for one in self.stays
            if one.state in {*RUNNING, StayState.DEPARTED}
        ]

    def owed(self, at: datetime) -> Owed | None:
        """What is owed on it at an instant."""
        stay = self.stay
        return owed_on(
            Standing(
                self.state, Notice(self.row.notice), self.row.clock_from, self.row.moved_at, self.row.arrival,
                stay.arrives if stay else None, stay.leaves if stay else None, bool(self.row.move_on),
            ),
            at=at, calendar=WorkingCalendar(),
        )  # fmt: skip


def placings(rows: Iterable[Application]) -> list[Placing]:
    """Applications whole, in three questions however many they are."""
    known = list(rows)
    stays = list(
        Stay.objects.filter(application__in=[row.id for row in known]).select_related("bed__premises").order_by("at", "id")
    ) if known else []  # fmt: skip
    answers = supervision.teams_of_open([row.case_id for row in known]) if known else {}
    return [_placing(row, [one for one in stays if one.application_id == row.id], answers) for row in known]


def _placing(row: Application, stays: Sequence[Stay], answers: Mapping[UUID, UUID]) -> Placing:
    running = {one.unit_id for one in stays if one.state in RUNNING}
    sides = PlacingSides(row.from_unit, answers.get(row.case_id), frozenset({row.to_unit, *running}))
    return Placing(row, tuple(stays), sides)


def asking_for(
    person_id: UUID, kind: AccommodationKind, route: str, *, regime: Regime = Regime.NORMAL, nights: int | None = None,
    why_longer: str = "", exception: str = "",
) -> AskingFor:  # fmt: skip
    """A place that is asked for somebody, with what the record knows of them."""
    traits = people.traits_of([person_id]).get(person_id)
    tier = assessment.tier_of(person_id)
    case = supervision.open_cases_of([person_id]).get(person_id)
    return AskingFor(
        kind, route, regime, nights, why_longer, exception, traits.sex if traits else None,
        traits.date_of_birth if traits else None, case.place == Place.CUSTODY if case else None,
        tier.tier if tier else "", tier.edition if tier else "",
    )  # fmt: skip


@dataclass(frozen=True)
class BedMatched:
    """A bed with the premises it is in, held against what is wanted."""

    bed: Bed
    premises: Premises
    fit: BedFits


def nights_wanted(row: Application, arrives: date | None, leaves: date | None, today: date) -> Period:
    """The nights that are looked for: those named, or from the day they are to arrive for as many as were asked for."""
    first = arrives or max(row.arrival or today, today)
    return Period(first, leaves or day_after(first, row.nights))


def beds_matched(placing: Placing, nights: Period, *, today: date) -> list[BedMatched]:
    """Every bed of the body that gives the place, held against an application for some nights, those that fit first."""
    row = placing.row
    beds = _beds_of(row)
    taken, lost = taken_of(beds, since=today, today=today), lost_of(beds)
    sex = people.traits_of([row.person_id]).get(row.person_id)
    wanted = Wanted(placing.kind, Regime(row.regime), sex.sex if sex else None, frozenset(row.needs), nights)
    found = [
        BedMatched(bed, bed.premises, bed_fits(_offered(bed, taken, lost, nights.start), wanted))
        for bed in beds
    ]
    return sorted(found, key=lambda one: (not one.fit.fits, one.fit.unsure, one.premises.name, one.bed.name))


def _beds_of(row: Application) -> list[Bed]:
    """The beds of the organisation whose team gives the place."""
    body = access.units([row.to_unit])[row.to_unit].organisation.id
    rows = Bed.objects.filter(premises__organisation_id=body, premises__kind=row.kind).select_related(
        "premises"
    )
    return list(rows.order_by("premises__name", "name", "id"))


def _offered(bed: Bed, taken: Sequence[BedTaken], lost: Sequence[BedLost], first: date) -> Offered:
    there, house = bed.there, bed.premises
    has, has_not = (
        frozenset(bed.has) | frozenset(house.has),
        frozenset(bed.has_not) | frozenset(house.has_not),
    )
    return Offered(
        bed.id, AccommodationKind(house.kind), Regime(house.regime), house.takes,
        _within(Period(there.lower, there.upper), house), has, has_not,
        [_and_turnaround(one.nights, house, first) for one in taken if one.bed_id == bed.id],
        [one.nights for one in lost if one.bed_id == bed.id],
    )  # fmt: skip


def _within(there: Period, house: Premises) -> Period:
    """The days a bed is there: its own, within those of its premises."""
    found = there.meets(Period(house.opens, house.closes))
    return found if found is not None else Period(there.start, there.start)


def _and_turnaround(nights: Period, house: Premises, first: date) -> Period:
    """Nights somebody has a bed, with the working days on which it is made ready after them."""
    assert nights.end is not None
    days = accommodation_terms(first).table.kinds[AccommodationKind(house.kind)].turnaround
    return Period(nights.start, free_again(nights.end, days, WorkingCalendar()))


def taken_of(beds: Iterable[Bed], *, since: date, today: date) -> list[BedTaken]:
    """The nights on which beds are had from a day on, whoever may see by whom; with the days before it, so that turnaround counts."""
    with connection.cursor() as cursor:
        ids = [bed.id for bed in beds]
        cursor.execute(
            "SELECT * FROM accommodation_taken(%s, %s, %s)",
            [ids, date.fromordinal(since.toordinal() - 28), today],
        )
        return [
            BedTaken(bed, Period(first, leaves), occupied)
            for bed, first, leaves, occupied in cursor.fetchall()
        ]


def lost_of(beds: Iterable[Bed]) -> list[BedLost]:
    """The nights on which beds are lost."""
    rows = Void.objects.filter(bed__in=[bed.id for bed in beds])
    return [
        BedLost(row.bed_id, Period(row.nights.lower, row.nights.upper))
        for row in rows
        if not row.nights.isempty
    ]


def there_of(beds: Iterable[Bed]) -> list[BedThere]:
    """Beds as nights ask about them."""
    return [
        BedThere(
            bed.id, bed.premises_id, _within(Period(bed.there.lower, bed.there.upper), bed.premises),
            frozenset(bed.has) | frozenset(bed.premises.has),
        )
        for bed in beds
    ]  # fmt: skip
