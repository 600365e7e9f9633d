"""The relaxed problem, in which a case may be shared out, and the bound that its prices prove.

Columns (case, practitioner) are brought in only where the prices of load say that they could help, so
the linear programme stays small while the bound is taken over every pair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from .greedy import nobody
from .matrix import Flags, Floats, Ints, Matrix

_FIRST = 12
_MORE = 8
_ENOUGH = 1e-4
_ROUNDS = 25


@dataclass(frozen=True)
class Relaxed:
    """One round's answer: who holds most of each case, prices of load, and the bound they prove."""

    held: Ints
    load_prices: Floats
    bound: float
    columns: int


def bound_at(matrix: Matrix, load_prices: Floats) -> float:
    """What no plan can cost less than, whatever the prices of load given (between 0 and the steepest)."""
    if not matrix.shape[1]:
        return matrix.unallocated * matrix.shape[0]
    charged = matrix.price + matrix.points[:, None] * load_prices[None, :]
    choices = np.minimum(charged.min(axis=1), matrix.unallocated).sum()
    levels = np.vstack([np.zeros(matrix.shape[1]), breakpoints(matrix)])
    load = matrix.overload(levels) - load_prices[None, :] * levels
    return float(choices + load.min(axis=0).sum())


def breakpoints(matrix: Matrix) -> Floats:
    """Placed loads at which each practitioner's next price of overload begins: one row for each step."""
    rows: Floats = np.maximum(0.0, matrix.starts[:, None] * matrix.available[None, :] - matrix.base[None, :])
    return rows


def relax(matrix: Matrix, start: Ints) -> Iterator[Relaxed]:
    """Solve the relaxed problem over more and more columns, until its bound stops moving."""
    chosen = _first_columns(matrix, start)
    for _ in range(_ROUNDS):
        rows, columns = np.nonzero(chosen)
        solved = _solve(matrix, rows, columns)
        if solved is None:
            return
        value, held, prices, worth = solved
        bound = bound_at(matrix, prices)
        yield Relaxed(held, prices, bound, len(rows))
        extra = _useful(matrix, prices, worth, chosen)
        if not extra.any() or value - bound <= _ENOUGH * max(abs(value), 1.0):
            return
        chosen |= extra


def _first_columns(matrix: Matrix, start: Ints) -> Flags:
    cases, staff = matrix.shape
    chosen = np.zeros((cases, staff), dtype=bool)
    few = min(_FIRST, staff)
    cheapest = np.argpartition(matrix.price, few - 1, axis=1)[:, :few]
    chosen[np.arange(cases)[:, None], cheapest] = True
    kept = np.nonzero(start < nobody(matrix))[0]
    chosen[kept, start[kept]] = True
    return chosen & np.isfinite(matrix.price)


def _useful(matrix: Matrix, prices: Floats, worth: Floats, chosen: Flags) -> Flags:
    reduced = matrix.price + matrix.points[:, None] * prices[None, :] - worth[:, None]
    reduced[chosen] = np.inf
    few = min(_MORE, matrix.shape[1])
    best = np.argpartition(reduced, few - 1, axis=1)[:, :few]
    extra = np.zeros_like(chosen)
    extra[np.arange(len(best))[:, None], best] = True
    useful: Flags = extra & (reduced < -1e-7)
    return useful


def _solve(matrix: Matrix, rows: Ints, columns: Ints) -> tuple[float, Ints, Floats, Floats] | None:
    """The programme's value, who holds most of each case, and both sets of prices; None when it fails."""
    cases, staff = matrix.shape
    pairs, steps = len(rows), len(matrix.rates)
    size = pairs + cases + staff * steps
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix

    solve: Any = linprog  # its stubs know no sparse matrices
    each_once = coo_matrix(
        (np.ones(pairs + cases), (np.r_[rows, np.arange(cases)], np.arange(pairs + cases))), (cases, size)
    )
    over = np.tile(np.arange(staff), steps)
    load = coo_matrix(
        (
            np.r_[matrix.points[rows], -np.ones(staff * steps)],
            (np.r_[columns, over], np.r_[np.arange(pairs), np.arange(pairs + cases, size)]),
        ),
        (staff, size),
    )
    free, room = segments(matrix)
    upper = np.r_[np.full(pairs + cases, np.inf), room]
    answer = solve(
        pair_costs(matrix, rows, columns),
        A_ub=load.tocsr(),
        b_ub=free,
        A_eq=each_once.tocsr(),
        b_eq=np.ones(cases),
        bounds=np.column_stack([np.zeros(size), upper]),
        method="highs-ds",
    )
    if answer.status != 0:
        return None
    prices = np.clip(-answer.ineqlin.marginals, 0.0, matrix.rates.sum())
    return float(answer.fun), _most(matrix, rows, columns, answer.x), prices, answer.eqlin.marginals


def pair_costs(matrix: Matrix, rows: Ints, columns: Ints) -> Floats:
    """Costs of the programme's variables: each pair, nobody for each case, then each step of overload."""
    cases, staff = matrix.shape
    per_step = np.repeat(np.cumsum(matrix.rates), staff)
    costs: Floats = np.r_[matrix.price[rows, columns], np.full(cases, matrix.unallocated), per_step]
    return costs


def segments(matrix: Matrix) -> tuple[Floats, Floats]:
    """Load each practitioner takes free of charge, and the room in each step of overload, step by step."""
    levels = breakpoints(matrix)
    room = np.vstack([np.diff(levels, axis=0), np.full((1, matrix.shape[1]), np.inf)])
    return levels[0], room.ravel()


def _most(matrix: Matrix, rows: Ints, columns: Ints, shares: Floats) -> Ints:
    cases, staff = matrix.shape
    pairs = len(rows)
    best = shares[pairs : pairs + cases].copy()
    held = np.full(cases, staff, dtype=np.int64)
    for place in np.argsort(shares[:pairs], kind="stable"):
        if shares[place] >= best[rows[place]] and shares[place] > 0:
            best[rows[place]] = shares[place]
            held[rows[place]] = columns[place]
    return held
