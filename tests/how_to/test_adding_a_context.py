"""What adding a context takes, counted: the how-to is followed to the letter in a copy, and what comes of it is run."""

import re
import sys
from pathlib import Path

import pytest
from support.how_to import Copy, copied

MOST_LINES_ELSEWHERE = 8


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy in which a context was added."""
    found = copied(tmp_path_factory.mktemp("a_context"))
    found.follow("add-a-context.md")
    return found


@pytest.fixture(scope="module")
def acting(copy: Copy) -> Copy:
    """The same, with another action added to it and its migration written."""
    copy.follow("add-an-action.md")
    copy.run("-m", "throughcare.config.manage", "makemigrations", "belongings", THROUGHCARE_ROLE="owner")
    return copy


def test_a_context_is_two_folders_and_at_most_eight_lines_elsewhere(
    copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = {"/".join(name.split("/")[2:4]) for name in copy.files if name.startswith("src/")}
    tables = {name for name in copy.files if name.startswith("tests/") and "/belongings/" not in name}
    with capsys.disabled():
        print(f"\nTo add a context: {', '.join(sorted(folders))}, and {len(copy.lines)} lines elsewhere:")
        print("\n".join(f"  {line}" for line in copy.lines))
    assert folders == {"casework/belongings", "faces/belongings"}
    assert tables == {"tests/walls/classification/belongings.py", "tests/walls/places/belongings.py"}
    assert 0 < len(copy.lines) <= MOST_LINES_ELSEWHERE


def test_an_action_of_a_context_adds_nothing_elsewhere(acting: Copy) -> None:
    assert len(acting.lines) <= MOST_LINES_ELSEWHERE
    assert not [line for line in acting.lines if "give_back" in line]


def test_both_keep_the_direction_of_imports_and_the_style(acting: Copy) -> None:
    acting.run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache")
    new = [f"src/throughcare/{wing}/belongings" for wing in ("casework", "faces")]
    acting.run("-m", "ruff", "check", "--no-cache", *new, "tests/casework/belongings")
    acting.run("-m", "ruff", "format", "--no-cache", "--check", *new, "tests/casework/belongings")


def test_the_one_list_of_faces_finds_its_page_its_tab_and_its_operations(acting: Copy) -> None:
    said = acting.run(
        "-c",
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'throughcare.config.settings'\n"
        "import django; django.setup()\n"
        "from django.urls import reverse\n"
        "from throughcare.faces.face import faces\n"
        "from throughcare.faces.index import api_urls\n"
        "from throughcare.faces.api.operation import api\n"
        "print(reverse('belongings', args=['00000000-0000-7000-8000-000000000000']))\n"
        "print([tab.text for face in faces() for tab in face.tabs if face.name == 'belongings'])\n"
        "print(sum('belongings' in path for path in api.get_openapi_schema()['paths']))\n",
        THROUGHCARE_ROLE="web",
    )
    assert said.splitlines() == [
        "/people/00000000-0000-7000-8000-000000000000/belongings",
        "['Belongings']",
        "2",
    ]


def test_its_wall_stands_and_what_is_kept_is_shown_inside_it_and_given_back_once(acting: Copy) -> None:
    """On a real database, migrated from the copy, by the tests that the pages ask for."""
    said = acting.test(
        "tests/casework/belongings", "tests/walls/test_catalogue.py", "tests/faces/test_every_face.py"
    )
    assert re.search(r"\d+ passed", said)
    assert "failed" not in said
