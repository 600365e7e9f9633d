"""Tables that somebody sends as CSV or Parquet, made into the documented ones; every bad row named by line and column.

A row that cannot be read is never left out alone: its person's reoffending would then seem not to have happened. So the
person is set aside from every table, and counted; a row whose person cannot be read is counted apart.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from throughcare.foundation.kernel import Refused, columns_fault

from .cells import Unreadable, read_cell
from .schema import SCHEMAS, Column, Kind, TableSchema, row_rules
from .tables import Tables, from_sources

if TYPE_CHECKING:
    import pyarrow as pa

BREAKDOWNS: Mapping[str, tuple[Column, ...]] = {
    "index_events": (
        Column("area", Kind.WORDS, "where", required=False, may_be_null=True),
        Column("age", Kind.NUMBER, "age on the day of the event, in years", required=False, may_be_null=True),
        Column("age_band", Kind.WORDS, "band of ages", required=False, may_be_null=True),
        Column("offence_group", Kind.WORDS, "group of the offence", required=False, may_be_null=True),
        Column("harm", Kind.WORDS, "risk of serious harm", required=False, may_be_null=True),
    ),
    "people": (
        Column("sex", Kind.WORDS, "male or female", required=False, may_be_null=True),
        Column("ethnicity_group", Kind.WORDS, "group of ethnicity", required=False, may_be_null=True),
    ),
}
"""The columns besides the documented ones by which what is sent may be broken down, or compared."""
MOST_ROWS = 1_000_000
MOST_UNPACKED = 1 << 30
MOST_NAMED = 500
"""How many faults are named; all are counted."""
BATCH = 5_000
LINE = "_line"
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Sent:
    """One file as it was sent: the table it is, the file's own name, and its bytes."""

    table: str
    file_name: str
    content: bytes

    @property
    def is_parquet(self) -> bool:
        """Whether it is a Parquet file, which its first bytes say."""
        return self.content[:4] == b"PAR1"


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell: the table, its line (a row of Parquet counts from 1), the column, and why."""

    table: str
    line: int
    column: str
    because: str


@dataclass
class Received:
    """What became of the tables sent: those that can be measured, every fault, and who was set aside for one."""

    tables: Tables
    faults: list[Fault] = field(default_factory=list)
    faulty: int = 0
    people_aside: int = 0
    rows_aside: Counter[str] = field(default_factory=Counter)
    rows_of_nobody: int = 0


def columns_of(table: str) -> tuple[Column, ...]:
    """Every column that a table sent may have, the documented first."""
    return (*SCHEMAS[table].columns, *BREAKDOWNS.get(table, ()))


def check_sent(one: Sent) -> None:
    """Refuse, before anything is kept, a file that cannot be opened or whose columns are not those of its table.

    An unknown column is refused by its name with the nearest that there is; ``field`` is the table.
    """
    if not one.content.strip():
        raise Refused(f"{one.file_name} is empty.", field=one.table)
    known = columns_of(one.table)
    required = [c.name for c in known if c.required]
    found, rows = _parquet_shape(one) if one.is_parquet else (_header(one), None)
    if rows is not None and rows > MOST_ROWS:
        raise Refused(
            f"{one.file_name} has {rows:,} rows. At most {MOST_ROWS:,} are taken at once.", field=one.table
        )
    wrong = columns_fault(found, [c.name for c in known], required)
    if wrong:
        held = ", ".join(c.name for c in known)
        raise Refused(f"{one.file_name}: {wrong}. Its columns may be {held}.", field=one.table)


def receive(files: Sequence[Sent], known_to: date, told: Told = lambda done, of: None) -> Received:
    """Read every file, set aside whom a bad row is about, and check the rest as any extract is.

    ``told`` hears how many rows are read, of how many. Refused when no index event is left.
    """
    lines = {one.table: _row_count(one) for one in files}
    whole, before = sum(lines.values()), 0
    read: dict[str, pa.Table] = {}
    faults: list[Fault] = []
    bad: dict[str, set[int]] = {}
    for one in files:
        table, found = _read(one, lambda done, start=before: told(start + done, whole))  # type: ignore[misc]
        found += _broken_rules(SCHEMAS[one.table], table, known_to)
        read[one.table], bad[one.table] = table, {fault.line for fault in found}
        faults += found
        before += lines[one.table]
    told(whole, whole)
    return _received(read, bad, sorted(faults, key=_in_order), known_to)


def _in_order(fault: Fault) -> tuple[int, int, str]:
    return list(SCHEMAS).index(fault.table), fault.line, fault.column


def _received(
    read: Mapping[str, pa.Table], bad: Mapping[str, set[int]], faults: list[Fault], known_to: date
) -> Received:
    aside, of_nobody = _people_of(read, bad)
    kept = {name: _without(table, bad[name], aside) for name, table in read.items()}
    if not kept["index_events"].num_rows:
        first = faults[0] if faults else None
        why = f" The first fault is in line {first.line:,}, {first.column}: {first.because}." if first else ""
        raise Refused(f"No row of index_events can be measured.{why}", field="index_events")
    tables = from_sources(
        {name: table.drop_columns([LINE]) for name, table in kept.items()}, known_to=known_to
    )
    rows = Counter(
        {n: read[n].num_rows - t.num_rows for n, t in kept.items() if read[n].num_rows > t.num_rows}
    )
    return Received(tables, faults[:MOST_NAMED], len(faults), len(aside), rows, of_nobody)


def _people_of(read: Mapping[str, pa.Table], bad: Mapping[str, set[int]]) -> tuple[set[int], int]:
    """The people whom bad rows are about, and how many bad rows are about nobody that can be told."""
    people: set[int] = set()
    of_nobody = 0
    for name, table in read.items():
        for line, person in zip(table[LINE].to_pylist(), table["person_id"].to_pylist(), strict=True):
            if line in bad[name]:
                of_nobody += person is None
                people |= set() if person is None else {person}
    return people, of_nobody


def _without(table: pa.Table, lines: set[int], people: set[int]) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    if not lines and not people:
        return table
    out = pc.or_(
        pc.is_in(table[LINE], value_set=pa.array(sorted(lines), pa.int64())),
        pc.is_in(table["person_id"], value_set=pa.array(sorted(people), pa.int64())),
    )
    return table.filter(pc.invert(out))


def _read(one: Sent, told: Callable[[int], None]) -> tuple[pa.Table, list[Fault]]:
    """A file as a table of the documented columns and the line of each row; cells that could not be read are empty."""
    import pyarrow as pa

    held, rows = _parquet_rows(one) if one.is_parquet else _csv_rows(one)
    columns = [c for c in columns_of(one.table) if c.name in held]
    schema = pa.schema([*((c.name, _type_of(c.kind)) for c in columns), (LINE, pa.int64())])
    places = [held.index(c.name) for c in columns]
    faults: list[Fault] = []
    batches, lines = [], 0
    for batch in _batches(rows):
        read = [_row(one.table, columns, places, line, cells, len(held), faults) for line, cells in batch]
        across = zip(*read, strict=True)
        arrays = [pa.array(values, kind.type) for values, kind in zip(across, schema, strict=True)]
        batches.append(pa.record_batch(arrays, schema=schema))
        lines += len(read)
        told(lines)
    return pa.Table.from_batches(batches, schema=schema), faults


def _row(
    table: str, columns: Sequence[Column], places: Sequence[int], line: int, cells: Sequence[Any], width: int,
    faults: list[Fault],
) -> list[Any]:  # fmt: skip
    """One row as it is kept, each fault added to those found."""
    if len(cells) != width:  # whose it is cannot be told either: a cell may stand in another's place
        because = f"has {len(cells)} cells where the first line names {width} columns"
        faults.append(Fault(table, line, "the row", because))
        return [*[None] * len(columns), line]
    kept: list[Any] = []
    for column, place in zip(columns, places, strict=True):
        try:
            value = read_cell(column.kind, cells[place])
        except Unreadable as wrong:
            faults.append(Fault(table, line, column.name, str(wrong)))
            value = None
        else:
            if value is None and not column.may_be_null:
                faults.append(Fault(table, line, column.name, "is empty"))
        kept.append(value)
    return [*kept, line]


def _batches(rows: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[list[tuple[int, Sequence[Any]]]]:
    batch: list[tuple[int, Sequence[Any]]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _broken_rules(schema: TableSchema, table: pa.Table, known_to: date) -> list[Fault]:
    """Rows that break the rules that every extract keeps, each with its line; empty cells were named before."""
    import duckdb

    rules = [
        (r.column, r.bad, r.reason) for r in row_rules(schema, table.column_names) if r.reason != "is empty"
    ]
    if "proven_date" in table.column_names:
        late = f"is after {known_to:%-d %B %Y}, the last day proofs are known to"
        rules.append(("proven_date", f"proven_date > date '{known_to}'", late))
    asked = [(column, f"SELECT {LINE} FROM sent WHERE {bad}", why) for column, bad, why in rules]
    if schema.unique:
        again = f"row_number() OVER (PARTITION BY {schema.unique} ORDER BY {LINE}) > 1"
        repeated = f"SELECT {LINE} FROM sent WHERE {schema.unique} IS NOT NULL QUALIFY {again}"
        asked.append((schema.unique, repeated, "repeats a number that an earlier row has"))
    with duckdb.connect() as connection:
        connection.register("sent", table)
        return [
            Fault(schema.name, line, column, why)
            for column, sql, why in asked
            for (line,) in connection.execute(sql).fetchall()
        ]


def _type_of(kind: Kind) -> pa.DataType:
    import pyarrow as pa

    made: dict[Kind, pa.DataType] = {
        Kind.NUMBER: pa.int64(),
        Kind.DAY: pa.date32(),
        Kind.WORDS: pa.string(),
        Kind.YES_NO: pa.bool_(),
        Kind.DECIMAL: pa.decimal128(9, 2),
        Kind.SHARE: pa.float64(),
    }
    return made[kind]


def _text(one: Sent) -> str:
    try:
        return one.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            f"{one.file_name} is neither Parquet nor text in UTF-8. Save it as CSV in UTF-8.", field=one.table
        ) from None


def _header(one: Sent) -> list[str]:
    try:
        first: list[str] = next(csv.reader(io.StringIO(_text(one), newline="")), [])
    except csv.Error:
        first = []
    if len(first) < 2:
        raise Refused(
            f"{one.file_name} has no first line that names its columns with commas between.", field=one.table
        )
    return [name.strip() for name in first]


def _csv_rows(one: Sent) -> tuple[list[str], Iterator[tuple[int, Sequence[Any]]]]:
    reader = csv.reader(io.StringIO(_text(one), newline=""))
    header = [name.strip() for name in next(reader)]

    def rows() -> Iterator[tuple[int, Sequence[Any]]]:
        line = reader.line_num + 1
        try:
            for cells in reader:
                if cells:
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error:
            raise Refused(
                f"{one.file_name} cannot be read from line {line:,} on: a quotation mark is not closed, or a cell is too long.",
                field=one.table,
            ) from None

    return header, rows()


def _row_count(one: Sent) -> int:
    rows = _parquet_shape(one)[1] if one.is_parquet else one.content.count(b"\n")
    if rows > MOST_ROWS + 1:
        raise Refused(f"{one.file_name} has over {MOST_ROWS:,} rows. Send fewer.", field=one.table)
    return rows


def _parquet(one: Sent) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(pa.BufferReader(one.content))
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        raise _not_parquet(one) from None


def _not_parquet(one: Sent) -> Refused:
    return Refused(
        f"{one.file_name} is not a Parquet file that can be read. Write it again.", field=one.table
    )


def _parquet_shape(one: Sent) -> tuple[list[str], int]:
    held = _parquet(one)
    told = held.metadata
    if sum(told.row_group(n).total_byte_size for n in range(told.num_row_groups)) > MOST_UNPACKED:
        raise Refused(f"{one.file_name} is too large once unpacked. Send fewer rows.", field=one.table)
    return list(held.schema_arrow.names), told.num_rows


def _parquet_rows(one: Sent) -> tuple[list[str], Iterator[tuple[int, Sequence[Any]]]]:
    import pyarrow as pa

    held = _parquet(one)
    names = list(held.schema_arrow.names)

    def rows() -> Iterator[tuple[int, Sequence[Any]]]:
        row = 0
        try:
            for batch in held.iter_batches(batch_size=BATCH):
                for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    row += 1
                    yield row, cells
        except (pa.ArrowException, OSError, ValueError, OverflowError):
            raise _not_parquet(one) from None

    return names, rows()
