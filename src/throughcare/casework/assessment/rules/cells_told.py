"""Which counts of an audit may be told: of everybody, of each group, and of each group by outcome, in the light of earlier audits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughcare.foundation.kernel.disclosure import Asked, Label, Labels, Suppression, Told


@dataclass(frozen=True)
class People:
    """Everybody in a table, by name of column: what groups them, the outcome, and whether they are in this audit."""

    columns: Mapping[str, Sequence[Label]]
    kept: str
    outcome: str
    dimensions: tuple[str, ...]


@dataclass(frozen=True)
class CellsTold:
    """What an audit tells of, cell by cell: every table it answers, each with the cells withheld."""

    told: tuple[Told, ...]
    outcome: str

    def shows(self, by: Sequence[str], labels: Labels) -> bool:
        """Whether a cell of one of its tables is told."""
        [withheld] = [one.withheld for one in self.told if one.asked.by == tuple(by)]
        return labels not in withheld

    def shows_outcomes(self, dimension: str = "", group: str = "") -> bool:
        """Whether the outcomes of a group, or of everybody, are told."""
        by = (dimension, self.outcome) if dimension else (self.outcome,)
        front = (group,) if dimension else ()
        return all(self.shows(by, (*front, had)) for had in (False, True))


def cells_told(people: People, fewest: int, before: Sequence[Told] = ()) -> CellsTold:
    """What may be told of an audit after others of the same table, each cell bounded by everything told."""
    names = tuple(people.columns)
    counts = Counter(zip(*people.columns.values(), strict=True))
    chosen = ((people.kept, frozenset[Label]({True})),)
    tables: list[tuple[str, ...]] = [(), (people.outcome,)]
    tables += [by for name in people.dimensions for by in ((name,), (name, people.outcome))]
    told = list(before)
    for by in tables:
        asked = Asked(by, chosen)
        told.append(Told(asked, Suppression(fewest).withheld_after(asked, names, counts, told)))
    return CellsTold(tuple(told[len(before) :]), people.outcome)
