"""The site as a whole: the database, the web server, the job worker and the seal, behind one address."""

import http.client
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from .database.cluster import Cluster, is_free, the_cluster
from .database.folders import var_folder
from .database.locks import take
from .database.problems import Unavailable
from .database.urls import Role, is_embedded, require
from .first_start import CONSOLE, FirstStart, migrate_managed
from .orphans import end_leftovers, mark
from .supervise import PYTHON, Part, Supervisor

HOST = "127.0.0.1"
APPLICATION = "throughcare.config.wsgi:application"  # configuration stands above the server, so it is named


@dataclass(frozen=True)
class Site:
    """Where the site is served and whether the demo is loaded on first start."""

    port: int
    demo: bool = True

    @property
    def address(self) -> str:
        """What to type into a browser."""
        return f"http://{HOST}:{self.port}/"

    def run(self) -> int:
        """Open, serve until told to stop, close; the exit status says whether it ended as wished."""
        for folder in ("static", "tmp"):
            (var_folder() / folder).mkdir(exist_ok=True)
        with only_one(self.address), running_server() as cluster:
            supervisor = Supervisor(also=lambda: server_stopped(cluster))
            supervisor.listen()
            end_leftovers(var_folder())
            has_demo = self._prepare(cluster)
            wait_for_port(self.port)
            try:
                return self._serve(supervisor, has_demo)
            finally:
                print("\nStopping ...", flush=True)
                supervisor.stop()
                end_leftovers(var_folder())

    def _prepare(self, cluster: Cluster | None) -> bool:
        if cluster is None:
            migrate_managed()
            return False
        wanted = ("demo", "--size", "small", "--quiet") if self.demo else ()
        opening = FirstStart(cluster, wanted)
        opening.prepare()
        return opening.has_demo

    def _serve(self, supervisor: Supervisor, has_demo: bool) -> int:
        if supervisor.told_to_stop:
            return 0
        web, *others = self.parts(has_demo)
        supervisor.start([web])
        if supervisor.wait_for(lambda: answers(self.port), patience=60):
            self._greet(has_demo)
        supervisor.start(others)
        ended = supervisor.watch()
        if ended is not None:
            print(f"\nthroughcare: {ended}. Everything else is being stopped too.", flush=True)
        return 0 if ended is None else 1

    def _greet(self, has_demo: bool) -> None:
        if has_demo:
            print(demo_accounts())
        print(f"\nThroughcare is at {self.address}\nCtrl-C stops it.", flush=True)

    def parts(self, has_demo: bool) -> list[Part]:
        """The programs beside the database. The web process is given the web role's address and no other."""
        shared = mark(var_folder()) | ({"THROUGHCARE_DEMO": "yes"} if has_demo else {})
        nobody_elses = dict.fromkeys((role.variable for role in Role), None)
        web = {
            **nobody_elses,
            Role.WEB.variable: require(Role.WEB).url(),
            "THROUGHCARE_ROLE": "web",
            **shared,
        }
        serving = [PYTHON, "-m", "throughcare.server.web", HOST, str(self.port), APPLICATION]
        return [
            Part("web", serving, web),
            Part("worker", [*CONSOLE, "worker"], shared),
            Part("keeper", [*CONSOLE, "outcomes", "keep", "--forever"], shared),
            Part("sealer", [*CONSOLE, "audit", "seal", "--forever"], shared),
        ]


@contextmanager
def running_server() -> Iterator[Cluster | None]:
    """The embedded server, running; None when the environment names another."""
    cluster = the_cluster() if is_embedded() else None
    if cluster is not None and not cluster.home.exists():
        print("Making the database ...", flush=True)
    with cluster.lease() if cluster else nullcontext():
        yield cluster


def demo_accounts() -> str:
    """The accounts of the demonstration in lines; read from its file, since Django takes seconds to wake."""
    with suppress(OSError, ValueError, KeyError):
        known = json.loads((var_folder() / "demo-accounts.json").read_text())
        whose = [", ".join(filter(None, (one["name"], one["role"], one.get("area", "")))) for one in known]
        wide = max(len(one["email"]) for one in known)
        rows = [
            f"  {one['email']:<{wide}}  {one['password']}  {who}"
            for one, who in zip(known, whose, strict=True)
        ]
        heading = "Demonstration accounts (made-up people only). A code: .venv/bin/throughcare demo code NAME"
        return "\n".join(["", heading, "", *rows])
    return "The demonstration's accounts: .venv/bin/throughcare demo accounts"


def server_stopped(cluster: Cluster | None) -> str | None:
    """Says so when the embedded server has ended."""
    if cluster is None or cluster.running() is not None:
        return None
    return f"PostgreSQL has stopped (its log is {cluster.log})"


@contextmanager
def only_one(address: str) -> Iterator[None]:
    """Hold the right to run this checkout's site, and note who runs it where."""
    held = take(var_folder() / "site.lock")
    if held is None:
        raise Unavailable(f"{running_site_words()} Stop it with `make stop`.")
    with held:
        note().write_text(json.dumps({"process": os.getpid(), "address": address}))
        yield
        note().unlink(missing_ok=True)


def note() -> Path:
    """Where the running site says its process and address."""
    return var_folder() / "site.json"


def running_site_words() -> str:
    """Says where the running site of this checkout is."""
    with suppress(OSError, ValueError, KeyError):
        return f"Throughcare is running already, at {json.loads(note().read_text())['address']}."
    return "Throughcare is running already."


def stop_site() -> bool:
    """Stop the running site of this checkout and its database; says whether either ran."""
    lock = var_folder() / "site.lock"
    held = take(lock)
    was_running = held is None
    if held is None:
        process = int(json.loads(note().read_text())["process"])
        os.kill(process, signal.SIGTERM)
        deadline = time.monotonic() + 60
        while held is None and time.monotonic() < deadline:
            time.sleep(0.1)
            held = take(lock)
        if held is None:
            raise Unavailable(f"The site (process {process}) did not stop within a minute.")
    with held:
        stopped = the_cluster().stop() if is_embedded() else False
    return was_running or stopped


def wait_for_port(port: int) -> None:
    """Go on when the port is free; what a killed site left behind is given a moment to end."""
    deadline = time.monotonic() + 10
    while not is_free(port):
        if time.monotonic() > deadline:
            raise Unavailable(
                f"Another program is using port {port} on {HOST}. Choose another: make run PORT={port + 1}"
            )
        time.sleep(0.1)


def answers(port: int) -> bool:
    """Whether the web server answers a request."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/")
        connection.getresponse()
        return True
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
