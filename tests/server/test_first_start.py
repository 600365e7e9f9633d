"""Before the site opens: the schema is brought up to date, and a first start that was cut short begins again."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from throughcare.server.database.cluster import the_cluster
from throughcare.server.database.problems import Unavailable
from throughcare.server.database.urls import Role, require
from throughcare.server.first_start import FirstStart, is_empty, migrate_managed
from throughcare.server.schema import fingerprint

SOMEBODY = """
    INSERT INTO access_account (id, password, email, name, is_active, date_joined)
    VALUES (gen_random_uuid(), '', 'somebody@example.org', 'Somebody', true, now())
"""
SUCCEEDS, FAILS = ("db", "url"), ("db", "no-such-command")


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A checkout's ``var`` of its own, with its server running, as ``make run`` would have it."""
    folder = tmp_path_factory.mktemp("opening")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("DATABASE_")]:
            patch.delenv(name)
        patch.setenv("THROUGHCARE_VAR", str(folder))
        with the_cluster().lease():
            yield folder


def run(statement: str) -> None:
    with psycopg.connect(**require(Role.OWNER).keywords()) as owner:
        owner.execute(statement)


def has_table(name: str) -> bool:
    with psycopg.connect(**require(Role.OWNER).keywords()) as owner:
        return owner.execute("SELECT to_regclass(%s) IS NOT NULL", [name]).fetchone() == (True,)


def test_a_demo_cut_short_is_begun_again_from_an_empty_database_and_loaded_once(
    var: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first = FirstStart(the_cluster(), FAILS)
    with pytest.raises(Unavailable, match="DEMO=no"):
        first.prepare()
    assert not first.has_demo
    assert first.mark("schema").read_text() == fingerprint()
    run("CREATE TABLE half_loaded (id int)")

    again = FirstStart(the_cluster(), SUCCEEDS)
    again.prepare()
    assert again.has_demo
    assert not has_table("half_loaded")
    assert "beginning again" in capfd.readouterr().out

    run("CREATE TABLE entered_since (id int)")
    FirstStart(the_cluster(), FAILS).prepare()
    assert has_table("entered_since")
    assert capfd.readouterr().out == ""


def test_a_database_that_was_restored_is_migrated_at_the_next_start_and_never_made_again(var: Path) -> None:
    opening = FirstStart(the_cluster())
    opening.mark("demo-began").touch()
    opening.mark("demo-loaded").unlink(missing_ok=True)
    opening.was_replaced()
    run("CREATE TABLE restored (id int)")
    opening.mark("schema").write_text(fingerprint())
    FirstStart(the_cluster(), FAILS).prepare()
    assert has_table("restored")


def test_a_database_with_an_account_in_it_is_given_no_demo(var: Path) -> None:
    opening = FirstStart(the_cluster(), FAILS)
    opening.mark("schema").write_text(fingerprint())
    opening.mark("opened").unlink(missing_ok=True)
    assert is_empty()
    run(SOMEBODY)
    assert not is_empty()
    opening.prepare()
    assert not opening.has_demo
    assert opening.mark("opened").exists()


def test_a_managed_server_needs_every_roles_address_and_the_missing_one_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://web:secret@db.example/live")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner:secret@db.example/live")
    monkeypatch.delenv("DATABASE_WORKER_URL", raising=False)
    with pytest.raises(Unavailable, match="Set DATABASE_WORKER_URL"):
        migrate_managed()
