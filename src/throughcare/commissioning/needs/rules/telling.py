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

from .counted import AGE, AREA, DISTANCE, MET, NEED, NONE, NOT_MET, REQUIREMENT, SEX, TIER, UNIT, YES

BELOW = 10
By = tuple[str, ...]
HAS, ASSESSED = "has: ", "assessed: "
"""Of a need: everybody with it, met or not; and everybody of whom it is known. Told before its parts, which are often too few."""
_PARTS = {HAS: frozenset({MET, NOT_MET}), ASSESSED: frozenset({MET, NOT_MET, NONE})}
_BY_AREA = (SEX, AGE, TIER)


@dataclass(frozen=True)
class ToldTable:
    """One table as it may be told: the columns it is by, and people by their values; None is withheld."""

    by: By
    cells: Mapping[tuple[str, ...], int | None]


def tables_of(columns: Iterable[str]) -> list[By]:
    """The tables told of a place: everybody, each column, and by local area, delivery unit and sex where that is told.

    What is told first is withheld last: whoever has a need comes before what became of it, and a place before its parts. By local
    area: sex, age, tier, each need, requirement and distance. By delivery unit and by sex: each need.
    """
    names = [name for name in columns if name != AREA]
    needs = [name for name in names if name.startswith(NEED)]
    having = [HAS + name.removeprefix(NEED) for name in needs]
    sums = [part + name.removeprefix(NEED) for name in needs for part in _PARTS]
    areas = [name for name in names if name in _BY_AREA or name.startswith((NEED, REQUIREMENT, DISTANCE))]
    return [
        (),
        *((name,) for name in sums),
        *((name,) for name in names if name != UNIT),
        (AREA,),
        *((AREA, name) for name in [*having, *areas]),
        *((SEX, name) for name in needs if SEX in names),
        *((UNIT, *name) for name in [(), *((one,) for one in having)] if UNIT in names),
    ]


def asked_of(by: By) -> Asked:
    """What is asked of a table: a sum over some values of a need chooses among them."""
    chosen = [
        (NEED + name.partition(" ")[2], _PARTS[f"{name.partition(' ')[0]} "]) for name in by if _is_sum(name)
    ]
    return Asked(tuple(name for name in by if not _is_sum(name)), tuple(chosen))


def _is_sum(name: str) -> bool:
    return name.startswith(tuple(_PARTS))


def told_of(people: Sequence[Mapping[str, str]]) -> list[ToldTable]:
    """Every table of a place's people, each figure withheld or rounded to the nearest 5."""
    if not people:
        return []
    columns = sorted({name for one in people for name in one})
    counts = Counter[Labels](tuple(one[name] for name in columns) for one in people)
    tables = {by: asked_of(by) for by in tables_of(columns)}
    withheld = Suppression(BELOW).withheld_together(
        list(tables.values()), columns, dict(counts.items()), apart_in(columns)
    )
    return [_told(by, asked, columns, counts, withheld[asked]) for by, asked in tables.items()]


def apart_in(columns: Iterable[str]) -> list[By]:
    """Columns of which anybody may know what never goes together: a unit works in its areas, and a place lies where it lies."""
    return [(name, AREA) for name in columns if name == UNIT or name.startswith(DISTANCE)]


def _told(
    by: By, asked: Asked, columns: Sequence[str], counts: Counter[Labels], withheld: frozenset[Labels]
) -> ToldTable:
    """A table as it is told: an empty cell that is withheld is told as withheld, for its absence would say that it is empty."""
    found = Counter[Labels](dict.fromkeys(withheld, 0))
    for labels, many in counts.items():
        said = dict(zip(columns, labels, strict=True))
        if all(said[name] in values for name, values in asked.chosen):
            found[tuple(said[name] for name in asked.by)] += many
    sums = (YES,) * (len(by) - len(asked.by))
    return ToldTable(
        by,
        {
            (*map(str, labels), *sums): None
            if labels in withheld
            else disclose(Count(many), below=BELOW).value
            for labels, many in sorted(found.items(), key=lambda one: [str(label) for label in one[0]])
        },
    )
