"""One embedded PostgreSQL: made once, started when needed, stopped by the last who used it."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from .access import ADMIN, Access
from .account import Account, account_for
from .binaries import Binaries, find_binaries
from .folders import var_folder
from .locks import alone, share, take
from .problems import Unavailable
from .roles import make_roles

ROLES_MADE = "roles-2"
# Errors of single statements stay out of the server's log: they would carry personal details into it.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "maintenance_work_mem": "128MB",
    "work_mem": "16MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
}
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
}
PATIENCE = 180.0
STEP = 0.02


@dataclass
class Cluster:
    """A server kept in one folder. Every process that uses it holds a lease; the last to let go stops it."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        """The server's own folder, which the account that runs it owns."""
        return self.folder / "cluster"

    @property
    def log(self) -> Path:
        """What the server says: starts, stops and failures, never a statement."""
        return self.folder / "server.log"

    @property
    def access_file(self) -> Path:
        """Where the port and the passwords are kept."""
        return self.folder / "access.json"

    @cached_property
    def binaries(self) -> Binaries:
        """The programs this cluster is run with."""
        return find_binaries()

    @property
    def access(self) -> Access:
        """The port and the passwords; Unavailable before the first start."""
        saved = Access.read(self.access_file)
        if saved is None:
            raise Unavailable("The embedded server has not been started yet: run `make run`.")
        return saved

    @contextmanager
    def lease(self) -> Iterator[Access]:
        """Use the server: it is running inside, and stops after the last user unless it was told to stay."""
        with alone(self.folder_lock()):
            self._start()
            held = share(self.folder / "users.lock")
        try:
            yield self.access
        finally:
            held.close()
            self._leave()

    def start_and_keep(self) -> Access:
        """Start the server and leave it running until ``stop``."""
        with alone(self.folder_lock()):
            self._start()
            (self.folder / "keep").touch()
        return self.access

    def stop(self) -> bool:
        """Stop the server whoever uses it; says whether one was running."""
        if not self.folder.exists():
            return False
        with alone(self.folder_lock()):
            (self.folder / "keep").unlink(missing_ok=True)
            return self._stop()

    def running(self) -> int | None:
        """The process id of this cluster's server, or None; a stale note left by a crash counts as none."""
        note = self._note()
        return int(note[0]) if note and is_server(int(note[0]), self.home) else None

    def folder_lock(self) -> Path:
        """The lock that starting, stopping and making take in turn."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / "start.lock"

    def _leave(self) -> None:
        with alone(self.folder_lock()):
            last = take(self.folder / "users.lock")
            if last is None:
                return
            with last:
                if not (self.folder / "keep").exists():
                    self._stop()

    def _start(self) -> None:
        if not self.home.exists():
            self._make()
        if self.running() is None:
            self._launch()
        self._wait_until_ready()
        if not (self.folder / ROLES_MADE).exists():
            make_roles(self.access)
            (self.folder / ROLES_MADE).touch()

    def _make(self) -> None:
        account = account_for(self.home, self.binaries.program("postgres"))
        access = Access.fresh(free_port())
        draft = self.folder / "cluster.new"
        shutil.rmtree(draft, ignore_errors=True)
        (self.folder / ROLES_MADE).unlink(missing_ok=True)
        draft.mkdir(mode=0o700)
        with password_file(self.folder / "first-password", access.passwords[ADMIN], account) as password:
            if account.steps_down:
                os.chown(draft, account.uid, account.gid)
            self._initdb(account, draft, password)
        access.write(self.access_file)
        draft.rename(self.home)

    def _initdb(self, account: Account, draft: Path, password: Path) -> None:
        command = [
            *account.prefix,
            self.binaries.program("initdb"),
            f"--pgdata={draft}",
            f"--username={ADMIN}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--no-instructions",
            *locale_options(self.binaries.major),
        ]
        made = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd="/", **account.options()
        )
        if made.returncode != 0:
            raise Unavailable(f"initdb could not make the database server:\n{made.stderr.strip()}")

    def _launch(self) -> None:
        account = account_for(self.home, self.binaries.program("postgres"))
        deadline = time.monotonic() + 30
        while True:
            port = self.access.port if is_free(self.access.port) else free_port()
            self.access.on_port(port).write(self.access_file)
            said = self._launch_once(account, port)
            if said is None:
                return
            # Children of a killed server take a moment to notice; a port may be taken between look and use.
            passing = "shared memory block" in said or "Address already in use" in said
            if not passing or time.monotonic() > deadline:
                raise Unavailable(f"The database server did not start. It said:\n{said}")
            time.sleep(0.2)

    def _launch_once(self, account: Account, port: int) -> str | None:
        (self.home / "postmaster.pid").unlink(missing_ok=True)
        options = {**SETTINGS, **self.settings, "port": str(port)}
        settings = [f"--{name}={value}" for name, value in options.items()]
        before = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            server = subprocess.Popen(
                [*account.prefix, self.binaries.program("postgres"), "-D", str(self.home), *settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                **account.options(),
            )
        while server.poll() is None:
            if self._note() and self.running() == server.pid:
                CHILDREN[server.pid] = server
                return None
            time.sleep(STEP)
        return self.log.read_bytes()[before:].decode(errors="replace").strip()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            note = self._note()
            if note and len(note) > 7 and note[7].strip() == "ready":
                self._remember_port(int(note[3]))
                return
            if self.running() is None:
                raise Unavailable(f"The database server stopped while starting. {self._last_words()}")
            time.sleep(STEP)
        raise Unavailable(f"The database server was not ready in {PATIENCE:.0f} s. {self._last_words()}")

    def _remember_port(self, port: int) -> None:
        if self.access.port != port:
            self.access.on_port(port).write(self.access_file)

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "It said:\n" + "\n".join(lines[-8:])

    def _note(self) -> list[str] | None:
        """The lines of ``postmaster.pid``, once the process id, folder and port are in it."""
        with suppress(OSError, ValueError):
            lines = (self.home / "postmaster.pid").read_text().splitlines()
            if len(lines) > 3 and int(lines[0]) > 0:
                return lines
        return None

    def _stop(self) -> bool:
        pid = self.running()
        if pid is None:
            return False
        for how, patience in ((signal.SIGINT, 60.0), (signal.SIGQUIT, 20.0)):
            with suppress(ProcessLookupError):
                os.kill(pid, how)
            if gone(pid, self.home, patience):
                return True
        raise Unavailable(f"The database server (process {pid}) did not stop.")


CHILDREN: dict[int, subprocess.Popen[bytes]] = {}


def the_cluster() -> Cluster:
    """The embedded server of this checkout."""
    return Cluster(var_folder() / "postgres")


def test_cluster() -> Cluster:
    """A server for tests alone, which trades safety on power loss for speed."""
    return Cluster(var_folder() / "test-postgres", FORGETFUL)


def locale_options(major: int) -> list[str]:
    """UTF-8 by code point; the builtin provider, present from PostgreSQL 17, needs nothing of the machine."""
    if major >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8"]


@contextmanager
def password_file(path: Path, password: str, account: Account) -> Iterator[Path]:
    """The first password in a file that only the account running initdb can read, and gone afterwards."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(password)
        if account.steps_down:
            os.chown(path, account.uid, account.gid)
        yield path
    finally:
        path.unlink(missing_ok=True)


def free_port() -> int:
    """A port nobody listens on at 127.0.0.1 now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1 now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def is_server(pid: int, home: Path) -> bool:
    """Whether a live process is the server of this folder, not a stranger that was given its number."""
    child = CHILDREN.get(pid)
    if child is not None and child.poll() is not None:
        return False
    if Path("/proc/self/cmdline").exists():
        with suppress(OSError):
            return str(home).encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return False
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def gone(pid: int, home: Path, patience: float) -> bool:
    """Wait for a server to end; says whether it did."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if not is_server(pid, home):
            CHILDREN.pop(pid, None)
            return True
        time.sleep(STEP)
    return False
