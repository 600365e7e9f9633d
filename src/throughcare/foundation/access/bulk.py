"""Writing many rows at once, through the same policies as one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from django.db import connection
from django.db.models import Model
from psycopg import sql

_FEW = 200
_numbers = count()


def insert_all(rows: Sequence[Model]) -> None:
    """Insert new rows of one model, in order; many go by COPY into a passing table and then through the policies."""
    if not rows:
        return
    model = type(rows[0])
    if len(rows) <= _FEW:
        model._base_manager.bulk_create(rows)
        return
    fields = list(model._meta.concrete_fields)
    columns = sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields])
    table = sql.Identifier(model._meta.db_table)
    passing = sql.Identifier(f"passing_{next(_numbers)}")
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE TEMP TABLE {} (LIKE {}) ON COMMIT DROP").format(passing, table))
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(passing, columns)) as copy:
            for row in rows:
                copy.write_row([f.get_db_prep_save(f.pre_save(row, True), connection) for f in fields])
        cursor.execute(
            sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(table, columns, columns, passing)
        )
        cursor.execute(sql.SQL("DROP TABLE {}").format(passing))
