"""The people that tables told apart, as unknowns: each table's cells are sums of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING

from ..finding import Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.intp]
    Floats = NDArray[np.float64]

Label = str | int | float | bool | date | None
Labels = tuple[Label, ...]
"""The values of a cell's columns, in the order asked; None means not recorded."""

MOST = 200_000
"""The most unknowns that are looked at together."""


@dataclass(frozen=True)
class Asked:
    """What one table is of: a breakdown of the events whose columns hold given values."""

    by: tuple[str, ...]
    chosen: tuple[tuple[str, frozenset[Label]], ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        """Every column that it tells people apart by."""
        return frozenset(self.by) | {name for name, _ in self.chosen}


@dataclass(frozen=True)
class Told:
    """A table that was answered: what it was of, and which of its cells were withheld."""

    asked: Asked
    withheld: frozenset[Labels]


class Space:
    """Unknown numbers of people, for each set of columns that some table puts together.

    Tables that share no columns beyond those of a third tell of one another through it only. So the sets
    are the cliques of a chordal graph over the columns, and what two have in common is equal in both.
    """

    def __init__(self, columns: Sequence[str], counts: Mapping[Labels, int], tables: Iterable[Asked]) -> None:
        """From counts by all the columns, and every table there is or will be; Refused when too large."""
        import numpy as np

        asked = list(tables)
        self.labels = {name: _labels(counts, place) for place, name in enumerate(columns)}
        self._class = {name: _classes(name, self.labels[name], asked) for name in columns}
        self._shape = {name: len(set(self._class[name])) for name in columns}
        self._cliques = cliques([one.columns for one in asked])
        sizes = [self._size(clique) for clique in self._cliques]
        if sum(sizes) > MOST:
            raise Refused(
                f"these breakdowns and choices, with what was asked before, make {sum(sizes):,} cells, too many"
                " to tell whether few people could be picked out: ask for fewer breakdowns at once",
                field="by",
            )
        starts = np.cumsum([0, *sizes])
        self._ids = [
            np.arange(start, start + size).reshape([self._shape[name] for name in clique])
            for start, size, clique in zip(starts, sizes, self._cliques, strict=False)
        ]
        self.truth: Floats = np.concatenate([self._counted(columns, counts, c) for c in self._cliques])

    def _size(self, clique: Sequence[str]) -> int:
        return prod(self._shape[name] for name in clique)

    def _counted(self, columns: Sequence[str], counts: Mapping[Labels, int], clique: Sequence[str]) -> Floats:
        import numpy as np

        found = np.zeros([self._shape[name] for name in clique])
        places = [columns.index(name) for name in clique]
        known = {name: dict(zip(self.labels[name], self._class[name], strict=True)) for name in clique}
        for labels, people in counts.items():
            at = tuple(known[name][labels[place]] for name, place in zip(clique, places, strict=True))
            found[at] += people
        return found.ravel()

    def cells(self, asked: Asked) -> tuple[list[Labels], Places]:
        """A table's cells, and for each, one row of the unknowns that it adds up."""
        import numpy as np

        which = next(n for n, clique in enumerate(self._cliques) if asked.columns <= set(clique))
        clique, ids = self._cliques[which], self._ids[which]
        for name, values in asked.chosen:
            axis = clique.index(name)
            held = {
                c for label, c in zip(self.labels[name], self._class[name], strict=True) if label in values
            }
            ids = np.take(ids, sorted(held), axis=axis)
        order = [clique.index(name) for name in asked.by]
        ids = np.moveaxis(ids, order, range(len(order)))
        shown = [self._shown(name, asked) for name in asked.by]
        return list(product(*shown)), ids.reshape(prod(map(len, shown)), -1)

    def _shown(self, name: str, asked: Asked) -> list[Label]:
        values = dict(asked.chosen).get(name)
        return [label for label in self.labels[name] if values is None or label in values]

    def finest(self, asked: Asked) -> Places:
        """The unknowns by every column that a table tells apart, whether or not it shows them: one row each."""
        import numpy as np

        which = next(n for n, clique in enumerate(self._cliques) if asked.columns <= set(clique))
        clique, ids = self._cliques[which], self._ids[which]
        order = [clique.index(name) for name in sorted(asked.columns)]
        ids = np.moveaxis(ids, order, range(len(order)))
        return ids.reshape(prod(ids.shape[: len(order)]), -1)

    def links(self) -> list[tuple[Places, Places]]:
        """Sums of unknowns that are equal because two cliques count the same people."""
        found = []
        for one, other in _tree(self._cliques):
            common = Asked(tuple(name for name in self._cliques[one] if name in self._cliques[other]))
            found += list(zip(self._summed(one, common), self._summed(other, common), strict=True))
        return found

    def _summed(self, which: int, asked: Asked) -> Places:
        import numpy as np

        clique, ids = self._cliques[which], self._ids[which]
        order = [clique.index(name) for name in asked.by]
        ids = np.moveaxis(ids, order, range(len(order)))
        return ids.reshape(prod(ids.shape[: len(order)]), -1)


def _labels(counts: Mapping[Labels, int], place: int) -> list[Label]:
    return sorted({labels[place] for labels in counts}, key=lambda label: (label is None, repr(label)))


def _classes(name: str, labels: Sequence[Label], tables: Sequence[Asked]) -> list[int]:
    """A number for each label: labels that no table tells apart share one."""
    if any(name in one.by for one in tables):
        return list(range(len(labels)))
    choices = [values for one in tables for column, values in one.chosen if column == name]
    told = [tuple(label in values for values in choices) for label in labels]
    numbers = {signature: number for number, signature in enumerate(dict.fromkeys(told))}
    return [numbers[signature] for signature in told]


def cliques(sets: Iterable[frozenset[str]]) -> list[tuple[str, ...]]:
    """The largest sets of columns that must be looked at together, by eliminating the least joined first."""
    near: dict[str, set[str]] = {}
    for together in sets:
        for name in together:
            near.setdefault(name, set()).update(together - {name})
    found: list[frozenset[str]] = []
    while near:
        name = min(near, key=lambda n: (len(near[n]), n))
        around = near.pop(name)
        found.append(frozenset(around | {name}))
        for one in around:
            near[one] |= around - {one}
            near[one].discard(name)
    largest = [one for one in found if not any(one < other for other in found)]
    return [tuple(sorted(one)) for one in dict.fromkeys(largest)] or [()]


def _tree(sets: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Pairs of cliques that join all of them, the largest overlaps first (a junction tree)."""
    group = list(range(len(sets)))
    pairs = sorted(
        combinations(range(len(sets)), 2), key=lambda pair: -len(set(sets[pair[0]]) & set(sets[pair[1]]))
    )
    joined = []
    for one, other in pairs:
        if group[one] != group[other]:
            joined.append((one, other))
            group = [group[one] if g == group[other] else g for g in group]
    return joined
