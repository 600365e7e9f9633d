"""A directory as tables: which rows hold together, and the documents that those make.

A row that points to nothing is refused, and so is every row that points to a refused one: what is left is whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..catalogue import CatalogueFault
from .shapes import CHILDREN, Child, Column, columns_of, from_cell, misspelt_name, tables, value_fault

Cells = Mapping[str, str]
Package = Mapping[str, Sequence[Cells]]
"""The rows of each table by the name of its file."""

_SINGULAR = {
    "service": "services",
    "organization": "organizations",
    "service_at_locations": "service_at_location",
    "fundings": "funding",
    "service_capacities": "service_capacity",
}


def table_named(file_name: str) -> str | None:
    """The table that a file of a package is, whether its name is singular or plural; None where it is none."""
    bare = file_name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1].removesuffix(".csv").strip().lower()
    tried = (bare, _SINGULAR.get(bare, ""), f"{bare}s", f"{bare}es", f"{bare[:-1]}ies" if bare else "")
    return next((one for one in tried if one in tables()), None)


@dataclass
class Row:
    """One row of a package as it is read: its table and line, its values, and every fault so far."""

    table: str
    file_name: str
    line: int
    cells: Cells
    values: dict[str, object]
    faults: list[CatalogueFault]

    @property
    def id(self) -> str:
        """Its key; empty where none was given."""
        return str(self.values.get("id", ""))


def check_tables(package: Package) -> list[Row]:
    """Every row of a package with its faults: values that are none, keys twice, and pointers to nothing or to what is refused."""
    rows = [
        _read(table, name, line, cells)
        for name, given in package.items()
        if (table := table_named(name)) is not None
        for line, cells in enumerate(given, 2)
    ]
    _refuse_repeated(rows)
    known = {(row.table, row.id): row for row in rows if row.id and not _is_repeated(row)}
    _refuse_pointing_to_nothing(rows, known)
    _refuse_resting_on_refused(rows, known)
    return rows


def _read(table: str, name: str, line: int, cells: Cells) -> Row:
    columns, faults = columns_of(table), list[CatalogueFault]()
    if wrong := cells.get("") or misspelt_name(table, cells):
        faults.append(CatalogueFault("the row", f"This row {wrong}." if "" in cells else f"{wrong}."))
    values = {
        key: from_cell(columns[key], written.strip())
        for key, written in cells.items()
        if key in columns and written.strip()
    }
    for column in columns.values():
        if column.name not in values:
            if column.needed or column.needed_in_tables:
                faults.append(CatalogueFault(column.name, "This is empty, and every row has one."))
        elif because := value_fault(column, values[column.name]):
            faults.append(CatalogueFault(column.name, because))
    return Row(table, name, line, cells, values, faults)


_REPEATED = "An earlier row of this table has the same id."


def _refuse_repeated(rows: Iterable[Row]) -> None:
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if row.id and (row.table, row.id) in seen:
            row.faults.append(CatalogueFault("id", _REPEATED))
        seen.add((row.table, row.id))


def _is_repeated(row: Row) -> bool:
    return any(fault.because == _REPEATED for fault in row.faults)


def _pointers(row: Row) -> Iterator[tuple[Column, str, tuple[str, ...]]]:
    """What a row points to: the column, the key, and the tables in which it may be."""
    for column in columns_of(row.table).values():
        key = str(row.values.get(column.name, ""))
        if key and column.points_to:
            yield column, key, (column.points_to,)
    for name, kind in (("link_id", "link_entity"), ("resource_id", "resource_type")):
        if name in columns_of(row.table) and row.values.get(name):
            said = table_named(str(row.values.get(kind, "")))
            yield columns_of(row.table)[name], str(row.values[name]), (said,) if said else tuple(tables())


def _refuse_pointing_to_nothing(rows: Iterable[Row], known: Mapping[tuple[str, str], Row]) -> None:
    for row in rows:
        for column, key, among in _pointers(row):
            if not any((table, key) in known for table in among):
                where = among[0] if len(among) == 1 else "any table"
                row.faults.append(CatalogueFault(column.name, f"“{key[:40]}” is no row of {where}."))


def _refuse_resting_on_refused(rows: Sequence[Row], known: Mapping[tuple[str, str], Row]) -> None:
    """Until no more falls: what points to a refused row is refused, with the row named."""
    fallen = True
    while fallen:
        fallen = False
        for row in rows:
            if row.faults:
                continue
            for column, key, among in _pointers(row):
                found = next((known[table, key] for table in among if (table, key) in known), None)
                if found is not None and found.faults:
                    because = f"Row {found.line} of {found.file_name}, to which this points, was refused."
                    row.faults.append(CatalogueFault(column.name, because))
                    fallen = True


def assemble(rows: Sequence[Row]) -> list[tuple[Row, dict[str, object]]]:
    """The services of a package whose rows hold together, each with its row, as whole documents."""
    good = [row for row in rows if not row.faults]
    return [(row, _document("services", row, _Linked(good))) for row in good if row.table == "services"]


class _Linked:
    """Good rows by their keys, and by what they hang from."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.by_id: dict[tuple[str, str], Row] = {}
        self.hanging: dict[tuple[str, str, str], list[Row]] = {}
        for row in rows:
            self.by_id[row.table, row.id] = row
            for column, key, _ in _pointers(row):
                self.hanging.setdefault((row.table, column.name, key), []).append(row)


# By which column a row of a table hangs from what holds it.
_HANGS = {
    "services": "service_id",
    "organizations": "organization_id",
    "service_at_location": "service_at_location_id",
    "locations": "location_id",
    "phones": "phone_id",
}
_POINTER = {
    "organizations": "organization_id",
    "programs": "program_id",
    "locations": "location_id",
    "taxonomy_terms": "taxonomy_term_id",
    "units": "unit_id",
}


def _document(table: str, row: Row, linked: _Linked) -> dict[str, object]:
    columns = columns_of(table)
    made: dict[str, object] = {
        name: value
        for name, value in row.values.items()
        if not columns[name].points_to or name == "parent_id"
    }
    for name, child in CHILDREN.get(table, {}).items():
        found = _children(table, row, child, linked)
        if found:
            made[name] = found if child.many else found[0]
    return made


def _children(table: str, row: Row, child: Child, linked: _Linked) -> list[dict[str, object]]:
    if not child.many:
        pointed = linked.by_id.get((child.table, str(row.values.get(_POINTER[child.table], ""))))
        return [_document(child.table, pointed, linked)] if pointed else []
    column = "link_id" if child.table == "attributes" else _HANGS[table]
    return [
        _document(child.table, one, linked) for one in linked.hanging.get((child.table, column, row.id), ())
    ]
