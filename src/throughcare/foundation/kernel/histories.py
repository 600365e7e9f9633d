"""The order that days must have with one another: one table that every reader of a history asks."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .finding import Clause, Finding


@dataclass(frozen=True)
class DayOrder:
    """That one day comes no later than another; ``least_years`` and ``most_years`` are the years that lie between.

    ``fault`` is the field that is named when it does not; ``because`` is the reason, fit to follow the field's name.
    """

    earlier: str
    later: str
    fault: str
    because: str
    clause: Clause
    least_years: int = 0
    most_years: int | None = None
    most_months: int | None = None

    def broken_by(self, days: Mapping[str, date | None]) -> bool:
        """Whether these days contradict it; a day that is not known contradicts nothing."""
        first, then = days.get(self.earlier), days.get(self.later)
        if first is None or then is None:
            return False
        if then < _anniversary(first, self.least_years):
            return True
        if self.most_months is not None and then > _months_after(first, self.most_months):
            return True
        return self.most_years is not None and then >= _anniversary(first, self.most_years)


@dataclass(frozen=True)
class Impossible:
    """A day that cannot be, by the field it stands in and the finding that says why."""

    field: str
    finding: Finding


def impossible(orders: Iterable[DayOrder], days: Mapping[str, date | None]) -> list[Impossible]:
    """Every pair of known days that cannot be so; of one field only the first reason, in the table's order."""
    found: dict[str, Impossible] = {}
    for order in orders:
        if order.fault not in found and order.broken_by(days):
            finding = Finding(f"{order.earlier}_before_{order.later}", order.clause, order.because)
            found[order.fault] = Impossible(order.fault, finding)
    return list(found.values())


def age_on(born: date, on: date) -> int:
    """Whole years of age on a day; whoever was born on 29 February comes of age on 1 March in a year without one."""
    years = on.year - born.year
    return years if on >= _anniversary(born, years) else years - 1


def _anniversary(day: date, years: int) -> date:
    year = day.year + years
    if year > date.max.year:
        return date.max
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _months_after(day: date, months: int) -> date:
    """The day so many months on; the last day of a shorter month."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))
