"""The four roles on an embedded server, and the SQL and the look that prepare a managed one."""

import os
import subprocess
from collections.abc import Iterator

import psycopg
import pytest

from throughcare.server.database.access import ADMIN, DATABASE, ROLES
from throughcare.server.database.binaries import find_binaries
from throughcare.server.database.cluster import Cluster
from throughcare.server.database.managed import preflight, preparation
from throughcare.server.database.problems import Unavailable
from throughcare.server.database.roles import EXTENSIONS, admin_address, make_roles
from throughcare.server.database.urls import Address, Role, embedded_address


@pytest.fixture
def admin(shared_cluster: Cluster) -> Iterator[psycopg.Connection]:
    with psycopg.connect(**admin_address(shared_cluster.access).keywords(), autocommit=True) as connection:
        yield connection


@pytest.fixture
def owner_address(shared_cluster: Cluster) -> Address:
    return embedded_address(shared_cluster.access, Role.OWNER)


def test_no_role_is_a_superuser_or_passes_the_walls_and_only_the_owner_may_make_databases(
    admin: psycopg.Connection,
) -> None:
    found = admin.execute(
        "SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolreplication, rolcreatedb"
        " FROM pg_roles WHERE rolname = ANY(%s) ORDER BY rolname",
        [list(ROLES)],
    ).fetchall()
    assert found == [
        (name, True, False, False, False, False, name == "throughcare_owner") for name in sorted(ROLES)
    ]


def test_no_role_is_a_member_of_another(admin: psycopg.Connection) -> None:
    members = (
        "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = ANY(%s)"
    )
    assert admin.execute(members, [list(ROLES)]).fetchone() == (0,)


def test_the_server_keeps_verifiers_and_never_the_passwords(
    admin: psycopg.Connection, shared_cluster: Cluster
) -> None:
    kept = admin.execute(
        "SELECT rolname, rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL"
    ).fetchall()
    assert {name for name, _ in kept} == {ADMIN, *ROLES}
    for name, verifier in kept:
        assert verifier.startswith("SCRAM-SHA-256$")
        assert shared_cluster.access.passwords[name] not in verifier


def test_the_database_is_the_owners_with_its_extensions_and_closed_to_the_public(
    admin: psycopg.Connection, owner_address: Address
) -> None:
    row = admin.execute(
        "SELECT pg_get_userbyid(datdba), datacl::text FROM pg_database WHERE datname = %s", [DATABASE]
    ).fetchone()
    assert row is not None
    assert row[0] == "throughcare_owner"
    granted_to = [entry.partition("=")[0] for entry in row[1].strip("{}").split(",")]
    assert "" not in granted_to, "an entry without a name is everybody"
    with psycopg.connect(**owner_address.keywords()) as inside:
        names = {name for (name,) in inside.execute("SELECT extname FROM pg_extension")}
    assert set(EXTENSIONS) <= names


@pytest.mark.parametrize("role", [Role.WEB, Role.WORKER, Role.AUDITOR])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE DATABASE mine",
        "CREATE ROLE mine",
        "SET ROLE throughcare_owner",
        "ALTER ROLE throughcare_web BYPASSRLS",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('PG_VERSION')",
    ],
)
def test_a_role_that_reads_can_neither_make_anything_nor_rise(
    shared_cluster: Cluster, role: Role, statement: str
) -> None:
    place = embedded_address(shared_cluster.access, role).keywords()
    with (
        psycopg.connect(**place, autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_only_the_worker_may_make_passing_tables(shared_cluster: Cluster) -> None:
    made = "CREATE TEMPORARY TABLE mine (id int)"
    with psycopg.connect(**embedded_address(shared_cluster.access, Role.WORKER).keywords()) as worker:
        worker.execute(made)
    for role in (Role.WEB, Role.AUDITOR):
        place = embedded_address(shared_cluster.access, role).keywords()
        with psycopg.connect(**place) as other, pytest.raises(psycopg.errors.InsufficientPrivilege):
            other.execute(made)


def test_making_the_roles_again_mends_what_was_changed(
    admin: psycopg.Connection, shared_cluster: Cluster
) -> None:
    admin.execute("ALTER ROLE throughcare_web CREATEDB BYPASSRLS PASSWORD 'changed'")
    make_roles(shared_cluster.access)
    attributes = "SELECT rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = 'throughcare_web'"
    assert admin.execute(attributes).fetchone() == (False, False)
    with psycopg.connect(**embedded_address(shared_cluster.access, Role.WEB).keywords()) as web:
        assert web.execute("SELECT current_user").fetchone() == ("throughcare_web",)


def test_the_look_finds_everything_right_on_a_server_that_is_prepared(owner_address: Address) -> None:
    findings = preflight(owner_address)
    assert [finding.line() for finding in findings if not finding.holds] == []
    assert len(findings) == 2 + len(EXTENSIONS) + len(ROLES) + 3


@pytest.mark.parametrize(
    ("harm", "undo", "said"),
    [
        (
            "ALTER ROLE throughcare_web BYPASSRLS",
            "ALTER ROLE throughcare_web NOBYPASSRLS",
            "role throughcare_web signs in, is no superuser and obeys row-level security",
        ),
        (
            f"REVOKE CONNECT ON DATABASE {DATABASE} FROM throughcare_worker",
            f"GRANT CONNECT ON DATABASE {DATABASE} TO throughcare_worker",
            "throughcare_worker may connect and owns no table",
        ),
        (
            "ALTER ROLE throughcare_auditor RENAME TO somebody_else",
            "ALTER ROLE somebody_else RENAME TO throughcare_auditor",
            "role throughcare_auditor (found: absent)",
        ),
    ],
)
def test_the_look_names_what_is_wrong(
    admin: psycopg.Connection,
    owner_address: Address,
    shared_cluster: Cluster,
    harm: str,
    undo: str,
    said: str,
) -> None:
    admin.execute(harm)
    try:
        lines = [finding.line() for finding in preflight(owner_address)]
    finally:
        admin.execute(undo)
        make_roles(shared_cluster.access)
    assert f"MISSING  {said}" in lines


def test_the_look_says_in_one_line_that_it_could_not_connect(owner_address: Address) -> None:
    wrong = Address(owner_address.host, owner_address.port, DATABASE, "throughcare_owner", "guess")
    with pytest.raises(Unavailable, match="Could not connect as the owner") as refusal:
        preflight(wrong)
    assert "\n" not in str(refusal.value)


def test_the_printed_sql_prepares_a_server_that_then_passes_the_look(cluster: Cluster) -> None:
    """Run by psql itself on a server without roles; psql asks for passwords, so here they are set after."""
    with cluster.lease() as access:
        with psycopg.connect(**admin_address(access).keywords(), autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {DATABASE}")
            for name in ROLES:
                admin.execute(f"DROP ROLE {name}")
        script = "\n".join(line for line in preparation().splitlines() if not line.startswith("\\password"))
        where = admin_address(access)
        psql = [find_binaries().program("psql"), "-X", "-v", "ON_ERROR_STOP=1", "-d", "postgres"]
        done = subprocess.run(
            [*psql, "-h", where.host, "-p", str(where.port), "-U", where.user],
            input=script, text=True, capture_output=True, check=False,
            env=os.environ | {"PGPASSWORD": where.password},
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        make_roles(access)
        findings = preflight(embedded_address(access, Role.OWNER))
        assert all(finding.holds for finding in findings)


def test_the_printed_sql_holds_no_password() -> None:
    text = preparation()
    assert "PASSWORD '" not in text
    assert [line for line in text.splitlines() if line.startswith("\\password")] == [
        f"\\password {name}" for name in ROLES
    ]
