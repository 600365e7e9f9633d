"""The schema's fingerprint: it changes with what shapes the database and with nothing else."""

from pathlib import Path

import pytest

from throughcare.server import schema


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "src" / "throughcare"
    root.mkdir(parents=True)
    monkeypatch.setattr(schema, "SOURCES", root)
    return root


def write(root: Path, place: str, text: str = "") -> None:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize(
    "place",
    [
        "casework/people/models.py",
        "casework/people/models/names.py",
        "casework/people/migrations/0002_names.py",
        "casework/people/sql/search.sql",
        "casework/courts/reference/courts.csv",
        "casework/courts/reference_tables.py",
        "foundation/access/walls.py",
        "server/database/roles.py",
        "config/settings.py",
    ],
)
def test_it_changes_when_a_file_that_shapes_the_database_does(sources: Path, place: str) -> None:
    empty = schema.fingerprint()
    write(sources, place, "first")
    first = schema.fingerprint()
    write(sources, place, "second")
    assert len({empty, first, schema.fingerprint()}) == 3


@pytest.mark.parametrize(
    "place",
    [
        "faces/web/views.py",
        "casework/people/rules.py",
        "casework/people/actions.py",
        "demonstration/reference/offices.csv",
        "server/site.py",
    ],
)
def test_it_does_not_change_with_anything_else(sources: Path, place: str) -> None:
    before = schema.fingerprint()
    write(sources, place, "something")
    assert schema.fingerprint() == before


def test_it_changes_when_the_locked_versions_do(sources: Path) -> None:
    before = schema.fingerprint()
    write(sources.parents[1], "requirements/run.txt", "django==6.0")
    assert schema.fingerprint() != before


def test_moving_a_line_from_one_file_to_the_next_is_noticed(sources: Path) -> None:
    write(sources, "a/models.py", "one")
    write(sources, "b/models.py", "")
    before = schema.fingerprint()
    write(sources, "a/models.py", "")
    write(sources, "b/models.py", "one")
    assert schema.fingerprint() != before


def test_the_test_database_is_at_the_present_schema() -> None:
    assert schema.is_current()
