"""Tables on disk or in memory, checked before anything is counted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from throughcare.foundation.kernel import Refused

from .schema import SCHEMAS, BadTables, Problem, TableSchema, check_shape, row_rules

if TYPE_CHECKING:
    import pyarrow as pa

    from .answered import Answered

MANIFEST = "extract.json"
"""The file of a folder of tables that says to which day proofs are known and how rows are laid out."""


@dataclass(frozen=True)
class Tables:
    """The tables of one extract and the last day of proofs they are known to hold.

    ``sources`` maps a table's name to its Parquet files or to an Arrow table; ``by_person`` says
    that rows are laid out by person and day, which an engine may use but must verify. ``answered`` are the
    questions answered of these tables with small cells withheld: each adds itself, and each that follows
    is answered in the light of those before it. Whoever opens the same tables again hands them on.
    """

    known_to: date
    sources: Mapping[str, tuple[Path, ...] | pa.Table]
    by_person: bool = False
    answered: list[Answered] = field(default_factory=list, compare=False, repr=False)

    def __contains__(self, name: str) -> bool:
        return name in self.sources

    def schema(self, name: str) -> pa.Schema:
        """The Arrow schema of one table."""
        return self._schemas[name]

    @cached_property
    def _schemas(self) -> dict[str, pa.Schema]:
        import pyarrow.parquet as pq

        return {
            name: pq.read_schema(source[0]) if isinstance(source, tuple) else source.schema
            for name, source in self.sources.items()
        }

    def columns(self, name: str) -> list[str]:
        """The names of one table's columns; none when the table is absent."""
        return list(self.schema(name).names) if name in self else []

    def read(self, name: str, columns: list[str] | None = None) -> pa.Table:
        """One table in memory, or some of its columns."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        source = self.sources[name]
        if not isinstance(source, tuple):
            return source if columns is None else source.select(columns)
        return pa.concat_tables([pq.read_table(path, columns=columns) for path in source])

    def show_to(self, connection: Any) -> None:
        """Give a DuckDB connection every table under its own name."""
        for name, source in self.sources.items():
            _relation(connection, source).create_view(name)

    def check(self) -> None:
        """Read every row once; BadTables names column, rows and reason of each fault."""
        _ = self._verdict

    @cached_property
    def _verdict(self) -> bool:
        problems = [problem for name in self.sources for problem in _check_rows(self, SCHEMAS[name])]
        if problems:
            raise BadTables(problems)
        return True


CHECKED = "checked.json"
"""The file that says a folder's rows have passed every check, and which files those were."""


def load(folder: Path, *, known_to: date | None = None, check: bool = True) -> Tables:
    """The tables of a folder: ``index_events.parquet``, ``offences.parquet`` and so on, or folders of parts.

    ``known_to`` is read from the folder's extract.json when not given. BadTables when one is bad;
    rows are not read again when checked.json says that these very files passed.
    """
    folder = Path(folder)
    manifest = json.loads((folder / MANIFEST).read_text()) if (folder / MANIFEST).exists() else {}
    known = known_to or (date.fromisoformat(manifest["known_to"]) if "known_to" in manifest else None)
    if known is None:
        raise Refused(
            f"{folder.name} does not say to which day proofs are known: give known_to", field="known_to"
        )
    found = {name: files for name in SCHEMAS if (files := _files(folder, name))}
    check = check and not _passed_before(folder, found, known)
    return from_sources(found, known_to=known, by_person=bool(manifest.get("by_person")), check=check)


def check_folder(folder: Path, *, known_to: date | None = None) -> Tables:
    """Check every row of a folder and write down that these files passed; BadTables when one is bad."""
    folder = Path(folder)
    (folder / CHECKED).unlink(missing_ok=True)
    tables = load(folder, known_to=known_to)
    (folder / CHECKED).write_text(json.dumps(_fingerprint(tables.sources, tables.known_to), indent=1) + "\n")
    return tables


def _passed_before(folder: Path, found: Mapping[str, Any], known_to: date) -> bool:
    told = folder / CHECKED
    return told.exists() and json.loads(told.read_text()) == _fingerprint(found, known_to)


def _fingerprint(found: Mapping[str, Any], known_to: date) -> dict[str, Any]:
    """Size and moment of writing of each file: what changes when a file does."""
    stats = {path.name: path.stat() for files in found.values() for path in files}
    return {
        "known_to": known_to.isoformat(),
        "files": {name: [one.st_size, one.st_mtime_ns] for name, one in sorted(stats.items())},
    }


def from_sources(
    sources: Mapping[str, tuple[Path, ...] | pa.Table],
    *,
    known_to: date,
    by_person: bool = False,
    check: bool = True,
) -> Tables:
    """Tables from Parquet files or Arrow tables by name; columns are always checked, rows by default."""
    for name in sources:
        if name not in SCHEMAS:
            raise Refused(f"no table is called {name}; there are {', '.join(SCHEMAS)}")
    tables = Tables(known_to, dict(sources), by_person)
    problems = [
        Problem(name, "*", None, "the table is missing")
        for name, schema in SCHEMAS.items()
        if schema.required and name not in tables
    ]
    for name in tables.sources:
        problems += check_shape(SCHEMAS[name], tables.schema(name))
    if problems:
        raise BadTables(problems)
    if check:
        tables.check()
    return tables


def _files(folder: Path, name: str) -> tuple[Path, ...]:
    one = folder / f"{name}.parquet"
    return (one,) if one.exists() else tuple(sorted((folder / name).glob("*.parquet")))


def _check_rows(tables: Tables, schema: TableSchema) -> list[Problem]:
    import duckdb

    names = tables.columns(schema.name)
    rules = row_rules(schema, names)
    counts = [f"count(*) filter (where {rule.bad})" for rule in rules]
    if "proven_date" in names:
        counts.append(f"count(*) filter (where proven_date > date '{tables.known_to}')")
    if schema.unique:
        counts.append(f"count({schema.unique}) - count(distinct {schema.unique})")
    with duckdb.connect() as connection:
        relation = _relation(connection, tables.sources[schema.name])
        row = relation.aggregate(", ".join(counts)).fetchall()[0]
    faults = [(rule.column, rule.reason) for rule in rules]
    if "proven_date" in names:
        faults.append(("proven_date", f"is after {tables.known_to}, the last day proofs are known to"))
    if schema.unique:
        faults.append((schema.unique, "repeats a number that another row has"))
    return [
        Problem(schema.name, column, rows, reason)
        for (column, reason), rows in zip(faults, row, strict=True)
        if rows
    ]


def _relation(connection: Any, source: tuple[Path, ...] | pa.Table) -> Any:
    if isinstance(source, tuple):
        return connection.read_parquet([str(path) for path in source])
    return connection.from_arrow(source)
