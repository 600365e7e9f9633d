"""The tests' own database: real roles, real commits."""

import psycopg
import pytest
from django.db import connection, connections
from support.database import Database

from throughcare.server.database.urls import Role


def test_django_connects_as_the_web_role_which_is_no_superuser_and_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls,"
            " (SELECT count(*) FROM pg_class WHERE relowner = r.oid)"
            " FROM pg_roles r WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("throughcare_web", False, False, 0)


@pytest.mark.parametrize("alias", ["owner", "worker", "auditor"])
def test_each_other_alias_connects_as_its_own_role(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (f"throughcare_{alias}",)


def test_a_bare_connection_reaches_the_database_that_django_uses(database: Database) -> None:
    with database.connect(Role.AUDITOR) as bare:
        name = bare.execute("SELECT current_database()").fetchone()
    assert name == (connection.settings_dict["NAME"],)


def test_only_the_owner_may_make_tables(database: Database) -> None:
    for role in (Role.WEB, Role.WORKER, Role.AUDITOR):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), database.connect(role) as bare:
            bare.execute("CREATE TABLE public.theirs (id int)")
