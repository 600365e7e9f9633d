"""Makes a plan better by small steps: one case moved, or two exchanged, while that saves anything."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .greedy import nobody, placed_load
from .matrix import Floats, Ints, Matrix

_SAVES = 1e-7
_ROUNDS = 80

Stop = Callable[[], bool]


def with_nobody(matrix: Matrix) -> Floats:
    """Prices with one more column, which stands for nobody."""
    return np.column_stack([matrix.price, np.full(matrix.shape[0], matrix.unallocated)])


def shift(matrix: Matrix, held: Ints, stop: Stop) -> Ints:
    """Move single cases to whoever makes the plan cheapest, until no move saves anything."""
    held, price = held.copy(), with_nobody(matrix)
    everyone = np.arange(matrix.shape[0])
    for _ in range(_ROUNDS):
        if stop() or not matrix.shape[1]:
            break
        change = _change_of_moves(matrix, price, held)
        change[everyone, held] = 0.0
        target = change.argmin(axis=1)
        saving = change[everyone, target]
        if not _apply(held, target, saving, nobody(matrix)):
            break
    return held


def _change_of_moves(matrix: Matrix, price: Floats, held: Ints) -> Floats:
    cases, staff = matrix.shape
    placed = placed_load(matrix, held)
    now = matrix.overload(placed)
    arriving = matrix.overload(placed[None, :] + matrix.points[:, None]) - now[None, :]
    leaving = np.zeros(cases)
    kept = np.nonzero(held < staff)[0]
    who = held[kept]
    leaving[kept] = matrix.overload_of(who, placed[who] - matrix.points[kept]) - now[who]
    change = price - price[np.arange(cases), held][:, None] + leaving[:, None]
    change[:, :staff] += arriving
    return change


def _apply(held: Ints, target: Ints, saving: Floats, off: int) -> bool:
    """Make the best moves that do not touch the same practitioner twice."""
    touched: set[int] = set()
    for case in np.argsort(saving, kind="stable"):
        if saving[case] > -_SAVES:
            break
        both = {int(held[case]), int(target[case])} - {off}
        if both & touched:
            continue
        touched |= both
        held[case] = target[case]
    return bool(touched)


def exchange(matrix: Matrix, held: Ints, stop: Stop, sweeps: int = 3) -> Ints:
    """Exchange two cases between two practitioners where that saves most, practitioner by practitioner."""
    held = held.copy()
    for _ in range(sweeps):
        changed = False
        for who in range(matrix.shape[1]):
            if stop():
                return held
            changed |= _best_exchange(matrix, held, who)
        if not changed:
            break
    return held


def _best_exchange(matrix: Matrix, held: Ints, who: int) -> bool:
    staff = matrix.shape[1]
    mine = np.nonzero(held == who)[0]
    others = np.nonzero((held != who) & (held < staff) & np.isfinite(matrix.price[:, who]))[0]
    if not len(mine) or not len(others):
        return False
    change = _change_of_exchanges(matrix, held, mine, others, who)
    row, column = np.unravel_index(int(change.argmin()), change.shape)
    if change[row, column] > -_SAVES:
        return False
    one, other = mine[row], others[column]
    held[one], held[other] = held[other], who
    return True


def _change_of_exchanges(matrix: Matrix, held: Ints, mine: Ints, others: Ints, who: int) -> Floats:
    theirs = held[others]
    placed = placed_load(matrix, held)
    now = matrix.overload(placed)
    step = matrix.points[others][None, :] - matrix.points[mine][:, None]
    shape, flat = step.shape, step.ravel()
    here = matrix.overload_of(np.full(flat.size, who), placed[who] + flat).reshape(shape) - now[who]
    column = np.tile(theirs, len(mine))
    there = matrix.overload_of(column, placed[column] - flat).reshape(shape) - now[theirs][None, :]
    change: Floats = matrix.price[np.ix_(mine, theirs)] - matrix.price[mine, who][:, None]
    change += (matrix.price[others, who] - matrix.price[others, theirs])[None, :]
    change += here + there
    return change
