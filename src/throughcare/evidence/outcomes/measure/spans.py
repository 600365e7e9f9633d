"""Spans of people that can be counted apart, read from the row groups of Parquet files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from threading import local
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .tables import Tables

Read = Callable[[list[str]], pa.Table]
"""Reads the columns named."""
MOST_READINGS = 2
"""How often, on average, a row group of offences may be read before one span for everybody is quicker."""


@dataclass(frozen=True)
class Span:
    """The index events of some people, and every chunk of offences that may hold any of theirs."""

    events: Read
    offences: tuple[Read, ...]


class File:
    """One Parquet file, opened once by each thread that reads it, words as codes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.metadata = pq.read_metadata(path)
        self.schema = self.metadata.schema.to_arrow_schema()
        self._opened = local()

    def read(self, group: int, columns: list[str]) -> pa.Table:
        """Columns of one row group, on the thread that asks."""
        if not hasattr(self._opened, "file"):
            words = [field.name for field in self.schema if pa.types.is_string(_plain(field.type))]
            self._opened.file = pq.ParquetFile(self._path, metadata=self.metadata, read_dictionary=words)
        return self._opened.file.read_row_group(group, columns=columns, use_threads=False)

    def statistics(self, column: str) -> list[tuple[Any, Any]] | None:
        """The least and greatest value of a column in each row group; None where a group does not say."""
        place = self.schema.get_field_index(column)
        groups = range(self.metadata.num_row_groups)
        told = [self.metadata.row_group(number).column(place).statistics for number in groups]
        if any(one is None or not one.has_min_max for one in told):
            return None
        return [(one.min, one.max) for one in told]


@dataclass(frozen=True)
class Group:
    """One row group: where it lies, and the first and last person in it."""

    file: File
    number: int
    first: int
    last: int

    def read(self, columns: list[str]) -> pa.Table:
        """Its rows, words as codes; on the thread that asks."""
        return self.file.read(self.number, columns)


def spans(tables: Tables) -> list[Span]:
    """Spans that share no people, where row groups lie by person; otherwise one span for everybody."""
    events, offences = _groups(tables, "index_events"), _groups(tables, "offences")
    whole = Span(partial(tables.read, "index_events"), _readers(tables, offences))
    if events is None or offences is None:
        return [whole]
    events = sorted(events, key=lambda group: group.first)
    if any(later.first <= earlier.last for earlier, later in pairwise(events)):
        return [whole]
    beside = [[o for o in offences if o.first <= e.last and o.last >= e.first] for e in events]
    if sum(map(len, beside)) > MOST_READINGS * max(1, len(offences)) + len(events):
        return [whole]
    return [Span(e.read, tuple(o.read for o in theirs)) for e, theirs in zip(events, beside, strict=True)]


def ends_of(tables: Tables, name: str, column: str) -> tuple[Any, Any] | None:
    """The least and greatest value of a column, from the files' own statistics where they have them."""
    source = tables.sources[name]
    found = [File(path).statistics(column) for path in source] if isinstance(source, tuple) else [None]
    if any(one is None for one in found):
        import pyarrow.compute as pc

        ends = pc.min_max(tables.read(name, [column])[column]).as_py()
        return None if ends["min"] is None else (ends["min"], ends["max"])
    pairs = [pair for one in found for pair in one or []]
    return (min(low for low, _ in pairs), max(high for _, high in pairs)) if pairs else None


def _readers(tables: Tables, groups: list[Group] | None) -> tuple[Read, ...]:
    return (partial(tables.read, "offences"),) if groups is None else tuple(group.read for group in groups)


def _groups(tables: Tables, name: str) -> list[Group] | None:
    """The row groups of a table; None when it is in memory or does not say who is in them."""
    source = tables.sources[name]
    if not isinstance(source, tuple):
        return None
    found = []
    for path in source:
        file = File(path)
        pairs = file.statistics("person_id")
        if pairs is None:
            return None
        found += [Group(file, number, *pair) for number, pair in enumerate(pairs)]
    return found


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind
