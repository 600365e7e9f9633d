"""Ending what a killed site left behind.

Every part of a site carries a mark in its environment that names the site's folder. A part whose
supervisor was killed ends by itself, but what the part started may not: it is found by the mark.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MARK = "THROUGHCARE_SITE"


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
    """Kill what carries the mark; only for one who holds the site's lock, so that none of it is in use."""
    found = list(marked(folder))
    for process in found:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    return len(found)
