"""Add a cohort up cell by cell, by way of each person's totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from throughcare.foundation.kernel.disclosure import Labels

from .columns import Array
from .definition import Takes
from .edges import Edges
from .moments import REAL
from .question import Question

DAY_BITS = 17
"""A key is a person's number and, in its last bits, a day."""
MOST_TALLIES = 1 << 22


@dataclass(frozen=True)
class Cohort:
    """The entries with the cell each is in, and whether it is complete."""

    edges: Edges
    keys: Array
    cells: Array
    labels: list[Labels]
    complete: Array
    predicted: Array | None


def cells_of(asked: Question, cohort: Cohort, counts: Array, severity: Array | None) -> dict[str, Array]:
    """Sum every cell, by way of each person's totals within it."""
    size = len(cohort.labels)
    sums = {"awaiting": _summed(cohort.cells, ~cohort.complete, size), **_predicted(cohort, counts, size)}
    if severity is not None or size * (int(counts.max(initial=0)) + 1) > MOST_TALLIES:
        return sums | _totalled(cohort, counts, severity, None)
    alone = _alone(asked, cohort)
    sums |= _tallied(cohort, counts, alone)
    if alone is not None:
        rest = _totalled(cohort, counts, None, np.flatnonzero(~alone))
        sums |= {name: sums[name] + values for name, values in rest.items()}
    return sums


def _alone(asked: Question, cohort: Cohort) -> Array | None:
    """Which entries are surely their person's only one in the cell; None when all are."""
    place = cohort.keys >> DAY_BITS
    if "window" in asked.by:
        if asked.definition.takes is Takes.FIRST_PER_PERSON:
            return None
        windows = cohort.edges.named["window"][0]
        place = (place << DAY_BITS) | windows[cohort.keys & ((1 << DAY_BITS) - 1)]
    beside = np.zeros(place.size + 1, bool)
    beside[1:-1] = place[1:] == place[:-1]
    return ~(beside[1:] | beside[:-1])


def _tallied(cohort: Cohort, counts: Array, alone: Array | None) -> dict[str, Array]:
    """Every count from one tally of entries by cell and number of reoffences, nobody being there twice."""
    size, most = len(cohort.labels), int(counts.max(initial=0)) + 1
    wanted = cohort.complete if alone is None else cohort.complete & alone
    tallies = cohort.cells * np.int64(most) + counts
    tallies = tallies if wanted.all() else tallies[wanted]
    tally = np.bincount(tallies, minlength=size * most).reshape(size, most)
    number = np.arange(most)
    n, y = tally.sum(axis=1), tally[:, 1:].sum(axis=1)
    f, ff = tally @ number, tally @ (number * number)
    return {
        **dict.fromkeys(("entries", "people", "nn"), n),
        **dict.fromkeys(("reoffended", "yy", "ny"), y),
        **dict.fromkeys(("reoffences", "nf", "fy"), f),
        "ff": ff,
    }


def _totalled(cohort: Cohort, counts: Array, severity: Array | None, rows: Array | None) -> dict[str, Array]:
    """Every count by way of each person's totals, over some of the entries or (None) all."""
    size, chosen = len(cohort.labels), slice(None) if rows is None else rows
    n, counts = cohort.complete[chosen].astype(np.int64), counts[chosen]
    totals = {"n": n, "y": (counts > 0) * n, "f": counts * n}
    if severity is not None:
        totals["s"] = severity[chosen] * n
    cells, person = _by_person(cohort.keys[chosen] >> DAY_BITS, cohort.cells[chosen], totals)
    n, y, f = (person[name] for name in "nyf")
    wanted = {"entries": n, "people": n > 0, "reoffended": y, "reoffences": f}
    wanted |= {"nn": n * n, "yy": y * y, "ff": f * f, "ny": n * y, "nf": n * f, "fy": f * y}
    if severity is not None:
        s = person["s"]
        wanted |= {"severity": s, "ss": s * s, "ns": n * s}
    return {name: _summed(cells, values, size) for name, values in wanted.items()}


def _by_person(person: Array, cells: Array, totals: dict[str, Array]) -> tuple[Array, dict[str, Array]]:
    """The cell and the totals of each person in each cell."""
    if not _runs(person, cells):
        order = np.lexsort((cells, person))
        person, cells = person[order], cells[order]
        totals = {name: values[order] for name, values in totals.items()}
    starts = np.ones(person.size, bool)
    starts[1:] = (person[1:] != person[:-1]) | (cells[1:] != cells[:-1])
    places = np.flatnonzero(starts)
    return cells[places], {name: np.add.reduceat(values, places) for name, values in totals.items()}


def _runs(person: Array, cells: Array) -> bool:
    """Whether cells never fall within a person, so that a person's entries in one cell lie together."""
    return bool(((person[1:] != person[:-1]) | (cells[1:] >= cells[:-1])).all())


def _predicted(cohort: Cohort, counts: Array, size: int) -> dict[str, Array]:
    names = ("predicted_known", "predicted_reoffended", *REAL)
    if cohort.predicted is None:
        return {name: np.zeros(size, np.int64) for name in names}
    known = cohort.complete & ~np.isnan(cohort.predicted)
    hit, chance = counts > 0, np.where(known, cohort.predicted, 0.0)
    values = (known, known & hit, chance, chance * chance, chance * hit)
    return {name: _summed(cohort.cells, value, size) for name, value in zip(names, values, strict=True)}


def _summed(cells: Array, values: Array, size: int) -> Array:
    """Values added up by cell: exactly for whole numbers."""
    if values.dtype.kind == "f":
        return np.bincount(cells, values, size)
    if values.dtype == bool or (values.size and int(np.abs(values).max()) * values.size < 1 << 53):
        return np.bincount(cells, values, size).astype(np.int64)
    total = np.zeros(size, np.int64)
    np.add.at(total, cells, values)
    return total
