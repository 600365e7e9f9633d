"""One moment of the whole database, read as the auditor, by ADBC and straight into Arrow: for counting, never for showing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.db import connections

if TYPE_CHECKING:
    import pyarrow as pa

AUDITOR = "auditor"


@contextmanager
def snapshot() -> Iterator[Any]:
    """A cursor on one moment of the whole database, as the auditor; nothing can be written through it."""
    import adbc_driver_postgresql.dbapi as adbc

    with adbc.connect(_uri(connections[AUDITOR].get_connection_params())) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield cursor
        connection.rollback()


def _uri(given: Mapping[str, Any]) -> str:
    """An address for ADBC; whatever is not who, where or which goes along as libpq's own options."""
    who = f"{quote(str(given.get('user', '')), safe='')}:{quote(str(given.get('password', '')), safe='')}"
    ours = {
        "user",
        "password",
        "dbname",
        "pool",
        "cursor_factory",
        "context",
        "prepare_threshold",
        "client_encoding",
    }
    rest = urlencode({name: str(value) for name, value in given.items() if name not in ours and value})
    return f"postgresql://{who}@/{quote(str(given['dbname']), safe='')}?{rest}"


def asked(cursor: Any, sql: str, *values: Any) -> pa.Table:
    """One question; days go as text and are cast in SQL, where their types are exact."""
    cursor.execute(sql, [str(value) for value in values] or None)
    return cursor.fetch_arrow_table()
