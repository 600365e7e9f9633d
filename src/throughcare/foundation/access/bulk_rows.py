"""Writing many rows at once, through the same policies as one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import Field, Model, fields
from psycopg import sql

_FEW = 20
_HANDFUL = 8
_PLAIN = (
    fields.UUIDField,
    fields.CharField,
    fields.TextField,
    fields.DateField,
    fields.IntegerField,
    fields.BooleanField,
)
_numbers = count()


def insert_all(rows: Sequence[Model]) -> None:
    """Insert new rows of one model, in order; many go by COPY into a passing table and then through the policies."""
    if not rows:
        return
    model = type(rows[0])
    if len(rows) <= _FEW or not _may_copy():
        model._base_manager.bulk_create(rows, batch_size=2000)
        return
    prepared = [(field, _goes_as_it_is(field)) for field in model._meta.concrete_fields]
    columns = sql.SQL(", ").join([sql.Identifier(str(field.column)) for field, _ in prepared])
    table = sql.Identifier(model._meta.db_table)
    passing = sql.Identifier(f"passing_{next(_numbers)}")
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE TEMP TABLE {} (LIKE {}) ON COMMIT DROP").format(passing, table))
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(passing, columns)) as copy:
            for row in rows:
                copy.write_row([_value(row, field, as_it_is) for field, as_it_is in prepared])
        cursor.execute(
            sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(table, columns, columns, passing)
        )
        cursor.execute(sql.SQL("DROP TABLE {}").format(passing))


def _goes_as_it_is(field: Field[Any, Any]) -> bool:
    """Whether a field's value in Python is what the database takes, so that preparing it can be skipped."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return False
    return isinstance(field, _PLAIN) or type(field).__name__ == "ForeignKey"


def _value(row: Model, field: Field[Any, Any], as_it_is: bool) -> Any:
    if as_it_is:
        return getattr(row, str(field.attname))
    return field.get_db_prep_save(field.pre_save(row, True), connection)


def _may_copy() -> bool:
    """Whether this process may make passing tables: the worker may, the web may not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_database_privilege(current_database(), 'TEMPORARY')")
        row = cursor.fetchone()
    return bool(row and row[0])


def insert_rows(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
    """Insert new rows given as values of named columns, which must be all the model's, by COPY; returns how many."""
    if not rows:
        return 0
    if not _may_copy():
        insert_all([model(**dict(zip(names, row, strict=True))) for row in rows])
        return len(rows)
    table, columns = _names(model, names)
    with connection.cursor() as cursor:
        passing = _passing(cursor, table, columns, rows)
        cursor.execute(sql.SQL("INSERT INTO {} ({}) SELECT * FROM {}").format(table, columns, passing))
        written = int(cursor.rowcount)
        cursor.execute(sql.SQL("DROP TABLE {}").format(passing))
    return written


def change_all(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
    """Change many rows, each its id and then values of the named columns, through the policies; returns how many."""
    if not rows:
        return 0
    if len(rows) < _HANDFUL or not _may_copy():
        return sum(
            model._base_manager.filter(pk=row[0]).update(**dict(zip(names, row[1:], strict=True)))
            for row in rows
        )
    table, columns = _names(model, ["id", *names])
    changes = sql.SQL(", ").join([sql.SQL("{0} = p.{0}").format(sql.Identifier(name)) for name in names])
    with connection.cursor() as cursor:
        passing = _passing(cursor, table, columns, rows)
        cursor.execute(sql.SQL("ANALYZE {}").format(passing))
        cursor.execute(
            sql.SQL("UPDATE {0} SET {1} FROM {2} p WHERE {0}.id = p.id").format(table, changes, passing)
        )
        changed = int(cursor.rowcount)
        cursor.execute(sql.SQL("DROP TABLE {}").format(passing))
    return changed


def _names(model: type[Model], names: Sequence[str]) -> tuple[sql.Identifier, sql.Composed]:
    return sql.Identifier(model._meta.db_table), sql.SQL(", ").join([sql.Identifier(n) for n in names])


def _passing(
    cursor: Any, table: sql.Identifier, columns: sql.Composed, rows: Sequence[Sequence[Any]]
) -> sql.Identifier:
    passing = sql.Identifier(f"passing_{next(_numbers)}")
    made = sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA")
    cursor.execute(made.format(passing, columns, table))
    with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(passing)) as copy:
        for row in rows:
            copy.write_row(row)
    return passing
