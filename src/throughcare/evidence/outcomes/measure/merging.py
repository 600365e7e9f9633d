"""The quick engine: counts by one merge of whole numbers instead of a join.

A reoffence counts for the index days from L to U: L is the first day whose follow-up and proof
reach it, U the last day that comes before it. So the reoffences of an entry on day d are those
with L no later than d, less those with U before d; both are ranks in one order of whole numbers,
person and day together. Exact on rows in any order; quick when the tables lie by person, because
then each chunk of offences concerns few entries, which narrow numbers can tell apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from throughcare.foundation.kernel.disclosure import Labels

from .columns import Array, coded, days, flags, hundredths, whole
from .definition import Takes
from .edges import EARLIEST, EPOCH, Edges
from .moments import Moments, from_row
from .question import CALENDAR_COLUMNS, Question
from .ranking import key_type, ranked
from .spans import Span, ends_of, spans
from .tallies import DAY_BITS, Cohort, cells_of

WORKERS = 2
MEMORY_KEPT = 31 << 20
"""Bytes of one block that is asked for and never touched; the C library heeds up to 32 MB."""


def moments(asked: Question) -> dict[Labels, Moments]:
    """The counts of every cell that anybody entered."""
    edges = _edges(asked)
    if edges is None:
        return {}
    people = {name: _of_people(asked, name) for name in asked.by if name in asked.people_columns}
    _keep_memory()
    with ThreadPoolExecutor(WORKERS) as workers:
        parts = workers.map(lambda span: _counted(asked, edges, people, span), spans(asked.tables))
        labels, sums = _together(parts)
    return {
        label: from_row({name: values[cell] for name, values in sums.items()})
        for cell, label in enumerate(labels)
        if sums["entries"][cell] or sums["awaiting"][cell]
    }


def _keep_memory() -> None:
    """Let the C library keep what it frees, by its own rule that a large block freed raises the amount it keeps.

    Otherwise each passing array is asked of the system anew: up to a third of the whole time.
    """
    np.empty(MEMORY_KEPT, np.uint8)


def _edges(asked: Question) -> Edges | None:
    """The calendar of every index day there is; None when there is no event."""
    ends = ends_of(asked.tables, "index_events", "event_date")
    return None if ends is None else Edges.of(asked, *((day - EPOCH).days for day in ends))


Counted = tuple[list[Labels], dict[str, Array]]
"""Cells in order, and for each count an array over them."""


def _counted(asked: Question, edges: Edges, people: dict[str, People], span: Span) -> Counted:
    """The counts of one span of people, who are in no other."""
    entered = _entered(asked, edges, span)
    cohort = _labelled(asked, entered, people)
    counts = np.zeros(entered.keys.size, np.int64)
    severity = np.zeros(entered.keys.size, np.int64) if asked.has_severity else None
    for read in span.offences:
        part = _chunk(asked, entered, read(_offence_columns(asked)))
        if part is not None:
            entries, found, weight = part
            counts[entries] += found
            if severity is not None:
                severity[entries] += weight
    return cohort.labels, cells_of(asked, cohort, counts, severity)


def _together(parts: Iterable[Counted]) -> Counted:
    """The counts of all spans: they share no people, so every count adds up."""
    labels: list[Labels] = []
    sums: dict[str, Array] = {}
    for here, found in parts:
        if not labels:
            labels, sums = here, found
            continue
        if here != labels:
            labels, sums, found = _in_one_order(labels, sums, here, found)
        for name, values in found.items():
            sums[name] = sums[name] + values
    return labels, sums


def _in_one_order(
    labels: list[Labels], sums: dict[str, Array], here: list[Labels], found: dict[str, Array]
) -> tuple[list[Labels], dict[str, Array], dict[str, Array]]:
    """Two sets of counts over the cells of either."""
    whole = list(dict.fromkeys([*labels, *here]))
    place = {label: number for number, label in enumerate(whole)}

    def spread(cells: list[Labels], values: Array) -> Array:
        wide = np.zeros(len(whole), values.dtype)
        wide[[place[label] for label in cells]] = values
        return wide

    return (
        whole,
        {name: spread(labels, values) for name, values in sums.items()},
        {name: spread(here, values) for name, values in found.items()},
    )


@dataclass(frozen=True)
class Entered:
    """The entries in order of person and day: a key of both, and the rows of the events they are (None: all)."""

    edges: Edges
    keys: Array
    rows: Array | None
    codes: dict[str, tuple[Array, list[Any]]]
    events: pa.Table

    def of(self, values: Array) -> Array:
        """Values of the events, for the entries."""
        return values if self.rows is None else values[self.rows]


def _entered(asked: Question, edges: Edges, span: Span) -> Entered:
    labels = [name for name in asked.by if name in asked.event_columns]
    columns = dict.fromkeys(["kind", *labels, *(name for name, _ in asked.where)])
    predicted = ["predicted"] if asked.has_predicted else []
    events = span.events(["person_id", "event_date", *columns, *predicted])
    day = days(events["event_date"])
    person = whole(events["person_id"]).astype(np.int64)
    keys = (person << DAY_BITS) | (day - edges.first)
    codes = {name: coded(events[name]) for name in columns}
    order = _order(span, keys)
    keep = _chosen(asked, codes, day)
    rows = order if keep is None else (np.flatnonzero(keep) if order is None else order[keep[order]])
    first_of = [codes[name][0] for name in asked.first_of]
    if rows is not None:
        keys, first_of = keys[rows], [code[rows] for code in first_of]
    entering = _entering(asked, edges, keys, first_of)
    if entering is not None:
        keys, rows = keys[entering], entering if rows is None else rows[entering]
    return Entered(edges, keys, rows, codes, events)


def _order(span: Span, keys: Array) -> Array | None:
    """The order by person, day and event; None when rows lie so already."""
    if (keys[1:] > keys[:-1]).all():
        return None
    numbers = whole(span.events(["event_id"])["event_id"])
    in_order = (keys[1:] > keys[:-1]) | ((keys[1:] == keys[:-1]) & (numbers[1:] > numbers[:-1]))
    return None if in_order.all() else np.lexsort((numbers, keys))


def _chosen(asked: Question, codes: dict[str, tuple[Array, list[Any]]], day: Array) -> Array | None:
    """Which events are of the kinds that enter and of those asked about; None when all are."""
    wanted = [*asked.where]
    if asked.definition.entry_kinds is not None:
        wanted.append(("kind", asked.definition.entry_kinds))
    masks = [
        np.array([word in values for word in codes[name][1]], bool)[codes[name][0]]
        for name, values in wanted
        if not set(codes[name][1]) <= set(values)
    ]
    if asked.within is not None:
        masks.append(day >= (asked.within.start - EPOCH).days)
        if asked.within.end is not None:
            masks.append(day < (asked.within.end - EPOCH).days)
    return np.logical_and.reduce(masks) if masks else None


def _entering(asked: Question, edges: Edges, keys: Array, first_of: list[Array]) -> Array | None:
    """The rows that are a person's first of the window (and of the breakdown); None when all are."""
    if asked.definition.takes is Takes.EVERY_EVENT or keys.size == 0:
        return None
    windows = edges.named["window"][0]
    place = (keys >> DAY_BITS << DAY_BITS) | windows[keys & ((1 << DAY_BITS) - 1)]
    again = np.flatnonzero(place[1:] == place[:-1]) + 1
    repeated = np.zeros(keys.size, bool)
    back, run = 1, again
    while run.size:
        same = np.ones(run.size, bool)
        for code in first_of:
            same &= code[run] == code[run - back]
        repeated[run[same]] = True
        back += 1
        run = run[run >= back]
        run = run[place[run] == place[run - back]]
    return np.flatnonzero(~repeated) if repeated.any() else None


def _labelled(asked: Question, entered: Entered, people: dict[str, People]) -> Cohort:
    """The cohort with each entry's cell, numbered in the order of the labels."""
    edges, keys = entered.edges, entered.keys
    day = (keys & ((1 << DAY_BITS) - 1)).astype(np.int32)
    cells = np.zeros(keys.size, np.int32)
    words: list[Labels] = [()]
    for name in asked.by:
        if name in CALENDAR_COLUMNS:
            of_day, values = edges.named[name]
            code = of_day[day]
        elif name in entered.codes:
            code, values = entered.of(entered.codes[name][0]), entered.codes[name][1]
        else:
            code, values = people[name].of(keys >> DAY_BITS), people[name].words
        cells = cells * np.int32(len(values)) + code if words != [()] else code
        words = [(*before, value) for before in words for value in values]
    proven = edges.proven_by <= (asked.tables.known_to - EPOCH).days
    predicted = entered.of(entered.events["predicted"].to_numpy()) if asked.has_predicted else None
    return Cohort(edges, keys, cells, words, proven[day], predicted)


@dataclass(frozen=True)
class People:
    """One column of people: their numbers in order, what each holds in code, and the words for it."""

    numbers: Array
    codes: Array
    words: list[Any]

    def of(self, person: Array) -> Array:
        """The codes of these people; that of None for somebody the table does not know."""
        unknown = self.words.index(None)
        if self.numbers.size == 0:
            return np.full(person.size, unknown, np.int32)
        at = np.minimum(np.searchsorted(self.numbers, person), self.numbers.size - 1)
        return np.where(self.numbers[at] == person, self.codes[at], unknown).astype(np.int32)


def _of_people(asked: Question, name: str) -> People:
    table = asked.tables.read("people", ["person_id", name])
    numbers = whole(table["person_id"])
    codes, words = coded(table[name])
    order = np.argsort(numbers, kind="stable")
    return People(numbers[order], codes[order], words if None in words else [*words, None])


def _offence_columns(asked: Question) -> list[str]:
    """The columns of offences that can change the answer."""
    names = ["person_id", "offence_date", "proven_date"]
    names += [] if asked.proofs is None else ["proved_by"]
    names += [] if asked.definition.breaches_count else ["breach"]
    return names + (["severity"] if asked.has_severity else [])


def _chunk(asked: Question, cohort: Entered, offences: pa.Table) -> tuple[slice, Array, Array | None] | None:
    """The entries that a chunk of offences may concern, with how many follow each and their severity."""
    person = whole(offences["person_id"])
    if person.size == 0:
        return None
    first, last = int(person.min()), int(person.max())
    ends = np.array([first << DAY_BITS, (last + 1) << DAY_BITS])
    begin, end = (int(place) for place in np.searchsorted(cohort.keys, ends))
    if begin == end:
        return None
    rows, low, high = _counting(asked, cohort.edges, offences)
    bits = len(cohort.edges.rows).bit_length()
    narrow = key_type((last - first + 1) << bits)
    whose = (person.take(rows) - person.dtype.type(first)).astype(narrow) << bits
    wanted = cohort.keys[begin:end] - (first << DAY_BITS)
    wanted = (wanted >> DAY_BITS << bits | wanted & (1 << DAY_BITS) - 1).astype(narrow)
    weight = hundredths(offences["severity"]).take(rows) if asked.has_severity else None
    return slice(begin, end), *ranked(wanted, whose | low, whose | high, weight)


def _counting(asked: Question, edges: Edges, offences: pa.Table) -> tuple[Array, Array, Array]:
    """The rows that may count, and the first and last index day (from the first of all) they count for."""
    committed = days(offences["offence_date"])
    begins, ends = edges.offences
    keep = committed >= begins
    keep &= committed <= ends
    if not asked.definition.breaches_count:
        keep &= ~flags(offences["breach"])
    if asked.proofs is not None:
        codes, words = coded(offences["proved_by"])
        keep &= np.array([word in asked.proofs for word in words], bool)[codes]
    rows = np.flatnonzero(keep)
    committed = committed.take(rows).astype(np.intp) - EARLIEST
    proven = days(offences["proven_date"]).take(rows).astype(np.intp) - EARLIEST
    low, high = edges.reach.take(committed), edges.before.take(committed)
    np.maximum(low, edges.proof_reach.take(proven), out=low)
    ever = np.flatnonzero(low <= high)
    return (rows, low, high) if ever.size == rows.size else (rows.take(ever), low.take(ever), high.take(ever))
