"""Two people in two services that know nothing of each other, with a row of everything about each of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from support.people import joins
from support.service import HERE, NOW, THERE, Person, Service, a_person, a_service, managed
from throughcare.foundation.access.every_wall import walled_models
from throughcare.foundation.access.following import hung_on
from throughcare.foundation.access.follows import GoesWith, declared
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.walls import KeptBy, PersonWall
from throughcare.foundation.kernel import new_id
from throughcare.server.database.roles import admin_address


@dataclass(frozen=True)
class World:
    """Two services; ``inside`` is a person of the first and ``outside`` one of the second."""

    here: Service
    there: Service
    inside: Person
    outside: Person

    @property
    def unit(self) -> UUID:
        """The unit that answers for the person inside."""
        return self.inside.team.unit

    def member(self, role: str) -> Member:
        """A new member of that unit in a role."""
        return joins(self.unit, role)


@cache
def the_world() -> World:
    """One world for a whole run: made once, looked at by many tests, changed by none."""
    services = a_service(local=HERE), a_service(local=THERE)
    inside, outside = (managed(a_person(service)) for service in services)
    return World(*services, inside, outside)


def person_walled() -> dict[str, str]:
    """Every table guarded person by person, with the column that names the person."""
    found = {table: wall.column for table, wall in walled_models().items() if isinstance(wall, PersonWall)}
    return dict(sorted(found.items()))


def kept_by_permission() -> dict[str, str]:
    """Every table about people that asks for a permission besides a grant, with the column that names the person.

    All but the restrictions: a row there closes the record itself, and nothing about the person would be seen any more.
    """
    found = {table: wall.column for table, wall in walled_models().items() if isinstance(wall, KeptBy)}
    return {table: found[table] for table in sorted(found) if table != "access_restriction"}


def superuser(access: Any, name: str) -> psycopg.Connection[Any]:
    """A connection that may become any role: for breaking walls in a transaction that is rolled back."""
    return psycopg.connect(**admin_address(access, name).keywords())


_NUMBERS = count()  # so that of two rows made up none says what another may say once
_NULLABLE = """SELECT column_name, is_nullable = 'YES', data_type, udt_name, character_maximum_length FROM information_schema.columns
  WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position"""


def rows_of(c: psycopg.Connection[Any], table: str, column: str, person: UUID) -> int:
    """How many rows of a table about a person the connection's role sees."""
    found = c.execute(
        sql.SQL("SELECT count(*) FROM {} WHERE {} = %s").format(
            sql.Identifier(table), sql.Identifier(column)
        ),
        [person],
    ).fetchone()
    assert found is not None
    return int(found[0])


def a_row_like(c: psycopg.Connection[Any], table: str, column: str, person: UUID) -> dict[str, Any]:
    """A row that could be a new one about a person: a copy of one of theirs with an id of its own."""
    found = c.execute(
        sql.SQL("SELECT to_jsonb(t) FROM {} t WHERE {} = %s LIMIT 1").format(
            sql.Identifier(table), sql.Identifier(column)
        ),
        [person],
    ).fetchone()
    assert found is not None, f"{table} holds nothing about the person"
    return {**found[0], "id": str(new_id())}


def insert_row(c: psycopg.Connection[Any], table: str, row: dict[str, Any]) -> None:
    """Insert a row given as JSON."""
    c.execute(
        sql.SQL("INSERT INTO {t} SELECT (jsonb_populate_record(NULL::{t}, %s::jsonb)).*").format(
            t=sql.Identifier(table)
        ),
        [Jsonb(row)],
    )


def furnish(c: psycopg.Connection[Any], person: Person) -> None:
    """As a superuser, without checks of keys: give a person a row in every table about people that has none."""
    c.execute("SET LOCAL session_replication_role = replica")
    for table, column in (person_walled() | kept_by_permission()).items():
        if rows_of(c, table, column, person.id) == 0:
            _drop_checks(c, table)
            insert_row(c, table, _plausible(c, table) | {column: str(person.id), "id": str(new_id())})
    hang_on_their_own(c, person.id)
    c.execute("SET LOCAL session_replication_role = origin")


def hung() -> dict[str, tuple[str, str]]:
    """Every table whose rows go with another's, with the column and the other table."""
    return {
        model._meta.db_table: (follows.column, hung_on(model, follows))
        for model, follows in declared()
        if isinstance(follows, GoesWith) and hasattr(model, "person_id")
    }


def hang_on_their_own(c: psycopg.Connection[Any], person: UUID) -> None:
    """Let what was made up about a person hang on rows that are about the same person."""
    for table, (column, other) in hung().items():
        c.execute(
            sql.SQL(
                "UPDATE {t} x SET {c} = (SELECT o.id FROM {o} o WHERE o.person_id = %(p)s LIMIT 1) WHERE x.person_id = %(p)s"
                " AND NOT EXISTS (SELECT 1 FROM {o} o WHERE o.id = x.{c} AND o.person_id = %(p)s)"
            ).format(t=sql.Identifier(table), c=sql.Identifier(column), o=sql.Identifier(other)),
            {"p": person},
        )


def _drop_checks(c: psycopg.Connection[Any], table: str) -> None:
    listed = "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass"
    for (name,) in c.execute(listed, [table]).fetchall():
        c.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name))
        )


def _plausible(c: psycopg.Connection[Any], table: str) -> dict[str, Any]:
    """A value of its type for every column that must have one."""
    made: dict[str, Any] = {}
    for name, nullable, kind, udt, longest in c.execute(_NULLABLE, [table]).fetchall():
        if not nullable:
            made[name] = _value(kind, udt, longest)
    return made


def _value(kind: str, udt: str, longest: int | None) -> Any:
    by_kind: dict[str, Any] = {
        "uuid": str(new_id()), "integer": 1, "smallint": 1, "bigint": 1, "boolean": False, "double precision": 1.0,
        "numeric": 1, "timestamp with time zone": NOW.isoformat(), "date": "2026-11-02", "jsonb": {}, "ARRAY": [],
        "time without time zone": "10:00",
    }  # fmt: skip
    ranges = {"tstzrange": f"[{NOW.isoformat()},)", "daterange": "[2026-11-02,)"}
    return by_kind.get(kind, ranges.get(udt, f"x{next(_NUMBERS):x}"[:longest]))
