"""The database of one test process: a copy of a migrated template, on its own server, made when first used.

Tests commit for real, as the web role. Nothing is rolled back: each test makes its own people and units.
"""

import atexit
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg

from throughcare.server.database.access import Access
from throughcare.server.database.cluster import FORGETFUL, Cluster
from throughcare.server.database.locks import alone
from throughcare.server.database.roles import (
    admin_address,
    closing_statements,
    database_statements,
    schema_statements,
)
from throughcare.server.database.urls import Address, Role, embedded_address
from throughcare.server.schema import fingerprint

CHECKOUT = Path(__file__).resolve().parents[2]
KEPT_TEMPLATES = 4


class Database:
    """This process's database: its addresses, made ready by the first who asks."""

    def __init__(self, var: Path) -> None:
        self.cluster = Cluster(var / "test-postgres", FORGETFUL)
        self.name = f"test_{os.getpid()}"
        self._held = ExitStack()

    @cached_property
    def access(self) -> Access:
        """Start the server and copy the template, once."""
        access = self._held.enter_context(self.cluster.lease())
        with alone(self.cluster.folder / "template.lock"), owner(access, "postgres") as server:
            sweep(server)
            if self.template not in names(server):
                build(access, server, self.template)
            create(server, self.name, self.template)
        atexit.register(self.close)
        return access

    @cached_property
    def template(self) -> str:
        """What every database of this process is a copy of, though files that shape one are changed meanwhile."""
        return f"template_{fingerprint()}"

    def address(self, role: Role) -> Address:
        """Where a role connects to this process's database."""
        return embedded_address(self.access, role, self.name)

    def environment(self) -> dict[str, str]:
        """What a subprocess needs in its environment to use this same database."""
        return environment(self.access, self.name)

    @contextmanager
    def connect(self, role: Role, **options: Any) -> Iterator[psycopg.Connection]:
        """A bare psycopg connection as a role, outside Django; commits when left without an error."""
        with psycopg.connect(**self.address(role).keywords(), **options) as connection:
            yield connection

    @contextmanager
    def empty_one(self) -> Iterator[dict[Role, Address]]:
        """Another database of this process, with nothing in it but the schema; dropped when left."""
        name = f"test_other_{os.getpid()}"
        with owner(self.access, "postgres") as server:
            create(server, name, self.template)
            try:
                yield {role: embedded_address(self.access, role, name) for role in Role}
            finally:
                drop(server, name)

    def close(self) -> None:
        """Drop the database and let the server go; it stops when nobody else uses it."""
        if "access" not in self.__dict__:
            return
        with owner(self.access, "postgres") as server:
            drop(server, self.name)
        del self.__dict__["access"]
        atexit.unregister(self.close)
        self._held.close()


def owner(access: Access, database: str) -> psycopg.Connection:
    """A connection as the owner that commits each statement."""
    return psycopg.connect(**embedded_address(access, Role.OWNER, database).keywords(), autocommit=True)


def environment(access: Access, database: str) -> dict[str, str]:
    """The four addresses of one database, as environment variables."""
    return {role.variable: embedded_address(access, role, database).url() for role in Role}


def names(server: psycopg.Connection) -> list[str]:
    """Every database on the server, oldest first."""
    return [row[0] for row in server.execute("SELECT datname FROM pg_database ORDER BY oid")]


def create(server: psycopg.Connection, name: str, template: str) -> None:
    """Make a database from a template and say who may connect: a copy does not carry that over."""
    server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    for statement in database_statements(name):
        server.execute(statement)


def build(access: Access, server: psycopg.Connection, template: str) -> None:
    """Make the template by the command that a real server is migrated with."""
    draft = f"building_{os.getpid()}"
    create(server, draft, "template0")
    with owner(access, draft) as inside:
        for statement in schema_statements():
            inside.execute(statement)
    with psycopg.connect(**admin_address(access, draft).keywords()) as inside:
        for statement in closing_statements():
            inside.execute(statement)
    migrated = subprocess.run(
        [sys.executable, "-m", "throughcare.faces.console", "db", "migrate"],
        env=os.environ | environment(access, draft), cwd=CHECKOUT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if migrated.returncode != 0:
        server.execute(f"DROP DATABASE {draft} WITH (FORCE)")
        raise RuntimeError(f"The test database could not be migrated:\n{migrated.stdout}\n{migrated.stderr}")
    server.execute(f"ALTER DATABASE {draft} RENAME TO {template}")


def sweep(server: psycopg.Connection) -> None:
    """Drop what processes that are gone left behind, and all but the newest templates."""
    known = names(server)
    dead = [name for name in known if name.startswith(("test_", "building_")) and not lives(name)]
    old = [name for name in known if name.startswith("template_")][:-KEPT_TEMPLATES]
    for name in dead + old:
        drop(server, name)


def drop(server: psycopg.Connection, name: str) -> None:
    """Drop a database, or leave it to a later sweep while a process of the server's own is still in it."""
    with suppress(psycopg.errors.InsufficientPrivilege):
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def lives(name: str) -> bool:
    """Whether the process a database is named after is still there."""
    try:
        os.kill(int(name.rsplit("_", 1)[1]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
