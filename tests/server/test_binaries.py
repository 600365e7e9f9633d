"""Finding PostgreSQL: in the virtual environment, else on this machine, else one clear refusal."""

from pathlib import Path

import psycopg
import pytest

from throughcare.server.database.binaries import (
    OLDEST,
    Binaries,
    candidates,
    find_binaries,
    major_version,
    wheel_folder,
)
from throughcare.server.database.cluster import Cluster, locale_options
from throughcare.server.database.problems import Unavailable
from throughcare.server.database.urls import Role, embedded_address

INSTALLED = [
    folder
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if (major_version(folder / "postgres") or 0) >= OLDEST
]


def program(folder: Path, name: str, said: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\necho '{said}'\n")
    (folder / name).chmod(0o755)


def test_the_one_in_the_virtual_environment_comes_first() -> None:
    assert candidates()[0] == wheel_folder()
    assert find_binaries().folder == wheel_folder()


def test_everything_that_is_needed_is_in_it() -> None:
    for name in ("postgres", "initdb", "pg_dump", "pg_restore", "psql"):
        assert find_binaries().has(name)
        assert Path(find_binaries().program(name)).is_file()


def test_a_folder_named_in_the_environment_is_the_only_one_looked_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THROUGHCARE_POSTGRES_BIN", str(tmp_path))
    program(tmp_path, "postgres", "postgres (PostgreSQL) 16.2")
    program(tmp_path, "initdb", "initdb (PostgreSQL) 16.2")
    assert find_binaries() == Binaries(tmp_path, 16)


@pytest.mark.parametrize("said", ["postgres (PostgreSQL) 14.11", "something else"])
def test_a_server_too_old_or_none_at_all_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("THROUGHCARE_POSTGRES_BIN", str(tmp_path))
    program(tmp_path, "postgres", said)
    program(tmp_path, "initdb", said)
    with pytest.raises(Unavailable, match=r"PostgreSQL 15 or later.*DATABASE_URL"):
        find_binaries()


def test_a_program_that_a_folder_lacks_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="pg_dump is missing"):
        Binaries(tmp_path, 18).program("pg_dump")


def test_what_does_not_run_has_no_version(tmp_path: Path) -> None:
    assert major_version(tmp_path / "nothing") is None


@pytest.mark.parametrize(("major", "builtin"), [(15, False), (16, False), (17, True), (18, True)])
def test_the_builtin_locale_is_asked_for_only_where_there_is_one(major: int, builtin: bool) -> None:
    assert ("--locale-provider=builtin" in locale_options(major)) is builtin


@pytest.mark.skipif(not INSTALLED, reason="no PostgreSQL server is installed beside the virtual environment")
def test_a_server_installed_on_the_machine_serves_in_its_place(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THROUGHCARE_POSTGRES_BIN", str(INSTALLED[0]))
    major = major_version(INSTALLED[0] / "postgres")
    with (
        cluster.lease() as access,
        psycopg.connect(**embedded_address(access, Role.OWNER).keywords()) as owner,
    ):
        assert owner.info.server_version // 10000 == major
        assert owner.execute("SELECT 'A' < 'a', 'bean' % 'beam'").fetchone() == (True, True)
