"""The resource formula: what each local area has against what its need would give it, by a named edition, over years.

Figures that were withheld are not known, so what an area would have is a range; only what lies outside it is an imbalance.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import (
    Clause,
    Edition,
    Finding,
    Period,
    Refused,
    cells_fault,
    columns_fault,
    edition_on,
)

from .carrying_over import Allowed, Carried, carried
from .counted import AREA, TIER

PENCE = 100
COLUMNS = ("area", "year", "pounds")
SPENT = "spent"
"""A column that may be left out: what of its money an area spent, without which nothing is said to be carried over."""
Cells = Mapping[tuple[str, ...], int | None]
Tables = Mapping[tuple[str, ...], Cells]


@dataclass(frozen=True)
class Formula:
    """An edition of the formula: the weight of a person by the letter of their tier, and of whoever has none."""

    name: str
    weights: Mapping[str, int]
    otherwise: int
    clause: Clause
    basis: str

    def weight(self, tier: str) -> int:
        """The weight of a person of a tier; the words for having none are not taken for the tier of their first letter."""
        return self.weights.get(tier[0], self.otherwise) if len(tier) <= 2 and tier else self.otherwise


@lru_cache(maxsize=1)
def _editions() -> tuple[Edition[Formula], ...]:
    text = files(__package__).joinpath("editions", "formula.yaml").read_text("utf-8")
    return tuple(
        Edition(
            f"formula from {one['from']}",
            Period(one["from"], one["until"]),
            Formula(
                one["name"],
                one["weights"],
                one["otherwise"],
                Clause(one["source"], one["paragraph"]),
                one["basis"],
            ),
        )
        for one in yaml.safe_load(text)
    )


def formula_on(day: date) -> Formula:
    """The formula in force on a day."""
    return edition_on(_editions(), day).table


@dataclass(frozen=True)
class Given:
    """What an area was given for a year and spent in it, in pence; None where nothing is said of what it spent."""

    area: str
    year: int
    pence: int
    spent: int | None = None


@dataclass(frozen=True)
class Balance:
    """What an area has in a year against what its need would give it of the same money, in pence; None is not known.

    ``has`` holds what was carried over into the year; ``left`` is what of it was not spent, ``carried`` what of that goes on.
    """

    area: str
    year: int
    has: int
    low: int | None
    high: int | None
    finding: Finding
    left: int | None = None
    carried: Carried | None = None
    allowed: Allowed | None = None

    @property
    def over(self) -> int | None:
        """By how much it surely has more than its need would give, below nothing where less; 0 within the range."""
        if self.low is None or self.high is None:
            return None
        return max(self.has - self.high, 0) or min(self.has - self.low, 0)


def read_given(text: str) -> list[Given]:
    """What a file says that areas have: area, year, pounds; refused with every line that cannot be read."""
    first, *rows = list(csv.reader(text.splitlines())) or [[]]
    wrong = columns_fault(first, (*COLUMNS, SPENT), COLUMNS) or (
        "" if rows else "no row below the first line"
    )
    if wrong:
        raise Refused(
            f"The file cannot be read: {wrong}. Expected {', '.join(COLUMNS)}, and a row below.", field="file"
        )
    found, faults, seen = list[Given](), list[str](), set[tuple[str, int]]()
    for line, row in enumerate(rows, 2):
        try:
            one = _given(first, row)
            if (one.area, one.year) in seen:
                raise Refused(f"{one.area} is given money for {one.year} twice")
            seen.add((one.area, one.year))
            found.append(one)
        except Refused as refusal:
            faults.append(f"line {line}: {refusal.because}")
    if faults:
        raise Refused("Nothing was taken. " + "; ".join(faults) + ".", field="file")
    return found


def _given(columns: Sequence[str], row: Sequence[str]) -> Given:
    if fault := cells_fault(len(row), len(columns)):
        raise Refused(fault)
    said = dict(zip(columns, row, strict=True))
    area, year, pounds = (said[name].strip() for name in COLUMNS)
    if not area:
        raise Refused("no area")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Refused(f"“{year}” is not a year as 2026")
    spent = said.get(SPENT, "").strip()
    return Given(area, int(year), _pence(pounds), _pence(spent) if spent else None)


def _pence(pounds: str) -> int:
    whole, _, pence = pounds.partition(".")
    good = (
        whole.isascii()
        and whole.isdigit()
        and len(whole) < 13
        and (pence == "" or (pence.isascii() and pence.isdigit()))
    )
    if not good or len(pence) > 2:
        raise Refused(f"“{pounds}” is not pounds as 1200 or 1200.50")
    return int(whole) * PENCE + int(pence.ljust(2, "0"))


def weighed(tables: Tables, formula: Formula) -> dict[str, tuple[int, int]]:
    """The least and most that each local area's people weigh: a withheld tier may hold from nobody to all not yet told."""
    areas = tables.get((AREA,), {})
    by_tier: dict[str, dict[str, int | None]] = defaultdict(dict)
    for (area, tier), many in tables.get((AREA, TIER), {}).items():
        by_tier[area][tier] = many
    heaviest = max(formula.weights.values())
    found = {}
    for (area,), people in areas.items():
        tiers = by_tier.get(area, {})
        shown = sum(formula.weight(tier) * many for tier, many in tiers.items() if many is not None)
        told = sum(many for many in tiers.values() if many is not None)
        if people is None:
            continue
        left = max(people - told, 0) if None in tiers.values() or not tiers else 0
        found[area] = (shown + left * min(formula.weights.values()), shown + left * heaviest)
    return found


def balances(
    given: Sequence[Given],
    needs: Mapping[int, Tables],
    on: date,
    allowed: Mapping[tuple[str, int], Allowed] | None = None,
) -> list[Balance]:
    """Each area's money of each year against its need's share of all the money of that year, by area and year.

    What was left of the year before is money of the next as far as it is carried over: ``allowed`` says how far, by area and year.
    """
    formula, most = formula_on(on), allowed or {}
    held = carried_on(given, most)
    years: dict[int, list[Given]] = defaultdict(list)
    for one in given:
        has = held[one.area, one.year][0]
        years[one.year].append(replace(one, pence=has))
    found = [
        _balance(one, formula, weighed(needs[year], formula) if year in needs else {}, rows)
        for year, rows in years.items()
        for one in rows
    ]
    told = [_with_what_is_left(one, held, most) for one in found]
    return sorted(told, key=lambda one: (one.area, one.year))


Held = Mapping[tuple[str, int], tuple[int, int | None, Carried | None]]


def carried_on(given: Sequence[Given], allowed: Mapping[tuple[str, int], Allowed]) -> Held:
    """By area and year: what it had with what was carried over into it, what of that was left, and what goes on into the next."""
    found: dict[tuple[str, int], tuple[int, int | None, Carried | None]] = {}
    for one in sorted(given, key=lambda one: one.year):
        _, _, before = found.get((one.area, one.year - 1), (0, None, None))
        has = one.pence + (before.over if before else 0)
        left = None if one.spent is None else max(has - one.spent, 0)
        most = allowed.get((one.area, one.year))
        goes = carried(has, left, most) if most is not None and left is not None else None
        found[one.area, one.year] = (has, left, goes)
    return found


def _with_what_is_left(one: Balance, held: Held, allowed: Mapping[tuple[str, int], Allowed]) -> Balance:
    _, left, goes = held[one.area, one.year]
    return replace(one, left=left, carried=goes, allowed=allowed.get((one.area, one.year)))


def _balance(
    one: Given, formula: Formula, weights: Mapping[str, tuple[int, int]], rows: Sequence[Given]
) -> Balance:
    def said(because: str) -> Finding:
        return Finding("resource formula", formula.clause, because)

    if any(row.area not in weights for row in rows):
        missing = ", ".join(sorted(row.area for row in rows if row.area not in weights))
        return Balance(
            one.area,
            one.year,
            one.pence,
            None,
            None,
            said(f"No need that can be told of {missing} in {one.year}"),
        )
    money = sum(row.pence for row in rows)
    low, high = weights[one.area]
    others = [weights[row.area] for row in rows if row.area != one.area]
    least = low / max(low + sum(most for _, most in others), 1)
    most = high / max(high + sum(fewest for fewest, _ in others), 1)
    fewest, largest = int(money * least), -int(-money * most // 1)
    where = "more" if one.pence > largest else "less" if one.pence < fewest else "what"
    words = "what its need would give" if where == "what" else f"{where} than its need would give"
    return Balance(one.area, one.year, one.pence, fewest, largest, said(f"It has {words}"))
