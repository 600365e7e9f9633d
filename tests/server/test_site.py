"""The whole site as one command: it serves, refuses a second, stops cleanly, and comes back after a kill."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from throughcare.server.database.cluster import Cluster, free_port
from throughcare.server.orphans import end_leftovers, marked

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0


class Run:
    """One ``throughcare serve`` in a folder of its own, and what it says."""

    def __init__(self, var: Path, port: int) -> None:
        self.var, self.port, self.said = var, port, ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "throughcare.faces.console", "serve", "--port", str(port), "--no-demo"],
            env=own_environment(var), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=CHECKOUT,
        )  # fmt: skip

    def until(self, words: str) -> str:
        """Read what it says until these words come."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return line
        pytest.fail(f"it ended without saying {words!r}; it said:\n{self.said}")

    def sign_in_page(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", "/accounts/login/")
        return connection.getresponse().status

    def supervisor(self) -> int:
        return int(json.loads((self.var / "site.json").read_text())["process"])

    def ended(self) -> int:
        """The exit status, once it has ended; whatever it still said is kept."""
        assert self.process.stdout is not None
        self.said += self.process.stdout.read()
        return self.process.wait(PATIENCE)


def own_environment(var: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    return ours | {"THROUGHCARE_VAR": str(var), "THROUGHCARE_ROLE": "web"}


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("site")
    yield folder
    end_leftovers(folder)
    Cluster(folder / "postgres").stop()


@pytest.fixture
def site(var: Path) -> Iterator[Run]:
    run = Run(var, free_port())
    yield run
    run.process.kill()
    run.process.communicate()
    end_leftovers(var)


def gone(processes: list[int]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{process}").exists() for process in processes) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(Path(f"/proc/{process}").exists() for process in processes)


def test_it_serves_the_sign_in_page_refuses_a_second_and_ends_cleanly_when_interrupted(site: Run) -> None:
    assert f"http://127.0.0.1:{site.port}/" in site.until("Throughcare is at")
    assert site.sign_in_page() == 200

    second = Run(site.var, free_port())
    assert second.ended() == 1
    assert f"running already, at http://127.0.0.1:{site.port}/" in second.said

    started = list(marked(site.var))
    site.process.send_signal(signal.SIGINT)
    assert site.ended() == 0
    assert gone(started)
    assert Cluster(site.var / "postgres").running() is None
    assert not (site.var / "site.json").exists()


def test_after_a_kill_of_everything_at_once_it_starts_again(site: Run) -> None:
    site.until("Throughcare is at")
    server = Cluster(site.var / "postgres").running()
    assert server is not None
    for process in [site.supervisor(), *marked(site.var), server]:
        os.kill(process, signal.SIGKILL)
    site.process.wait(PATIENCE)

    again = Run(site.var, site.port)
    try:
        again.until("Throughcare is at")
        assert again.sign_in_page() == 200
        again.process.send_signal(signal.SIGTERM)
        assert again.ended() == 0
    finally:
        again.process.kill()


def test_when_the_database_is_killed_it_says_so_and_stops_the_rest(site: Run) -> None:
    site.until("Throughcare is at")
    server = Cluster(site.var / "postgres").running()
    assert server is not None
    os.kill(server, signal.SIGKILL)
    assert "PostgreSQL has stopped" in site.until("throughcare: ")
    assert site.ended() == 1
    assert gone(list(marked(site.var)))


def test_stopping_a_site_by_command_ends_it_and_its_database(site: Run) -> None:
    site.until("Throughcare is at")
    stop = [sys.executable, "-m", "throughcare.faces.console", "stop"]
    said = subprocess.run(
        stop, env=own_environment(site.var), capture_output=True, text=True, check=True
    ).stdout
    assert said == "Throughcare has stopped.\n"
    assert site.ended() == 0
    assert Cluster(site.var / "postgres").running() is None
    said = subprocess.run(
        stop, env=own_environment(site.var), capture_output=True, text=True, check=True
    ).stdout
    assert said == "Throughcare was not running.\n"


def test_the_web_process_is_given_no_address_but_the_web_roles(site: Run) -> None:
    site.until("Throughcare is at")
    serving = [
        place for place in Path("/proc").glob("[0-9]*")
        if int(place.name) in set(marked(site.var)) and b"throughcare.server.web" in (place / "cmdline").read_bytes()
    ]  # fmt: skip
    assert serving
    for place in serving:
        held = [
            entry for entry in (place / "environ").read_bytes().split(b"\0") if entry.startswith(b"DATABASE_")
        ]
        assert [entry.split(b":")[1] for entry in held] == [b"//throughcare_web"]
