"""A bed booked for somebody, given up, come to, stayed in for longer, changed for another, and left."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from psycopg.types.range import TimestamptzRange

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.ledger import Decided
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Period, Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Stay
from ..rules import (
    ApplicationState,
    PlacingSide,
    StayState,
    StayTold,
    Through,
    check_nights,
    check_reason,
    day_after,
)
from ..store import BedMatched, Placing, beds_matched, lost_of, nights_wanted
from .steps import change, end_stay, of_side, one_bed_at_a_time, said, take_move

RECORDED_LATE = timedelta(days=14)
"""How long ago an arrival or a departure may have been when it is recorded."""


@action(Permission.GIVE_PLACES)
def book_bed(
    *,
    by: Member,
    at: datetime,
    application_id: UUID,
    version: int,
    bed_id: UUID,
    arrives: date,
    leaves: date | None = None,
) -> UUID:
    """Book a bed that fits, for as many nights as were asked for or until a day. Returns the stay.

    The team that runs the premises sees the person until they have left. Refused with every reason when something known speaks
    against it; what is not known is kept on the decision.
    """
    placing = of_side(application_id, by, PlacingSide.DELIVERER, version=version)
    one_bed_at_a_time([bed_id])
    nights = _nights(placing, arrives, leaves, at)
    chosen = _fitting(placing, bed_id, nights, at)
    assert nights.end is not None
    told = [*placing.told, StayTold(nights.start, nights.end)]
    check_nights(placing.kind, told, on=day_of(at))
    made = _stay(placing, chosen, nights, by, at)
    insert_all([made])
    take_move(placing, ApplicationState.PLACED, Through.BED, by=by, at=at, note=_where(chosen, nights))
    derive_grants("stay", [made.id])
    _remember(placing, chosen, nights, by, at)
    add_to_line(stay=made.id)
    return made.id


def _nights(placing: Placing, arrives: date, leaves: date | None, at: datetime) -> Period:
    today = day_of(at)
    if arrives < today:
        raise Refused(f"{arrives:%-d %B %Y} is past. Expected today or a later day.", field="arrives")
    if leaves is not None and leaves <= arrives:
        raise Refused("They leave after they arrive: expected a later day.", field="leaves")
    return nights_wanted(placing.row, arrives, leaves, today)


def _fitting(placing: Placing, bed_id: UUID, nights: Period, at: datetime) -> BedMatched:
    beds = beds_matched(placing, nights, today=day_of(at))
    found = next((one for one in beds if one.bed.id == bed_id), None)
    if found is None:
        raise Refused("Choose a bed of whoever gives the place, in premises of this kind.", field="bed_id")
    if not found.fit.fits:
        words = ". ".join(one.because[0].upper() + one.because[1:] for one in found.fit.findings)
        raise Refused(f"{words}.", field="bed_id")
    return found


def _stay(placing: Placing, chosen: BedMatched, nights: Period, by: Member, at: datetime) -> Stay:
    assert nights.end is not None
    return Stay(
        id=new_id(), person_id=placing.row.person_id, application_id=placing.row.id, bed=chosen.bed, unit_id=chosen.bed.unit_id,
        shared_by=placing.row.shared_by, arrives=nights.start, leaves=nights.end, nights=DateRange(nights.start, nights.end),
        during=TimestamptzRange(at, None), at=at, member_id=by.id,
    )  # fmt: skip


def _where(chosen: BedMatched, nights: Period) -> str:
    return (
        f"{chosen.premises.name}, {chosen.bed.name}, from {nights.start:%-d %B %Y} to {nights.end:%-d %B %Y}"
    )


def _remember(placing: Placing, chosen: BedMatched, nights: Period, by: Member, at: datetime) -> None:
    """That the bed fits, with all it was decided from."""
    row = placing.row
    decided = Decided(
        about="accommodation", about_id=row.id, rule="bed fits", edition=chosen.fit.findings[0].clause.source,
        person_id=row.person_id,
        inputs={"bed": chosen.bed.id, "from": nights.start, "to": nights.end, "needs": list(row.needs), "priority": row.priority},
        outcome={"fits": True, "unsure": chosen.fit.unsure}, reasons=[str(one) for one in chosen.fit.findings],
    )  # fmt: skip
    ledger.remember([decided], who=ledger.Who(member_id=by.id), at=at)


def _running(placing: Placing, state: StayState) -> Stay:
    stay = placing.stay
    if stay is None or stay.state != state:
        raise Refused(f"This application is {placing.state}: there is no bed {state} under it.")
    return stay


@action(Permission.GIVE_PLACES)
def give_bed_up(
    *, by: Member, at: datetime, application_id: UUID, version: int, reason: str, note: str = ""
) -> None:
    """Give a booked bed up, with a reason of the list: the person waits for another, and a bed that was lost counts as lost demand."""
    placing = of_side(application_id, by, PlacingSide.DELIVERER, version=version)
    stay = _running(placing, StayState.BOOKED)
    take_move(placing, ApplicationState.WAITING, Through.BED, by=by, at=at, reason=reason, note=note)
    end_stay(stay, StayState.CANCELLED, at, reason=reason)


@action(Permission.GIVE_PLACES)
def record_arrival(*, by: Member, at: datetime, application_id: UUID, version: int, on: date) -> None:
    """Record the day somebody came to live in the bed booked for them."""
    placing = of_side(application_id, by, PlacingSide.DELIVERER, version=version)
    stay = _running(placing, StayState.BOOKED)
    one_bed_at_a_time([stay.bed_id])
    _check_past(on, at)
    if on >= stay.leaves:
        raise Refused(
            f"The bed is booked until {stay.leaves:%-d %B %Y}. Give it up and book it anew.", field="on"
        )
    take_move(
        placing, ApplicationState.RESIDENT, Through.BED, by=by, at=at, note=f"Arrived on {on:%-d %B %Y}."
    )
    Stay.objects.filter(id=stay.id).update(
        state=StayState.ARRIVED, arrived_on=on, nights=DateRange(on, stay.leaves)
    )


@action(Permission.GIVE_PLACES)
def record_no_arrival(
    *, by: Member, at: datetime, application_id: UUID, version: int, reason: str, note: str = ""
) -> None:
    """Record that somebody did not come; the bed is free again, and the team that asked says whether one is still needed."""
    placing = of_side(application_id, by, PlacingSide.DELIVERER, version=version)
    stay = _running(placing, StayState.BOOKED)
    if stay.arrives > day_of(at):
        raise Refused(f"They are to arrive on {stay.arrives:%-d %B %Y}. Give the bed up instead.")
    take_move(placing, ApplicationState.NOT_ARRIVED, Through.BED, by=by, at=at, reason=reason, note=note)
    end_stay(stay, StayState.NOT_ARRIVED, at, reason=reason)


@action(Permission.GIVE_PLACES)
def record_departure(
    *,
    by: Member,
    at: datetime,
    application_id: UUID,
    version: int,
    on: date,
    reason: str,
    moved_on: str,
    note: str = "",
) -> None:
    """Record the day somebody left, why, and where they went; both teams' part is over, and so is the sight it gave."""
    placing = of_side(application_id, by, PlacingSide.DELIVERER, version=version)
    stay = _running(placing, StayState.ARRIVED)
    _check_left(stay, on, at)
    where = check_reason("move on", moved_on, field="moved_on").key
    take_move(placing, ApplicationState.DEPARTED, Through.BED, by=by, at=at, reason=reason, note=note)
    assert stay.arrived_on is not None
    end_stay(
        stay,
        StayState.DEPARTED,
        at,
        left_on=on,
        nights=DateRange(stay.arrived_on, on),
        reason=reason,
        moved_on=where,
    )


def _check_left(stay: Stay, on: date, at: datetime) -> None:
    _check_past(on, at)
    assert stay.arrived_on is not None
    if on < stay.arrived_on:
        raise Refused(
            f"They arrived on {stay.arrived_on:%-d %B %Y}. Expected that day or a later one.", field="on"
        )


def _check_past(on: date, at: datetime) -> None:
    if on > day_of(at):
        raise Refused("That day lies ahead. Record it once it has come.", field="on")
    if on < day_of(at) - RECORDED_LATE:
        raise Refused(f"Expected a day from {day_of(at) - RECORDED_LATE:%-d %B %Y} to today.", field="on")


@action(Permission.GIVE_PLACES)
def change_leaving(*, by: Member, at: datetime, application_id: UUID, version: int, leaves: date) -> None:
    """Change the day on which a resident is to leave; refused beyond the most nights there may be, for which leave is needed."""
    placing = of_side(application_id, by, PlacingSide.DELIVERER, version=version)
    _change_leaving(placing, leaves, by, at, leave="")


@action(Permission.KEEP_PREMISES)
def give_leave_to_stay(
    *, by: Member, at: datetime, application_id: UUID, version: int, leaves: date, because: str
) -> None:
    """Let a resident stay beyond the most nights there may be, until a day and with a reason, as whoever leads."""
    placing = of_side(application_id, by, PlacingSide.DELIVERER, version=version)
    _change_leaving(
        placing, leaves, by, at, leave=said(because, "because", "Say why they may stay longer.", 300)
    )


def _change_leaving(placing: Placing, leaves: date, by: Member, at: datetime, *, leave: str) -> None:
    stay = _running(placing, StayState.ARRIVED)
    one_bed_at_a_time([stay.bed_id])
    assert stay.arrived_on is not None
    if leaves < day_of(at) or leaves <= stay.arrived_on:
        raise Refused("Expected today or a later day, and one after they arrived.", field="leaves")
    others = [one for one in placing.told if one.left is not None]
    told = [*others, StayTold(stay.arrives, leaves, stay.arrived_on)]
    found = check_nights(placing.kind, told, on=day_of(at), with_leave=bool(leave))
    _check_nothing_lost(stay, leaves, at)
    columns = {"leaves": leaves, "nights": DateRange(stay.arrived_on, leaves)} | (
        {"leave": leave} if leave else {}
    )
    Stay.objects.filter(id=stay.id).update(**columns)
    row = placing.row
    change(row)
    decided = Decided(
        about="accommodation", about_id=row.id, rule="nights", edition=found.finding.clause.paragraph, person_id=row.person_id,
        inputs={"before": stay.leaves, "spent": found.spent, "planned": found.planned, "most": found.most},
        outcome={"leaves": leaves, "with leave": bool(leave)}, reasons=[str(found.finding), *([leave] if leave else [])],
    )  # fmt: skip
    ledger.remember([decided], who=ledger.Who(member_id=by.id), at=at)


def _check_nothing_lost(stay: Stay, leaves: date, at: datetime) -> None:
    ahead = Period(day_of(at), max(leaves, day_of(at)))
    lost = next((one.nights for one in lost_of([stay.bed]) if one.nights.overlaps(ahead)), None)
    if lost is not None:
        raise Refused(f"The bed is lost from {lost.start:%-d %B %Y}. Move them to another.", field="leaves")


@action(Permission.GIVE_PLACES)
def move_to_bed(
    *, by: Member, at: datetime, application_id: UUID, version: int, bed_id: UUID, on: date, reason: str
) -> UUID:
    """Move a resident to another bed on a day, with a reason of the list: the nights go on counting, and so does the application."""
    placing = of_side(application_id, by, PlacingSide.DELIVERER, version=version)
    stay = _running(placing, StayState.ARRIVED)
    one_bed_at_a_time([stay.bed_id, bed_id])
    _check_left(stay, on, at)
    why = check_reason("transfer", reason).key
    if bed_id == stay.bed_id:
        raise Refused("They live in that bed. Choose another.", field="bed_id")
    leaves = day_after(on, 1) if stay.leaves <= on else stay.leaves
    chosen = _fitting(placing, bed_id, Period(on, leaves), at)
    assert stay.arrived_on is not None
    end_stay(stay, StayState.DEPARTED, at, left_on=on, nights=DateRange(stay.arrived_on, on), reason=why)
    made = _stay(placing, chosen, Period(on, leaves), by, at)
    made.state, made.arrived_on = StayState.ARRIVED, on
    insert_all([made])
    derive_grants("stay", [made.id])
    change(placing.row)
    _remember(placing, chosen, Period(on, leaves), by, at)
    add_to_line(stay=made.id)
    return made.id
