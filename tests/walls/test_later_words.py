"""What is done to a row later says who does it, and when: nobody ends, answers, settles or withdraws in another's name, or earlier."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.apps import apps
from django.db.models import DateTimeField, Model, UUIDField
from support.database import Database
from support.service import a_person, managed
from support.wall_visits import made_about
from support.wall_world import World

from throughcare.foundation.access.every_wall import walled_models
from throughcare.foundation.access.in_force import changeable
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.walls import WORKER, privileges_of
from throughcare.foundation.kernel import new_id
from throughcare.server.database.urls import Role

# Columns of such names that say something else than who did something to the row, or when.
SAYS_OTHERWISE = {
    "allocation_weeklyworkload.reckoned_at": "written over each time the week is reckoned, by the job that reckons it",
    "audit_delivery.done_at": "machinery that no row policy guards",
    "enforcement_failure.ended_at": "not before it was noted, whenever that was",
    "programmes_groupsession.starts_at": "when it is to be held",
    "recall_recall.due_at": "a time limit",
}


def ours() -> list[tuple[type[Model], Any]]:
    walls = walled_models()
    return [
        (model, walls[model._meta.db_table])
        for model in apps.get_models()
        if model._meta.db_table in walls and model.__module__.startswith("throughcare.")
    ]


def test_every_column_that_says_who_did_something_later_or_when_is_held_against_who_does_it():
    loose = []
    for model, wall in ours():
        table = model._meta.db_table
        if "UPDATE" not in f"{privileges_of(wall)} {wall.jobs}":
            continue
        said = {
            str(field.column)
            for field in model._meta.concrete_fields
            if (isinstance(field, DateTimeField) and field.column.endswith("_at"))
            or (isinstance(field, UUIDField) and field.column.endswith("_by"))
        }
        may = set(changeable(table, wall, WORKER) or [])
        loose += [f"{table}.{column}" for column in said & may - set(wall.by.later)]
    assert sorted(set(loose)) == sorted(SAYS_OTHERWISE)


def later() -> list[tuple[str, str]]:
    """Each column about a person that says of something done later, with its table."""
    return [
        (model._meta.db_table, column)
        for model, wall in ours()
        for column in wall.by.later
        if "UPDATE" in privileges_of(wall)
        and any(field.column == "person_id" for field in model._meta.concrete_fields)
    ]


def tries(web: psycopg.Connection[Any], table: str, column: str, value: object, person: UUID) -> bool | None:
    """Whether a change to a person's rows was refused as untrue; None where there is no row that may be changed at all."""
    try:
        with web.transaction(force_rollback=True):
            changed = web.execute(f"UPDATE {table} SET {column} = %s WHERE person_id = %s", [value, person])  # type: ignore[call-overload]
            return False if changed.rowcount else None
    except psycopg.errors.InsufficientPrivilege as refused:
        return "says who does it" in str(refused)
    except psycopg.errors.IntegrityError:
        return False


@pytest.fixture(scope="module")
def found(world: World, database: Database) -> dict[tuple[str, str], tuple[list[bool | None], bool | None]]:
    """Of each such column with a row that a senior sees: whether each untrue change was refused, and whether the true one was."""
    person = managed(a_person(world.here))
    made_about(person)
    by, at = person.team.senior, person.service.later()
    answers = {}
    for table, column in later():
        untrue = (
            [at - timedelta(days=400), at + timedelta(days=400)]
            if column.endswith("_at")
            else [person.team.officer.id, new_id()]
        )
        with database.connect(Role.WEB) as web:
            if seen(web, by, at, table, person.id):
                refused = [tries(web, table, column, value, person.id) for value in untrue]
                answers[table, column] = (
                    refused,
                    tries(web, table, column, at if column.endswith("_at") else by.id, person.id),
                )
            web.rollback()
    return answers


def seen(web: psycopg.Connection[Any], by: Member, at: Any, table: str, person: UUID) -> bool:
    web.execute("SELECT access_open_session(%s, %s)", [by.id, at])
    row = web.execute(f"SELECT count(*) FROM {table} WHERE person_id = %s", [person]).fetchone()  # type: ignore[call-overload]
    return bool(row and row[0])


def test_nobody_says_that_another_did_it_or_that_it_was_done_at_another_time(
    found: dict[tuple[str, str], tuple[list[bool | None], bool | None]],
):
    reached = {where: said for where, said in found.items() if None not in said[0]}
    assert len(reached) >= 10, "rows were made of many tables"
    assert {where: said for where, said in reached.items() if said != ([True, True], False)} == {}
