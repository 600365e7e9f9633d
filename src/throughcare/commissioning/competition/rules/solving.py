"""Finds the best set by whole-number programming, criterion after criterion; loaded when something is chosen, for it is heavy."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from .awards import Award, NoAward, Step
from .offers import Limits, Objective, Offer, Package, Tie

Row = tuple[npt.NDArray[np.float64], float, float]
Ints = npt.NDArray[np.int64]
SECONDS = 30.0
"""How long one criterion may be searched before the award is said to be unproved."""


def solve(offer: Offer, among: Package | None) -> Award | NoAward:
    """The best set of packages, or why there is none; ``among`` asks for the best of those that have this one in them."""
    problem = Problem(offer, among)
    objective, *ties = problem.criteria()
    rows = problem.rows()
    first = _best(problem, objective.values, rows)
    if first is None:
        return _why_none(offer, among)
    best, value, bound = first
    steps = [objective.step(value, bound)]
    for before, criterion in pairwise((objective, *ties)):
        rows.append((before.values.astype(float), -np.inf, int(best @ before.values) + 0.49))
        best, value, bound = _best(problem, criterion.values, rows) or criterion.unsearched(best)
        steps.append(criterion.step(value, bound))
    return problem.award(best, steps, objective)


def objective_with(offer: Offer, package: Package) -> int | None:
    """What the objective comes to in the best award that has a package in it; None where no award can."""
    problem = Problem(offer, package)
    objective = next(problem.criteria())
    found = _best(problem, objective.values, problem.rows())
    return None if found is None else objective.step(*found[1:]).value


@dataclass(frozen=True)
class _Criterion:
    """Values whose sum is to be least; ``most`` says that it is their opposite that is told, and is to be most."""

    name: str
    values: Ints
    most: bool

    def step(self, value: int, bound: int) -> Step:
        sign = -1 if self.most else 1
        return Step(self.name, sign * value, sign * bound)

    def unsearched(self, chosen: Ints) -> tuple[Ints, int, int]:
        """A set as it stands, for which nothing was proved in the time."""
        return chosen, int(chosen @ self.values), int(np.minimum(self.values, 0).sum())


def _best(problem: Problem, values: Ints, rows: Sequence[Row]) -> tuple[Ints, int, int] | None:
    """The least of one criterion within the rows: which options, what it comes to, and the bound; None where there is none."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not len(values):
        return None
    scale = max(1.0, float(np.abs(values).max(initial=0)) / 1e6)
    lhs = np.vstack([row for row, _, _ in rows]) if rows else np.zeros((0, len(values)))
    answer = milp(
        values / scale,
        integrality=np.ones(len(values), dtype=np.int64),
        bounds=Bounds(problem.forced, 1),
        constraints=LinearConstraint(lhs, [low for _, low, _ in rows], [high for _, _, high in rows]),
        options={"time_limit": SECONDS, "mip_rel_gap": 0},
    )
    if answer.x is None:
        return None
    chosen = np.rint(answer.x).astype(np.int64)
    value = int(chosen @ values)
    bound = math.ceil(answer.mip_dual_bound * scale - 0.5) if answer.mip_dual_bound is not None else value
    return chosen, value, min(value, bound)


class Problem:
    """One round as numbers: an option for each package considered and for each unit that may stay in-house."""

    def __init__(self, offer: Offer, among: Package | None = None) -> None:
        self.offer = offer
        self.packages = offer.considered
        self.inside = tuple(unit for unit in sorted(offer.units, key=lambda u: u.name) if unit.in_house)
        self.forced = np.array(
            [one == among for one in self.packages] + [False] * len(self.inside), dtype=float
        )

    @cached_property
    def price(self) -> Ints:
        """What each option costs, in pence."""
        kept = [unit.in_house.price for unit in self.inside if unit.in_house]
        return np.array([one.price for one in self.packages] + kept, dtype=np.int64)

    @cached_property
    def quality(self) -> Ints:
        """What each option adds of quality."""
        kept = [unit.in_house.quality * unit.weight for unit in self.inside if unit.in_house]
        return np.array([self.offer.quality_of(one) for one in self.packages] + kept, dtype=np.int64)

    def marked(self, which: Sequence[bool]) -> Ints:
        """One for each package that is marked, none for the others and for what stays in-house."""
        return np.array([*which, *([False] * len(self.inside))], dtype=np.int64)

    def criteria(self) -> Iterator[_Criterion]:
        """The objective, the tie rules in their order, and the draw."""
        first = Tie.COST if self.offer.objective is Objective.COST else Tie.QUALITY
        for tie in dict.fromkeys((first, *self.offer.ties)):
            yield _Criterion(tie.value, *self._criterion(tie))
        yield _Criterion("highest sum of draws", -self._drawn(), True)

    def _criterion(self, tie: Tie) -> tuple[Ints, bool]:
        if tie is Tie.COST:
            return self.price, False
        if tie is Tie.QUALITY:
            return -self.quality, True
        if tie is Tie.FEWER:
            return self.marked([True] * len(self.packages)), False
        small = self.marked([self.offer.who[one.bidder].small for one in self.packages])
        return -small * self._units(), True

    def _units(self) -> Ints:
        return np.array([len(one.units) for one in self.packages] + [1] * len(self.inside), dtype=np.int64)

    def _drawn(self) -> Ints:
        return self.marked([True] * len(self.packages)) * np.array(
            [self.offer.drawn(one) for one in self.packages] + [0] * len(self.inside), dtype=np.int64
        )

    def rows(self) -> list[Row]:
        """What every award keeps: each unit once, each bidder's own conditions, and the limits of the round."""
        return [*self._each_unit(), *self._conditions(), *self._bidders(), *self._limits()]

    def _each_unit(self) -> Iterator[Row]:
        for unit in self.offer.units:
            holds = [unit.name in one.units for one in self.packages]
            yield np.array([*holds, *(unit == kept for kept in self.inside)], dtype=float), 1, 1

    def _conditions(self) -> Iterator[Row]:
        place = {(one.bidder, one.name): n for n, one in enumerate(self.packages)}
        for n, one in enumerate(self.packages):
            for other in sorted(one.not_with):
                if (one.bidder, other) in place:
                    yield self._pair(n, place[one.bidder, other], 1), -np.inf, 1
            for other in sorted(one.only_with):
                yield self._pair(n, place.get((one.bidder, other)), -1), -np.inf, 0

    def _pair(self, one: int, other: int | None, sign: int) -> npt.NDArray[np.float64]:
        row = np.zeros(len(self.price))
        row[one] = 1
        if other is not None:
            row[other] = sign
        return row

    def _bidders(self) -> Iterator[Row]:
        units = self._units()
        for bidder in self.offer.bidders:
            own = self.marked([one.bidder == bidder.name for one in self.packages])
            asked = [bidder.most_units, self.offer.limits.most_units_each]
            most = min((number for number in asked if number is not None), default=None)
            if most is not None:
                yield (own * units).astype(float), -np.inf, most
            share = self.offer.limits.most_share_each
            if share is not None:
                yield self._share(own, share), -np.inf, 0

    def _share(self, own: Ints, percent: int) -> npt.NDArray[np.float64]:
        # In pounds and hundredths of the whole, so that numbers stay small enough for the solver.
        return (own * 100 - percent) * self.price / 1e4

    def _limits(self) -> Iterator[Row]:
        limits: Limits = self.offer.limits
        if limits.small_share is not None:
            small = self.marked([self.offer.who[one.bidder].small for one in self.packages])
            yield self._share(small, limits.small_share), 0, np.inf
        if limits.most_money is not None:
            yield self.price / 100, -np.inf, limits.most_money / 100
        for wanted in limits.provision:
            counts = [wanted.served_by(one) for one in self.packages]
            yield np.array(counts + [0] * len(self.inside), dtype=float), wanted.at_least, np.inf

    def award(self, chosen: Ints, steps: list[Step], objective: _Criterion) -> Award:
        """The chosen options as an award."""
        taken = tuple(one for one, held in zip(self.packages, chosen, strict=False) if held)
        kept = tuple(
            unit for unit, held in zip(self.inside, chosen[len(self.packages) :], strict=True) if held
        )
        return Award(taken, kept, tuple(steps), self._prices(objective))

    def _prices(self, objective: _Criterion) -> dict[str, int]:
        """What each unit is worth at the bound, from the dual of the same problem without limits, in whole numbers."""
        from scipy.optimize import linprog

        units = [row for row, _, _ in self._each_unit()]
        answer = linprog(
            objective.values.astype(float), A_eq=np.vstack(units), b_eq=np.ones(len(units)), bounds=(0, None)
        )
        worth: Any = answer.eqlin.marginals if answer.x is not None else np.zeros(len(units))
        sign = -1 if objective.most else 1
        return {unit.name: sign * round(float(of)) for unit, of in zip(self.offer.units, worth, strict=True)}


_LIMITS: Mapping[str, Mapping[str, object]] = {
    "the floor of quality": {"quality_floor": 0},
    "the most units that one bidder may have": {"most_units_each": None},
    "the largest share that one bidder may have": {"most_share_each": None},
    "the share kept for small providers": {"small_share": None},
    "the most money": {"most_money": None},
    "the provision for groups of people": {"provision": ()},
}


def _why_none(offer: Offer, among: Package | None) -> NoAward:
    offered = {name for one in offer.considered for name in one.units}
    unoffered = tuple(u.name for u in offer.units if u.in_house is None and u.name not in offered)
    if unoffered or among is not None:
        return NoAward(unoffered, ())
    return NoAward((), tuple(name for name, without in _LIMITS.items() if _possible(offer, without)))


def _possible(offer: Offer, without: Mapping[str, Any]) -> bool:
    from dataclasses import replace

    eased = replace(offer, limits=replace(offer.limits, **without))
    if eased.limits == offer.limits:
        return False
    problem = Problem(eased)
    nothing = np.zeros(len(problem.price), dtype=np.int64)
    return _best(problem, nothing, problem.rows()) is not None
