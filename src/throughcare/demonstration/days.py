"""The days and instants of the demonstration's three years."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from throughcare.foundation.kernel.days import LONDON

YEARS: Final = 3


def instant(on: date, hour: int, minute: int = 0) -> datetime:
    """An instant of a day in London."""
    return datetime.combine(on, time(hour, minute), LONDON)


def rounds(as_at: date, every: int) -> list[date]:
    """The days on which files arrive: every so many days, then weekly in the last weeks; the last is the day before."""
    first, last = as_at - timedelta(days=365 * YEARS), as_at - timedelta(days=1)
    weekly = [last - timedelta(days=7 * back) for back in range(2, -1, -1)]
    days = [first + timedelta(days=every * n) for n in range(1, 365 * YEARS // every + 1)]
    return [day for day in days if day <= weekly[0] - timedelta(days=7)] + weekly
