"""Running several programs as one: started together, watched, and stopped together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

STEP = 0.1
GRACE = 15.0
PYTHON = sys.executable


@dataclass(frozen=True)
class Part:
    """One program of the site: its name on screen, its command, and what its environment adds, or removes (None)."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str | None] = field(default_factory=dict)

    def start(self) -> subprocess.Popen[bytes]:
        """Start it, tied to this process, in its own session so that Ctrl-C reaches its supervisor first."""
        merged = {**os.environ, **self.environment}
        return subprocess.Popen(
            [PYTHON, "-m", "throughcare.server.child_process", str(os.getpid()), *self.command],
            env={name: value for name, value in merged.items() if value is not None},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )


@dataclass(frozen=True)
class Stopped:
    """A part that ended by itself, and how."""

    name: str
    status: int

    def __str__(self) -> str:
        how = (
            f"was killed by signal {-self.status}" if self.status < 0 else f"ended with status {self.status}"
        )
        return f"{self.name} {how}"


class Supervisor:
    """Keeps parts running until it is told to stop or one of them ends."""

    def __init__(self, also: Callable[[], str | None] = lambda: None) -> None:
        """``also`` is asked now and then and names what else has stopped, if anything has."""
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.told_to_stop = False
        self._also = also

    def listen(self) -> None:
        """Take Ctrl-C, SIGTERM and a closed terminal as the wish to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._told)

    def _told(self, number: int, frame: FrameType | None) -> None:
        self.told_to_stop = True

    def start(self, parts: Sequence[Part]) -> None:
        """Start every part."""
        for part in parts:
            self.running[part.name] = part.start()

    def stopped(self) -> str | None:
        """What has ended by itself, in words, or None while all is well."""
        for name, process in self.running.items():
            status = process.poll()
            if status is not None:
                return str(Stopped(name, status))
        return self._also()

    def wait_for(self, ready: Callable[[], bool], patience: float) -> bool:
        """Wait until something is so; False when told to stop, when a part ends, or when patience does."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and not self.told_to_stop and self.stopped() is None:
            if ready():
                return True
            time.sleep(STEP)
        return False

    def watch(self) -> str | None:
        """Wait until told to stop (None) or until something ends by itself (its name and how)."""
        while not self.told_to_stop:
            ended = self.stopped()
            if ended is not None:
                return ended
            time.sleep(STEP)
        return None

    def stop(self) -> None:
        """Ask every part to end, wait for each, and kill what does not."""
        for process in self.running.values():
            with suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + GRACE
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.running.clear()
