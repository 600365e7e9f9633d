"""A PostgreSQL server that somebody else runs: the SQL that prepares it, and a look at whether it is."""

from dataclasses import dataclass

import psycopg

from .access import DATABASE
from .binaries import OLDEST
from .problems import Unavailable
from .roles import (
    ATTRIBUTES,
    EXTENSIONS,
    OWNER,
    READERS,
    closing_statements,
    database_statements,
    schema_statements,
)
from .urls import Address

HEADING = f"""\
-- Prepares a PostgreSQL {OLDEST}+ server for Throughcare. Run it with psql as an account that may create
-- roles and databases. psql asks for each password; none is written here.
-- Then set DATABASE_URL (web), DATABASE_OWNER_URL, DATABASE_WORKER_URL and DATABASE_AUDITOR_URL, each
-- postgresql://ROLE:PASSWORD@HOST:5432/{DATABASE}, and run `throughcare db roles --check`,
-- then `throughcare db migrate`."""


def preparation(database: str = DATABASE) -> str:
    """The SQL, for psql, that makes the roles, the database and its extensions."""
    roles = [f"CREATE ROLE {name} {attributes};" for name, attributes in ATTRIBUTES.items()]
    lines = [
        HEADING,
        *roles,
        *(f"\\password {name}" for name in ATTRIBUTES),
        f"GRANT {OWNER} TO CURRENT_USER;",
        f"CREATE DATABASE {database} OWNER {OWNER} ENCODING 'UTF8' TEMPLATE template0;",
        *(f"{statement};" for statement in database_statements(database)),
        f"\\connect {database}",
        f"ALTER SCHEMA public OWNER TO {OWNER};",
        "-- As a superuser, where the server's keeper lets you be one: no policy guards these. docs/security.md says what stays open.",
        *(f"-- {statement};" for statement in closing_statements()),
        f"SET ROLE {OWNER};",
        *(f"{statement};" for statement in schema_statements()),
    ]
    return "\n".join(lines)


@dataclass(frozen=True)
class Found:
    """One thing looked at on the server: what was expected and whether it holds."""

    expected: str
    holds: bool
    seen: str = ""

    def line(self) -> str:
        """The finding in one line."""
        return f"{'ok     ' if self.holds else 'MISSING'}  {self.expected}" + (
            f" (found: {self.seen})" if self.seen and not self.holds else ""
        )


def preflight(owner: Address) -> list[Found]:
    """Look, as the owner, at the version, encoding, extensions and roles of a server."""
    try:
        with psycopg.connect(**owner.keywords(), connect_timeout=10) as server:
            return [
                version(server),
                encoding(server),
                *(extension(server, name) for name in EXTENSIONS),
                *(role(server, name) for name in ATTRIBUTES),
                *(may_connect(server, name) for name in READERS),
            ]
    except psycopg.OperationalError as problem:
        first = str(problem).strip().splitlines()[0]
        raise Unavailable(f"Could not connect as the owner: {first}") from None


def version(server: psycopg.Connection) -> Found:
    """Whether the server is new enough."""
    number = server.info.server_version // 10000
    return Found(f"PostgreSQL {OLDEST} or later", number >= OLDEST, str(number))


def encoding(server: psycopg.Connection) -> Found:
    """Whether the database keeps UTF-8."""
    seen = str(one(server, "SHOW server_encoding"))
    return Found("the database's encoding is UTF8", seen == "UTF8", seen)


def extension(server: psycopg.Connection, name: str) -> Found:
    """Whether an extension is installed, or may be by the owner."""
    installed = one(server, "SELECT 1 FROM pg_extension WHERE extname = %s", name)
    trusted = one(
        server, "SELECT bool_or(trusted) FROM pg_available_extension_versions WHERE name = %s", name
    )
    seen = "not on this server" if trusted is None else "there, but a superuser must create it"
    return Found(f"extension {name}", bool(installed or trusted), seen)


def role(server: psycopg.Connection, name: str) -> Found:
    """Whether a role exists, may sign in, and is neither superuser nor able to pass the walls."""
    row = server.execute(
        "SELECT rolcanlogin, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", [name]
    ).fetchone()
    if row is None:
        return Found(f"role {name}", False, "absent")
    return Found(
        f"role {name} signs in, is no superuser and obeys row-level security", row == (True, False, False)
    )


def may_connect(server: psycopg.Connection, name: str) -> Found:
    """Whether a role may connect to this database and owns nothing in it."""
    if not one(server, "SELECT 1 FROM pg_roles WHERE rolname = %s", name):
        return Found(f"{name} may connect and owns no table", False, "no such role")
    connects = one(server, "SELECT has_database_privilege(%s, current_database(), 'CONNECT')", name)
    owns = one(
        server,
        "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = %s",
        name,
    )
    return Found(f"{name} may connect and owns no table", bool(connects) and owns == 0)


def one(server: psycopg.Connection, query: str, *values: object) -> object:
    """The first column of the first row, or None."""
    row = server.execute(query, values).fetchone()
    return row[0] if row else None
