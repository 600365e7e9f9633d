"""Run a question: on DuckDB by default, on Spark when outgrown, in plain Python to be sure."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.disclosure import Labels

from . import reference
from .calendar import calendar_rows
from .definition import Claims, Unit
from .moments import Moments, from_row
from .question import Question

if TYPE_CHECKING:
    from .expression import Inputs

ENGINES = ("auto", "duckdb", "spark", "sorted", "reference")
SPARK_ADDRESS = "THROUGHCARE_SPARK"
"""The environment variable that holds the address of a Spark Connect server, such as sc://host:15002."""


class Engine(Protocol):
    """Answers one question; every answer is keyed by the labels of a cell."""

    def moments(self) -> dict[Labels, Moments]:
        """The counts of every cell."""
        ...

    def durations(self) -> dict[Labels, Counter[reference.Duration]]:
        """Days to the first reoffence or to censoring, and how many entries of each."""
        ...

    def milestones(self) -> dict[tuple[Labels, str], reference.Milestone]:
        """Entries looked at, known and achieved, for each cell and outcome on the way."""
        ...

    def people_in(self, labels: Labels) -> list[int]:
        """The people with a complete entry in one cell."""
        ...


class Plain:
    """The reference implementation."""

    def __init__(self, asked: Question) -> None:
        self._asked = asked

    def moments(self) -> dict[Labels, Moments]:
        """The counts of every cell."""
        return reference.moments(self._asked)

    def durations(self) -> dict[Labels, Counter[reference.Duration]]:
        """Days to the first reoffence or to censoring, and how many entries of each."""
        return reference.durations(self._asked)

    def milestones(self) -> dict[tuple[Labels, str], reference.Milestone]:
        """Entries looked at, known and achieved, for each cell and outcome on the way."""
        return reference.milestones(self._asked)

    def people_in(self, labels: Labels) -> list[int]:
        """The people with a complete entry in one cell."""
        return reference.people_in(self._asked, labels)


class ThroughIbis:
    """The ibis expression on a connected backend; entries are made once and asked several times."""

    def __init__(self, asked: Question, given: Inputs) -> None:
        self._asked = asked
        self._given = given

    @cached_property
    def _entered(self) -> Any:
        from . import expression

        return _kept(self._given.calendar.get_backend(), expression.entries(self._given))

    def _rows(self, table: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
        return rows

    def _labels(self, row: dict[str, Any]) -> Labels:
        return tuple(row[name] for name in self._asked.by)

    def moments(self) -> dict[Labels, Moments]:
        """The counts of every cell."""
        from . import expression

        rows = self._rows(expression.moments(self._given, self._entered))
        return {self._labels(row): from_row(row) for row in rows if row["entries"] is not None}

    def durations(self) -> dict[Labels, Counter[reference.Duration]]:
        """Days to the first reoffence or to censoring, and how many entries of each."""
        from . import expression

        found: dict[Labels, Counter[reference.Duration]] = {}
        for row in self._rows(expression.durations(self._given, self._entered)):
            cell = found.setdefault(self._labels(row), Counter())
            cell[int(row["days"]), bool(row["happened"])] = int(row["entries"])
        return found

    def milestones(self) -> dict[tuple[Labels, str], reference.Milestone]:
        """Entries looked at, known and achieved, for each cell and outcome on the way."""
        from . import expression

        rows = self._rows(expression.milestones(self._given, self._entered))
        counts = ("looked_at", "known", "achieved")
        return {
            (self._labels(row), row["outcome"]): tuple(int(row[name]) for name in counts)  # type: ignore[misc]
            for row in rows
        }

    def people_in(self, labels: Labels) -> list[int]:
        """The people with a complete entry in one cell."""
        from . import expression

        rows = self._rows(expression.people_in(self._given, self._entered, labels))
        return [int(row["person_id"]) for row in rows]


def _kept(connection: Any, table: Any) -> Any:
    """The table made once where the engine can keep it: DuckDB can; Spark reads its files again."""
    import ibis

    if connection.name != "duckdb":
        return table
    connection.raw_sql(f"create or replace temp table t_entries as {ibis.to_sql(table)}")
    return connection.table("t_entries", database=("temp", "main"))


class Sorted:
    """The quick engine for counts; what it does not do itself it leaves to DuckDB, opened when first needed."""

    def __init__(self, asked: Question, stack: ExitStack) -> None:
        self._asked = asked
        self._stack = stack

    @cached_property
    def _other(self) -> Engine:
        return self._stack.enter_context(opened(self._asked, "duckdb"))

    def moments(self) -> dict[Labels, Moments]:
        """The counts of every cell."""
        from . import merging

        return merging.moments(self._asked)

    def durations(self) -> dict[Labels, Counter[reference.Duration]]:
        """Days to the first reoffence or to censoring, and how many entries of each."""
        return self._other.durations()

    def milestones(self) -> dict[tuple[Labels, str], reference.Milestone]:
        """Entries looked at, known and achieved, for each cell and outcome on the way."""
        return self._other.milestones()

    def people_in(self, labels: Labels) -> list[int]:
        """The people with a complete entry in one cell."""
        return self._other.people_in(labels)


def chosen(asked: Question, engine: str) -> str:
    """The engine that a question goes to; Refused when there is none of that name or it does not know how."""
    if engine not in ENGINES:
        raise Refused(f"no engine is called {engine}; there are {', '.join(ENGINES)}", field="engine")
    quick = asked.definition.unit is Unit.OFFENCE and asked.definition.claims is Claims.SHARED
    if engine == "sorted" and not quick:
        raise Refused(f"the sorted engine does not know how to count {asked.definition.name}", field="engine")
    if engine != "auto":
        return engine
    return "sorted" if quick and asked.tables.by_person else "duckdb"


@contextmanager
def opened(asked: Question, engine: str = "auto", *, backend: Any = None) -> Iterator[Engine]:
    """An engine ready to answer a question; ``backend`` may be an ibis connection of one's own.

    Refused for an engine that is unknown, or for Spark without an address.
    """
    engine = "duckdb" if backend is not None else chosen(asked, engine)
    if engine == "reference":
        yield Plain(asked)
        return
    if engine == "sorted":
        with ExitStack() as stack:
            yield Sorted(asked, stack)
        return
    with tempfile.TemporaryDirectory(prefix="throughcare-") as folder:
        connection = backend if backend is not None else _connect(engine)
        try:
            yield ThroughIbis(asked, _inputs(asked, connection, Path(folder)))
        finally:
            if backend is None:
                connection.disconnect()


def _connect(engine: str) -> Any:
    import ibis

    if engine != "spark":
        return ibis.duckdb.connect()
    address = os.environ.get(SPARK_ADDRESS)
    if not address:
        raise Refused(
            f"set {SPARK_ADDRESS} to the address of a Spark Connect server, such as sc://host:15002"
        )
    from pyspark.sql import SparkSession

    return ibis.pyspark.connect(SparkSession.builder.remote(address).getOrCreate())


def _inputs(asked: Question, connection: Any, folder: Path) -> Inputs:
    from .expression import Inputs

    tables = {name: _bound(connection, name, source, folder) for name, source in asked.tables.sources.items()}
    calendar = _bound(connection, "index_calendar", _calendar(asked, tables["index_events"]), folder)
    return Inputs(asked, calendar, tables)


def _bound(connection: Any, name: str, source: Any, folder: Path) -> Any:
    """A table of the engine: Parquet where it lies, or written to a passing folder first."""
    import pyarrow.parquet as pq

    if not isinstance(source, tuple):
        path = folder / f"{name}.parquet"
        pq.write_table(source, path)
        source = (path,)
    named, paths = f"t_{name}_{new_id().hex}", [str(path) for path in source]
    if connection.name == "duckdb":
        return connection.read_parquet(paths, table_name=named)
    # ibis hands Spark one path only; a table may be several files
    connection._session.read.parquet(*paths).createOrReplaceTempView(named)
    return connection.table(named)


def _calendar(asked: Question, events: Any) -> Any:
    import pyarrow as pa

    span = (
        events.aggregate(first=events.event_date.min(), last=events.event_date.max()).to_pyarrow().to_pylist()
    )
    first, last = span[0]["first"], span[0]["last"]
    rows: Sequence[Any] = [] if first is None else list(calendar_rows(asked.definition, first, last))
    names = ("day", "window", "year", "opens", "closes", "proven_by")
    return pa.table({name: pa.array([getattr(row, name) for row in rows], pa.date32()) for name in names})
