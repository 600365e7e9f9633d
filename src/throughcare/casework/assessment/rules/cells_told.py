"""Which counts of an audit may be told: of everybody, of each group, and of each group by outcome, in the light of earlier audits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughcare.foundation.kernel.disclosure import Asked, Label, Labels, Suppression, Told

Chosen = tuple[tuple[str, frozenset[Label]], ...]
"""Which people a table is of: columns with the values that they hold."""


@dataclass(frozen=True)
class People:
    """Everybody in a table, by name of column: what groups them, the outcome, and whether they are in this audit."""

    columns: Mapping[str, Sequence[Label]]
    kept: str
    outcome: str
    dimensions: tuple[str, ...]
    score: str
    high: frozenset[Label]
    """The scores from which this audit says yes: with another cut other people are told apart, and the two together tell of those between."""


@dataclass(frozen=True)
class CellsTold:
    """What an audit tells of, cell by cell: every table it answers, each with the cells withheld."""

    told: tuple[Told, ...]
    outcome: str
    chosen: Chosen
    high: Chosen

    def shows(self, by: Sequence[str], labels: Labels, *, high: bool = False) -> bool:
        """Whether a cell of one of its tables is told: of everybody in the audit, or of those with a high score alone."""
        asked = Asked(tuple(by), self.high if high else self.chosen)
        [withheld] = {one.withheld for one in self.told if one.asked == asked}
        return labels not in withheld

    def shows_outcomes(self, dimension: str = "", group: str = "") -> bool:
        """Whether the outcomes of a group, or of everybody, are told."""
        by = (dimension, self.outcome) if dimension else (self.outcome,)
        front = (group,) if dimension else ()
        return all(self.shows(by, (*front, had)) for had in (False, True))

    def shows_called(self, had: bool, dimension: str = "", group: str = "") -> bool:
        """Whether it is told of how many of a group, or of everybody, with the outcome or without it the score said yes."""
        by = (dimension, self.outcome) if dimension else (self.outcome,)
        return self.shows(by, (group, had) if dimension else (had,), high=True)


def cells_told(people: People, fewest: int, before: Sequence[Told] = ()) -> CellsTold:
    """What may be told of an audit after others of the same table, each cell bounded by everything told."""
    names = tuple(people.columns)
    counts = Counter(zip(*people.columns.values(), strict=True))
    chosen: Chosen = ((people.kept, frozenset[Label]({True})),)
    high: Chosen = (*chosen, (people.score, people.high))
    outcomes = [(people.outcome,), *((name, people.outcome) for name in people.dimensions)]
    tables = [Asked((), chosen), *(Asked(by, chosen) for by in outcomes[:1])]
    tables += [Asked(by, chosen) for name in people.dimensions for by in ((name,), (name, people.outcome))]
    tables += [Asked(by, high) for by in outcomes]
    told = list(before)
    for asked in tables:
        told.append(Told(asked, Suppression(fewest).withheld_after(asked, names, counts, told)))
    return CellsTold(tuple(told[len(before) :]), people.outcome, chosen, high)
