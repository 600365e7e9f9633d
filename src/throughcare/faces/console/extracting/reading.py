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

if TYPE_CHECKING:
    import pyarrow as pa

AUDITOR = "auditor"
# A merged record counts as the one that survives it, through however many mergings.
SURVIVORS = """WITH RECURSIVE whose(id, root) AS (
  SELECT id, id FROM people_person WHERE merged_into_id IS NULL
  UNION ALL SELECT p.id, w.root FROM people_person p JOIN whose w ON p.merged_into_id = w.id)"""
KNOWN_TO = 'SELECT max("on") AS known_to FROM courts_appearance WHERE "on" <= $1::date'
PEOPLE = """SELECT id::text AS person, died_on,
  CASE sex WHEN 'F' THEN 'female' WHEN 'M' THEN 'male' END AS sex,
  CASE left(ethnicity, 1) WHEN 'A' THEN 'asian' WHEN 'B' THEN 'black' WHEN 'M' THEN 'mixed'
    WHEN 'W' THEN 'white' WHEN 'O' THEN 'other' END AS ethnicity_group
  FROM people_person WHERE merged_into_id IS NULL ORDER BY id"""
EVENTS = f"""{SURVIVORS}
  SELECT row_number() OVER (ORDER BY s.id)::bigint AS event_id, w.root::text AS person, s.imposed_on AS event_date,
    'court_order' AS kind, c.area_code AS area, o."group" AS offence_group,
    date_part('year', age(s.imposed_on, p.date_of_birth))::integer AS age
  FROM courts_sentence s JOIN whose w ON w.id = s.person_id JOIN people_person p ON p.id = w.root
  LEFT JOIN LATERAL (SELECT k.area_code FROM supervision_matter m JOIN supervision_case k ON k.id = m.case_id
    WHERE m.about_id = s.id ORDER BY m.at LIMIT 1) c ON true
  LEFT JOIN courts_appearanceoffence ao ON ao.appearance_id = s.appearance_id AND ao.main
  LEFT JOIN courts_offence o ON o.code = ao.offence_id
  WHERE s.imposed_on <= $1::date AND s.kind = ANY ($2::text[]) ORDER BY s.id"""
OFFENCES = f"""{SURVIVORS}
  SELECT w.root::text AS person, ao."on" AS offence_date, a."on" AS proven_date,
    o.code = ANY ($3::text[]) AS breach, 'conviction' AS proved_by, o."group" AS offence_group
  FROM courts_appearanceoffence ao JOIN courts_appearance a ON a.id = ao.appearance_id
  JOIN courts_offence o ON o.code = ao.offence_id JOIN whose w ON w.id = ao.person_id
  WHERE a."on" <= $1::date AND a.outcome = ANY ($2::text[]) ORDER BY ao.id"""
SERVICES = f"""{SURVIVORS}
  SELECT w.root::text AS person, r.kind AS service, coalesce(b.name, 'not recorded') AS provider,
    s.imposed_on AS started_on,
    CASE WHEN coalesce(r.ended_on, s.ended_on) >= s.imposed_on THEN coalesce(r.ended_on, s.ended_on) END AS ended_on
  FROM courts_requirement r JOIN courts_sentence s ON s.id = r.sentence_id JOIN whose w ON w.id = r.person_id
  LEFT JOIN LATERAL (SELECT g.name FROM supervision_matter m JOIN supervision_case k ON k.id = m.case_id
    JOIN access_organisation g ON g.id = k.organisation_id WHERE m.about_id = s.id ORDER BY m.at LIMIT 1) b ON true
  WHERE s.imposed_on <= $1::date ORDER BY r.id"""
CUSTODY = """SELECT count(*)::bigint AS n FROM courts_sentence
  WHERE imposed_on <= $1::date AND NOT kind = ANY ($2::text[])"""


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
    found: date | None = _asked(cursor, KNOWN_TO, today)["known_to"][0].as_py()
    return found


def read(cursor: Any, to: date) -> tuple[dict[str, pa.Table], int]:
    """The rows of every table by the text id of their person, and how many custodial sentences were left out."""
    said = {name: rule["value"] for name, rule in rules()["rules"].items()}
    tables = {
        "people": _asked(cursor, PEOPLE),
        "index_events": _asked(cursor, EVENTS, to, said["index_events"]),
        "offences": _asked(cursor, OFFENCES, to, said["proven_by"], said["breaches"]),
        "services": _asked(cursor, SERVICES, to),
    }
    return tables, _asked(cursor, CUSTODY, to, said["index_events"])["n"][0].as_py()


def _asked(cursor: Any, sql: str, *values: Any) -> pa.Table:
    """One question; days and lists go as text and are cast in SQL, where their types are exact."""
    cursor.execute(sql, [_text(value) for value in values] or None)
    return cursor.fetch_arrow_table()


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    quoted = ('"' + str(one).replace("\\", "\\\\").replace('"', '\\"') + '"' for one in value)
    return "{" + ",".join(quoted) + "}"
