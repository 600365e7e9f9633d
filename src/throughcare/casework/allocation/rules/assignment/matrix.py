"""The problem as arrays: every price and every hard limit at once, for thousands of cases.

Written apart from ``limits`` and ``pricing``, which say the same of one case and one practitioner;
a property test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..people import CaseToPlace, Practitioner
from .problem import Problem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Matrix:
    """``price[c, p]`` (infinite where a hard limit stands), points of each case, and how load is priced."""

    price: Floats
    points: Floats
    available: Floats
    base: Floats
    starts: Floats
    rates: Floats
    unallocated: float

    @property
    def shape(self) -> tuple[int, int]:
        """Cases, practitioners."""
        return self.price.shape[0], self.price.shape[1]

    def overload(self, placed: Floats) -> Floats:
        """What load adds above each practitioner's base load; ``placed`` broadcasts along its last axis."""
        return self._raw(self.base + placed) - self._raw(self.base)

    def overload_of(self, who: Ints, placed: Floats) -> Floats:
        """What load adds for chosen practitioners, one for each value of ``placed``."""
        total = np.zeros(len(who))
        for start, rate in zip(self.starts, self.rates, strict=True):
            level = self.available[who] * start
            total += rate * (
                np.maximum(self.base[who] + placed - level, 0) - np.maximum(self.base[who] - level, 0)
            )
        return total

    def _raw(self, load: Floats) -> Floats:
        total = np.zeros(np.broadcast_shapes(load.shape, self.available.shape))
        for start, rate in zip(self.starts, self.rates, strict=True):
            total += rate * np.maximum(load - self.available * start, 0)
        return total


def matrix(problem: Problem) -> Matrix:
    """Every price and limit of a problem, as arrays."""
    prices = problem.terms.prices.table
    steps = [step.price for step in prices.overload]
    cases, staff = problem.cases, problem.practitioners
    total = _continuity(problem) + _distance(problem) + _wishes(problem) + _grade_price(problem)
    total[~allowed(problem)] = np.inf
    return Matrix(
        price=total,
        points=np.array([case.points for case in cases], dtype=float),
        available=np.array([who.available for who in staff], dtype=float),
        base=np.array([who.load for who in staff], dtype=float),
        starts=np.array([step.from_pct / 100 for step in prices.overload]),
        rates=np.diff(np.array([0.0, *steps])),
        unallocated=prices.unallocated,
    )


def allowed(problem: Problem) -> Flags:
    """Where no hard limit stands between a case and a practitioner."""
    rules, staff = problem.terms.grades.table, problem.practitioners
    may: Flags = _by_kind(problem, lambda c: c.tier, lambda p: p.grade, lambda t, g: g in rules.holders(t))
    may &= _by_kind(problem, lambda c: c.needs, lambda p: p.qualifications, lambda n, q: n <= q)
    may &= _by_kind(problem, lambda c: c.held_by, lambda p: p.body, lambda held, body: held in ("", body))
    may &= _by_kind(problem, lambda c: c.walls, lambda p: p.barred_from, lambda w, b: not w & b)
    row = {case.id: place for place, case in enumerate(problem.cases)}
    column = {who.id: place for place, who in enumerate(staff)}
    for case in problem.cases:
        if case.only is not None:
            outside = [place for who, place in column.items() if who not in case.only]
            may[row[case.id], outside] = False
    for who in staff:
        closed = [row[case] for case in who.restricted_from | who.conflicts if case in row]
        may[closed, column[who.id]] = False
    return may


def _by_kind(
    problem: Problem,
    of_case: Callable[[CaseToPlace], Any],
    of_staff: Callable[[Practitioner], Any],
    holds: Callable[[Any, Any], Any],
) -> Any:
    """Ask a question once for each pair of kinds, and spread the answers over every pair."""
    case_kinds, case_at = _kinds(of_case(case) for case in problem.cases)
    staff_kinds, staff_at = _kinds(of_staff(who) for who in problem.practitioners)
    answers = np.array([[holds(c, p) for p in staff_kinds] for c in case_kinds], dtype=bool)
    return answers.reshape(len(case_kinds), len(staff_kinds))[np.ix_(case_at, staff_at)]


def _kinds(values: Iterable[Any]) -> tuple[list[Any], Ints]:
    places: dict[Any, int] = {}
    at = np.array([places.setdefault(value, len(places)) for value in values], dtype=np.int64)
    return list(places), at


def _continuity(problem: Problem) -> Floats:
    prices = problem.terms.prices.table
    column = {who.id: place for place, who in enumerate(problem.practitioners)}
    cost = np.zeros((len(problem.cases), len(column)))
    for place, case in enumerate(problem.cases):
        if case.manager is None and not case.earlier_managers:
            continue
        cost[place] = prices.change_of_manager
        known = [column[who] for who in case.earlier_managers if who in column]
        cost[place, known] = prices.change_to_earlier_manager
        if case.manager in column:
            cost[place, column[case.manager]] = 0.0
    return cost


def _distance(problem: Problem) -> Floats:
    prices = problem.terms.prices.table
    known = np.array([case.home is not None for case in problem.cases], dtype=bool)
    homes = np.array([_point(case.home) for case in problem.cases]).reshape(-1, 2)
    desks = np.array([_point(who.position) for who in problem.practitioners]).reshape(-1, 2)
    km = np.hypot(homes[:, None, 0] - desks[None, :, 0], homes[:, None, 1] - desks[None, :, 1])
    beyond = np.maximum(0.0, km - prices.distance_free_km) * prices.distance_per_km
    cost: Floats = np.minimum(prices.distance_most, beyond)
    cost[~known] = prices.distance_unknown
    return cost


def _point(position: Any) -> tuple[float, float]:
    return (0.0, 0.0) if position is None else (position.east_km, position.north_km)


def _wishes(problem: Problem) -> Any:
    prices = problem.terms.prices.table
    spoken = _by_kind(
        problem,
        lambda c: c.language,
        lambda p: p.languages,
        lambda w, spoken: w is not None and w not in spoken,
    )
    sex = _by_kind(
        problem, lambda c: c.asked_for, lambda p: p.sex, lambda w, sex: w is not None and w is not sex
    )
    return spoken * prices.language_unmet + sex * prices.asked_for_sex_unmet


def _grade_price(problem: Problem) -> Any:
    rules = problem.terms.grades.table
    plenty = _by_kind(problem, lambda c: c.tier, lambda p: p.grade, lambda t, g: g in rules.plenty(t))
    return plenty * problem.terms.prices.table.grade_is_plenty
