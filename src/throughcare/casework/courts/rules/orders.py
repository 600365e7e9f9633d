"""Whether an order is one the law of its day allows."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, NoEdition, Period, edition_on

from .words import RequirementKind, SentenceKind, Unit


@dataclass(frozen=True)
class Length:
    """A number of hours, days, weeks, months or years."""

    number: int
    unit: Unit

    def __str__(self) -> str:
        unit = self.unit.value.removesuffix("s") if self.number == 1 else self.unit.value
        return f"{self.number} {unit}"

    def after(self, day: date) -> date:
        """The day this long after another; the last of the month where the month is shorter."""
        if self.unit is Unit.HOURS:
            raise ValueError("hours of work do not reach a day")
        if self.unit in {Unit.DAYS, Unit.WEEKS}:
            return day + timedelta(days=self.number * (7 if self.unit is Unit.WEEKS else 1))
        months = self.number * (12 if self.unit is Unit.YEARS else 1) + day.month - 1
        year, month = day.year + months // 12, months % 12 + 1
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))

    @property
    def is_absurd(self) -> bool:
        """Whether it is longer than any court counts: a slip of the keyboard."""
        return self.in_months > LONGEST_MONTHS

    @property
    def in_months(self) -> float:
        """About how many months, for comparing with a most; exact for months and years."""
        per = {
            Unit.MONTHS: 1.0,
            Unit.YEARS: 12.0,
            Unit.WEEKS: 12 / 52,
            Unit.DAYS: 12 / 365.25,
            Unit.HOURS: 0.0,
        }
        return self.number * per[self.unit]


# Assumed: no court counts past a hundred years; more is a slip of the keyboard.
LONGEST_MONTHS = 1200


@dataclass(frozen=True)
class OrderEdition:
    """What orders may hold under one edition of the law: limits, each with its clause."""

    source: str
    orders: Mapping[str, Mapping[str, Any]]
    requirements: Mapping[str, Mapping[str, Any]]

    def clause(self, entry: Mapping[str, Any]) -> Clause:
        """Where a limit stands."""
        return Clause(self.source, str(entry["clause"]))


@lru_cache(maxsize=1)
def order_editions() -> tuple[Edition[OrderEdition], ...]:
    """Every edition of the law of orders in the package."""
    text = files(__package__).joinpath("editions", "orders.yaml").read_text("utf-8")
    return tuple(
        Edition(
            e["name"],
            Period(e["from"], e["until"]),
            OrderEdition(e["source"], e["orders"], e["requirements"]),
        )
        for e in yaml.safe_load(text)
    )


def order_edition(on: date) -> Edition[OrderEdition] | None:
    """The edition in force on a day; None before the first we hold."""
    try:
        return edition_on(order_editions(), on)
    except NoEdition:
        return None


def check_order(
    kind: SentenceKind,
    length: Length | None,
    requirements: Sequence[tuple[RequirementKind, Length | None]],
    *,
    on: date,
) -> list[Finding]:
    """What is wrong with an order under the law of its day; nothing for custody or before our first edition."""
    edition = order_edition(on)
    if edition is None or kind.value not in edition.table.orders:
        return []
    return [
        *_order_faults(edition.table, kind, length, len(requirements)),
        *_requirement_faults(edition.table, requirements),
    ]


def _order_faults(law: OrderEdition, kind: SentenceKind, length: Length | None, held: int) -> list[Finding]:
    entry = law.orders[kind.value]
    found = []
    if length is not None and length.in_months > entry["most_months"] + 0.05:
        because = f"a {kind} lasts at most {entry['most_months']} months, and this one says {length}"
        found.append(Finding("order_length", law.clause(entry), because))
    if held < entry["requirements"]["least"]:
        found.append(
            Finding("order_requirements", law.clause(entry), f"a {kind} has at least one requirement")
        )
    return found


def _requirement_faults(
    law: OrderEdition, requirements: Sequence[tuple[RequirementKind, Length | None]]
) -> list[Finding]:
    found = []
    for kind, length in requirements:
        entry = law.requirements[kind.value]
        if length is None:
            continue
        limits = entry.get(length.unit.value)
        if limits is None:
            units = " or ".join(unit.value for unit in Unit if unit.value in entry)
            found.append(
                Finding(
                    "requirement_unit", law.clause(entry), f"{kind} is counted in {units}, not {length.unit}"
                )
            )
        elif not limits[0] <= length.number <= limits[1]:
            because = f"{kind} runs from {limits[0]} to {limits[1]} {length.unit}, and this one says {length}"
            found.append(Finding("requirement_length", law.clause(entry), because))
    return found
