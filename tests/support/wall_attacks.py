"""Attacks by direct SQL as the web role: what a member gets at that they should not, and what is kept from them.

Each is asked of a superuser's connection inside a transaction: it becomes the web role and a member, and stops.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from support.service import NOW
from support.wall_truths import lay_what_may_change, true_to_the_case, untrue
from support.wall_world import a_row_like, insert_row, kept_by_permission, person_walled, rows_of
from throughcare.foundation.access.every_wall import walled_models
from throughcare.foundation.access.in_force import changeable
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.walls import privileges_of

Findings = list[str]

SAID_NOW = {"enforcement_decisionaudit": "audited_at", "recall_recallreader": "ended_at"}
"""Rows that are changed once, to say that something is done now: a change that says nothing is none that a wall lets in."""


def _tables(only: str) -> dict[str, str]:
    """All that a grant alone opens; or one by name, also of those that ask for a permission besides."""
    every = person_walled()
    return {only: (every | kept_by_permission())[only]} if only else every


@contextmanager
def as_web(c: psycopg.Connection[Any], member: Member | None) -> Iterator[None]:
    """Be the web role with a member's session open; what is written inside is undone."""
    with c.transaction(force_rollback=True):
        c.execute("SET LOCAL ROLE throughcare_web")
        c.execute("SELECT access_open_session(%s, %s)", [member.id if member else None, NOW])
        yield


def reads(c: psycopg.Connection[Any], member: Member | None, person: UUID, only: str = "") -> dict[str, int]:
    """How many rows of each person-walled table about a person a member reads."""
    with as_web(c, member):
        return {table: rows_of(c, table, column, person) for table, column in _tables(only).items()}


def reads_outside(
    c: psycopg.Connection[Any], member: Member | None, outside: UUID, only: str = ""
) -> Findings:
    """Tables in which a member reads rows about a person outside their wall."""
    return [f"{table}: reads {n} outside" for table, n in reads(c, member, outside, only).items() if n]


def blind_inside(c: psycopg.Connection[Any], member: Member, inside: UUID, only: str = "") -> Findings:
    """Tables in which a member cannot read rows about a person inside their wall."""
    return [f"{table}: blind inside" for table, n in reads(c, member, inside, only).items() if not n]


def writes_outside(
    c: psycopg.Connection[Any], member: Member, inside: UUID, outside: UUID, only: str = ""
) -> Findings:
    """Tables in which a member writes about a person outside: a new row, a change, a deletion, or a row moved over."""
    wrong = []
    for table, column in _tables(only).items():
        may = privileges_of(walled_models()[table])
        if "INSERT" in may and _inserts(c, member, table, column, outside):
            wrong.append(f"{table}: inserts outside")
        if "UPDATE" in may and _alters(c, member, table, column, outside):
            wrong.append(f"{table}: updates outside")
        if (
            "UPDATE" in may
            and column != "id"
            and _changes(c, member, _move(table, column), [outside, inside])
        ):
            wrong.append(f"{table}: moves a row outside")
        if _changes(c, member, _delete(table, column), [outside]):
            wrong.append(f"{table}: deletes outside")
    return wrong


def stopped_inside(c: psycopg.Connection[Any], member: Member, inside: UUID, only: str = "") -> Findings:
    """Tables in which a member cannot write about a person inside: the wall would be a locked door."""
    wrong = []
    for table, column in _tables(only).items():
        may = privileges_of(walled_models()[table])
        if "INSERT" in may and not _inserts(c, member, table, column, inside):
            wrong.append(f"{table}: cannot insert inside")
        if "UPDATE" in may and not _alters(c, member, table, column, inside):
            wrong.append(f"{table}: cannot update inside")
    return wrong


def untrue_inside(c: psycopg.Connection[Any], member: Member, inside: UUID, table: str) -> Findings:
    """What is not true of a person's case and a member writes all the same, though they see the person."""
    column, wrong = person_walled()[table], []
    with c.transaction(force_rollback=True):
        true = _a_true_row(c, member, table, column, inside)
        for row in untrue(true, table):
            if _succeeds(c, member, lambda r=row: insert_row(c, table, r)):
                wrong.append(f"{table}: inserts {[k for k in row if row[k] != true[k]]} untrue")
    return wrong


def signed(row: dict[str, Any], table: str, member: Member) -> dict[str, Any]:
    """The same row, but what says who wrote it, for whom and when is true: the wall alone lets it in or keeps it out."""
    by = walled_models()[table].by
    hat = {by.member: member.id, by.unit: member.unit_id, by.organisation: member.organisation_id}
    true = {column: str(value) for column, value in hat.items()} | {by.at: NOW.isoformat()}
    return row | {column: value for column, value in true.items() if column}


def _change(table: str, column: str) -> sql.Composed:
    """A change that changes nothing, of a column that may be changed, in the rows about somebody; or that says it is done now."""
    columns = changeable(table, walled_models()[table]) or []
    said = sql.Identifier(SAID_NOW.get(table, columns[0]))
    value = sql.SQL("app_at()") if table in SAID_NOW else said
    return sql.SQL("UPDATE {t} SET {said} = {value} WHERE {c} = %s").format(
        t=sql.Identifier(table), said=said, value=value, c=sql.Identifier(column)
    )


def _move(table: str, column: str) -> sql.Composed:
    return sql.SQL("UPDATE {t} SET {c} = %s WHERE {c} = %s").format(
        t=sql.Identifier(table), c=sql.Identifier(column)
    )


def _delete(table: str, column: str) -> sql.Composed:
    return sql.SQL("DELETE FROM {} WHERE {} = %s").format(sql.Identifier(table), sql.Identifier(column))


def _succeeds(c: psycopg.Connection[Any], member: Member, act: Any) -> bool:
    """Whether a write gets past privileges and policies; a constraint that stops it afterwards is no wall."""
    with suppress(psycopg.errors.InsufficientPrivilege):
        with suppress(psycopg.errors.IntegrityError), as_web(c, member):
            act()
        return True
    return False


def _a_true_row(
    c: psycopg.Connection[Any], member: Member, table: str, column: str, person: UUID
) -> dict[str, Any]:
    return true_to_the_case(c, signed(a_row_like(c, table, column, person), table, member), table, member)


def _inserts(c: psycopg.Connection[Any], member: Member, table: str, column: str, person: UUID) -> bool:
    """Whether a new row about somebody, in which nothing is untrue, gets in; what its truth stands on is laid before it."""
    with c.transaction(force_rollback=True):
        row = _a_true_row(c, member, table, column, person)
        return _succeeds(c, member, lambda: insert_row(c, table, row))


def _alters(c: psycopg.Connection[Any], member: Member, table: str, column: str, person: UUID) -> bool:
    """Whether a change that changes nothing reaches rows about somebody, of which some may be changed."""
    with c.transaction(force_rollback=True):
        lay_what_may_change(c, table, person, member)
        return _changes(c, member, _change(table, column), [person])


def _changes(c: psycopg.Connection[Any], member: Member, statement: sql.Composed, values: list[UUID]) -> bool:
    """Whether a change reaches any row."""
    reached = False

    def act() -> None:
        nonlocal reached
        reached = c.execute(statement, values).rowcount > 0

    try:
        with as_web(c, member):
            act()
    except psycopg.errors.InsufficientPrivilege:
        return False
    except psycopg.errors.IntegrityError:
        return True
    return reached
