"""What lies ahead in the demonstration's diaries: whom each officer sees today, tomorrow and in the days after, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Final
from uuid import UUID
from zlib import crc32

from throughcare.casework.supervision import actions as supervision
from throughcare.casework.supervision import queries as cases
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.operating_model.rules import Place, Risk

from .days import instant, this_morning
from .held import Held
from .history import History
from .places import offices

_DAYS_AHEAD: Final = 28
_FIRST_SLOT, _SLOTS, _MINUTES = 9, 14, 30
_UNBOOKED: Final = 0.06
"""The share of people whose next appointment nobody has made."""


def book(history: History, by: Random) -> None:
    """The next appointment of nearly everybody who is managed, at a free half hour of whoever holds the case."""
    # Before seniors answer what was offered to them: whoever gives a case up this morning had booked until then.
    at, taken = this_morning(history.as_at) - timedelta(minutes=10), defaultdict[tuple[UUID, date], int](int)
    for service, theirs in history.by_organisation(history.ordered(lambda held: bool(held.holder))):
        bookings: dict[UUID, supervision.Booking] = {}
        for held in theirs:
            found = _next(history, held, by, taken)
            if found is not None and _is_of(history, found.held_by, held):
                bookings[held.case.id] = found
        _leave_to_the_next_holder(theirs, bookings, service, at)
        booked = [held for held in theirs if held.case.id in bookings]
        if booked:
            history.act_on(service, at, booked, partial(_write, bookings))


def _leave_to_the_next_holder(
    theirs: list[Held], bookings: dict[UUID, supervision.Booking], service: Member, at: datetime
) -> None:
    """What was planned for somebody who no longer holds a role in the case is for the next holder to book."""
    with viewing(service, at):
        holders = {planned.held_by for planned in bookings.values() if planned.held_by is not None}
        holding = {one: cases.held_people(one) for one in holders}
    for held in theirs:
        planned = bookings.get(held.case.id)
        if planned and planned.held_by and held.case.person_id not in holding[planned.held_by]:
            del bookings[held.case.id]


def _write(bookings: Mapping[UUID, supervision.Booking], by: Member, at: datetime, which: list[Held]) -> None:
    wanted = [(held.case.id, bookings[held.case.id]) for held in which]
    supervision.book_appointments(by=by, at=at, bookings=wanted)


def _is_of(history: History, member: UUID | None, held: Held) -> bool:
    return member is not None and history.organisations.get(member) == held.case.organisation_id


def _next(
    history: History, held: Held, by: Random, taken: dict[tuple[UUID, date], int]
) -> supervision.Booking | None:
    holder = _seen_by(held)
    day = _weekday(
        max(held.next_contact or history.as_at + timedelta(days=by.randrange(1, 5)), history.as_at)
    )
    is_booked = by.random() >= _UNBOOKED
    if (
        holder is None
        or not is_booked
        or (day - history.as_at).days > _DAYS_AHEAD
        or not held.running_on(day)
    ):
        return None
    while taken[holder, day] >= _SLOTS:
        day = _weekday(day + timedelta(days=1))
    if not held.running_on(day):
        return None
    slot = taken[holder, day]
    taken[holder, day] += 1
    first = crc32(f"{holder}{day}".encode())
    starts = instant(day, _FIRST_SLOT) + timedelta(minutes=_MINUTES * ((first + slot * 5) % _SLOTS))
    return supervision.Booking(starts, *_how(history, held, day, by), held_by=holder)


def _seen_by(held: Held) -> UUID | None:
    """The grave, and every other one of the others, are seen by whoever manages them; the rest by whoever supervises."""
    manager, supervisor = held.holder.get("offender manager"), held.holder.get("supervisor")
    is_managers = held.case.risk in {Risk.HIGH, Risk.VERY_HIGH} or crc32(held.key.encode()) % 2 == 0
    return (manager or supervisor) if is_managers else (supervisor or manager)


def _office(history: History, held: Held) -> str:
    """The probation office of the team's area; where it has none, the team's own room."""
    team = next(team for team in history.staff.bodies.teams.values() if team.id == held.case.unit_id)
    return offices().get(team.area, {}).get("name") or f"{team.name}, interview room"


def _weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def _how(history: History, held: Held, day: date, by: Random) -> tuple[ContactKind, str]:
    """Inside by video; the low in risk often by telephone; others at the office, or at home."""
    chance = by.random()
    if held.case.place == Place.CUSTODY or held.inside_on(day):
        return ContactKind.VIDEO, ""
    if held.case.risk == Risk.LOW and chance < 0.4:
        return ContactKind.PHONE, ""
    if chance > 0.88:
        return ContactKind.HOME, ""
    return ContactKind.OFFICE, _office(history, held)
