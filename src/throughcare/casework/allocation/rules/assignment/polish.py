"""Solves what is left exactly where it is small enough, over only the pairs that could still be used.

A pair whose reduced cost at the proved prices is more than the distance between plan and bound cannot be
part of any better plan, so leaving it out loses nothing.
"""

from __future__ import annotations

import numpy as np

from .matrix import Floats, Ints, Matrix
from .relaxation import pair_costs, segments


def useful_pairs(matrix: Matrix, load_prices: Floats, room: float) -> tuple[Ints, Ints]:
    """The pairs that a plan cheaper than the present one may still use; ``room`` is plan less bound."""
    charged = matrix.price + matrix.points[:, None] * load_prices[None, :]
    least = np.minimum(charged.min(axis=1), matrix.unallocated)
    rows, columns = np.nonzero(charged - least[:, None] <= room + 1e-6)
    return rows, columns


def exact(matrix: Matrix, rows: Ints, columns: Ints, *, seconds: float, within: float) -> Ints | None:
    """The cheapest plan over these pairs, or the best found in the time; None when none was found."""
    cases, staff = matrix.shape
    pairs, steps = len(rows), len(matrix.rates)
    size = pairs + cases + staff * steps
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_matrix

    once = coo_matrix(
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
    answer = milp(
        pair_costs(matrix, rows, columns),
        integrality=np.r_[np.ones(pairs + cases), np.zeros(staff * steps)],
        bounds=Bounds(np.zeros(size), np.r_[np.ones(pairs + cases), room]),
        constraints=[LinearConstraint(once.tocsr(), 1, 1), LinearConstraint(load.tocsr(), -np.inf, free)],
        options={"time_limit": seconds, "mip_rel_gap": within},
    )
    if answer.x is None:
        return None
    held = np.full(cases, staff, dtype=np.int64)
    used = np.nonzero(answer.x[:pairs] > 0.5)[0]
    held[rows[used]] = columns[used]
    return held
