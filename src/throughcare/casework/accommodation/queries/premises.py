"""Where there are beds: premises, how their beds stand by night, what is lost, and how full they were."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Period

from ..models import Bed, Premises, Void
from ..rules import (
    LOST_DEMAND,
    AccommodationKind,
    NightStands,
    Occupancy,
    nights_stand,
    occupancy,
    reason_words,
    reasons_of,
)
from ..store import lost_of, taken_of, there_of

WEEKS_BACK = timedelta(days=28)


@dataclass(frozen=True)
class PremisesSeen:
    """Premises, the team that runs them, how their beds stand on a night, and how full they were in the four weeks before."""

    row: Premises
    unit: str
    tonight: NightStands
    before: Occupancy


@dataclass(frozen=True)
class BedSeen:
    """A bed: what it is called, what it has and has not, until when it is there, and whether it is lost or had tonight."""

    row: Bed
    tonight: str
    voids: tuple[Void, ...]


@dataclass(frozen=True)
class PremisesWhole:
    """Premises with every bed and the nights ahead."""

    seen: PremisesSeen
    beds: tuple[BedSeen, ...]
    nights: tuple[NightStands, ...]


def premises(
    *, unit_ids: Iterable[UUID] | None = None, kind: AccommodationKind | None = None, on: date
) -> list[PremisesSeen]:
    """Premises that are open on a day, by name; of some teams, or of all."""
    rows = Premises.objects.filter(opens__lte=on).exclude(closes__lte=on)
    rows = rows if unit_ids is None else rows.filter(unit_id__in=list(unit_ids))
    rows = rows if kind is None else rows.filter(kind=kind)
    return _seen(list(rows.order_by("name", "id")), on)


def one_of_premises(premises_id: UUID, *, on: date, ahead: int = 14) -> PremisesWhole | None:
    """One of the premises with its beds and so many nights from a day on; None where there are none such."""
    row = Premises.objects.filter(id=premises_id).first()
    if row is None:
        return None
    beds = list(Bed.objects.filter(premises=row).select_related("premises").order_by("name", "id"))
    taken, lost = taken_of(beds, since=on, today=on), lost_of(beds)
    nights = nights_stand(there_of(beds), lost, taken, Period(on, on + timedelta(days=ahead)))
    voids = list(Void.objects.filter(bed__in=[bed.id for bed in beds]).order_by("nights", "id"))
    had = {one.bed_id: one.is_occupied for one in taken if on in one.nights}
    gone = {one.bed_id for one in lost if on in one.nights}
    return PremisesWhole(
        _seen([row], on)[0],
        tuple(
            BedSeen(bed, _tonight(bed, had, gone, on), tuple(one for one in voids if one.bed_id == bed.id))
            for bed in beds
        ),
        tuple(nights),
    )


def _tonight(bed: Bed, had: dict[UUID, bool], gone: set[UUID], on: date) -> str:
    there = Period(bed.there.lower, bed.there.upper)
    if on not in there:
        return "not there"
    if bed.id in had:
        return "lived in" if had[bed.id] else "booked"
    return "lost" if bed.id in gone else "free"


def _seen(rows: list[Premises], on: date) -> list[PremisesSeen]:
    beds = list(Bed.objects.filter(premises__in=[row.id for row in rows]).select_related("premises"))
    taken, lost = taken_of(beds, since=on - WEEKS_BACK, today=on), lost_of(beds)
    units = access.units({row.unit_id for row in rows})
    found = []
    for row in rows:
        there = there_of(bed for bed in beds if bed.premises_id == row.id)
        [tonight] = nights_stand(there, lost, taken, Period(on, on + timedelta(days=1)))
        before = occupancy(nights_stand(there, lost, taken, Period(on - WEEKS_BACK, on)))
        unit = units.get(row.unit_id)
        name = f"{unit.name}, {unit.organisation.name}" if unit else "a team since closed"
        found.append(PremisesSeen(row, name, tonight, before))
    return found


def void(void_id: UUID) -> Void | None:
    """Some nights on which a bed is lost, or None."""
    return Void.objects.filter(id=void_id).select_related("bed").first()


@dataclass(frozen=True)
class LostDemand:
    """How often somebody could have been placed and was not for want of a bed, by reason, in words."""

    words: str
    times: int


def lost_demand(*, since: date, until: date) -> list[LostDemand]:
    """What of the demand on the viewer's own teams was lost for want of a bed in a period, its last day left out; nobody is named."""
    counted = {
        one.key for name in ("no bed", "cancelled") for one in reasons_of(name) if one.counts == LOST_DEMAND
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accommodation_lost(%s, %s, %s)", [sorted(counted), since, until])
        rows = cursor.fetchall()
    return [LostDemand(_words(reason), times) for reason, times in rows]


def _words(reason: str) -> str:
    found = reason_words("no bed", reason)
    return found if found != reason else reason_words("cancelled", reason)
