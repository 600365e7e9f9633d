"""What has to be so before the site opens: the present schema, and on first start the demo area."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from throughcare.foundation.audit.clock import check_clock
from throughcare.foundation.kernel.files import write_whole

from .database.cluster import Cluster
from .database.problems import Unavailable
from .database.roles import remake_database
from .database.urls import Role, require
from .schema import fingerprint

CONSOLE = (sys.executable, "-m", "throughcare.faces.console")


def command(*words: str, **environment: str) -> int:
    """Run one ``throughcare`` command in a process of its own and give its exit status."""
    return subprocess.run([*CONSOLE, *words], env={**os.environ, **environment}, check=False).returncode


def migrate_managed() -> None:
    """Bring a server that somebody else runs to the present schema; every role's address must be known."""
    for role in (Role.WEB, Role.OWNER, Role.WORKER):
        require(role)
    if command("db", "migrate", "--quiet") != 0:
        raise Unavailable("The database could not be brought to the present schema; see above.")
    check_the_clock()


def check_the_clock() -> None:
    """Refuse, in one line, to open under a clock that went back behind what was sealed."""
    with psycopg.connect(**require(Role.OWNER).keywords()) as server, server.cursor() as cursor:
        check_clock(cursor)


@dataclass
class FirstStart:
    """Marks beside the embedded server that say how far the opening came, so that a crash is recovered."""

    cluster: Cluster
    demo: Sequence[str] = ()

    def mark(self, name: str) -> Path:
        """The file whose presence says that something was done."""
        return self.cluster.folder / name

    @property
    def has_demo(self) -> bool:
        """Whether this database holds the demo area."""
        return self.mark("demo-loaded").exists()

    def was_replaced(self) -> None:
        """Note that another database stands here now: it is migrated at the next start and never made again."""
        for name in ("schema", "demo-began"):
            self.mark(name).unlink(missing_ok=True)
        self.mark("opened").touch()

    def prepare(self) -> None:
        """Migrate when the code has changed since last time, then load the demo into an empty database."""
        if self.mark("demo-began").exists() and not self.has_demo:
            self._begin_again()
        self._migrate()
        check_the_clock()
        if self.demo and not self.mark("opened").exists():
            self._load_demo()
        self.mark("opened").touch()

    def _begin_again(self) -> None:
        print("Loading the demo area was interrupted; beginning again with an empty database.", flush=True)
        remake_database(self.cluster.access)
        for name in ("demo-began", "schema"):
            self.mark(name).unlink(missing_ok=True)

    def _migrate(self) -> None:
        wanted, stamp = fingerprint(), self.mark("schema")
        if stamp.exists() and stamp.read_text() == wanted:
            return
        print("Bringing the database to the present schema ...", flush=True)
        if command("db", "migrate", "--quiet") != 0:
            raise Unavailable("The database could not be brought to the present schema; see above.")
        write_whole(stamp, wanted.encode(), mode=0o644)

    def _load_demo(self) -> None:
        if not is_empty():
            return
        self.mark("demo-began").touch()
        print("Loading a demonstration area of made-up people: some minutes, this once ...", flush=True)
        if command(*self.demo, THROUGHCARE_DEMO="yes") != 0:
            raise Unavailable(
                "The demo area could not be loaded; see above. To open without: make run DEMO=no"
            )
        self.mark("demo-loaded").touch()


def is_empty() -> bool:
    """Whether nobody has an account yet: the database was only just made."""
    with psycopg.connect(**require(Role.OWNER).keywords()) as server:
        row = server.execute("SELECT EXISTS (SELECT FROM access_account)").fetchone()
    return row == (False,)
