"""Several programs run as one: none outlives the others, and the one that stopped is named."""

import ast
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from throughcare.server.database.locks import take
from throughcare.server.orphans import end_leftovers, mark, marked
from throughcare.server.supervise import Part, Stopped, Supervisor

FOREVER = "import signal; signal.pause()"
DEAF_NOT = "import pathlib, signal; pathlib.Path({path!r}).touch(); signal.pause()"
HOLDING = "import fcntl; held = open({lock!r}, 'a'); fcntl.flock(held, fcntl.LOCK_SH); " + DEAF_NOT
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + DEAF_NOT


def python(name: str, code: str) -> Part:
    return Part(name, [sys.executable, "-c", code])


@pytest.fixture
def supervisor() -> Supervisor:
    return Supervisor()


def test_the_part_that_ended_is_named_with_its_status(supervisor: Supervisor) -> None:
    supervisor.start([python("web", FOREVER), python("worker", "raise SystemExit(3)")])
    try:
        assert supervisor.watch() == "worker ended with status 3"
    finally:
        supervisor.stop()


def test_the_part_that_was_killed_is_named_with_the_signal(supervisor: Supervisor) -> None:
    supervisor.start([python("web", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")])
    try:
        assert supervisor.watch() == "web was killed by signal 9"
    finally:
        supervisor.stop()


def test_what_else_has_stopped_is_named_too() -> None:
    assert Supervisor(also=lambda: "PostgreSQL has stopped").watch() == "PostgreSQL has stopped"


def test_stopping_ends_every_part(supervisor: Supervisor) -> None:
    supervisor.start([python("one", FOREVER), python("two", FOREVER)])
    processes = list(supervisor.running.values())
    supervisor.stop()
    assert [process.poll() for process in processes] == [-signal.SIGTERM, -signal.SIGTERM]


def test_a_part_that_does_not_listen_is_killed(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("throughcare.server.supervise.GRACE", 0.5)
    supervisor.start([python("deaf", DEAF.format(path=str(tmp_path / "deaf")))])
    assert supervisor.wait_for((tmp_path / "deaf").exists, patience=20)
    process = supervisor.running["deaf"]
    supervisor.stop()
    assert process.poll() == -signal.SIGKILL


def test_waiting_ends_early_when_a_part_does(supervisor: Supervisor) -> None:
    supervisor.start([python("web", "raise SystemExit(1)")])
    try:
        assert not supervisor.wait_for(lambda: False, patience=60)
    finally:
        supervisor.stop()


def test_ctrl_c_and_sigterm_are_taken_as_the_wish_to_stop(supervisor: Supervisor) -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    supervisor.listen()
    try:
        os.kill(os.getpid(), signal.SIGINT)
        assert supervisor.watch() is None
    finally:
        for number, former in before.items():
            signal.signal(number, former)


def test_each_part_is_out_of_reach_of_the_terminals_ctrl_c(supervisor: Supervisor) -> None:
    supervisor.start([python("web", FOREVER)])
    try:
        assert os.getsid(supervisor.running["web"].pid) != os.getsid(0)
    finally:
        supervisor.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux is asked to do it")
def test_a_part_ends_when_its_supervisor_is_killed(tmp_path: Path) -> None:
    code = (
        "import signal, sys; from throughcare.server.supervise import Part;"
        f"part = Part('web', [sys.executable, '-c', {DEAF_NOT.format(path=str(tmp_path / 'up'))!r}]);"
        "print(part.start().pid, flush=True); signal.pause()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert Supervisor().wait_for((tmp_path / "up").exists, patience=20)
        parent.kill()
    assert Supervisor().wait_for(lambda: not alive(child), patience=20)


def test_a_part_whose_supervisor_is_gone_already_does_not_begin(tmp_path: Path) -> None:
    command = [sys.executable, "-c", f"open({str(tmp_path / 'began')!r}, 'w')"]
    stranger = str(os.getppid())
    done = subprocess.run(
        [sys.executable, "-m", "throughcare.server.child_process", stranger, *command], check=False
    )
    assert done.returncode == 1
    assert not (tmp_path / "began").exists()


def test_what_a_killed_site_left_is_found_by_its_mark_and_ended(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    left = start_marked(ours, tmp_path / "left")
    other = start_marked(theirs, tmp_path / "other")
    try:
        assert list(marked(ours)) == [left.pid]
        assert end_leftovers(ours) == 1
        assert left.wait(20) == -signal.SIGKILL
        assert other.poll() is None
        assert end_leftovers(ours) == 0
    finally:
        other.kill()
        other.wait()


def test_what_a_killed_site_left_has_let_go_of_its_locks_when_it_is_ended(tmp_path: Path) -> None:
    lock = tmp_path / "users.lock"
    for number in range(20):
        up = tmp_path / f"up-{number}"
        left = start_marked(tmp_path, up, HOLDING.format(lock=str(lock), path=str(up)))
        assert take(lock) is None
        assert end_leftovers(tmp_path) == 1
        taken = take(lock)
        assert taken is not None
        taken.close()
        left.wait(20)


def start_marked(folder: Path, up: Path, code: str = "") -> subprocess.Popen[bytes]:
    environment = os.environ | mark(folder)
    command = [sys.executable, "-c", code or DEAF_NOT.format(path=str(up))]
    process = subprocess.Popen(command, env=environment)
    assert Supervisor().wait_for(up.exists, patience=20)
    return process


def alive(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    try:
        return stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_how_a_part_stopped_is_said_in_words() -> None:
    assert str(Stopped("sealer", 0)) == "sealer ended with status 0"


def test_a_parts_environment_adds_what_is_given_and_removes_what_is_not(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TO_BE_KEPT", "kept")
    monkeypatch.setenv("TO_BE_REMOVED", "secret")
    seen = tmp_path / "seen"
    code = f"import os, pathlib; pathlib.Path({str(seen)!r}).write_text(repr(dict(os.environ)))"
    supervisor.start([Part("web", [sys.executable, "-c", code], {"ADDED": "new", "TO_BE_REMOVED": None})])
    supervisor.watch()
    environment = ast.literal_eval(seen.read_text())
    assert (environment["TO_BE_KEPT"], environment["ADDED"]) == ("kept", "new")
    assert "TO_BE_REMOVED" not in environment
