"""Finds a plan and proves how good it is: greedy, relaxed, rounded, improved, and exact where it is small.

No clock is read here: whoever calls says when to stop, and is told how far it has come.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .effort import Effort, Progress
from .greedy import greedy, nobody, objective
from .improve import exchange, shift
from .matrix import Floats, Ints, Matrix, matrix
from .polish import exact, useful_pairs
from .problem import Plan, Problem
from .relaxation import bound_at, relax

_SMALL = 4_000


class _Search:
    def __init__(self, problem: Problem, told: Callable[[Progress], None], stop: Callable[[], bool]) -> None:
        self.matrix: Matrix = matrix(problem)
        self.told, self.stop = told, stop
        self.held: Ints = greedy(self.matrix)
        self.objective = self.greedy = objective(self.matrix, self.held)
        self.prices: Floats = np.zeros(self.matrix.shape[1])
        self.bound = bound_at(self.matrix, self.prices)
        self.stopped = False

    def gap(self) -> float:
        return (self.objective - self.bound) / max(abs(self.objective), 1.0)

    def say(self, stage: str) -> bool:
        self.told(Progress(stage, self.objective, self.bound))
        self.stopped = self.stopped or self.stop()
        return not self.stopped

    def keep(self, held: Ints | None) -> None:
        if held is None:
            return
        cost = objective(self.matrix, held)
        if cost < self.objective:
            self.held, self.objective = held, cost

    def relax(self) -> Ints:
        held = self.held
        if not self.matrix.shape[1] or not self.matrix.shape[0]:
            return held
        for found in relax(self.matrix, self.held):
            held = found.held
            if found.bound > self.bound:
                self.bound, self.prices = found.bound, found.load_prices
            if not self.say(f"relaxed over {found.columns:,} pairs"):
                break
        return held

    def improve(self, held: Ints) -> None:
        held = shift(self.matrix, held, self.stop)
        self.keep(held)
        if self.say("moved single cases"):
            held = exchange(self.matrix, held, self.stop)
            self.keep(shift(self.matrix, held, self.stop))
            self.say("exchanged cases")

    def polish(self, effort: Effort) -> None:
        cases, staff = self.matrix.shape
        if not cases or not staff or self.stopped or self.objective <= self.bound + 1e-9:
            return
        if cases * staff > _SMALL and self.gap() <= effort.gap:
            return
        rows, columns = useful_pairs(self.matrix, self.prices, self.objective - self.bound)
        within = 0.0 if cases * staff <= _SMALL else effort.gap / 2
        self.keep(exact(self.matrix, rows, columns, seconds=effort.exact_seconds, within=within))
        self.say("solved exactly what was left")


def place(
    problem: Problem,
    *,
    effort: Effort | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Plan:
    """A plan for every case, and the proof of how near it is to the best one.

    ``progress`` is called between steps; the search ends soon after ``stop`` says so, with the best
    plan so far and the bound proved by then.
    """
    effort = effort or Effort()
    search = _Search(problem, progress, stop)
    if search.say("placed greedily"):
        rounded = search.relax()
        if not search.stopped:
            search.improve(rounded)
            search.polish(effort)
    return _plan(problem, search)


def _plan(problem: Problem, search: _Search) -> Plan:
    ids = [who.id for who in problem.practitioners]
    off = nobody(search.matrix)
    pairs = zip(problem.cases, search.held, strict=True)
    return Plan(
        holders={case.id: None if who == off else ids[who] for case, who in pairs},
        objective=search.objective,
        bound=search.bound,
        load_prices=dict(zip(ids, map(float, search.prices), strict=True)),
        greedy_objective=search.greedy,
        stopped_early=search.stopped,
    )
