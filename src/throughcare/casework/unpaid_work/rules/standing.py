"""Where somebody's hours stand: worked, earned off, left, and when they will be done at the rate they go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .earning import Day, Earned, earned, whole_minutes
from .terms import work_terms

FEWEST_DAYS, RATE_OVER = 28, 84
"""A rate is told once four weeks have passed since the first turn, and is that of the last twelve."""


@dataclass(frozen=True)
class Hours:
    """An order of minutes as it stands on a day; ``left`` is never below nought, ``over`` what was counted beyond it."""

    ordered: int
    counted: int
    earned: Earned
    left: int
    over: int

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        return self.left == 0


def hours(ordered: int, days: Sequence[Day], credits: int, *, on: date, eligible: bool) -> Hours:
    """What is left of an order after what was worked, credited beside it, and earned off by early compliance."""
    off = earned(ordered, days, work_terms(on).table.earn, eligible=eligible)
    counted = sum(day.worked for day in days) + credits
    rest = ordered - whole_minutes(off.minutes) - counted
    return Hours(ordered, counted, off, max(0, rest), max(0, -rest))


@dataclass(frozen=True)
class Forecast:
    """When an order will be done at the rate it goes: minutes a week, and the day; None where the rate is nought."""

    a_week: float
    done_by: date | None


def forecast(left: int, days: Sequence[Day], *, on: date) -> Forecast | None:
    """When what is left will be worked, from the person's own rate; None until enough time has passed to have one."""
    worked = [day for day in days if day.on <= on]
    if not worked or left == 0:
        return None
    first = min(day.on for day in worked)
    if (on - first).days < FEWEST_DAYS:
        return None
    since = max(first, on - timedelta(days=RATE_OVER))
    weeks = (on - since).days / 7
    rate = sum(day.worked for day in worked if day.on > since or day.on == first) / weeks
    if rate <= 0:
        return Forecast(0.0, None)
    return Forecast(rate, on + timedelta(days=round(left / rate * 7)))
