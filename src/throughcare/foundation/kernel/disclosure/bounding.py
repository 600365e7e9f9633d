"""How closely a hidden number of people can be told from what is known: the least and most, by linear programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from .spaces import Floats, Places

_TIGHT = 1e-7


@dataclass(frozen=True)
class Bound:
    """The furthest a sum of unknowns can lie, where each unknown then is, and which known sums hold it there.

    ``value`` is infinite, ``at`` None, where nothing known bounds it.
    """

    value: float
    at: Floats | None
    holds: NDArray[np.intp]


class Known:
    """Sums that are known of numbers of people, none below zero; ``active`` says which are known at present."""

    def __init__(self, truth: Floats, sums: Sequence[Places], links: Sequence[tuple[Places, Places]]) -> None:
        """The true numbers, the places that each known sum adds, and pairs of sums that are always equal."""
        from scipy.sparse import csr_matrix

        self.truth = truth
        signs = [np.ones(len(one)) for one in sums]
        signs += [np.r_[np.ones(len(one)), -np.ones(len(other))] for one, other in links]
        rows = [*sums, *(np.r_[one, other] for one, other in links)]
        ends = np.cumsum([0, *(len(row) for row in rows)])
        columns = np.concatenate(rows) if rows else np.zeros(0, np.intp)
        values = np.concatenate(signs) if signs else np.zeros(0)
        self._matrix = csr_matrix((values, columns, ends), shape=(len(rows), len(truth)))
        self._single = np.diff(ends) == 1
        self.active = np.ones(len(rows), bool)

    def forget(self, row: int) -> None:
        """Take one sum away from what is known."""
        self.active[row] = False
        self.__dict__.pop("_free", None)

    def know(self, row: int) -> None:
        """Make one sum known again."""
        self.active[row] = True
        self.__dict__.pop("_free", None)

    @cached_property
    def _free(
        self,
    ) -> tuple[NDArray[np.intp], csr_matrix, NDArray[np.intp], NDArray[np.intp], NDArray[np.int32]]:
        """The rows of several unknowns, their columns that no row gives alone, and how those hang together."""
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import connected_components

        fixed = np.zeros(len(self.truth), bool)
        alone = np.flatnonzero(self.active & self._single)
        fixed[self._matrix[alone].indices] = True
        free = np.flatnonzero(~fixed)
        rows = np.flatnonzero(self.active & ~self._single)
        part = self._matrix[rows][:, free]
        across, down = part.nonzero()
        size = len(rows) + len(free)
        joined = csr_matrix((np.ones(len(across)), (across, len(rows) + down)), shape=(size, size))
        groups = connected_components(joined, directed=False)[1][len(rows) :]
        owner = np.full(len(self.truth), -1)
        owner[self._matrix[alone].indices] = alone
        return rows, part, free, owner, groups

    def furthest(self, wanted: Floats) -> Bound:
        """The most that a weighted sum of the unknowns may be."""
        from scipy.optimize import linprog

        rows, part, free, owner, groups = self._free
        within = np.flatnonzero(np.isin(groups, groups[wanted[free] != 0]))
        given = float(self.truth @ (wanted * (owner >= 0)))
        if not len(within):
            return Bound(given, self.truth, np.unique(owner[wanted != 0]))
        lines = part[:, within]
        told = np.flatnonzero(np.diff(lines.indptr))
        lines, inside = lines[told], free[within]
        found = linprog(  # type: ignore[call-overload]  # the stubs know no sparse matrix; the function does
            -wanted[inside],
            A_eq=lines,
            b_eq=lines @ self.truth[inside],
            bounds=(0, None),
            method="highs",
        )
        if found.x is None:
            return Bound(np.inf, None, np.zeros(0, np.intp))
        at = self.truth.copy()
        at[inside] = found.x
        holds = self._holding(rows[told], found.eqlin.marginals, wanted, owner)
        return Bound(float(given - found.fun), at, holds)

    def _holding(
        self, rows: NDArray[np.intp], weights: Floats, wanted: Floats, owner: NDArray[np.intp]
    ) -> NDArray[np.intp]:
        """The known sums without which the bound would not hold, by the programme's own multipliers."""
        held = rows[np.abs(weights) > _TIGHT]
        left = -wanted - self._matrix[rows].T @ weights
        alone = (owner >= 0) & (np.abs(left) > _TIGHT) & ((self.truth > 0) | (left < 0))
        return np.unique(np.r_[held, owner[alone]]).astype(np.intp)
