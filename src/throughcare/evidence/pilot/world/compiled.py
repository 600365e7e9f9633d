"""Functions over people, compiled by numba when a pilot runs and never before."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import numba
from numba.core import config

F = TypeVar("F", bound=Callable[..., object])


BOUNDS_CHECKED: bool = bool(config.BOUNDSCHECK)  # type: ignore[attr-defined]  # set from the environment


def _kept_in() -> Path | None:
    """Where machine code is kept: a folder of this very source, for numba asks of one file alone whether it changed."""
    digest = hashlib.sha256(f"{numba.__version__} {BOUNDS_CHECKED}".encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(home) / "throughcare" / f"pilot-{digest.hexdigest()[:16]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


_FOLDER = _kept_in()
if _FOLDER is not None and not config.CACHE_DIR:  # type: ignore[attr-defined]  # as above
    config.CACHE_DIR = str(_FOLDER)  # type: ignore[attr-defined]  # as above


def compiled(function: F) -> F:
    """The same function in machine code, which lets other threads run; kept on the disk where there is room for it.

    Nothing in it may make an array: arrays that are only handed on are then not counted, which is most of the time saved.
    """
    options = {"nogil": True, "cache": _FOLDER is not None, "error_model": "numpy", "_nrt": False}
    return cast(F, numba.njit(**options)(function))  # type: ignore[call-overload]  # counting is left off by a name of its own
