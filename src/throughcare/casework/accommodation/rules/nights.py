"""Nights: how many somebody has stayed and has left, and which beds are lost, taken and free on each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from throughcare.foundation.kernel import Clause, Finding, Period, Refused, WorkingCalendar

from .terms import accommodation_terms
from .words import AccommodationKind


def nights_between(arrived: date, left: date) -> int:
    """Nights from a day of arrival to a day of leaving; the day of leaving is no night."""
    return max(0, (left - arrived).days)


@dataclass(frozen=True)
class StayTold:
    """One stay under an application as nights are counted: when they arrived (None: not yet) and left (None: they have not)."""

    arrives: date
    leaves: date
    arrived: date | None = None
    left: date | None = None


@dataclass(frozen=True)
class NightsStayed:
    """Nights spent and still planned under one application, the most that there may be (None: no limit), and what is left of them."""

    spent: int
    planned: int
    most: int | None
    finding: Finding

    @property
    def left(self) -> int | None:
        """Nights that are left before leave is needed; below nought is never said."""
        return None if self.most is None else max(0, self.most - self.spent)

    @property
    def over(self) -> int:
        """Nights planned or spent beyond the most."""
        return 0 if self.most is None else max(0, self.spent + self.planned - self.most)


def nights_stayed(kind: AccommodationKind, stays: Iterable[StayTold], *, on: date) -> NightsStayed:
    """The nights of every stay under one application together: a move to another bed begins no new count."""
    told = list(stays)
    edition = accommodation_terms(min((one.arrives for one in told), default=on))
    most = edition.table.kinds[kind].most
    spent = sum(
        nights_between(one.arrived, min(one.left or on, max(on, one.arrived))) for one in told if one.arrived
    )
    planned = sum(_ahead(one, on) for one in told)
    limit = f"at most {most} nights" if most is not None else "no limit of nights"
    return NightsStayed(
        spent,
        planned,
        most,
        Finding("nights", Clause(edition.table.source, edition.name), f"{kind}: {limit}"),
    )


def _ahead(one: StayTold, on: date) -> int:
    if one.left is not None:
        return 0
    return nights_between(max(on, one.arrives) if one.arrived is None else max(on, one.arrived), one.leaves)


def check_nights(
    kind: AccommodationKind, stays: Iterable[StayTold], *, on: date, with_leave: bool = False
) -> NightsStayed:
    """The nights as they would be; refused beyond the most unless somebody gives leave for more."""
    found = nights_stayed(kind, stays, on=on)
    if found.over and not with_leave:
        raise Refused(
            f"{kind[0].upper()}{kind[1:]} is for {found.most} nights at most, and this would make"
            f" {found.spent + found.planned}. Whoever leads gives leave for more.",
            field="leaves",
        )
    return found


@dataclass(frozen=True)
class BedThere:
    """A bed as nights ask about it: of which premises, what it and its premises are known to have, and when it is there."""

    id: UUID
    premises_id: UUID
    there: Period
    has: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class BedLost:
    """Nights on which a bed is lost."""

    bed_id: UUID
    nights: Period


@dataclass(frozen=True)
class BedTaken:
    """Nights on which a bed is taken; ``is_occupied`` once they have arrived."""

    bed_id: UUID
    nights: Period
    is_occupied: bool


@dataclass(frozen=True)
class NightStands:
    """One night: how many beds there are, and of them lost, occupied, booked and free; of the free how many have what."""

    on: date
    beds: int
    lost: int
    occupied: int
    booked: int
    free: int
    free_with: Mapping[str, int]


def nights_stand(
    beds: Iterable[BedThere], lost: Iterable[BedLost], taken: Iterable[BedTaken], nights: Period
) -> list[NightStands]:
    """How beds stand on each night; a bed that is lost and taken at once counts as taken, so that nobody is out of sight."""
    every, gone, held = list(beds), list(lost), list(taken)
    return [_night(every, gone, held, on) for on in nights.each_day()]


def _night(
    beds: Sequence[BedThere], lost: Sequence[BedLost], taken: Sequence[BedTaken], on: date
) -> NightStands:
    there = {bed.id: bed for bed in beds if on in bed.there}
    held = {
        one.bed_id: one.is_occupied
        for one in sorted(taken, key=lambda one: one.is_occupied)
        if on in one.nights
    }
    occupied = sum(1 for bed, is_occupied in held.items() if is_occupied and bed in there)
    booked = sum(1 for bed, is_occupied in held.items() if not is_occupied and bed in there)
    gone = {one.bed_id for one in lost if on in one.nights and one.bed_id in there} - held.keys()
    free = [bed for key, bed in there.items() if key not in held and key not in gone]
    found: dict[str, int] = {}
    for bed in free:
        for code in bed.has:
            found[code] = found.get(code, 0) + 1
    return NightStands(on, len(there), len(gone), occupied, booked, len(free), dict(sorted(found.items())))


@dataclass(frozen=True)
class Occupancy:
    """Bed-nights of a period: there, lost, occupied; ``rate`` is occupied to there, None where there were none."""

    there: int
    lost: int
    occupied: int

    @property
    def rate(self) -> float | None:
        """The share of bed-nights occupied; lost ones are told apart and stay in what it is a share of."""
        return self.occupied / self.there if self.there else None


def occupancy(nights: Iterable[NightStands]) -> Occupancy:
    """The bed-nights of some nights together."""
    told = list(nights)
    return Occupancy(
        sum(one.beds for one in told), sum(one.lost for one in told), sum(one.occupied for one in told)
    )


def free_again(left: date, working_days: int, calendar: WorkingCalendar) -> date:
    """The first day on which a bed can be had again after somebody left: that very day, or so many working days later."""
    return calendar.add(left, working_days) if working_days else left


def day_after(first: date, nights: int) -> date:
    """The day on which somebody leaves who stays so many nights."""
    return first + timedelta(days=nights)
