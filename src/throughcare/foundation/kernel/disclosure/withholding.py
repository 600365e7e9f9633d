"""Which cells may not leave the building, and which others must stay so that nobody can work them out.

The cells withheld are bounded by linear programme, from everything that is or may be known: what this table
shows, every total of it, and what was answered before. More is withheld until no withheld cell is known
more closely than the rule allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from .spaces import Asked, Labels, Space, Told


@dataclass(frozen=True)
class Suppression:
    """Withhold cells of fewer than ``below`` people, and enough others that each might be ``below`` away."""

    below: int

    def withheld(self, people: Mapping[Labels, int]) -> frozenset[Labels]:
        """The cells withheld of one table asked alone, by how many people each holds.

        An empty cell tells of nobody, and is withheld only where to show it empty would give another away.
        """
        columns = tuple(f"column {place}" for place in range(len(next(iter(people), ()))))
        return self.withheld_after(Asked(columns), columns, people, ())

    def withheld_after(
        self,
        asked: Asked,
        columns: Sequence[str],
        people: Mapping[Labels, int],
        before: Sequence[Told],
        also: frozenset[Labels] = frozenset(),
    ) -> frozenset[Labels]:
        """The cells withheld of a table when others were answered before.

        ``people`` counts them by all the columns that this table or those before tell apart; ``also`` are
        cells withheld whatever they hold. A withheld cell, and any few people that tables tell apart
        between them, must be able to lie ``below`` people apart from its least to its most, whoever knows
        every total that may itself be shown. Refused when the tables together are too large to tell.
        """
        if not before and not asked.chosen and not also and not self._few(people.values()):
            return frozenset()
        if (again := next((told for told in before if told.asked == asked), None)) is not None:
            return again.withheld | also | self._small(asked, columns, people)
        from .auditing import Audit  # loads the solver, which most questions need not

        totals = [one for one in _totals(asked) if one not in {told.asked for told in before}]
        tables = [*(told.asked for told in before), *totals, asked]
        audit = Audit(Space(columns, people, tables), self.below, tables)
        for told in before:
            audit.tell(told)
        audit.settle()
        for one in totals:
            audit.withhold(one, frozenset())
        return audit.withhold(asked, also)

    def withheld_together(
        self,
        tables: Sequence[Asked],
        columns: Sequence[str],
        people: Mapping[Labels, int],
        apart: Sequence[tuple[str, ...]] = (),
    ) -> dict[Asked, frozenset[Labels]]:
        """The cells withheld of each of several tables that are told at once, whoever sets any of them against any others.

        ``people`` counts them by ``columns``. Beside a table its own totals are told only where they are among ``tables``. Of columns
        that are ``apart`` everybody is taken to know which values nobody has together: a team works in its own area.
        """
        if not self._few(people.values()):
            return {asked: frozenset() for asked in tables}
        from .auditing import Audit  # loads the solver, which most questions need not

        nobody = [_known_empty(by, columns, people) for by in apart]
        every = [*tables, *(told.asked for told in nobody)]
        audit = Audit(Space(columns, people, every), self.below, every)
        for told in nobody:
            audit.tell(told)
        return audit.withhold_all(tables)

    def _few(self, counts: Iterable[int]) -> bool:
        return any(0 < count < self.below for count in counts)

    def _small(self, asked: Asked, columns: Sequence[str], people: Mapping[Labels, int]) -> frozenset[Labels]:
        """The cells of a table that hold few people by themselves."""
        space = Space(columns, people, [asked])
        labels, places = space.cells(asked)
        held = space.truth[places].sum(axis=1)
        return frozenset(one for one, count in zip(labels, held, strict=True) if self._few([int(count)]))


def _known_empty(by: tuple[str, ...], columns: Sequence[str], people: Mapping[Labels, int]) -> Told:
    """A table of which everybody knows the empty cells, and no other."""
    places = [columns.index(name) for name in by]
    held = frozenset(tuple(labels[place] for place in places) for labels, many in people.items() if many)
    return Told(Asked(by), held)


def _totals(asked: Asked) -> list[Asked]:
    """Every total of a table, of the events chosen and of all of them, the coarsest first."""
    found = []
    for size in range(len(asked.by) + 1):
        for by in combinations(asked.by, size):
            found += [Asked(by)] if asked.chosen else []
            found += [Asked(by, asked.chosen)]
    return [one for one in dict.fromkeys(found) if one != asked]
