"""What is read for an extract: one snapshot of the database, as the auditor, by ADBC and straight into Arrow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import yaml
from django.db import connections

from . import asking

if TYPE_CHECKING:
    import pyarrow as pa

AUDITOR = "auditor"


@cache
def rules() -> Mapping[str, Any]:
    """What an extract takes for what, with labels and sources, and what it leaves out."""
    found: Mapping[str, Any] = yaml.safe_load(files(__package__).joinpath("rules.yaml").read_text("utf-8"))
    return found


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


def known_to(cursor: Any, today: date) -> date | None:
    """The day of the latest court result up to today; None when there is none."""
    found: date | None = _asked(cursor, asking.KNOWN_TO, today)["known_to"][0].as_py()
    return found


def read(cursor: Any, to: date) -> tuple[dict[str, pa.Table], dict[str, int]]:
    """The rows of every table by the text id of their person, and how many index events could not be had, by why."""
    said = {name: rule["value"] for name, rule in rules()["rules"].items()}
    begins = (to, said["index_events"], said["released"])
    tables = {
        "people": _asked(cursor, asking.PEOPLE),
        "index_events": _asked(cursor, asking.EVENTS, *begins, said["predicted_by"], said["known_within"]),
        "offences": _asked(cursor, asking.OFFENCES, to, said["proven_by"], said["breaches"]),
        "services": _asked(cursor, asking.SERVICES, to),
    }
    [without] = _asked(cursor, asking.LEFT_OUT, *begins).to_pylist()
    return tables, without


def _asked(cursor: Any, sql: str, *values: Any) -> pa.Table:
    """One question; days and lists go as text and are cast in SQL, where their types are exact."""
    cursor.execute(sql, [_text(value) for value in values] or None)
    return cursor.fetch_arrow_table()


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int):
        return str(value)
    quoted = ('"' + str(one).replace("\\", "\\\\").replace('"', '\\"') + '"' for one in value)
    return "{" + ",".join(quoted) + "}"
