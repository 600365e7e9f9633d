"""A backup is put back whole, walls and all, or nothing changes."""

from pathlib import Path

import psycopg
import pytest

from throughcare.server.database.backup import back_up, program, restore
from throughcare.server.database.cluster import Cluster
from throughcare.server.database.problems import Unavailable
from throughcare.server.database.roles import admin_address, remake_database
from throughcare.server.database.urls import Address, Role, embedded_address

SCHEMA = """
    CREATE TABLE people (id uuid PRIMARY KEY, name citext, at tstzrange, EXCLUDE USING gist (at WITH &&));
    CREATE INDEX people_named ON people USING gin (name gin_trgm_ops);
    ALTER TABLE people ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON people FOR SELECT TO throughcare_web USING (name = current_setting('app.name', true));
    GRANT SELECT ON people TO throughcare_web;
    CREATE FUNCTION counted() RETURNS bigint LANGUAGE sql SECURITY DEFINER RETURN (SELECT count(*) FROM people);
    INSERT INTO people
    SELECT gen_random_uuid(), 'Person ' || n, tstzrange(to_timestamp(n * 60), to_timestamp(n * 60 + 60))
    FROM generate_series(1, 500) n;
"""


@pytest.fixture
def cluster(shared_cluster: Cluster) -> Cluster:
    return shared_cluster


@pytest.fixture
def owner(cluster: Cluster) -> Address:
    remake_database(cluster.access)
    address = embedded_address(cluster.access, Role.OWNER)
    with psycopg.connect(**address.keywords()) as connection:
        connection.execute(SCHEMA)
    return address


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept.backup"


def rows(owner: Address) -> list[tuple[object, ...]]:
    with psycopg.connect(**owner.keywords()) as connection:
        return connection.execute("SELECT * FROM people ORDER BY id").fetchall()


def change(owner: Address, statement: str) -> None:
    with psycopg.connect(**owner.keywords()) as connection:
        connection.execute(statement)


def databases(cluster: Cluster) -> set[str]:
    with psycopg.connect(**admin_address(cluster.access).keywords()) as admin:
        return {name for (name,) in admin.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")}


def test_every_row_deleted_changed_or_added_since_is_as_it_was(owner: Address, file: Path) -> None:
    before = rows(owner)
    back_up(owner, file)
    change(owner, "DELETE FROM people WHERE name LIKE 'Person 1%'")
    change(owner, "UPDATE people SET name = 'Somebody else' WHERE name = 'Person 2'")
    restore(owner, file)
    assert rows(owner) == before


def test_a_table_dropped_since_comes_back_and_one_made_since_is_gone(owner: Address, file: Path) -> None:
    back_up(owner, file)
    change(owner, "DROP TABLE people CASCADE")
    change(owner, "CREATE TABLE made_since (id int)")
    restore(owner, file)
    assert len(rows(owner)) == 500
    with pytest.raises(psycopg.errors.UndefinedTable):
        change(owner, "SELECT FROM made_since")


def test_the_walls_stand_again_after_a_restore(owner: Address, file: Path, cluster: Cluster) -> None:
    back_up(owner, file)
    change(owner, "DROP POLICY seen ON people")
    change(owner, "GRANT DELETE ON people TO throughcare_web")
    restore(owner, file)
    with psycopg.connect(**embedded_address(cluster.access, Role.WEB).keywords(), autocommit=True) as web:
        assert web.execute("SELECT count(*) FROM people").fetchone() == (0,)
        web.execute("SET app.name = 'Person 7'")
        assert web.execute("SELECT name FROM people").fetchall() == [("Person 7",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("DELETE FROM people")


def test_everything_restored_belongs_to_the_owner(owner: Address, file: Path) -> None:
    back_up(owner, file)
    restore(owner, file)
    with psycopg.connect(**owner.keywords()) as connection:
        found = connection.execute(
            "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relname IN ('people', 'people_named')"
            " UNION SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE proname = 'counted'"
        ).fetchall()
    assert found == [("throughcare_owner",)]


def test_a_backup_is_readable_by_its_maker_alone_and_says_its_size(owner: Address, file: Path) -> None:
    made = back_up(owner, file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert made.size == file.stat().st_size > 1000


def test_a_backup_never_overwrites(owner: Address, file: Path) -> None:
    file.write_text("last week's")
    with pytest.raises(Unavailable, match="exists already"):
        back_up(owner, file)
    assert file.read_text() == "last week's"


def test_a_backup_that_fails_leaves_no_file(owner: Address, file: Path) -> None:
    nowhere = Address(owner.host, owner.port, "no_such_database", owner.user, owner.password)
    with pytest.raises((Unavailable, psycopg.OperationalError)):
        back_up(nowhere, file)
    assert list(file.parent.glob("*kept*")) == []


def test_a_database_in_use_is_not_replaced(owner: Address, file: Path) -> None:
    back_up(owner, file)
    with (
        psycopg.connect(**owner.keywords()) as someone,
        pytest.raises(Unavailable, match="Stop the site first"),
    ):
        someone.execute("SELECT 1")
        restore(owner, file)


@pytest.mark.parametrize("harm", ["cut short", "not a backup", "one byte changed"])
def test_a_file_that_cannot_be_restored_whole_changes_nothing(
    owner: Address, file: Path, cluster: Cluster, harm: str
) -> None:
    back_up(owner, file)
    whole = file.read_bytes()
    middle = len(whole) - 400
    harmed = {
        "cut short": whole[: len(whole) * 2 // 3],
        "not a backup": b"id,name\n1,nobody\n",
        "one byte changed": whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :],
    }[harm]
    file.write_bytes(harmed)
    change(owner, "DELETE FROM people WHERE name = 'Person 3'")
    before, standing = rows(owner), databases(cluster)
    with pytest.raises(Unavailable, match="pg_restore failed"):
        restore(owner, file)
    assert rows(owner) == before
    assert databases(cluster) == standing


def test_a_missing_file_is_named(owner: Address, file: Path) -> None:
    with pytest.raises(Unavailable, match=r"no backup at .*kept\.backup"):
        restore(owner, file)


def test_the_program_of_the_servers_own_version_is_taken_before_a_newer_one(
    owner: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(**owner.keywords()) as connection:
        major = connection.info.server_version // 10000
    places = {version: tmp_path / str(version) for version in (major + 1, major, major - 1)}
    for version, place in places.items():
        place.mkdir()
        (place / "pg_dump").write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}.1'\n")
        (place / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", f"/bin:{places[major - 1]}")
    monkeypatch.setattr("throughcare.server.database.backup.candidates", lambda: list(places.values()))
    assert program("pg_dump", owner) == str(places[major] / "pg_dump")
    (places[major] / "pg_dump").unlink()
    assert program("pg_dump", owner) == str(places[major + 1] / "pg_dump")
    (places[major + 1] / "pg_dump").unlink()
    with pytest.raises(Unavailable, match=f"postgresql-client-{major}"):
        program("pg_dump", owner)
