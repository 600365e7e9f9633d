"""The ``throughcare`` command: it lists everything, loads only what is called, and refuses in one sentence."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from throughcare.faces.console.main import COMMANDS, load
from throughcare.faces.face import Command

CHECKOUT = Path(__file__).resolve().parents[3]


def throughcare(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "throughcare.faces.console", *words],
        env=os.environ | {"COLUMNS": "200", "NO_COLOR": "1"} | environment,
        capture_output=True, text=True, check=False, cwd=CHECKOUT,
    )  # fmt: skip


def test_help_lists_every_command_with_its_purpose() -> None:
    said = throughcare("--help").stdout
    for name, entry in COMMANDS.items():
        assert name in said
        assert entry.purpose in said


def test_no_words_at_all_say_the_same_as_help() -> None:
    assert "run a probation service" in throughcare().stdout


def test_help_loads_neither_django_nor_a_database_driver_nor_any_command() -> None:
    code = (
        "import sys; from throughcare.faces.console.main import run\n"
        "sys.argv = ['throughcare', '--help']\n"
        "try: run()\n"
        "except SystemExit: pass\n"
        "print([name for name in ('django', 'psycopg', 'pandas', 'throughcare.server') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=CHECKOUT
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_row_of_the_table_names_a_module_with_a_typer_and_a_sentence(name: str) -> None:
    entry = COMMANDS[name]
    assert isinstance(getattr(importlib.import_module(entry.module), entry.attribute), typer.Typer)
    assert load(name, entry).name == name
    assert entry.purpose.endswith(".")
    assert len(entry.purpose) <= 72
    assert entry.needs in (None, "web", "worker", "owner")


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_says_how_it_is_used_without_starting_a_database(name: str, tmp_path: Path) -> None:
    done = throughcare(name, "--help", THROUGHCARE_VAR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert f"Usage: throughcare {name}" in done.stdout
    assert not (tmp_path / "postgres").exists()


def test_a_misspelt_command_is_answered_with_what_was_meant() -> None:
    done = throughcare("bakcup")
    assert done.returncode == 2
    assert "backup" in done.stderr


def test_a_refusal_is_one_sentence_on_standard_error_and_no_traceback() -> None:
    done = throughcare("db", "url", "auditor", DATABASE_URL="mysql://x", DATABASE_AUDITOR_URL="mysql://x")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("throughcare: DATABASE_AUDITOR_URL must look like")
    assert len(done.stderr.splitlines()) == 1


def test_an_entry_needs_nothing_unless_it_says_so() -> None:
    assert Command("say", "Say something.", "somewhere").needs is None


def test_a_server_somebody_else_runs_is_neither_started_nor_stopped_from_here() -> None:
    for verb in ("start", "stop"):
        done = throughcare("db", verb, DATABASE_URL="postgresql://u:p@db.example/live")
        assert done.returncode == 1
        assert "not started or stopped from here" in done.stderr


def test_restoring_asks_to_be_told_that_it_is_meant(tmp_path: Path) -> None:
    done = throughcare("restore", str(tmp_path / "any"))
    assert done.returncode == 1
    assert "--replace" in done.stderr


def test_migrating_a_managed_server_asks_for_the_owners_address() -> None:
    without = {"DATABASE_URL": "postgresql://u:p@db.example/live", "DATABASE_OWNER_URL": ""}
    done = throughcare("db", "migrate", **without)
    assert done.returncode == 1
    assert "Set DATABASE_OWNER_URL" in done.stderr
