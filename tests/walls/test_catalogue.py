"""The database's own catalogue says what the walls say, and no more."""

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from support import wall_checks as checks
from support.database import Database

from throughcare.foundation.access.every_wall import walled_models
from throughcare.foundation.access.walls import privileges_of
from throughcare.server.database.urls import Role

from .classification import BESIDES, DEFINERS, IN_JOBS, ONCE, TABLES


@pytest.fixture
def owner(database: Database):
    with database.connect(Role.OWNER) as opened:
        yield opened


def test_every_table_is_in_the_hand_written_list_and_belongs_to_the_owner(owner: psycopg.Connection):
    assert checks.undeclared_tables(TABLES)(owner) == []


def test_every_declared_wall_is_of_the_listed_kind_and_grants_what_is_listed():
    declared = walled_models()
    assert set(declared) == set(TABLES)
    for table, wall in declared.items():
        kind, may = TABLES[table]
        assert wall.secured == (kind != "plumbing"), table
        assert privileges_of(wall).replace(",", "").split() == may.split(), table


def test_row_level_security_is_on_wherever_it_is_declared(owner: psycopg.Connection):
    assert checks.row_security(TABLES)(owner) == []


def test_nobody_has_a_privilege_that_is_not_listed(owner: psycopg.Connection):
    assert checks.privileges(TABLES, ONCE, BESIDES)(owner) == []


def test_what_is_written_once_may_not_be_changed_and_all_else_may(owner: psycopg.Connection):
    assert checks.columns(TABLES, ONCE, IN_JOBS)(owner) == []


def test_each_of_our_tables_that_may_be_changed_says_what_is_written_once():
    labels = (app.label for app in apps.get_app_configs() if app.name.startswith("throughcare."))
    ours = tuple(f"{label}_" for label in labels)
    tried = {table: f"{may} {BESIDES.get(table, '')}" for table, (_, may) in TABLES.items()}
    changed = {table for table, may in tried.items() if "UPDATE" in may and table.startswith(ours)}
    assert changed == set(ONCE)


def test_every_policy_is_what_its_wall_declares_and_there_is_no_other(owner: psycopg.Connection):
    assert checks.policies(owner) == []


def test_functions_that_run_as_the_owner_are_those_listed_with_their_callers(owner: psycopg.Connection):
    assert checks.definers(DEFINERS)(owner) == []


def test_no_view_or_copy_sees_past_the_walls(owner: psycopg.Connection):
    assert checks.views(owner) == []
    assert checks.rules_and_triggers(owner) == []


def test_no_role_of_ours_can_walk_round_the_walls(owner: psycopg.Connection):
    assert checks.roles(owner) == []


def test_nothing_may_be_made_in_the_schema_or_the_database(owner: psycopg.Connection):
    assert checks.places(owner) == []


def test_pages_and_tests_run_as_the_web_role_which_owns_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, session_user, rolsuper, rolbypassrls,"
            " (SELECT count(*) FROM pg_class WHERE relowner = r.oid) FROM pg_roles r WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("throughcare_web", "throughcare_web", False, False, 0)
