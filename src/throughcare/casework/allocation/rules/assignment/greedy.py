"""The plain way: the heaviest case first, each to whoever costs least at that moment."""

from __future__ import annotations

import numpy as np

from .matrix import Floats, Ints, Matrix


def nobody(matrix: Matrix) -> int:
    """The column that stands for nobody."""
    return matrix.shape[1]


def greedy(matrix: Matrix) -> Ints:
    """Who holds each case when the heaviest is placed first; nobody where that is cheaper."""
    cases, staff = matrix.shape
    held = np.full(cases, staff, dtype=np.int64)
    placed = np.zeros(staff)
    if not staff:
        return held
    for case in np.argsort(-matrix.points, kind="stable"):
        added = matrix.overload(placed + matrix.points[case]) - matrix.overload(placed)
        cost = matrix.price[case] + added
        best = int(cost.argmin())
        if cost[best] < matrix.unallocated:
            held[case] = best
            placed[best] += matrix.points[case]
    return held


def placed_load(matrix: Matrix, held: Ints) -> Floats:
    """Points that a plan places with each practitioner."""
    staff = matrix.shape[1]
    return np.bincount(held, matrix.points, minlength=staff + 1)[:staff].astype(float)


def objective(matrix: Matrix, held: Ints) -> float:
    """What a plan costs: its choices, the overload it adds, and the cases that nobody holds."""
    staff = matrix.shape[1]
    kept = np.nonzero(held < staff)[0]
    choices = matrix.price[kept, held[kept]].sum()
    load = matrix.overload(placed_load(matrix, held)).sum() if staff else 0.0
    return float(choices + load + matrix.unallocated * (len(held) - len(kept)))
