"""The edges of a definition: which window a day falls in, and which days count after it.

Engines do no date arithmetic of their own. They join this calendar, one row for each index day,
so that leap days, month ends and day 0 are decided in one place.
"""

from __future__ import annotations

import calendar as months
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from throughcare.foundation.kernel import Refused

_LENGTH = re.compile(r"(\d+) (month|day)s?")
WHOLE = date(1900, 1, 1)
"""The window's first day when a definition puts every index event in one window."""


class MonthEnd(StrEnum):
    """What becomes of a day that the month reached does not have (31st; 29 February)."""

    LAST_DAY = "last_day"
    NEXT_MONTH = "next_month"


@dataclass(frozen=True)
class Length:
    """A stretch of calendar months or of days."""

    count: int
    unit: str

    @staticmethod
    def read(words: str) -> Length:
        """A length from words such as ``12 months`` or ``365 days``; Refused for anything else."""
        match = _LENGTH.fullmatch(words)
        if not match:
            raise Refused(f"a length is written like '12 months' or '365 days', not {words!r}")
        return Length(int(match[1]), match[2])

    def after(self, day: date, month_end: MonthEnd) -> date:
        """The day that lies this length after another."""
        if self.unit == "day":
            return day + timedelta(days=self.count)
        return add_months(day, self.count, month_end)

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


def add_months(day: date, count: int, month_end: MonthEnd) -> date:
    """The same day of the month, a number of months later (negative: earlier)."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = 28 if day.day <= 28 else months.monthrange(year, month + 1)[1]
    if day.day <= last:
        return date(year, month + 1, day.day)
    end = date(year, month + 1, last)
    return end if month_end is MonthEnd.LAST_DAY else end + timedelta(days=1)


def window_start(day: date, length: int, first_month: int) -> date:
    """The first day of the window of ``length`` months that holds a day; WHOLE when length is 0."""
    if length == 0:
        return WHOLE
    since = day.year * 12 + day.month - first_month
    year, month = divmod(since - since % length + first_month - 1, 12)
    return date(year, month + 1, 1)


class Edges(Protocol):
    """The rules of a definition that set its edges."""

    @property
    def cohort_months(self) -> int:
        """How many months a window lasts; 0 for one window."""
        ...

    @property
    def first_month(self) -> int:
        """The month that a year begins with."""
        ...

    @property
    def follow_up(self) -> Length:
        """How long offences are looked for."""
        ...

    @property
    def proven_within(self) -> Length | None:
        """How long proof may take, from the index day."""
        ...

    @property
    def day_0_counts(self) -> bool:
        """Whether the index day counts."""
        ...

    @property
    def last_day_counts(self) -> bool:
        """Whether the last day counts."""
        ...

    @property
    def month_end(self) -> MonthEnd:
        """What becomes of a day that a month does not have."""
        ...


@dataclass(frozen=True)
class DayRow:
    """What one index day opens.

    ``window`` and ``year`` are first days; a reoffence counts when committed from ``opens`` to
    ``closes`` (both in) and proven by ``proven_by`` (in).
    """

    day: date
    window: date
    year: date
    opens: date
    closes: date
    proven_by: date


def day_row(definition: Edges, day: date) -> DayRow:
    """The edges that a definition sets for one index day."""
    one = timedelta(days=1)
    last = definition.follow_up.after(day, definition.month_end)
    closes = last if definition.last_day_counts else last - one
    proven = definition.proven_within
    return DayRow(
        day=day,
        window=window_start(day, definition.cohort_months, definition.first_month),
        year=window_start(day, 12, definition.first_month),
        opens=day if definition.day_0_counts else day + one,
        closes=closes,
        proven_by=closes if proven is None else proven.after(day, definition.month_end),
    )


def calendar_rows(definition: Edges, first: date, last: date) -> Iterator[DayRow]:
    """A row for each day from ``first`` to ``last``, both in."""
    for offset in range((last - first).days + 1):
        yield day_row(definition, first + timedelta(days=offset))


def sure_to(definition: Edges, known_to: date) -> date:
    """The last day of offences that have had the whole time for proof, given proofs known to a day."""
    if definition.proven_within is None:
        return known_to
    day = known_to
    while _proof_ends(definition, day) > known_to:
        day -= timedelta(days=1)
    return day


def _proof_ends(definition: Edges, day: date) -> date:
    """When an offence of the last day of follow-up must have been proven, if it was of that day."""
    lag = definition.proven_within
    assert lag is not None
    if lag.unit != definition.follow_up.unit:
        raise Refused("follow-up and proof are both in months or both in days")
    return Length(lag.count - definition.follow_up.count, lag.unit).after(day, definition.month_end)
