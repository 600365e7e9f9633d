"""The days and instants of the demonstration's three years: when files arrive, when courts sit, and its last morning."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from throughcare.foundation.kernel.days import LONDON

YEARS: Final = 3
WEEKLY = 13
"""For so many weeks before the end every week's file is brought in; before that one week's in each period."""
LONG_AGO: Final = timedelta(days=7 * WEEKLY)


def instant(on: date, hour: int, minute: int = 0) -> datetime:
    """An instant of a day in London."""
    return datetime.combine(on, time(hour, minute), LONDON)


def this_morning(as_at: date) -> datetime:
    """The last instant of the history: before nine on the last day, or now where the clock has not got there."""
    return min(instant(as_at, 8, 50), timezone.now())


def rounds(as_at: date, every: int) -> list[date]:
    """The days on which files arrive: every so many days, then weekly in the last quarter; the last is the day before."""
    first, last = as_at - timedelta(days=365 * YEARS), as_at - timedelta(days=1)
    weekly = [last - timedelta(days=7 * back) for back in range(WEEKLY, -1, -1)]
    days = [first + timedelta(days=every * n) for n in range(1, 365 * YEARS // every + 1)]
    return [day for day in days if day <= weekly[0] - timedelta(days=7)] + weekly


def working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def working_day_from(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)


def sitting(day: date, arrivals: Sequence[date]) -> date | None:
    """A day on which a court sat, in the week before the first file that arrives after a day; None where none does.

    Where a period has one file, its sittings are those of its last week: nobody waits a period for a file.
    """
    place = bisect_left(arrivals, day + timedelta(days=1))
    if place == len(arrivals):
        return None
    into = (
        (day.toordinal() * 3 + place) % 7
        if (arrivals[place] - day).days > 7
        else (arrivals[place] - day).days - 1
    )
    return working_day(arrivals[place] - timedelta(days=1 + into))
