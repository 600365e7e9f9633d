"""What adding a context takes, counted: the how-to is followed to the letter in a copy, and what comes of it is run."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOW_TO = ROOT / "docs" / "how-to" / "add-a-context.md"
MOST_LINES_ELSEWHERE = 8
BLOCK = re.compile(r"^`([^`\n]+)`:\n\n```(\w+)\n(.*?)^```", re.M | re.S)
NEEDED = ["src", "oracles", "tests", "docs", "requirements", "pyproject.toml", ".importlinter"]


@dataclass
class Made:
    """A copy in which the how-to was followed: the folders it made and the lines it added to files that stood."""

    copy: Path
    folders: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)

    def run(self, *command: str, **environment: str) -> str:
        """What a command says in the copy; it must succeed."""
        path = f"{self.copy / 'src'}:{self.copy}"
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.copy,
            env=os.environ | {"PYTHONPATH": path} | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        return done.stdout


def patched(text: str, patch: str) -> tuple[str, list[str]]:
    """A text with a patch of one place put in, and the lines that it added; the place must be found once."""
    lines = patch.splitlines()
    before = "\n".join(line[1:] for line in lines if line[:1] in " -")
    after = "\n".join(line[1:] for line in lines if line[:1] in " +")
    assert text.count(before) == 1, f"the how-to no longer fits:\n{before}"
    return text.replace(before, after), [line[1:].strip() for line in lines if line.startswith("+")]


def copied(to: Path) -> Path:
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
    return to


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The how-to followed, and the one command that it asks for to write the migration."""
    found = Made(copied(tmp_path_factory.mktemp("a_context")))
    for name, kind, body in BLOCK.findall(HOW_TO.read_text()):
        place = found.copy / name
        if kind == "diff":
            text, added = patched(place.read_text(), body)
            place.write_text(text)
            found.lines += [f"{name}: {line}" for line in added]
            continue
        assert not place.exists(), name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(body)
        if name.startswith("src/"):
            found.folders.add("/".join(name.split("/")[2:4]))
        elif "belongings" not in place.parent.name:
            found.tables.add(name)
    # No address of a server: what is asked here is answered by the code alone.
    none = {role: "" for role in os.environ if role.startswith("DATABASE")}
    found.run(
        "-m", "throughcare.config.manage", "makemigrations", "belongings", THROUGHCARE_ROLE="owner", **none
    )
    yield found


def test_a_context_is_two_folders_and_at_most_eight_lines_elsewhere(
    made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        print(
            f"\nTo add a context: {', '.join(sorted(made.folders))}, and {len(made.lines)} lines elsewhere:"
        )
        print("\n".join(f"  {line}" for line in made.lines))
    assert made.folders == {"casework/belongings", "faces/belongings"}
    assert made.tables == {"tests/walls/classification/belongings.py", "tests/walls/places/belongings.py"}
    assert 0 < len(made.lines) <= MOST_LINES_ELSEWHERE


def test_it_keeps_the_direction_of_imports_and_the_style(made: Made) -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    made.run(str(linter), "--no-cache")
    new = [str(made.copy / "src/throughcare" / folder) for folder in made.folders]
    made.run("-m", "ruff", "check", "--no-cache", *new)
    made.run("-m", "ruff", "format", "--no-cache", "--check", "--exclude", "migrations", *new)


def test_the_one_list_of_faces_finds_its_page_its_tab_and_its_operation(made: Made) -> None:
    said = made.run(
        "-c",
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'throughcare.config.settings'\n"
        "import django; django.setup()\n"
        "from django.urls import reverse\n"
        "from throughcare.faces.face import faces\n"
        "from throughcare.faces.index import api_urls\n"
        "from throughcare.faces.api.operation import api\n"
        "who = '00000000-0000-7000-8000-000000000000'\n"
        "print(reverse('belongings', args=[who]))\n"
        "print([tab.text for face in faces() for tab in face.tabs if face.name == 'belongings'])\n"
        "print([p for p in api.get_openapi_schema()['paths'] if 'belongings' in p])\n",
        THROUGHCARE_ROLE="web",
    )
    assert said.splitlines() == [
        "/people/00000000-0000-7000-8000-000000000000/belongings",
        "['Belongings']",
        "['/api/v1/people/{person_id}/belongings']",
    ]


def test_its_wall_stands_and_its_page_shows_what_is_kept_to_those_inside(made: Made) -> None:
    """On a real database, migrated from the copy; the tests are those the how-to asks for."""
    asked = ["tests/casework/belongings", "tests/walls/test_catalogue.py", "tests/faces/test_every_face.py"]
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts=--import-mode=importlib"]
    without = {name: "" for name in os.environ if name.startswith("DATABASE")}
    said = made.run("-m", "pytest", *options, *asked, **without)
    assert re.search(r"\d+ passed", said)
    assert "failed" not in said
