"""What a plan gives up, priced openly: its cost split by kind, and why each case went where it did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ..capacity import NoCapacity, Percent, capacity
from ..people import CaseToPlace, Practitioner
from ..pricing import PriceLine, overload_price, price_lines
from .problem import Plan, Problem


@dataclass(frozen=True)
class Bill:
    """A plan's cost by kind in workload points, and how many cases each kind touches."""

    prices: Mapping[str, float]
    cases: Mapping[str, int]

    @property
    def total(self) -> float:
        """Every kind together: the plan's cost."""
        return sum(self.prices.values())


def bill(problem: Problem, plan: Plan) -> Bill:
    """Split a plan's cost into what it is paid for: continuity, distance and the rest, overload, nobody."""
    prices: dict[str, float] = defaultdict(float)
    cases: dict[str, int] = defaultdict(int)
    staff = {who.id: who for who in problem.practitioners}
    for case in problem.cases:
        holder = plan.holders[case.id]
        for what, amount in _lines(case, None if holder is None else staff[holder], problem):
            prices[what] += amount
            cases[what] += amount > 0
    for name, points in placed(problem, plan).items():
        prices["overload"] += _overload(staff[name], points, problem)
    return Bill(dict(prices), dict(cases))


def _lines(case: CaseToPlace, who: Practitioner | None, problem: Problem) -> list[tuple[str, float]]:
    if who is None:
        return [("unallocated", problem.terms.prices.table.unallocated)]
    return [(line.what, line.price) for line in price_lines(case, who, problem.terms)]


def _overload(who: Practitioner, points: int, problem: Problem) -> float:
    steps = problem.terms.prices.table.overload
    after = overload_price(who.load + points, who.available, steps)
    return after - overload_price(who.load, who.available, steps)


def why(problem: Problem, plan: Plan, case: str) -> list[PriceLine]:
    """What one case's holder costs, line by line, with reasons; empty when nobody holds it."""
    wanted = next(one for one in problem.cases if one.id == case)
    holder = plan.holders[case]
    who = next((one for one in problem.practitioners if one.id == holder), None)
    return [] if who is None else price_lines(wanted, who, problem.terms)


def placed(problem: Problem, plan: Plan) -> dict[str, int]:
    """Points that the plan places with each practitioner, those with none included."""
    points = {who.id: 0 for who in problem.practitioners}
    for case in problem.cases:
        holder = plan.holders[case.id]
        if holder is not None:
            points[holder] += case.points
    return points


def fullness(problem: Problem, plan: Plan) -> dict[str, Percent | NoCapacity]:
    """How full each practitioner would be under the plan, what they carry already included."""
    added = placed(problem, plan)
    return {who.id: capacity(who.load + added[who.id], who.available) for who in problem.practitioners}
