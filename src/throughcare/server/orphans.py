"""Ending what a killed site left behind.

Every part of a site carries a mark in its environment that names the site's folder. A part whose
supervisor was killed ends by itself, but what the part started may not: it is found by the mark.
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MARK = "THROUGHCARE_SITE"
STEP, PATIENCE = 0.02, 10.0  # seconds; a process that is killed lets go of its locks a moment later


def mark(folder: Path) -> dict[str, str]:
    """What the environment of every part of the site in this folder holds."""
    return {MARK: str(folder)}


def marked(folder: Path) -> Iterator[int]:
    """Processes of ours that carry the mark of this folder, this process apart; none where there is no /proc."""
    wanted = f"{MARK}={folder}".encode()
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if wanted in (place / "environ").read_bytes().split(b"\0") and int(place.name) != os.getpid():
                yield int(place.name)


def end_leftovers(folder: Path) -> int:
    """Kill what carries the mark and wait until it is gone, with the locks it held; only for one who holds the site's lock."""
    found = list(marked(folder))
    for process in found:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while any(_lives(process) for process in found) and time.monotonic() < deadline:
        time.sleep(STEP)
    return len(found)


def _lives(process: int) -> bool:
    """Whether a process still holds what it opened; one that waits only to be counted by its parent holds nothing."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False
