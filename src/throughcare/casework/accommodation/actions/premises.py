"""Premises and their beds: recorded by the team that runs them, closed with a day, and the nights on which a bed is lost."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Period, Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import TAKES, Bed, Premises, Void
from ..rules import AccommodationKind, Regime, check_characteristics, check_reason
from ..store import taken_of
from .steps import one_bed_at_a_time, said

MOST_BEDS = 100


@dataclass(frozen=True)
class House:
    """Premises: kind and regime, name and town, whom they take, from which day, and what they are known to have and not to have."""

    kind: AccommodationKind
    name: str
    place: str
    opens: date
    regime: Regime = Regime.NORMAL
    takes: str = "everybody"
    has: Collection[str] = ()
    has_not: Collection[str] = ()


@action(Permission.KEEP_PREMISES)
def add_premises(*, by: Member, at: datetime, house: House) -> UUID:
    """Record premises that one's own team runs. Returns them."""
    name = said(house.name, "name", "Give the premises a name.", 100)
    place = said(house.place, "place", "Say in which town they are.", 100)
    if house.takes not in TAKES:
        raise Refused(f"Expected one of: {', '.join(TAKES)}.", field="takes")
    if house.kind is not AccommodationKind.APPROVED_PREMISES and house.regime is not Regime.NORMAL:
        raise Refused(f"There is no {house.regime} regime in {house.kind}.", field="regime")
    has, has_not = _having(house.has, house.has_not, "premises")
    row = Premises(
        id=new_id(), unit_id=by.unit_id, organisation_id=by.organisation_id, kind=house.kind, regime=house.regime, name=name,
        place=place, takes=house.takes, has=has, has_not=has_not, opens=house.opens, made_at=at, made_by=by.id,
    )  # fmt: skip
    insert_all([row])
    add_to_line(premises=row.id)
    return row.id


def _having(has: Collection[str], has_not: Collection[str], of: str) -> tuple[list[str], list[str]]:
    there, missing = (
        check_characteristics(frozenset(has), of),
        check_characteristics(frozenset(has_not), of, field="has_not"),
    )
    both = sorted(there & missing)
    if both:
        raise Refused(f"Said both to have and not to have: {', '.join(both)}.", field="has_not")
    return sorted(there), sorted(missing)


@action(Permission.KEEP_PREMISES)
def add_beds(
    *, by: Member, at: datetime, premises_id: UUID, names: Sequence[str], first: date,
    has: Collection[str] = (), has_not: Collection[str] = (),
) -> list[UUID]:  # fmt: skip
    """Add beds to premises from a day on, alike in what they have. Returns them in the order named."""
    house = _ours(premises_id, by)
    wanted = [one.strip() for one in names if one.strip()]
    if not 1 <= len(wanted) <= MOST_BEDS:
        raise Refused(f"Name from 1 to {MOST_BEDS} beds.", field="names")
    twice = sorted({one for one in wanted if wanted.count(one) > 1})
    if twice:
        raise Refused(f"Named twice: {', '.join(twice)}.", field="names")
    if any(len(one) > 40 for one in wanted):
        raise Refused("A bed's name has at most 40 characters.", field="names")
    if first < house.opens:
        raise Refused(
            f"The premises open on {house.opens:%-d %B %Y}. Expected that day or a later one.", field="first"
        )
    there, missing = _having(has, has_not, "bed")
    rows = [
        Bed(
            id=new_id(), unit_id=house.unit_id, premises=house, name=name, has=there, has_not=missing,
            there=DateRange(first, None), made_at=at, made_by=by.id,
        )
        for name in wanted
    ]  # fmt: skip
    insert_all(rows)
    add_to_line(premises=house.id, beds=len(rows))
    return [row.id for row in rows]


def _ours(premises_id: UUID, by: Member) -> Premises:
    house = Premises.objects.filter(id=premises_id).first()
    if house is None:
        raise Refused("There are no such premises.")
    if house.unit_id not in units_below(by.unit_id):
        raise Refused("Only the team that runs these premises can do this.")
    add_to_line(premises=house.id)
    return house


@action(Permission.KEEP_PREMISES)
def close_bed(*, by: Member, at: datetime, bed_id: UUID, last: date) -> None:
    """Take a bed away after a last night; refused while somebody has it after that."""
    bed = _our_bed(bed_id, by)
    one_bed_at_a_time([bed.id])
    if last < day_of(at) - timedelta(days=1):
        raise Refused("Expected yesterday or a later day.", field="last")
    if bed.there.upper is not None and bed.there.upper <= last:
        raise Refused(f"This bed is gone from {bed.there.upper:%-d %B %Y} already.", field="last")
    _check_nobody_has(bed, Period(last + timedelta(days=1), None), at, "last")
    Bed.objects.filter(id=bed.id).update(
        there=DateRange(bed.there.lower, max(bed.there.lower, last + timedelta(days=1)))
    )


def _our_bed(bed_id: UUID, by: Member) -> Bed:
    bed = Bed.objects.filter(id=bed_id).select_related("premises").first()
    if bed is None:
        raise Refused("There is no such bed.", field="bed_id")
    if bed.unit_id not in units_below(by.unit_id):
        raise Refused("Only the team that runs these premises can do this.", field="bed_id")
    add_to_line(premises=bed.premises_id, bed=bed.id)
    return bed


def _check_nobody_has(bed: Bed, nights: Period, at: datetime, field: str) -> None:
    had = [
        one.nights
        for one in taken_of([bed], since=nights.start, today=day_of(at))
        if one.nights.overlaps(nights)
    ]
    if had:
        first = max(min(one.start for one in had), nights.start)
        raise Refused(
            f"Somebody has this bed on {first:%-d %B %Y}. Give the booking up, or move them, first.",
            field=field,
        )


@action(Permission.GIVE_PLACES)
def lose_bed(*, by: Member, at: datetime, bed_id: UUID, first: date, until: date | None, reason: str) -> UUID:
    """Record nights on which a bed is lost, from a first until the day it is back (None: not known). Returns them.

    Refused while somebody has the bed on one of them: a booking is given up first, with that reason, and so is counted.
    """
    bed = _our_bed(bed_id, by)
    one_bed_at_a_time([bed.id])
    if until is not None and until <= first:
        raise Refused("The day it is back comes after the first night it is lost.", field="until")
    why = check_reason("void", reason, AccommodationKind(bed.premises.kind)).key
    _check_nobody_has(bed, Period(first, until), at, "first")
    row = Void(
        id=new_id(),
        unit_id=bed.unit_id,
        bed=bed,
        nights=DateRange(first, until),
        reason=why,
        at=at,
        member_id=by.id,
    )
    insert_all([row])
    return row.id


@action(Permission.GIVE_PLACES)
def have_bed_back(*, by: Member, at: datetime, void_id: UUID, on: date, because: str = "") -> None:
    """Record the day from which a lost bed can be used again, earlier or later than was thought."""
    void = Void.objects.filter(id=void_id).first()
    if void is None:
        raise Refused("There are no such nights.")
    bed = _our_bed(void.bed_id, by)
    one_bed_at_a_time([bed.id])
    first = void.nights.lower
    if first is None or on < first:
        raise Refused(
            "The bed was lost later than that. Expected the first night it was lost, or a later day.",
            field="on",
        )
    if void.nights.upper is not None and on > void.nights.upper:
        _check_nobody_has(bed, Period(void.nights.upper, on), at, "on")
    Void.objects.filter(id=void.id).update(nights=DateRange(first, on), ended_because=because.strip()[:300])
