"""Following a how-to to the letter: its blocks put into a copy of the repository, and commands run there."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "how-to"
BLOCK = re.compile(r"^`([^`\n]+)`:\n\n```(\w+)\n(.*?)^```", re.M | re.S)
NEEDED = ["src", "oracles", "tests", "docs", "requirements", "pyproject.toml", ".importlinter"]


@dataclass
class Copy:
    """A copy in which pages were followed: the files they made, and the lines they added to files that stood before."""

    place: Path
    files: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)

    def follow(self, page: str) -> None:
        """Put in every block of a page: a whole file, or a patch of one place in a file."""
        for name, kind, body in BLOCK.findall((PAGES / page).read_text()):
            target = self.place / name
            if kind == "diff":
                text, added = patched(target.read_text(), body)
                target.write_text(text)
                self.lines += [f"{name}: {line}" for line in added if name not in self.files]
                continue
            assert not target.exists(), f"{page}: {name} is there already"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(body)
            self.files.add(name)

    def run(self, *command: str, **environment: str) -> str:
        """What a command of this Python says in the copy; it must succeed."""
        path = f"{self.place / 'src'}:{self.place}"
        # No address of a server: what is asked here finds its own database, or none.
        none = {name: "" for name in os.environ if name.startswith("DATABASE")}
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.place,
            env=os.environ | none | {"PYTHONPATH": path, "COLUMNS": "200", "NO_COLOR": "1"} | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def test(self, *places: str) -> str:
        """Run tests of the copy."""
        options = ["-q", "-p", "no:cacheprovider", "-o", "addopts=--import-mode=importlib"]
        return self.run("-m", "pytest", *options, *places)


def patched(text: str, patch: str) -> tuple[str, list[str]]:
    """A text with a patch of one place put in, and the lines that it added; the place must be found once."""
    lines = patch.splitlines()
    before = "\n".join(line[1:] for line in lines if line[:1] != "+")
    after = "\n".join(line[1:] for line in lines if line[:1] != "-")
    assert text.count(before) == 1, f"the page no longer fits:\n{before}"
    return text.replace(before, after), [line[1:].strip() for line in lines if line.startswith("+")]


def copied(to: Path) -> Copy:
    """What git would give a clone, without its history."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *NEEDED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, to / name)
    return Copy(to)
