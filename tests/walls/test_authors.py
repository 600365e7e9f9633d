"""Who wrote a row, for whom and when are facts: what a row says of them is held against who writes it."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.apps import apps
from support.database import Database
from support.wall_world import World

from throughcare.foundation.access.every_wall import walled_models
from throughcare.foundation.access.walls import privileges_of
from throughcare.foundation.kernel import new_id
from throughcare.server.database.urls import Role

SAYS_WHO = {"member_id", "asked_by", "offered_by", "started_by", "recorded_by", "membership_id"}
SAYS_WHEN = {
    "at",
    "asked_at",
    "offered_at",
    "started_at",
    "recorded_at",
    "declared_at",
    "made_at",
    "scored_at",
    "adopted_at",
}
# Columns of these names that say something else: whom the row is about, or when a week was reckoned.
ABOUT_SOMEBODY = {
    ("supervision_tenure", "member_id"),
    ("allocation_staffterms", "member_id"),
    ("allocation_reduction", "member_id"),
    ("allocation_weeklyworkload", "member_id"),
    ("courts_codemeaning", "member_id"),  # the same
    ("courts_courtcode", "member_id"),  # none where the list came with the product
    ("competition_hat", "member_id"),  # who wears it; given_by says who wrote it
    ("protection_meetinginvited", "member_id"),  # who is asked; invited_by says who wrote it
    ("programmes_training", "member_id"),  # who is trained; made_by says who wrote it
    ("extracts_answeredquestion", "at"),  # machinery that no row policy guards: it is about nobody
    ("audit_announcement", "member_id"),  # none where the service itself announces; its policy says so
}


def test_every_column_that_says_who_wrote_a_row_or_when_is_held_against_who_writes_it():
    walls, loose = walled_models(), []
    for model in apps.get_models():
        table = model._meta.db_table
        wall = walls.get(table)
        if (
            wall is None
            or not model.__module__.startswith("throughcare.")
            or "INSERT" not in privileges_of(wall)
        ):
            continue
        if table in {
            "audit_entry",
            "audit_decision",
        }:  # their policies are written out, and tried line by line
            continue
        for column in {str(f.column) for f in model._meta.concrete_fields} & (SAYS_WHO | SAYS_WHEN):
            if column not in wall.by.columns and (table, column) not in ABOUT_SOMEBODY:
                loose.append(f"{table}.{column}")
    assert sorted(loose) == []


ENTRY: dict[str, str] = {
    "id": "gen_random_uuid()", "kind": "'note'", "what": "'Said so'", "note": "''", "at": "app_at()",
    "member_id": "app_member()", "organisation_id": "app_organisation()",
}  # fmt: skip
UNTRUE = {
    "in another member's name": {"member_id": "gen_random_uuid()"},
    "in nobody's name": {"member_id": "NULL"},
    "for another organisation": {"organisation_id": "gen_random_uuid()"},
    "for no organisation": {"organisation_id": "NULL"},
    "dated before": {"at": "app_at() - interval '1 minute'"},
    "dated after": {"at": "app_at() + interval '1 minute'"},
}


def written(world: World, values: dict[str, str]) -> tuple[str, list[Any]]:
    said = ENTRY | {"person_id": "%s", "case_id": "%s"} | values
    sql = f"INSERT INTO supervision_timelineentry ({', '.join(said)}) VALUES ({', '.join(said.values())})"
    return sql, [world.inside.id, world.inside.case]


@pytest.mark.parametrize("untrue", UNTRUE)
def test_a_line_of_the_timeline_is_in_ones_own_name_for_ones_own_organisation_and_of_now(
    untrue: str, world: World, database: Database
):
    with database.connect(Role.WEB) as web:
        web.execute(
            "SELECT access_open_session(%s, %s)", [world.inside.team.officer.id, world.inside.service.at]
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege), web.transaction():
            web.execute(*written(world, UNTRUE[untrue]))  # type: ignore[call-overload]
        web.execute(*written(world, {}))  # type: ignore[call-overload]
        web.rollback()


def test_a_token_is_for_oneself(world: World, database: Database):
    make = (
        'INSERT INTO access_token (id, membership_id, digest, label, password, "only", made_at, expires_at)'
        " VALUES (gen_random_uuid(), %s, %s, 'x', '', '', app_at(), app_at() + interval '1 day')"
    )
    mine, theirs = world.inside.team.officer.id, world.inside.team.senior.id
    with database.connect(Role.WEB) as web:
        web.execute("SELECT access_open_session(%s, %s)", [mine, world.inside.service.at])
        with pytest.raises(psycopg.errors.InsufficientPrivilege), web.transaction():
            web.execute(make, [theirs, new_id().hex])
        web.execute(make, [mine, new_id().hex])
        web.rollback()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE people_person SET recorded_by_unit = gen_random_uuid()",
        "UPDATE people_person SET merged_into_id = gen_random_uuid()",
        "UPDATE supervision_tenure SET member_id = gen_random_uuid()",
        "UPDATE supervision_transfer SET to_unit = gen_random_uuid()",
        "UPDATE access_membership SET role = 'administrator'",
        "UPDATE access_token SET membership_id = gen_random_uuid()",
        "UPDATE access_sharingagreement SET purpose = 'inspection'",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT pg_stat_get_live_tuples('people_person'::regclass)",
    ],
)
def test_what_is_written_once_is_not_changed_and_what_no_policy_guards_is_closed(
    sql: str, database: Database
):
    with (
        database.connect(Role.WEB) as web,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        web.transaction(),
    ):
        web.execute(sql)  # type: ignore[call-overload]
