"""Working days in England and Wales."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

_SATURDAY = 5


@lru_cache(maxsize=256)
def _bank_holidays(year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


class WorkingCalendar:
    """Mondays to Fridays that are neither bank holidays of England and Wales nor extra closures.

    Closures are days on which an area's offices shut: data, given when the calendar is made.
    """

    def __init__(self, closures: Iterable[date] = ()) -> None:
        self._closures = frozenset(closures)

    def is_working(self, day: date) -> bool:
        """Whether the office works on a day."""
        return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year) and day not in self._closures

    def is_bank_holiday(self, day: date) -> bool:
        """Whether a day is a bank holiday or an extra closure, whatever day of the week it is."""
        return day in _bank_holidays(day.year) or day in self._closures

    def next_working(self, day: date) -> date:
        """The day itself when it is worked, else the first worked day after it."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def add(self, day: date, working_days: int) -> date:
        """The day that lies a number of working days after (or, negative, before) another.

        Counting starts on the next working day; adding nothing gives the day itself.
        """
        step = timedelta(days=1 if working_days >= 0 else -1)
        left = abs(working_days)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie from ``start`` (in) to ``end`` (out); zero when reversed."""
        span = range(max(0, (end - start).days))
        return sum(self.is_working(start + timedelta(days=n)) for n in span)
