"""Killed in the middle of an import or of a page save, database and all: nothing half-written, nothing acknowledged lost."""

import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from throughcare.server.database.cluster import Cluster, gone
from throughcare.server.database.urls import Role, embedded_address

CHECKOUT = Path(__file__).resolve().parents[2]
KILLS = 10
WRITER = Path(__file__).with_name("writer.py")


def environment(var: Path) -> dict[str, str]:
    """A place of its own: nothing of the tests' database is known there."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    return ours | {
        "THROUGHCARE_VAR": str(var), "THROUGHCARE_ROLE": "test", "PYTHONPATH": str(CHECKOUT / "tests"),
        "DJANGO_SETTINGS_MODULE": "throughcare.config.settings",
    }  # fmt: skip


def throughcare(var: Path, *words: str) -> str:
    """Run a command there and give what it said; fails when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "throughcare.faces.console", *words],
        env=environment(var), cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@dataclass
class Site:
    """A database of its own and the process that writes to it, both of which are killed and started again."""

    var: Path
    cluster: Cluster
    writer: subprocess.Popen
    saved: set[str] = field(default_factory=set)
    imported: set[str] = field(default_factory=set)
    points: list[int] = field(default_factory=list)

    def order(self, *words: object, kill: bool = False) -> int:
        """Give an order and hear all that is said until it has ended; its exit status, or how many statements it took."""
        assert self.writer.stdin
        assert self.writer.stdout
        self.writer.stdin.write(" ".join(map(str, words)) + "\n")
        self.writer.stdin.flush()
        process, counted = 0, 0
        for line in self.writer.stdout:
            said, _, what = line.strip().partition(" ")
            if said == "process":
                process = int(what)
            elif said == "now" and kill:
                self.kill_all(process)
            elif said == "saved":
                self.saved.add(what)
            elif said == "imported":
                self.imported.add(what)
            elif said == "done":
                counted = int(what)
            elif said == "ended":
                return counted if counted and int(what) == 0 else int(what)
        pytest.fail("the writer ended")

    def kill_all(self, worker: int) -> None:
        """Kill the worker and every process of the database at one stroke."""
        server = self.cluster.running()
        assert server is not None
        below = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        for process in [worker, server, *map(int, below)]:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        assert gone(server, self.cluster.home, patience=30)

    def start_again(self) -> None:
        """Start the database again; it recovers by itself, on another port where a stranger has taken its own."""
        before = self.cluster.access.port
        if self.cluster.start_and_keep().port != before:
            self.end_writer()
            self.writer = begin_writer(self.var)

    def end_writer(self) -> None:
        """End the process that writes."""
        self.writer.kill()
        self.writer.communicate()

    def ask(self, sql: str) -> list[tuple]:
        """What the database holds, as its owner sees it."""
        with psycopg.connect(**embedded_address(self.cluster.access, Role.OWNER).keywords()) as owner:
            return owner.execute(sql).fetchall()


def begin_writer(var: Path) -> subprocess.Popen:
    """Start the process that writes; it knows the database's port from then on."""
    writer = subprocess.Popen(
        [sys.executable, str(WRITER)], env=environment(var), cwd=CHECKOUT, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writer.stdout
    assert writer.stdout.readline() == "ready\n"
    return writer


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """After ten kills at random statements, each followed by a new start, and at last left to settle."""
    var = tmp_path_factory.mktemp("crash")
    cluster = Cluster(var / "postgres")
    (var / "static").mkdir()
    cluster.start_and_keep()
    site = None
    try:
        throughcare(var, "db", "migrate", "--quiet")
        site = Site(var, cluster, begin_writer(var))
        assert site.order("found") == 0
        killed(site)
        yield site
    finally:
        if site is not None:
            site.end_writer()
        cluster.stop()


@contextmanager
def taken(port: int) -> Iterator[None]:
    """A stranger listens on a port."""
    with socket.socket() as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind(("127.0.0.1", port))
        stranger.listen()
        yield


def killed(site: Site) -> None:
    """One run that is left alone says how many statements there are; ten are killed at one of them, drawn blind."""
    statements = site.order("work", 0, 0)
    assert statements > 50
    dice = random.Random()
    for number in range(1, KILLS + 1):
        site.points.append(dice.randrange(1, statements))
        status = site.order("work", number, site.points[-1], kill=True)
        assert status == -signal.SIGKILL, f"run {number} was not killed at statement {site.points[-1]}"
        with taken(site.cluster.access.port) if number == 3 else nullcontext():
            site.start_again()
    assert site.order("settle") == 0


def test_every_acknowledged_save_is_stored(site: Site) -> None:
    kept = {
        what for (what,) in site.ask("SELECT what FROM supervision_timelineentry WHERE what LIKE 'Saved %'")
    }
    assert {f"Saved {name}" for name in site.saved} <= kept, site.points
    assert site.saved >= {"0-first", "0-second"}


def test_every_acknowledged_import_is_stored(site: Site) -> None:
    kept = {str(row) for (row,) in site.ask("SELECT id FROM courts_import")}
    assert site.imported <= kept, site.points
    assert site.imported


def test_an_import_has_every_row_it_counts_or_is_not_there(site: Site) -> None:
    rows = site.ask("""
        SELECT i.lines, i.recorded, i.repeated, i.refused,
               (SELECT count(*) FROM courts_appearance a WHERE a.brought_id = i.id),
               (SELECT count(*) FROM courts_refusedrow r WHERE r.brought_id = i.id)
          FROM courts_import i""")
    for lines, recorded, repeated, refused, appearances, kept in rows:
        assert lines == recorded + repeated + refused, site.points
        assert (recorded, refused) == (appearances, kept), site.points


@pytest.mark.parametrize(
    "whole",
    [
        "SELECT p.id FROM people_person p WHERE NOT EXISTS (SELECT 1 FROM people_matching m WHERE m.person_id = p.id)",
        "SELECT a.id FROM courts_appearance a WHERE NOT EXISTS"
        " (SELECT 1 FROM courts_appearanceoffence o WHERE o.appearance_id = a.id)",
        "SELECT a.id FROM courts_appearance a WHERE NOT EXISTS"
        " (SELECT 1 FROM courts_sentence s WHERE s.appearance_id = a.id)",
        "SELECT p.id FROM people_person p WHERE NOT EXISTS (SELECT 1 FROM courts_appearance a WHERE a.person_id = p.id)",
        "SELECT s.id FROM courts_sentence s WHERE NOT EXISTS (SELECT 1 FROM supervision_matter m WHERE m.about_id = s.id)",
        "SELECT c.id FROM supervision_case c WHERE NOT EXISTS"
        " (SELECT 1 FROM supervision_responsibility r WHERE r.case_id = c.id)",
        "SELECT c.id FROM supervision_case c WHERE NOT EXISTS (SELECT 1 FROM supervision_gap g WHERE g.case_id = c.id)",
        "SELECT r.id FROM supervision_responsibility r WHERE NOT EXISTS"
        " (SELECT 1 FROM access_grant g WHERE g.cause_id = r.id AND g.person_id = r.person_id)",
        "SELECT id FROM audit_delivery WHERE done_at IS NULL",
    ],
    ids=[
        "a person is compared by something", "an appearance has its offence", "an appearance has its sentence",
        "a person appeared", "a sentence is part of a case", "a case has a team", "a case has its gaps",
        "a team has its grant", "every listener has heard",
    ],
)  # fmt: skip
def test_nothing_is_half_written(site: Site, whole: str) -> None:
    assert site.ask(whole) == [], site.points


def test_each_save_that_is_stored_is_in_the_audit_once_and_the_other_way_round(site: Site) -> None:
    saves = site.ask("SELECT count(*) FROM supervision_timelineentry WHERE what LIKE 'Saved %'")
    audited = site.ask(
        "SELECT count(*) FROM audit_entry WHERE kind = 'did' AND subject->>'action' LIKE '%record_on_timeline'"
    )
    assert saves == audited, site.points


def test_the_audit_is_sound_after_every_kill(site: Site) -> None:
    assert "all sound" in throughcare(site.var, "audit", "verify")
    ((sealed,),) = site.ask("SELECT count(*) FROM audit_seal")
    assert sealed > 0
