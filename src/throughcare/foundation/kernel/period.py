"""Time as half-open periods of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Period:
    """Days from ``start`` up to but not including ``end``; open-ended when ``end`` is None."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    @property
    def is_open(self) -> bool:
        """Whether the period has no end yet."""
        return self.end is None

    @property
    def days(self) -> int | None:
        """How many days it holds; None while it is open."""
        return None if self.end is None else (self.end - self.start).days

    def overlaps(self, other: Period) -> bool:
        """Whether some day lies in both."""
        return self.meets(other) is not None

    def meets(self, other: Period) -> Period | None:
        """The days in both periods, or None when there are none."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        return Period(start, end) if end is None or start < end else None

    def ended(self, on: date) -> Period:
        """The same period, ended on a day that is no longer in it."""
        return Period(self.start, on)

    def each_day(self) -> Iterator[date]:
        """Every day of a closed period, in order."""
        if self.end is None:
            raise ValueError("an open period has no last day")
        day = self.start
        while day < self.end:
            yield day
            day += timedelta(days=1)


def gaps(periods: Iterable[Period], within: Period) -> list[Period]:
    """The stretches of ``within`` that none of the periods covers, in order."""
    found: list[Period] = []
    reached: date | None = within.start
    for period in sorted((p for p in periods if p.overlaps(within)), key=lambda p: p.start):
        if reached is None:
            break
        if period.start > reached:
            found.append(Period(reached, period.start))
        reached = None if period.end is None else max(reached, period.end)
    if reached is not None and (within.end is None or reached < within.end):
        found.append(Period(reached, within.end))
    return found
