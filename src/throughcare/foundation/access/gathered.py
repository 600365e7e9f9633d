"""Lists of rows of many tables, read by one statement: each context says which rows of its own a page reads, and gets its
models back.

The statement is made once for a set of lists, holds no value and is planned once by each connection; the policies of every
table are asked whenever it is run, with the settings of whoever asks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField
from django.db import connection, models
from psycopg.types.range import Range

Row = TypeVar("Row", bound=models.Model)
T = TypeVar("T")


class Prepared(str):
    """SQL that is sent with its values apart and planned once by each connection: each value's type is written beside it."""

    __slots__ = ()


@dataclass(frozen=True, eq=False)
class Rows(Generic[Row]):
    """Rows of one model, in an order, at most so many: ``which`` is a condition in SQL on the model's own table, named t."""

    model: type[Row]
    which: str
    order: str
    most: int | None = None


@dataclass
class Gathered:
    """What one statement read, by list."""

    found: dict[Rows[Any], list[Any]]
    _made: dict[Any, Any] = field(default_factory=dict)

    def of(self, rows: Rows[Row]) -> list[Row]:
        """The rows of a list that was asked for; a KeyError where it was not."""
        return cast(list[Row], self.found[rows])

    def some(self, rows: Rows[Row]) -> list[Row]:
        """The rows of a list, none where it was not asked for."""
        return cast(list[Row], self.found.get(rows, []))

    def once(self, make: Callable[[Gathered], T]) -> T:
        """What is worked out from what was read, worked out the first time and kept."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(T, self._made[make])


def gather(lists: Iterable[Rows[Any]], **values: Any) -> Gathered:
    """Read lists of rows in one statement as the viewer; ``values`` are what their conditions name, as ``%(name)s``."""
    wanted = tuple(lists)
    with connection.cursor() as cursor:
        cursor.execute(_statement(wanted), values)
        row = cursor.fetchone()
    answer = json.loads(row[0]) if row else [[] for _ in wanted]
    return Gathered({rows: _models(rows.model, found) for rows, found in zip(wanted, answer, strict=True)})


@cache
def _statement(lists: tuple[Rows[Any], ...]) -> Prepared:
    return Prepared("SELECT json_build_array(" + ", ".join(_list(rows) for rows in lists) + ")::text")


def _list(rows: Rows[Any]) -> str:
    values = ", ".join(_written(one) for one in rows.model._meta.concrete_fields)
    limit = f" LIMIT {rows.most}" if rows.most is not None else ""
    return (
        f"(SELECT coalesce(json_agg(json_build_array({values})), '[]') FROM (SELECT t.* FROM {rows.model._meta.db_table} t"
        f" WHERE {rows.which} ORDER BY {rows.order}{limit}) t)"
    )


def _written(one: models.Field[Any, Any]) -> str:
    """A column as JSON holds it without losing anything."""
    column = f't."{one.column}"'
    if isinstance(one, models.DecimalField):
        return f"{column}::text"
    if isinstance(one, (DateRangeField, DateTimeRangeField)):
        return (
            f"CASE WHEN {column} IS NOT NULL THEN json_build_array(lower({column}), upper({column}),"
            f" lower_inc({column}), isempty({column})) END"
        )
    return column


def _models(model: type[Row], found: list[list[Any]]) -> list[Row]:
    names, readers = _readers(model)
    for row in found:
        for place, read in readers:
            if row[place] is not None:
                row[place] = read(row[place])
    return [model.from_db("default", names, row) for row in found]


@cache
def _readers(model: type[models.Model]) -> tuple[list[str], list[tuple[int, Callable[[Any], Any]]]]:
    fields = [(str(one.attname), _reader(one)) for one in model._meta.concrete_fields]
    return [name for name, _ in fields], [(n, read) for n, (_, read) in enumerate(fields) if read is not None]


_AS_JSON_HAS_IT = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.JSONField,
)


def _reader(one: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How a value of JSON becomes the column's own again; None where it is that already."""
    if isinstance(one, models.ForeignKey):
        return _reader(one.target_field)
    if isinstance(one, ArrayField):
        return _each(_reader(one.base_field))
    if isinstance(one, DateTimeRangeField):
        return lambda ends: _range(ends, datetime.fromisoformat)
    if isinstance(one, DateRangeField):
        return lambda ends: _range(ends, date.fromisoformat)
    if isinstance(one, _AS_JSON_HAS_IT):
        return None
    for kind, read in _READ.items():
        if isinstance(one, kind):
            return read
    raise TypeError(f"{one} cannot be read from JSON")


def _each(read: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    return None if read is None else lambda many: [read(value) for value in many]


_READ: dict[type[models.Field[Any, Any]], Callable[[Any], Any]] = {
    models.UUIDField: UUID,
    models.DateTimeField: datetime.fromisoformat,  # before DateField, which it is one of
    models.DateField: date.fromisoformat,
    models.TimeField: time.fromisoformat,
    models.DecimalField: Decimal,
}


def _range(ends: list[Any], read: Callable[[str], Any]) -> Range[Any]:
    first, last, has_first, is_empty = ends
    if is_empty:
        return Range(empty=True)
    return Range(
        read(first) if first else None, read(last) if last else None, f"{'[' if has_first else '('})"
    )
