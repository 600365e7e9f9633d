"""The how-tos work when followed: a new page, a new edition, and another operating model."""

import shutil
from pathlib import Path

import pytest
from support.how_to import BLOCK, PAGES, Copy, copied, patched

PRESET = "src/throughcare/foundation/operating_model/presets/durham-tees-valley-2012.yaml"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return copied(tmp_path_factory.mktemp("a_change"))


def test_a_new_page_shows_what_it_should_to_whom_it_may_and_is_placed(copy: Copy) -> None:
    copy.follow("make-a-page.md")
    new = [name for name in copy.files if name.endswith(".py")]
    copy.run("-m", "ruff", "check", "--no-cache", *new)
    copy.run("-m", "ruff", "format", "--no-cache", "--check", *new)
    placed = "tests/walls/test_matrix.py::test_every_page_is_in_the_table"
    said = copy.test("tests/faces/supervision/test_longest.py", placed, "tests/faces/test_every_face.py")
    assert "passed" in said
    assert "failed" not in said


def test_a_new_edition_holds_from_its_day_and_changes_nothing_before(copy: Copy) -> None:
    copy.follow("change-an-edition.md")
    said = copy.test(
        "tests/casework/allocation/test_first_appointment_2027.py",
        "tests/casework/allocation/test_editions.py",
    )
    assert "passed" in said
    assert "failed" not in said


def test_a_changed_model_is_checked_and_differs_where_it_was_changed_alone(copy: Copy) -> None:
    shutil.copyfile(copy.place / PRESET, copy.place / "ours.yaml")
    copy.follow("change-an-operating-model.md")
    console = ("-m", "throughcare.faces.console", "model")
    assert "is an operating model, ours-2027" in copy.run(*console, "check", "ours.yaml")
    compared = copy.run(*console, "compare", "durham-tees-valley-2012", "ours.yaml")
    assert "1 of " in compared.splitlines()[-1]
    assert "unpaid work" in compared.lower()


def test_a_page_that_no_longer_fits_is_told() -> None:
    with pytest.raises(AssertionError, match="no longer fits"):
        patched("another line\n", " a line\n+a second")


def test_every_page_of_how_tos_that_changes_code_is_followed_by_a_test() -> None:
    changing = {page.name for page in PAGES.glob("*.md") if BLOCK.search(page.read_text())}
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    assert {name for name in changing if f'follow("{name}")' not in tests} == set()
