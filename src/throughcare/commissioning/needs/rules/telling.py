"""Which figures of need may be told: tables of people withheld together, so that none gives another away, and rounded.

The disclosure rule of every table of outcomes (``Suppression``, by linear programme), asked of all tables of a place and a
quarter at once: whoever sets any of them against any others finds no cell that was withheld.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from throughcare.foundation.kernel import Count, disclose
from throughcare.foundation.kernel.disclosure import Asked, Labels, Suppression

from .counted import AGE, AREA, NEED, REQUIREMENT, SEX, TIER

BELOW = 10
By = tuple[str, ...]
_BY_AREA = (SEX, AGE, TIER)


@dataclass(frozen=True)
class ToldTable:
    """One table as it may be told: the columns it is by, and people by their values; None is withheld."""

    by: By
    cells: Mapping[tuple[str, ...], int | None]


def tables_of(columns: Iterable[str]) -> list[By]:
    """The tables told of a place: everybody, each column, and by local area and by sex where that is told.

    By local area: sex, age, tier, each need and each requirement. By sex: each need.
    """
    names = [name for name in columns if name != AREA]
    areas = [(AREA, name) for name in names if name in _BY_AREA or name.startswith((NEED, REQUIREMENT))]
    return [
        (),
        (AREA,),
        *((name,) for name in names),
        *areas,
        *((SEX, name) for name in names if name.startswith(NEED)),
    ]


def told_of(people: Sequence[Mapping[str, str]]) -> list[ToldTable]:
    """Every table of a place's people, each figure withheld or rounded to the nearest 5."""
    if not people:
        return []
    columns = sorted({name for one in people for name in one})
    counts = Counter(tuple(one[name] for name in columns) for one in people)
    held: dict[Labels, int] = dict(counts.items())
    asked = [Asked(by) for by in tables_of(columns)]
    withheld = Suppression(BELOW).withheld_together(asked, columns, held)
    return [_told(one.by, columns, counts, withheld[one]) for one in asked]


def _told(
    by: By, columns: Sequence[str], counts: Counter[tuple[str, ...]], withheld: frozenset[Labels]
) -> ToldTable:
    found = Counter[tuple[str, ...]]()
    for labels, many in counts.items():
        found[tuple(labels[columns.index(name)] for name in by)] += many
    return ToldTable(
        by,
        {
            labels: None if labels in withheld else disclose(Count(many), below=BELOW).value
            for labels, many in sorted(found.items())
        },
    )
