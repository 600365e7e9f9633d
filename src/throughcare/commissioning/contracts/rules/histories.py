"""Histories as data: agreements that were, run month by month through the rules that pay here, and when those could have said so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Any
from uuid import UUID

import yaml

from throughcare.foundation.kernel import Period

from .agreed import Agreement, Earns
from .agreement_reading import agreement_from
from .fees import A_YEAR, weighed
from .measuring import Expected
from .monthly import Book, Fact, month_after
from .results import Told
from .signing import Edition
from .statement import PeriodResult
from .tally import Tally

_HUNDRED = 100
_SURE_AFTER = 3
"""Months of volume before a pace is read from them."""


@dataclass(frozen=True)
class PastAgreement:
    """An agreement that was: its terms, what was thought to come in a year, results, shortfalls to try, its source and what is assumed."""

    name: str
    title: str
    source: str
    assumed: Mapping[str, str]
    agreed: Agreement
    thought: Mapping[Earns, int]
    told: tuple[Told, ...]
    shortfalls: tuple[int, ...]


@dataclass(frozen=True)
class RunMonth:
    """One month of a history: what its statement came to, all so far, and all there would be with the volume that was thought."""

    month: date
    pence: int
    so_far: int
    as_thought: int


@dataclass(frozen=True)
class Run:
    """A history under one shortfall, month by month, and the month in which the pace first lay outside the range; None where never."""

    shortfall: int
    months: tuple[RunMonth, ...]
    warned: date | None

    @property
    def less(self) -> int:
        """What was paid less than with the volume that was thought, over all of it."""
        return self.months[-1].as_thought - self.months[-1].so_far


def past_names() -> list[str]:
    """The names of the histories in the package."""
    folder = files(__package__).joinpath("histories")
    return sorted(one.name.removesuffix(".yaml") for one in folder.iterdir() if one.name.endswith(".yaml"))


@lru_cache(maxsize=8)
def past_agreement(name: str) -> PastAgreement:
    """One history by its name."""
    said = yaml.safe_load(files(__package__).joinpath("histories", f"{name}.yaml").read_text("utf-8"))
    return PastAgreement(
        name, said["history"], said["source"], said["assumed"], agreement_from(said["terms"], name),
        {Earns(kind): count for kind, count in said["thought"].items()},
        tuple(_told(number, one) for number, one in enumerate(said["results"], 1)), tuple(said["shortfalls"]),
    )  # fmt: skip


def _told(number: int, one: Mapping[str, Any]) -> Told:
    # Of how many people the occasions were is not published; at least one each is needed, and nothing is judged by their spread.
    tally = Tally(one["people"], min(one["people"], one["occasions"]), one["occasions"], one["occasions"])
    expected = {"occasions": Expected(Decimal(one["expected"]))}
    return Told(
        number,
        one["known"],
        True,
        PeriodResult(one["label"], Period(one["starts"], one["ends"]), tally, expected),
    )


@lru_cache(maxsize=16)
def run(name: str, shortfall: int) -> Run:
    """A history with so many per cent less volume than was thought, stated month by month."""
    past = past_agreement(name)
    ours, theirs = (_owed(past, less) for less in (shortfall, 0))
    months, so_far, as_thought = [], 0, 0
    for month in sorted({*ours, *theirs}):
        so_far, as_thought = so_far + ours[month], as_thought + theirs[month]
        months.append(RunMonth(month, ours[month], so_far, as_thought))
    return Run(shortfall, tuple(months), _warned(past, shortfall))


def _owed(past: PastAgreement, less: int) -> Counter[date]:
    """What each month's statement comes to: everything is in the record in its month, so none puts another right."""
    facts = tuple(one for number in range(past.agreed.months) for one in _came(past, number, less))
    last = max((one.known for one in past.told), default=past.agreed.ends)
    book = Book(
        (Edition(1, past.agreed.starts, past.agreed),), facts, max(last, past.agreed.ends), told=past.told
    )
    found: Counter[date] = Counter()
    for one in book.owed():
        found[one.month] += one.pence
    return found


def _came(past: PastAgreement, number: int, less: int) -> list[Fact]:
    """What came in a month of the term: a twelfth of the year's, so that twelve of them are the year's."""
    day = month_after(past.agreed.starts, number)
    return [
        Fact(UUID(int=number * 10**6 + n), kind, day, day)
        for kind in past.thought
        for n in range(_until(past, kind, number + 1, less) - _until(past, kind, number, less))
    ]


def _until(past: PastAgreement, kind: Earns, months: int, less: int) -> int:
    return past.thought[kind] * (_HUNDRED - less) * months // (_HUNDRED * A_YEAR)


def _warned(past: PastAgreement, less: int) -> date | None:
    """The first month, of those from the third on, whose pace comes to a year outside the range."""
    volumes = past.agreed.volumes
    if volumes is None:
        return None
    for months in range(_SURE_AFTER, past.agreed.months + 1):
        so_far = weighed(volumes, {kind: _until(past, kind, months, less) for kind in past.thought})
        if not volumes.lower <= so_far * Fraction(A_YEAR, months) <= volumes.upper:
            return month_after(past.agreed.starts, months - 1)
    return None
