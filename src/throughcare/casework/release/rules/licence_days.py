"""The days of a licence: when it begins, when it can no longer be changed, and when a release falls before a shut office."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, edition_on

from .law import read_edition

_FRIDAY = 4
_ONE = timedelta(days=1)


class Calendar(Protocol):
    """What says which days are worked."""

    def is_working(self, day: date) -> bool:
        """Whether the office works on a day."""


@dataclass(frozen=True)
class LicenceTerms:
    """How many working days lie between the steps of a licence."""

    clause: Clause
    basis: str
    hard_stop: int
    warning: int
    early: int
    allocation: int
    time_served: int
    first_meeting: int


@lru_cache(maxsize=1)
def licence_editions() -> tuple[Edition[LicenceTerms], ...]:
    """Every edition of the days of a licence."""
    return tuple(
        Edition(
            one["name"], Period(one["from"], one["until"]),
            LicenceTerms(
                Clause(one["source"], one["name"]), one["basis"], one["hard_stop"], one["warning"], one["early"],
                one["allocation"], one["time_served"], one["first_meeting"],
            ),
        )
        for one in read_edition("licence")
    )  # fmt: skip


def licence_terms(on: date) -> LicenceTerms:
    """The terms in force on a day."""
    return edition_on(licence_editions(), on).table


def worked_before(day: date, number: int, calendar: Calendar, *, not_on: Collection[int] = ()) -> date:
    """The day that lies so many worked days before another; weekdays in ``not_on`` (Monday is 0) are not counted."""
    while number:
        day -= _ONE
        number -= calendar.is_working(day) and day.weekday() not in not_on
    return day


def last_worked(day: date, calendar: Calendar) -> date:
    """The day itself where it is worked, else the last worked day before it."""
    while not calendar.is_working(day):
        day -= _ONE
    return day


def licence_start(
    conditional: date | None, confirmed: date | None, calendar: Calendar, *, held_otherwise: bool = False
) -> date | None:
    """The day on which a licence begins: the confirmed release, or the last worked day by the conditional one; None without one.

    ``held_otherwise``: held for immigration, on remand or unsentenced as well; then a confirmed release counts only where it
    lies between that worked day and the conditional one.
    """
    if conditional is None:
        return None
    worked = last_worked(conditional, calendar)
    if confirmed is None or confirmed > conditional:
        return worked
    if held_otherwise and confirmed < worked:
        return worked
    return confirmed


def licence_start_after_recall(
    release: date | None, conditional: date | None, confirmed: date | None, calendar: Calendar
) -> date | None:
    """The day on which a licence begins after a recall; the confirmed release counts where it is after the conditional one."""
    if release is None:
        return None
    early = confirmed is not None and conditional is not None and confirmed <= conditional
    if confirmed is None or confirmed > release or early:
        return last_worked(release, calendar)
    return confirmed


def is_before_a_shut_office(day: date, calendar: Calendar) -> bool:
    """Whether a day is one of those from which release may be brought forward: a Friday, a weekend or a holiday."""
    return day.weekday() == _FRIDAY or not calendar.is_working(day)


def may_be_released_from(starts: date, calendar: Calendar, *, curfew: date | None = None) -> date:
    """The earliest day to which a release may be brought forward: the third worked day before, Fridays not counted."""
    if curfew is not None:
        return curfew
    if not is_before_a_shut_office(starts, calendar):
        return starts
    return worked_before(starts, licence_terms(starts).early, calendar, not_on={_FRIDAY})


def hard_stop(starts: date | None, calendar: Calendar, *, time_served: bool = False) -> date | None:
    """The day from which a licence that is not approved can no longer be; None without a start, or for time served."""
    if starts is None or time_served:
        return None
    return worked_before(last_worked(starts, calendar), licence_terms(starts).hard_stop, calendar)


def hard_stop_warning(starts: date | None, calendar: Calendar) -> date | None:
    """The day from which whoever writes a licence is warned of its hard stop."""
    stop = hard_stop(starts, calendar)
    return worked_before(stop, licence_terms(stop).warning, calendar) if stop else None


def in_hard_stop(starts: date | None, calendar: Calendar, *, on: date, time_served: bool = False) -> bool:
    """Whether a licence can no longer be changed on a day: from the hard stop to its start, both counted."""
    stop = hard_stop(starts, calendar, time_served=time_served)
    return stop is not None and starts is not None and stop <= on <= starts


def is_time_served(sentence_start: date, conditional: date | None, *, on: date) -> bool:
    """Whether a sentence was served by the day it was passed, and its licence is made at once."""
    if conditional is None or conditional != sentence_start:
        return False
    return timedelta(0) <= on - conditional <= timedelta(days=licence_terms(on).time_served)


def writer_is_late(release: date, calendar: Calendar, *, on: date) -> bool:
    """Whether a licence that nobody writes yet is late: from five worked days before release, Fridays not counted."""
    since = worked_before(release, licence_terms(on).allocation, calendar, not_on={_FRIDAY})
    return since <= on <= release


def release_warning(starts: date, calendar: Calendar) -> Finding | None:
    """What is wrong with a day of release on which no help can be had the day after; None where nothing is."""
    after = starts + _ONE
    if calendar.is_working(starts) and calendar.is_working(after):
        return None
    early = may_be_released_from(starts, calendar)
    seen = first_meeting_by(starts, calendar)
    because = (
        f"the next day on which an office is open is {seen:%A %-d %B %Y}:"
        + (f" release may be brought forward to {early:%A %-d %B %Y};" if early < starts else "")
        + " what is needed for the nights before it must be in place before the gate"
    )
    return Finding("release_before_a_shut_office", licence_terms(starts).clause, because)


def first_meeting_by(released: date, calendar: Calendar) -> date:
    """The last day on which somebody is first seen after release: by the end of the next worked day."""
    day, left = released, licence_terms(released).first_meeting
    while left:
        day += _ONE
        left -= calendar.is_working(day)
    return day
