"""The quarters that need is counted in: whole ones, of the calendar, on London's days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MANY = 5
"""Quarters counted: the last, and four before it, so that a year's change is told of one season."""


@dataclass(frozen=True, order=True)
class Quarter:
    """A whole quarter, from its first day to its last."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first:%B} to {self.last:%B %Y}"


def quarter_of(day: date) -> Quarter:
    """The quarter that a day is in."""
    month = 3 * ((day.month - 1) // 3) + 1
    first = date(day.year, month, 1)
    after = date(day.year + (month == 10), (month + 3 - 1) % 12 + 1, 1)
    return Quarter(first, after - timedelta(days=1))


def whole_quarters(today: date, many: int = MANY) -> list[Quarter]:
    """The last quarters that were over before today, oldest first."""
    found, now = list[Quarter](), quarter_of(today)
    for _ in range(many):
        now = quarter_of(now.first - timedelta(days=1))
        found.append(now)
    return found[::-1]
