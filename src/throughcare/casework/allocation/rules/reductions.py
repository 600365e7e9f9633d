"""Reductions of hours as a dated ledger: entries are added or ended, never edited or removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, Refused, edition_on

from .reading import editions


@dataclass(frozen=True)
class ReductionReason:
    """Why hours may be reduced; a share of None means whatever is agreed, months of None no usual end."""

    name: str
    category: str
    allowance_pct: int | None
    most_pct: int | None
    months: int | None


Reasons = Mapping[str, ReductionReason]


@cache
def reason_editions() -> tuple[Edition[Reasons], ...]:
    """Every edition of the reasons."""
    return editions("reductions", _reasons)


def reasons_on(day: date) -> Edition[Reasons]:
    """The reasons in force on a day."""
    return edition_on(reason_editions(), day)


def _reasons(written: Mapping[str, Any]) -> Reasons:
    return {
        code: ReductionReason(
            one["name"], one["category"], one.get("allowance_pct"), one.get("most_pct"), one.get("months")
        )
        for code, one in written["reasons"].items()
    }


class Standing(Enum):
    """What a reduction is on a day; it follows from its dates, so no job has to flip it."""

    SCHEDULED = "scheduled"
    ACTIVE = "active"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Reduction:
    """One entry of the ledger: hours a week off, while it lasts, and the reason's code."""

    hours: Decimal
    in_force: Period
    reason: str
    withdrawn_on: date | None

    def standing(self, on: date) -> Standing:
        """What the entry is on a day."""
        if self.withdrawn_on is not None and self.withdrawn_on <= on:
            return Standing.WITHDRAWN
        if on < self.in_force.start:
            return Standing.SCHEDULED
        return Standing.ACTIVE if on in self.in_force else Standing.ARCHIVED


def hours_off(ledger: Sequence[Reduction], on: date) -> Decimal:
    """Hours a week that reductions take on a day."""
    active = (entry.hours for entry in ledger if entry.standing(on) is Standing.ACTIVE)
    return sum(active, Decimal(0))


def check_reduction(entry: Reduction, contracted: Decimal, edition: Edition[Reasons]) -> Finding:
    """Refuses an unknown reason, hours outside the week, and hours or months over the reason's ceiling."""
    reason = edition.table.get(entry.reason)
    if reason is None:
        raise Refused(f"{entry.reason} is not a reason for a reduction", field="reason")
    if not 0 < entry.hours <= contracted:
        raise Refused(f"a reduction must be between 0 and {contracted} hours", field="hours")
    ceiling = reason.most_pct if reason.most_pct is not None else reason.allowance_pct
    if ceiling is not None and entry.hours * 100 > contracted * ceiling:
        raise Refused(f"{reason.name} allows at most {ceiling}% of {contracted} hours", field="hours")
    _check_length(entry, reason)
    because = f"{entry.hours} hours for {reason.name}"
    return Finding("check_reduction", Clause("Reasons for a reduction", edition.name), because)


def _check_length(entry: Reduction, reason: ReductionReason) -> None:
    if reason.months is None:
        return
    last = months_after(entry.in_force.start, reason.months)
    if entry.in_force.end is None or entry.in_force.end > last:
        raise Refused(f"{reason.name} lasts at most {reason.months} months, to {last:%-d %B %Y}", field="end")


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for candidate in range(day.day, 27, -1):
        try:
            return date(year, month + 1, candidate)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def ending_soon(ledger: Sequence[Reduction], on: date, within: Period) -> list[Reduction]:
    """Active entries whose last day falls within a stretch: hours that will come back."""
    return [
        entry
        for entry in ledger
        if entry.standing(on) is Standing.ACTIVE
        and entry.in_force.end is not None
        and entry.in_force.end in within
    ]
