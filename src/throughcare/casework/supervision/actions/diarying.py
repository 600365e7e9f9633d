"""Appointments made as a series, and moved to another time with whose doing it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, WorkingCalendar

from ..rules.diary import Every, MovedBy, repeated
from .contacting import Booking, booked, called_off
from .steps import found_case


@action(Permission.RECORD_ON_TIMELINE)
def book_series(
    *, by: Member, at: datetime, case_id: UUID, booking: Booking, every: Every, times: int
) -> tuple[UUID, ...]:
    """Make a series of appointments, all or none, at one time of day; on a day that is not worked, the next that is.

    Returns their ids in order. The very same series asked for again is made once.
    """
    case = found_case(case_id)
    days = repeated(booking.starts_at, every, times, WorkingCalendar())
    made = tuple(booked(case, replace(booking, starts_at=starts_at), by, at) for starts_at in days)
    add_to_line(appointments=len(made))
    return made


@action(Permission.RECORD_ON_TIMELINE)
def move_appointment(
    *, by: Member, at: datetime, appointment_id: UUID, booking: Booking, moved_by: MovedBy, because: str
) -> UUID:
    """Put another appointment in the place of one that lies ahead, saying whose doing it is and why; returns the new one.

    The old one stays as called off, and the new one leads to it. Whoever held it holds it still, unless said.
    """
    old, case = called_off(appointment_id, because, at)
    held = replace(booking, held_by=booking.held_by or old.held_by)
    made = booked(case, held, by, at, moves_id=old.id, moved_by=moved_by.value)
    add_to_line(moved_to=made)
    return made
