"""The quick engine: counts by two binary searches an entry instead of a join.

A reoffence counts for the index days from L to U: L is the first day whose follow-up and proof
reach it, U the last day that comes before it. So the reoffences of an entry on day d are those
with L no later than d, less those with U before d; both are ranks in sorted arrays of one
whole number, person and day together. Exact on rows in any order; quick when the tables lie by
person, because then each chunk of offences concerns few entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .calendar import DayRow, calendar_rows
from .definition import Takes
from .moments import REAL, Labels, Moments, from_row
from .question import CALENDAR_COLUMNS, Question

Array = Any
"""A numpy array of whole numbers unless said otherwise."""
EPOCH = date(1970, 1, 1)
DAY_BITS = 17
WORKERS = 2
MOST_TALLIES = 1 << 22
EARLIEST = (date(1900, 1, 1) - EPOCH).days
LATEST = (date(2101, 1, 1) - EPOCH).days


def moments(asked: Question) -> dict[Labels, Moments]:
    """The counts of every cell that anybody entered."""
    entered = _entered(asked)
    if entered is None:
        return {}
    with ThreadPoolExecutor(WORKERS) as workers:
        parts = workers.map(lambda read: _chunk(asked, entered, read()), _chunks(asked))
        cohort = _labelled(asked, entered)
        counts, severity = _gathered(asked, entered, parts)
    return _cells(asked, cohort, counts, severity)


@dataclass(frozen=True)
class Edges:
    """The calendar as arrays over index days from ``first``, and the days each offence day counts for."""

    first: int
    rows: list[DayRow]
    reach: Array
    proof_reach: Array
    before: Array
    offences: tuple[int, int]

    @staticmethod
    def of(asked: Question, first: int, last: int) -> Edges:
        """The edges of every index day from the first to the last, as days since 1970."""
        start = EPOCH + timedelta(days=first)
        rows = list(calendar_rows(asked.definition, start, EPOCH + timedelta(days=last)))
        opens, closes, proven = (
            np.array([(getattr(row, name) - EPOCH).days for row in rows], np.int32)
            for name in ("opens", "closes", "proven_by")
        )
        every_day = np.arange(EARLIEST, LATEST, dtype=np.int32)
        return Edges(
            first,
            rows,
            reach=np.searchsorted(closes, every_day, "left").astype(np.int32),
            proof_reach=np.searchsorted(proven, every_day, "left").astype(np.int32),
            before=(np.searchsorted(opens, every_day, "right") - 1).astype(np.int32),
            offences=(int(opens.min()), int(closes.max())),
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


@dataclass(frozen=True)
class Cohort:
    """The entries with the cell each is in, and whether it is complete."""

    edges: Edges
    keys: Array
    cells: Array
    labels: list[Labels]
    complete: Array
    predicted: Array | None


def _entered(asked: Question) -> Entered | None:
    columns = [name for name in asked.by if name in asked.event_columns]
    wanted = ["person_id", "event_date", *dict.fromkeys(["kind", *columns])]
    if asked.has_predicted:
        wanted.append("predicted")
    events = _read(asked, "index_events", wanted)
    if events.num_rows == 0:
        return None
    day = _whole(events["event_date"].cast(pa.int32()))
    person = _whole(events["person_id"]).astype(np.int64)
    edges = Edges.of(asked, int(day.min()), int(day.max()))
    keys = (person << DAY_BITS) | (day - edges.first)
    codes = {name: _coded(events[name]) for name in dict.fromkeys(["kind", *columns])}
    order = _order(asked, keys)
    keep = _of_kinds(asked, codes["kind"])
    rows = order if keep is None else (np.flatnonzero(keep) if order is None else order[keep[order]])
    first_of = [codes[name][0] for name in asked.first_of]
    if rows is not None:
        keys, first_of = keys[rows], [code[rows] for code in first_of]
    entering = _entering(asked, edges, keys, first_of)
    if entering is not None:
        keys, rows = keys[entering], entering if rows is None else rows[entering]
    return Entered(edges, keys, rows, codes, events)


def _order(asked: Question, keys: Array) -> Array | None:
    """The order by person, day and event; None when rows lie so already."""
    if (keys[1:] > keys[:-1]).all():
        return None
    numbers = _whole(_read(asked, "index_events", ["event_id"])["event_id"])
    in_order = (keys[1:] > keys[:-1]) | ((keys[1:] == keys[:-1]) & (numbers[1:] > numbers[:-1]))
    return None if in_order.all() else np.lexsort((numbers, keys))


def _of_kinds(asked: Question, kind: tuple[Array, list[Any]]) -> Array | None:
    """Which events are of the kinds that enter; None when all are."""
    kinds = asked.definition.entry_kinds
    codes, words = kind
    if kinds is None or set(words) <= set(kinds):
        return None
    return np.array([word in kinds for word in words], bool)[codes]


def _entering(asked: Question, edges: Edges, keys: Array, first_of: list[Array]) -> Array | None:
    """The rows that are a person's first of the window (and of the breakdown); None when all are."""
    if asked.definition.takes is Takes.EVERY_EVENT or keys.size == 0:
        return None
    windows = _ordinals([row.window for row in edges.rows])[0]
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


def _labelled(asked: Question, entered: Entered) -> Cohort:
    """The cohort with each entry's cell, numbered in the order of the labels."""
    edges, keys = entered.edges, entered.keys
    day = (keys & ((1 << DAY_BITS) - 1)).astype(np.int32)
    cells = np.zeros(keys.size, np.int32)
    words: list[Labels] = [()]
    for name in asked.by:
        if name in CALENDAR_COLUMNS:
            of_day, values = _ordinals([getattr(row, name) for row in edges.rows])
            code = of_day[day]
        elif name in entered.codes:
            code, values = entered.of(entered.codes[name][0]), entered.codes[name][1]
        else:
            code, values = _of_people(asked, name, keys >> DAY_BITS)
        cells = cells * np.int32(len(values)) + code if words != [()] else code
        words = [(*before, value) for before in words for value in values]
    proven = np.array([row.proven_by <= asked.tables.known_to for row in edges.rows], bool)
    predicted = entered.of(entered.events["predicted"].to_numpy()) if asked.has_predicted else None
    return Cohort(edges, keys, cells, words, proven[day], predicted)


def _of_people(asked: Question, name: str, person: Array) -> tuple[Array, list[Any]]:
    people = _read(asked, "people", ["person_id", name])
    numbers = _whole(people["person_id"])
    codes, words = _coded(people[name])
    order = np.argsort(numbers, kind="stable")
    at = np.minimum(np.searchsorted(numbers, person, sorter=order), max(0, numbers.size - 1))
    if None not in words:
        words = [*words, None]
    if numbers.size == 0:
        return np.full(person.size, words.index(None), np.int32), words
    found = numbers[order[at]] == person
    return np.where(found, codes[order[at]], words.index(None)).astype(np.int32), words


def _gathered(asked: Question, entered: Entered, parts: Iterable[Any]) -> tuple[Array, Array | None]:
    """The reoffences of every entry and, when asked, their severity in hundredths."""
    counts = np.zeros(entered.keys.size, np.int64)
    severity = np.zeros(entered.keys.size, np.int64) if asked.has_severity else None
    for part in parts:
        if part is not None:
            entries, found, weight = part
            counts[entries] += found
            if severity is not None:
                severity[entries] += weight
    return counts, severity


def _chunks(asked: Question) -> Iterator[Any]:
    """Readers of the offences, a chunk each: a row group, or the whole table when it is in memory."""
    names = ["person_id", "offence_date", "proven_date"]
    names += [] if asked.proofs is None else ["proved_by"]
    names += [] if asked.definition.breaches_count else ["breach"]
    names += ["severity"] if asked.has_severity else []
    source = asked.tables.sources["offences"]
    if not isinstance(source, tuple):
        yield lambda: source.select(names)
        return
    for path in source:
        file = pq.ParquetFile(path)
        for group in range(file.num_row_groups):
            yield lambda path=path, meta=file.metadata, group=group: pq.ParquetFile(
                path, metadata=meta, read_dictionary=["proved_by"]
            ).read_row_group(group, columns=names, use_threads=False)


def _chunk(asked: Question, cohort: Entered, offences: pa.Table) -> tuple[slice, Array, Array | None] | None:
    """The entries that a chunk of offences may concern, with how many follow each and their severity."""
    person = _whole(offences["person_id"])
    if person.size == 0:
        return None
    first, last = int(person.min()), int(person.max())
    ends = np.array([first << DAY_BITS, (last + 1) << DAY_BITS])
    begin, end = (int(place) for place in np.searchsorted(cohort.keys, ends))
    if begin == end:
        return None
    rows, low, high = _counting(asked, cohort.edges, offences)
    whose = person[rows].astype(np.int64) << DAY_BITS
    low, high = whose | low, whose | high
    wanted, entries = cohort.keys[begin:end], slice(begin, end)
    if not asked.has_severity:
        return entries, _ranks(np.sort(low), wanted, "right") - _ranks(_in_order(high), wanted, "left"), None
    weight = _hundredths(offences["severity"])[rows]
    (reached, of_reached), (passed, of_passed) = _running(low, weight), _running(high, weight)
    on, off = _ranks(reached, wanted, "right"), _ranks(passed, wanted, "left")
    return entries, on - off, of_reached[on] - of_passed[off]


def _counting(asked: Question, edges: Edges, offences: pa.Table) -> tuple[Array, Array, Array]:
    """The rows that may count, and the first and last index day (from the first of all) they count for."""
    committed = _whole(offences["offence_date"].cast(pa.int32()))
    begins, ends = edges.offences
    keep = committed >= begins
    keep &= committed <= ends
    if not asked.definition.breaches_count:
        keep &= ~_flags(offences["breach"])
    if asked.proofs is not None:
        codes, words = _coded(offences["proved_by"])
        keep &= np.array([word in asked.proofs for word in words], bool)[codes]
    rows = np.flatnonzero(keep)
    committed = committed[rows] - EARLIEST
    proven = _whole(offences["proven_date"].cast(pa.int32()))[rows] - EARLIEST
    low, high = np.maximum(edges.reach[committed], edges.proof_reach[proven]), edges.before[committed]
    ever = low <= high
    return (rows, low, high) if ever.all() else (rows[ever], low[ever], high[ever])


def _ranks(ordered: Array, wanted: Array, side: Literal["left", "right"]) -> Array:
    return np.searchsorted(ordered, wanted, side)


def _in_order(keys: Array) -> Array:
    return keys if (keys[1:] >= keys[:-1]).all() else np.sort(keys)


def _running(keys: Array, weight: Array) -> tuple[Array, Array]:
    """Keys in order, and the weight of those before each place."""
    order = np.argsort(keys, kind="stable")
    return keys[order], np.concatenate(([0], np.cumsum(weight[order])))


def _cells(asked: Question, cohort: Cohort, counts: Array, severity: Array | None) -> dict[Labels, Moments]:
    """Sum every cell, by way of each person's totals within it."""
    size = len(cohort.labels)
    sums = {"awaiting": _summed(cohort.cells, ~cohort.complete, size), **_predicted(cohort, counts, size)}
    if severity is None and size * (int(counts.max(initial=0)) + 1) < MOST_TALLIES:
        alone = _alone(asked, cohort)
        sums |= _tallied(cohort, counts, alone)
        if alone is not None:
            rest = _totalled(cohort, counts, None, np.flatnonzero(~alone))
            sums |= {name: sums[name] + values for name, values in rest.items()}
    else:
        sums |= _totalled(cohort, counts, severity, None)
    return {
        labels: from_row({name: values[cell] for name, values in sums.items()})
        for cell, labels in enumerate(cohort.labels)
        if sums["entries"][cell] or sums["awaiting"][cell]
    }


def _alone(asked: Question, cohort: Cohort) -> Array | None:
    """Which entries are surely their person's only one in the cell; None when all are."""
    place = cohort.keys >> DAY_BITS
    if "window" in asked.by:
        if asked.definition.takes is Takes.FIRST_PER_PERSON:
            return None
        windows = _ordinals([row.window for row in cohort.edges.rows])[0]
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


def _read(asked: Question, name: str, columns: list[str]) -> pa.Table:
    source = asked.tables.sources[name]
    if not isinstance(source, tuple):
        return source.select(columns)
    words = [c for c in columns if pa.types.is_string(asked.tables.schema(name).field(c).type)]
    return pa.concat_tables([pq.read_table(path, columns=columns, read_dictionary=words) for path in source])


def _whole(column: pa.ChunkedArray) -> Array:
    return column.to_numpy()


def _flags(column: pa.ChunkedArray) -> Array:
    return column.to_numpy(zero_copy_only=False) if isinstance(column, pa.Array) else column.to_numpy()


def _coded(column: pa.ChunkedArray) -> tuple[Array, list[Any]]:
    """A column as whole numbers and the values they stand for, None among them when some are empty."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    array = column.unify_dictionaries().combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = (
            array.chunk(0)
            if array.num_chunks
            else pa.DictionaryArray.from_arrays(pa.array([], pa.int8()), [])
        )
    words = array.dictionary.to_pylist()
    codes = array.indices
    if codes.null_count:
        codes, words = codes.fill_null(len(words)), [*words, None]
    return codes.to_numpy(zero_copy_only=False).astype(np.int32), words


def _ordinals(days: list[date]) -> tuple[Array, list[date]]:
    """Days as numbers in order of first appearance, and the days they stand for."""
    words = list(dict.fromkeys(days))
    place = {day: number for number, day in enumerate(words)}
    return np.array([place[day] for day in days], np.int32), words


def _hundredths(column: pa.ChunkedArray) -> Array:
    """Decimals of at most two places as whole hundredths; their low 64 bits hold every severity."""
    array = column.combine_chunks()
    parts = array.chunks if isinstance(array, pa.ChunkedArray) else [array]
    scale = 10 ** (2 - column.type.scale)
    low = [np.frombuffer(p.buffers()[1], np.int64)[2 * p.offset : 2 * (p.offset + len(p)) : 2] for p in parts]
    return np.concatenate(low) * scale if low else np.zeros(0, np.int64)
