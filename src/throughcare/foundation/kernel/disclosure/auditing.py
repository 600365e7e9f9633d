"""The audit of a table before it is shown: what is known, what must not be known closely, what is withheld for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from .bounding import Known

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .spaces import Asked, Floats, Labels, Places, Space, Told

_ROUNDING = 1e-6
_SLOWLY = 0.95
"""Stirring stops when it leaves this share of what was close before."""


def first_pass(people: Mapping[Labels, int], below: int) -> set[Labels]:
    """Few people, and in every line the smallest beside them, until those withheld are two or more that hold enough.

    A line is cells alike in all labels but one. Quick, and not enough by itself.
    """
    hidden = {labels for labels, count in people.items() if 0 < count < below}
    lines = _lines(people)
    while more := {cell for line in lines if (cell := _needed(line, hidden, people, below)) is not None}:
        hidden |= more
    return hidden


def _needed(
    line: list[Labels], hidden: set[Labels], people: Mapping[Labels, int], below: int
) -> Labels | None:
    """The smallest cell of a line that must be withheld as well, or None when it is safe."""
    withheld = [cell for cell in line if cell in hidden]
    open_cells = [cell for cell in line if cell not in hidden and people[cell] > 0]
    safe = len(withheld) > 1 and sum(people[cell] for cell in withheld) >= below
    if not withheld or safe or not open_cells:
        return None
    return min(open_cells, key=lambda cell: (people[cell], repr(cell)))


def _lines(people: Mapping[Labels, int]) -> list[list[Labels]]:
    """The cells alike in all labels but one, for each such one."""
    lines: dict[tuple[int, Labels], list[Labels]] = defaultdict(list)
    for cell in people:
        for place in range(len(cell)):
            lines[place, cell[:place] + cell[place + 1 :]].append(cell)
    return [line for line in lines.values() if len(line) > 1]


class Guards:
    """Sums of unknowns that must not be known closely, with the least and most found possible for each so far."""

    def __init__(self, truth: Floats) -> None:
        self._truth = truth
        self._index: dict[bytes, int] = {}
        self.places: list[Places] = []
        self.low, self.high = np.zeros(0), np.zeros(0)
        self.given_up: set[int] = set()

    def add(self, places: Places) -> int:
        """Guard one more sum; its number, which it keeps when it is guarded already."""
        places = np.sort(places)
        key = places.tobytes()
        if key not in self._index:
            self._index[key] = len(self.places)
            self.places.append(places)
            now = float(self._truth[places].sum())
            self.low, self.high = np.append(self.low, now), np.append(self.high, now)
        return self._index[key]

    def forget(self) -> None:
        """Begin again from the numbers as they are: more has become known."""
        now = [float(self._truth[one].sum()) for one in self.places]
        self.low, self.high = np.array(now), np.array(now)

    def seen(self, at: Floats) -> None:
        """Take in another way that the numbers may be."""
        starts = np.cumsum([0, *(len(one) for one in self.places)])[:-1]
        here = np.add.reduceat(at[np.concatenate(self.places)], starts)
        self.low, self.high = np.minimum(self.low, here), np.maximum(self.high, here)

    def close(self, apart: float) -> Iterator[int]:
        """Those whose least and most are not yet found this far apart, and that have not been given up."""
        for number in np.flatnonzero(self.high - self.low < apart - _ROUNDING):
            if int(number) not in self.given_up:
                yield int(number)


@dataclass
class _Table:
    """One table: its cells, how many people each holds, the row that makes each known, and those withheld."""

    labels: list[Labels]
    places: Places
    people: Floats
    first_row: int
    hidden: set[int] = field(default_factory=set)
    complements: dict[int, int] = field(default_factory=dict)


class Audit:
    """Tables shown one after another, each with no more than may be known beside those before it."""

    def __init__(self, space: Space, below: int, tables: Iterable[Asked]) -> None:
        """Over a space of people; nothing is known until it is told."""
        self._space, self._below = space, below
        self._guards = Guards(space.truth)
        self._tables: dict[Asked, _Table] = {}
        self._shown: list[Asked] = []
        sums: list[Places] = []
        for asked in dict.fromkeys(tables):
            labels, places = space.cells(asked)
            people = space.truth[places].sum(axis=1)
            self._tables[asked] = _Table(labels, places, people, len(sums))
            sums += list(places)
        self._owner = [
            (asked, cell) for asked, table in self._tables.items() for cell in range(len(table.labels))
        ]
        self._known = Known(space.truth, sums, space.links())
        for row in range(len(sums)):
            self._known.forget(row)

    def tell(self, told: Told) -> None:
        """Make known what an earlier answer showed, and guard the few people whom it told apart."""
        table = self._tables[told.asked]
        for cell, labels in enumerate(table.labels):
            if labels not in told.withheld:
                self._known.know(table.first_row + cell)
        self._guard_few(told.asked)

    def withhold(self, asked: Asked, also: frozenset[Labels]) -> frozenset[Labels]:
        """Show as much of a table as may be shown; its cells that may not be."""
        table = self._tables[asked]
        self._shown.insert(0, asked)
        held = {
            labels: int(people) for labels, people in zip(table.labels, table.people, strict=True) if people
        }
        first = first_pass(held, self._below)
        for cell, labels in enumerate(table.labels):
            if labels in first or labels in also:
                self._hide(asked, cell, guard=labels in first)
            else:
                self._known.know(table.first_row + cell)
        self._guard_few(asked)
        self.settle()
        self._release_what_is_known(table, also)
        return frozenset(table.labels[cell] for cell in table.hidden)

    def withhold_all(self, tables: Sequence[Asked]) -> dict[Asked, frozenset[Labels]]:
        """Show as much of several tables as may be shown together; of each, its cells that may not be."""
        for asked in tables:
            self.withhold(asked, frozenset())
        return {asked: frozenset(self._held_back(asked)) for asked in tables}

    def _held_back(self, asked: Asked) -> Iterator[Labels]:
        table = self._tables[asked]
        return (table.labels[cell] for cell in table.hidden)

    def settle(self) -> None:
        """Withhold more, of the last table before its totals, until everything guarded is guarded enough."""
        self._guards.forget()
        self._stir()
        while (exposed := next(self._exposed(), None)) is not None:
            number, holding = exposed
            chosen = min((self._cost(row) for row in holding if self._may_hide(row)), default=None)
            if chosen is None:
                self._guards.given_up.add(number)
            else:
                self._hide(*self._owner[chosen[-1]], guard=True)

    def _stir(self) -> None:
        """Find ways that many numbers may be at once, which shows most of them safe in a few programmes."""
        luck = np.random.default_rng(len(self._owner))
        before, close = -1, list(self._guards.close(self._below))
        while close and (before < 0 or len(close) < _SLOWLY * before):
            wanted = np.zeros(len(self._space.truth))
            for number in close:
                wanted[self._guards.places[number]] += luck.choice([-1.0, 1.0])
            found = self._known.furthest(wanted)
            if found.at is None:
                return
            self._guards.seen(found.at)
            before, close = len(close), list(self._guards.close(self._below))

    def _exposed(self) -> Iterator[tuple[int, NDArray[np.intp]]]:
        """Guarded sums that are known too closely, with the known sums that hold them there."""
        for number in self._guards.close(self._below):
            holding = []
            for sign in (1, -1):
                found = self._known.furthest(sign * self._wanted(number))
                if found.at is None:
                    self._guards.high[number] = np.inf
                else:
                    self._guards.seen(found.at)
                holding.append(found.holds)
                if number not in self._guards.close(self._below):
                    break
            else:
                yield number, np.concatenate(holding)

    def _wanted(self, number: int) -> Floats:
        wanted = np.zeros(len(self._space.truth))
        wanted[self._guards.places[number]] = 1.0
        return wanted

    def _may_hide(self, row: int) -> bool:
        return row < len(self._owner) and self._owner[row][0] in self._shown

    def _cost(self, row: int) -> tuple[int, bool, int, str, int]:
        """The order in which cells are withheld: of the last table, the fullest last, empty ones after them."""
        asked, cell = self._owner[row]
        table = self._tables[asked]
        people = int(table.people[cell])
        return self._shown.index(asked), people == 0, people, repr(table.labels[cell]), row

    def _hide(self, asked: Asked, cell: int, *, guard: bool) -> None:
        table = self._tables[asked]
        table.hidden.add(cell)
        self._known.forget(table.first_row + cell)
        if guard and table.people[cell]:
            table.complements[cell] = self._guards.add(table.places[cell])

    def _guard_few(self, asked: Asked) -> None:
        """Guard every few people whom a table tells apart, whether by its cells or by whom it leaves out."""
        for places in (self._tables[asked].places, self._space.finest(asked)):
            people = self._space.truth[places].sum(axis=1)
            for one in np.flatnonzero((people > 0) & (people < self._below)):
                self._guards.add(places[one])

    def _release_what_is_known(self, table: _Table, also: frozenset[Labels]) -> None:
        """Show the cells that were withheld to hide others and can be worked out all the same: they hide nothing."""
        for cell, number in table.complements.items():
            pinned = self._guards.high[number] - self._guards.low[number] < _ROUNDING
            if pinned and table.people[cell] >= self._below and table.labels[cell] not in also:
                table.hidden.discard(cell)
                self._known.know(table.first_row + cell)
