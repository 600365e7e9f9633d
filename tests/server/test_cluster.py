"""The embedded server: made once, found again, recovered after a crash, stopped by the last who used it."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from throughcare.server.database.access import ADMIN, Access
from throughcare.server.database.cluster import Cluster, free_port, gone, is_free
from throughcare.server.database.problems import Unavailable
from throughcare.server.database.roles import admin_address
from throughcare.server.database.urls import Role, embedded_address


@contextmanager
def owner(access: Access) -> Iterator[psycopg.Connection]:
    with psycopg.connect(**embedded_address(access, Role.OWNER).keywords()) as connection:
        yield connection


def note_something(access: Access) -> None:
    with owner(access) as connection:
        connection.execute("CREATE TABLE noted AS SELECT 42 AS answer")


def what_was_noted(access: Access) -> object:
    with owner(access) as connection:
        return connection.execute("SELECT answer FROM noted").fetchone()


def kill(process: int | None, cluster: Cluster) -> None:
    assert process is not None
    os.kill(process, signal.SIGKILL)
    assert gone(process, cluster.home, patience=10)


def test_what_was_written_is_there_after_a_stop_and_a_start(cluster: Cluster) -> None:
    with cluster.lease() as access:
        note_something(access)
    assert cluster.running() is None
    with cluster.lease() as access:
        assert what_was_noted(access) == (42,)


def test_the_server_stays_while_anybody_uses_it_and_stops_after_the_last(cluster: Cluster) -> None:
    with cluster.lease():
        first = cluster.running()
        with Cluster(cluster.folder, cluster.settings).lease():
            assert cluster.running() == first
        assert cluster.running() == first
    assert cluster.running() is None


def test_a_server_that_was_told_to_stay_outlives_its_users_until_it_is_stopped(cluster: Cluster) -> None:
    cluster.start_and_keep()
    with cluster.lease():
        pass
    assert cluster.running() is not None
    assert cluster.stop()
    assert cluster.running() is None
    assert not cluster.stop()


def test_a_server_that_outlived_its_killed_user_is_taken_over(cluster: Cluster) -> None:
    cluster.start_and_keep()
    (cluster.folder / "keep").unlink()
    orphan = cluster.running()
    with cluster.lease() as access:
        assert cluster.running() == orphan
        note_something(access)
    assert cluster.running() is None


def test_a_killed_server_starts_again_with_all_that_was_committed(cluster: Cluster) -> None:
    cluster = Cluster(cluster.folder)
    note_something(cluster.start_and_keep())
    kill(cluster.running(), cluster)
    with cluster.lease() as access:
        assert what_was_noted(access) == (42,)


def test_a_stale_note_that_names_a_stranger_is_not_believed(cluster: Cluster) -> None:
    with cluster.lease():
        pass
    lines = [str(os.getpid()), str(cluster.home), "0", "5432", "", "127.0.0.1", "0 0", "ready   "]
    (cluster.home / "postmaster.pid").write_text("\n".join(lines))
    assert cluster.running() is None
    with cluster.lease():
        assert cluster.running() not in (None, os.getpid())


def test_making_it_that_was_interrupted_is_done_again_from_the_start(cluster: Cluster) -> None:
    half_made = cluster.folder / "cluster.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18")
    with cluster.lease() as access:
        note_something(access)
    assert not half_made.exists()


def test_roles_whose_making_was_interrupted_are_made_at_the_next_start(cluster: Cluster) -> None:
    with (
        cluster.lease() as access,
        psycopg.connect(**admin_address(access).keywords(), autocommit=True) as admin,
    ):
        admin.execute("DROP DATABASE throughcare")
        admin.execute("DROP ROLE throughcare_auditor")
    next(cluster.folder.glob("roles-*")).unlink()
    with (
        cluster.lease() as access,
        psycopg.connect(**embedded_address(access, Role.AUDITOR).keywords()) as auditor,
    ):
        assert auditor.execute("SELECT current_user").fetchone() == ("throughcare_auditor",)


def test_another_port_is_taken_when_the_last_one_is_in_use(cluster: Cluster) -> None:
    with cluster.lease() as access:
        before = access.port
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", before))
        squatter.listen()
        with cluster.lease() as access:
            assert access.port != before
            with owner(access) as connection:
                assert connection.info.port == access.port


def test_the_port_stays_the_same_while_it_is_free(cluster: Cluster) -> None:
    with cluster.lease() as access:
        before = access.port
    with cluster.lease() as access:
        assert access.port == before


def test_it_listens_on_this_machine_alone_and_opens_no_socket_file(shared_cluster: Cluster) -> None:
    with psycopg.connect(**admin_address(shared_cluster.access).keywords()) as admin:
        shown = [
            admin.execute(f"SHOW {name}").fetchone()
            for name in ("listen_addresses", "unix_socket_directories")
        ]
    assert shown == [("127.0.0.1",), ("",)]


def test_every_way_in_asks_for_a_scram_password(shared_cluster: Cluster) -> None:
    with psycopg.connect(**admin_address(shared_cluster.access).keywords()) as admin:
        methods = admin.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()
        assert methods == [("scram-sha-256",)]
    wrong = admin_address(Access(shared_cluster.access.port, {ADMIN: "guess"})).keywords()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**wrong)


def test_the_server_does_not_run_as_root(shared_cluster: Cluster) -> None:
    """Inside a user namespace the kernel shows the same process as its maker's, mapped to another inside."""
    process = shared_cluster.running()
    place = Path(f"/proc/{process}")
    mapping = (place / "uid_map").read_text().split()
    seen_inside = int(mapping[0]) if mapping[2] == "1" else place.stat().st_uid
    assert seen_inside != 0


def test_what_a_statement_said_is_never_written_to_the_servers_log(shared_cluster: Cluster) -> None:
    access = shared_cluster.access
    with pytest.raises(psycopg.errors.InvalidTextRepresentation), owner(access) as connection:
        connection.execute("SELECT 'Margaret Planted-Name'::int")
    with pytest.raises(psycopg.errors.UniqueViolation), owner(access) as connection:
        connection.execute("CREATE TABLE people (name text PRIMARY KEY)")
        connection.execute("INSERT INTO people VALUES ('Margaret Planted-Name'), ('Margaret Planted-Name')")
    assert "Planted-Name" not in shared_cluster.log.read_text()


def test_text_is_utf8_and_sorted_by_code_point_so_that_every_machine_agrees(shared_cluster: Cluster) -> None:
    with owner(shared_cluster.access) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert connection.execute("SELECT upper('gwyneth ŵ'), 'Z' < 'a'").fetchone() == ("GWYNETH Ŵ", True)


def test_a_server_that_cannot_start_says_why(cluster: Cluster) -> None:
    with cluster.lease():
        pass
    (cluster.home / "postgresql.conf").write_text("shared_buffers = 'a lot'\n")
    with pytest.raises(Unavailable, match=r"did not start\. It said:(.|\n)*postgresql.conf"), cluster.lease():
        pass


def test_before_the_first_start_there_is_nothing_to_read_and_nothing_to_stop(cluster: Cluster) -> None:
    assert not cluster.stop()
    with pytest.raises(Unavailable, match="make run"):
        _ = cluster.access


def test_a_port_is_free_until_somebody_listens_on_it() -> None:
    port = free_port()
    assert is_free(port)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", port))
        listener.listen()
        assert not is_free(port)
