"""Keeping what a long run has done: each block as it ends, under a mark of everything that it rests on."""

from __future__ import annotations

import hashlib
import secrets
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
UNREADABLE: Final = (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile)


class Kept:
    """A folder in which blocks are kept. What a block rests on is in its mark: of another spec none is ever taken up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken_up = 0

    def find(self, mark: str) -> dict[str, Counts] | None:
        """The counts as they were kept; None where they were not, or where the file cannot be read."""
        try:
            with np.load(self._path(mark), allow_pickle=False) as held:
                found = {name: held[name] for name in held.files}
        except UNREADABLE:
            return None
        self.taken_up += 1
        return found

    def keep(self, mark: str, counts: Mapping[str, Counts]) -> None:
        """Keep counts, whole or not at all: whoever is stopped in the middle leaves nothing under their name."""
        path = self._path(mark)
        path.parent.mkdir(parents=True, exist_ok=True)
        begun = path.with_name(f"{path.stem}-{secrets.token_hex(4)}.part")
        with begun.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **counts)
        begun.replace(path)

    def _path(self, mark: str) -> Path:
        return self.folder / mark[:2] / f"{mark}.npz"


def mark_of(rules: np.void, *said: object) -> str:
    """What a block rests on: this edition of the world, all that its area is told, and what else is said."""
    digest = hashlib.sha256(_edition().encode())
    for name in rules.dtype.names or ():
        digest.update(np.ascontiguousarray(rules[name]).tobytes())
    digest.update(repr(said).encode())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _edition() -> str:
    """A mark of the text of the world, and of what runs it: a block of another edition is not taken up."""
    digest = hashlib.sha256()
    package = files(__package__)
    for one in sorted(package.joinpath("world").iterdir(), key=lambda file: file.name):
        if one.name.endswith(".py"):
            digest.update(one.read_bytes())
    digest.update(package.joinpath("running.py").read_bytes())
    return digest.hexdigest()
