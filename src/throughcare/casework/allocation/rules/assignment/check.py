"""Checks a plan from its output alone, sharing no sum with the search that made it.

It reads the problem, the plan and the prices of load that the plan gives as its proof; it reckons the
cost again, proves the bound again, and looks at every hard limit again, one pair at a time.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughcare.foundation.kernel import Finding

from ..limits import limits_broken
from ..people import CaseToPlace, Practitioner
from ..pricing import overload_price, price
from .problem import Plan, Problem

_CLOSE = 1e-6


@dataclass(frozen=True)
class Checked:
    """What the check found; ``wrong`` says in words everything that does not hold."""

    objective: float
    bound: float
    broken_limits: Mapping[str, tuple[Finding, ...]]
    wrong: tuple[str, ...]

    @property
    def gap(self) -> float:
        """The gap that is proved, as a share of the plan's cost."""
        return max(0.0, self.objective - self.bound) / max(abs(self.objective), 1.0)

    @property
    def holds(self) -> bool:
        """Whether the plan is what it says it is."""
        return not self.wrong


def check(problem: Problem, plan: Plan) -> Checked:
    """Check a plan's cost, its proof and every hard limit; nothing of the search is trusted."""
    staff = {who.id: who for who in problem.practitioners}
    wrong = _misplaced(problem, plan, staff)
    if wrong:
        return Checked(float("nan"), float("nan"), {}, tuple(wrong))
    cost = cost_of(problem, plan.holders)
    bound = bound_of(problem, plan.load_prices)
    broken = _broken(problem, plan, staff)
    wrong += [f"case {case}: {'; '.join(map(str, findings))}" for case, findings in broken.items()]
    wrong += _differs("cost", plan.objective, cost) + _differs("bound", plan.bound, bound)
    return Checked(cost, bound, broken, tuple(wrong))


def _misplaced(problem: Problem, plan: Plan, staff: Mapping[str, Practitioner]) -> list[str]:
    cases = {case.id for case in problem.cases}
    wrong = [f"case {case} is not placed" for case in sorted(cases - plan.holders.keys())]
    wrong += [f"{case} is not a case of the problem" for case in sorted(plan.holders.keys() - cases)]
    strangers = {who for who in plan.holders.values() if who is not None and who not in staff}
    wrong += [f"{who} is not a practitioner of the problem" for who in sorted(strangers)]
    if plan.load_prices.keys() != staff.keys():
        wrong.append("the proof does not price every practitioner's load")
    return wrong


def _differs(what: str, said: float, found: float) -> list[str]:
    if math.isfinite(found) and abs(said - found) <= _CLOSE * max(1.0, abs(found)):
        return []
    return [f"the {what} is {found:,.3f}, not {said:,.3f}"]


def _broken(
    problem: Problem, plan: Plan, staff: Mapping[str, Practitioner]
) -> dict[str, tuple[Finding, ...]]:
    found = {}
    for case in problem.cases:
        who = plan.holders[case.id]
        limits = () if who is None else tuple(limits_broken(case, staff[who], problem.terms.grades))
        if limits:
            found[case.id] = limits
    return found


def cost_of(problem: Problem, holders: Mapping[str, str | None]) -> float:
    """What a plan costs, added up one case and one practitioner at a time."""
    terms, staff = problem.terms, {who.id: who for who in problem.practitioners}
    placed: dict[str, int] = defaultdict(int)
    total = 0.0
    for case in problem.cases:
        who = holders[case.id]
        if who is None:
            total += terms.prices.table.unallocated
            continue
        total += price(case, staff[who], terms)
        placed[who] += case.points
    return total + sum(_added(staff[who], points, problem) for who, points in placed.items())


def _added(who: Practitioner, points: float, problem: Problem) -> float:
    steps = problem.terms.prices.table.overload
    after = overload_price(who.load + points, who.available, steps)
    return after - overload_price(who.load, who.available, steps)


def bound_of(problem: Problem, load_prices: Mapping[str, float]) -> float:
    """The bound that these prices of load prove; minus infinity when they prove nothing.

    Charge each case its own price plus its points at the price of load, and let each practitioner choose
    their load freely at that price: no plan can cost less than the two together.
    """
    if any(not -_CLOSE <= rate <= problem.steepest + _CLOSE for rate in load_prices.values()):
        return float("-inf")
    cheapest_first = sorted(problem.practitioners, key=lambda who: load_prices[who.id])
    cases = sum(_least_charged(case, cheapest_first, problem, load_prices) for case in problem.cases)
    return cases + sum(_least_load(who, load_prices[who.id], problem) for who in problem.practitioners)


def _least_charged(
    case: CaseToPlace, staff: Sequence[Practitioner], problem: Problem, load_prices: Mapping[str, float]
) -> float:
    terms = problem.terms
    least = terms.prices.table.unallocated
    for who in staff:
        rate = case.points * load_prices[who.id]
        if rate >= least:
            break
        charged = rate + price(case, who, terms)
        if charged < least and not limits_broken(case, who, terms.grades):
            least = charged
    return least


def _least_load(who: Practitioner, rate: float, problem: Problem) -> float:
    turns = [who.available * step.from_pct / 100 - who.load for step in problem.terms.prices.table.overload]
    levels = [0.0, *(max(0.0, turn) for turn in turns)]
    return min(_added(who, level, problem) - rate * level for level in levels)
