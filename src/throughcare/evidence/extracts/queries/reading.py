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

from throughcare.casework.assessment.queries import extract as assessment
from throughcare.casework.courts.queries import extract as courts
from throughcare.casework.people.queries import extract as people
from throughcare.casework.supervision.queries import extract as supervision
from throughcare.foundation.access import extract as access

from .. import rules as joining

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
    found: date | None = asked(cursor, courts.KNOWN_TO, today)["known_to"][0].as_py()
    return found


def read(cursor: Any, to: date) -> tuple[dict[str, pa.Table], dict[str, int]]:
    """The rows of every table by the text id of their person, and how many index events could not be had, by why."""
    said = {name: rule["value"] for name, rule in rules()["rules"].items()}
    return joined(published(cursor, to, said), to, said)


def published(cursor: Any, to: date, said: Mapping[str, Any]) -> dict[str, pa.Table]:
    """What each context publishes of its own tables, by the names that joins use."""
    return {
        "survivors": asked(cursor, people.SURVIVORS),
        "people": asked(cursor, people.PEOPLE),
        "sentences": asked(cursor, courts.SENTENCES, to),
        "offences": asked(cursor, courts.OFFENCES, to),
        "requirements": asked(cursor, courts.REQUIREMENTS, to),
        "releases": asked(cursor, supervision.RELEASES, said["released"]),
        "matters": asked(cursor, supervision.MATTERS),
        "scores": asked(cursor, assessment.SCORES, said["predicted_by"]),
        "harm": asked(cursor, assessment.HARM),
        "organisations": asked(cursor, access.ORGANISATIONS),
    }


def joined(
    tables: Mapping[str, pa.Table], to: date, said: Mapping[str, Any]
) -> tuple[dict[str, pa.Table], dict[str, int]]:
    """The tables of an extract from what was published, by the extract's own rules; and what was left out."""
    import duckdb

    begins = {"to": to, "orders": said["index_events"]}
    with duckdb.connect() as connection:
        for name, table in tables.items():
            connection.register(name, table)

        def ask(question: str, **given: object) -> pa.Table:
            return connection.sql(question, params=given or None).to_arrow_table()

        found = {
            "people": ask(joining.PEOPLE),
            "index_events": ask(joining.EVENTS, **begins, within=said["known_within"]),
            "offences": ask(joining.OFFENCES, proven_by=said["proven_by"], breaches=said["breaches"]),
            "services": ask(joining.SERVICES),
        }
        [without] = ask(joining.LEFT_OUT, **begins).to_pylist()
    return found, without


def asked(cursor: Any, sql: str, *values: Any) -> pa.Table:
    """One question; days go as text and are cast in SQL, where their types are exact."""
    cursor.execute(sql, [str(value) for value in values] or None)
    return cursor.fetch_arrow_table()
