"""For one case: who should take it, in order, with every reason; and who must not, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from throughcare.foundation.kernel import Clause, Finding

from .capacity import NoCapacity, Percent, capacity_with
from .limits import limits_broken
from .people import CaseToPlace, Practitioner
from .pricing import PriceLine, Terms, overload_price, price_lines


@dataclass(frozen=True)
class Candidate:
    """A practitioner who may take the case: what it would cost, line by line, and how full they would be."""

    practitioner: str
    lines: tuple[PriceLine, ...]
    would_be: Percent | NoCapacity
    rank: int

    @property
    def price(self) -> float:
        """What the choice costs, in workload points; the lowest is suggested first."""
        return sum(line.price for line in self.lines)

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """Why they stand where they do, what costs most first."""
        return tuple(line.finding for line in sorted(self.lines, key=lambda line: -line.price))


@dataclass(frozen=True)
class NotPossible:
    """A practitioner who must not take the case, and each hard limit that says so."""

    practitioner: str
    because: tuple[Finding, ...]


@dataclass(frozen=True)
class Suggestion:
    """Who should take a case, in order, and who must not; with the editions it was reckoned under."""

    case: str
    ranked: tuple[Candidate, ...]
    not_possible: tuple[NotPossible, ...]
    prices: str
    grades: str

    @property
    def first(self) -> Candidate | None:
        """The first of the list; None when nobody may hold the case."""
        return self.ranked[0] if self.ranked else None


def suggest(case: CaseToPlace, practitioners: Sequence[Practitioner], terms: Terms) -> Suggestion:
    """Rank everybody who may take a case by what it would cost; equal ones by how full, then by id."""
    barred = {who.id: tuple(limits_broken(case, who, terms.grades)) for who in practitioners}
    able = [_candidate(case, who, terms) for who in practitioners if not barred[who.id]]
    ordered = sorted(able, key=lambda one: (round(one.price, 9), _fullness(one), one.practitioner))
    ranked = tuple(
        Candidate(one.practitioner, one.lines, one.would_be, place) for place, one in enumerate(ordered, 1)
    )
    refused = tuple(NotPossible(who, because) for who, because in sorted(barred.items()) if because)
    return Suggestion(case.id, ranked, refused, terms.prices.name, terms.grades.name)


def _fullness(one: Candidate) -> float:
    return float("inf") if isinstance(one.would_be, NoCapacity) else float(one.would_be.value)


def _candidate(case: CaseToPlace, who: Practitioner, terms: Terms) -> Candidate:
    would_be = capacity_with(who.load, case.points, who.available)
    lines = (_headroom(case, who, terms, would_be), *price_lines(case, who, terms))
    return Candidate(who.id, lines, would_be, rank=0)


def _headroom(
    case: CaseToPlace, who: Practitioner, terms: Terms, would_be: Percent | NoCapacity
) -> PriceLine:
    steps = terms.prices.table.overload
    after = overload_price(who.load + case.points, who.available, steps)
    added = after - overload_price(who.load, who.available, steps)
    why = "has no available points" if isinstance(would_be, NoCapacity) else f"would be at {would_be}"
    clause = Clause("Prices of an allocation", terms.prices.name)
    return PriceLine("headroom", added, Finding("price_headroom", clause, why))
