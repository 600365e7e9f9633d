"""The four roles, the database and its extensions: made on the embedded server, printed for a managed one."""

import psycopg
from psycopg import sql

from .access import ADMIN, DATABASE, ROLES, Access
from .urls import Address

OWNER, *READERS = ROLES
WORKER = "throughcare_worker"
EXTENSIONS = ("btree_gist", "pg_trgm", "citext")
ATTRIBUTES = {
    OWNER: "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION",
    **dict.fromkeys(READERS, "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION"),
}


def database_statements(database: str) -> list[str]:
    """What each database of Throughcare needs: who may connect, and that the worker may copy rows in by way of passing tables."""
    readers = ", ".join(READERS)
    return [
        f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC',
        f'GRANT CONNECT ON DATABASE "{database}" TO {readers}',
        f'GRANT TEMPORARY ON DATABASE "{database}" TO {WORKER}',
    ]


def schema_statements() -> list[str]:
    """What is run inside each new database by its owner: extensions, and a closed public schema."""
    return [
        *(f"CREATE EXTENSION IF NOT EXISTS {name}" for name in EXTENSIONS),
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {', '.join(READERS)}",
    ]


LARGE_OBJECTS = (
    "lo_create(oid)", "lo_creat(integer)", "lo_from_bytea(oid, bytea)", "lo_open(oid, integer)", "lo_unlink(oid)",
    "lo_put(oid, bigint, bytea)", "lo_get(oid)", "lo_get(oid, bigint, integer)", "lowrite(integer, bytea)",
    "loread(integer, integer)", "lo_truncate(integer, integer)", "lo_truncate64(integer, bigint)",
)  # fmt: skip
# How many rows a table has, and what was read of it, is told to everybody by these unless it is taken back.
STATISTICS = (
    "pg_stat_get_live_tuples(oid)",
    "pg_stat_get_dead_tuples(oid)",
    "pg_stat_get_tuples_inserted(oid)",
)


def closing_statements() -> list[str]:
    """What the server's administrator takes back in each new database: large objects, which no policy guards, and counts.

    A role's own settings are put back too: what it may have set for itself with ALTER ROLE lasts until here.
    """
    functions = ", ".join((*LARGE_OBJECTS, *STATISTICS))
    return [
        f"REVOKE EXECUTE ON FUNCTION {functions} FROM PUBLIC",
        *(f"ALTER ROLE {name} RESET ALL" for name in READERS),
    ]


def admin_address(access: Access, database: str = "postgres") -> Address:
    """The embedded server's administrator: used by the launcher alone, to make roles and databases."""
    return Address("127.0.0.1", access.port, database, ADMIN, access.passwords[ADMIN])


def make_roles(access: Access) -> None:
    """Make or mend the four roles and the database on the embedded server; repeating it changes nothing."""
    with psycopg.connect(**admin_address(access).keywords(), autocommit=True) as server:
        for name in ROLES:
            make_role(server, name, access.passwords[name])
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not known:
            server.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        for statement in database_statements(DATABASE):
            server.execute(statement)
    with psycopg.connect(**admin_address(access, DATABASE).keywords()) as inside:
        inside.execute(f"ALTER SCHEMA public OWNER TO {OWNER}")
        for statement in (*schema_statements(), *closing_statements()):
            inside.execute(statement)


def make_role(server: psycopg.Connection, name: str, password: str) -> None:
    """Make one role if absent and set its attributes; the server is sent only the password's verifier."""
    if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
        server.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))
    verifier = server.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    change = sql.SQL("ALTER ROLE {} {} PASSWORD {}")
    server.execute(change.format(sql.Identifier(name), sql.SQL(ATTRIBUTES[name]), sql.Literal(verifier)))


def remake_database(access: Access) -> None:
    """Drop the embedded server's database with all that is in it, and make it again empty."""
    with psycopg.connect(**admin_address(access).keywords(), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    make_roles(access)
