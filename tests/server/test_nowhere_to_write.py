"""A place that cannot be written and a full disk: each is said in one line, and what was there stays as it was."""

import os
import resource
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connections
from support.people import a_record, an_office, record
from support.wall_visits import browser, caller

from throughcare.foundation.kernel.files import made_once, write_whole
from throughcare.server.database.access import Access

CHECKOUT = Path(__file__).resolve().parents[2]
NOBODY_SPECIAL = ["unshare", "--user", "--map-user=1000"] if os.geteuid() == 0 else []
"""Root may write anywhere; inside a namespace of its own it may not."""
COMMANDS = (["serve", "--no-demo"], ["backup"], ["audit", "seal"])


def told(
    var: Path, *words: str, before: list[str] | None = None, most: int | None = None
) -> subprocess.CompletedProcess:
    """Run a command with its files under ``var``, as nobody special or with no file larger than so many bytes."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    return subprocess.run(
        [*(before or []), sys.executable, "-m", "throughcare.faces.console", *words],
        env=ours | {"THROUGHCARE_VAR": str(var), "THROUGHCARE_ROLE": "web"}, cwd=CHECKOUT,
        capture_output=True, text=True, check=False,
        preexec_fn=None if most is None else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )  # fmt: skip


def is_one_line(done: subprocess.CompletedProcess) -> bool:
    return done.returncode == 1 and done.stderr.startswith("throughcare: ") and done.stderr.count("\n") == 1


def can_drop_rights() -> bool:
    return subprocess.run([*NOBODY_SPECIAL, "true"], check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_says_in_one_line_that_its_folder_is_no_folder(tmp_path, command):
    (tmp_path / "file").touch()
    done = told(tmp_path / "file" / "var", *command)
    assert is_one_line(done), done.stderr
    assert "THROUGHCARE_VAR" in done.stderr


@pytest.mark.skipif(not can_drop_rights(), reason="this machine lets nobody give up rights in a namespace")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_folder_that_may_not_be_written_is_named_in_one_line(tmp_path, command):
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o555)
    done = told(shut, *command, before=NOBODY_SPECIAL)
    assert is_one_line(done), done.stderr
    assert str(shut) in done.stderr
    assert list(shut.iterdir()) == []


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_full_disk_is_said_in_one_line_and_leaves_no_half_of_a_secret(tmp_path, command):
    done = told(tmp_path, *command, most=8)
    assert is_one_line(done), done.stderr
    assert "no room" in done.stderr
    assert not (tmp_path / "secret-key").exists()


@contextmanager
def no_room():
    """No file of this process may be larger than ten bytes, as on a disk that has just filled."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_file_of_secrets_that_cannot_be_written_anew_stays_as_it_was(tmp_path):
    kept = tmp_path / "access.json"
    kept.write_text("{}")
    with pytest.raises(OSError), no_room():
        Access.fresh(5432).write(kept)
    assert kept.read_text() == "{}"
    assert list(tmp_path.iterdir()) == [kept]


def test_a_secret_that_could_not_be_written_is_made_whole_when_there_is_room(tmp_path):
    kept = tmp_path / "folder" / "key"
    with pytest.raises(OSError), no_room():
        made_once(kept, b"x" * 32)
    assert made_once(kept, b"y" * 32) == b"y" * 32
    assert made_once(kept, b"z" * 32) == b"y" * 32, "the first one stays"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_file_is_put_in_the_place_of_another_whole(tmp_path):
    kept = tmp_path / "stamp"
    write_whole(kept, b"one")
    write_whole(kept, b"two", mode=0o644)
    assert (kept.read_bytes(), list(tmp_path.iterdir())) == (b"two", [kept])


FULL = """CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'could not extend file: no space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION no_room()"""


@pytest.fixture
def a_full_database():
    """The database answers to every line of the audit as it does when its disk is full."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(FULL)
    yield
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TRIGGER no_room ON audit_entry; DROP FUNCTION no_room()")


@pytest.mark.parametrize(("as_whom", "path"), [(browser, "/people/{}"), (caller, "/api/v1/people/{}")])
def test_a_page_over_a_full_database_says_so_and_shows_nobody_unrecorded(as_whom, path, request):
    office = an_office()
    [found] = record(office, a_record(surname="Quenby"))
    asker = as_whom(office.court)
    assert asker.get(path.format(found.person_id)).status_code == 200
    request.getfixturevalue("a_full_database")
    answer = asker.get(path.format(found.person_id))
    assert answer.status_code == 503
    assert "no room" in answer.content.decode()
    assert "Quenby" not in answer.content.decode()
