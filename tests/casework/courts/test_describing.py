"""The page on files of court results says what the rules say, and is the page that is kept."""

from pathlib import Path

from throughcare.casework.courts.rules.describing import court_results_document
from throughcare.casework.courts.rules.stream import COLUMNS, REQUIRED

KEPT = Path(__file__).parents[3] / "docs" / "court-results.md"


def test_the_page_that_is_kept_is_what_the_rules_make():
    assert court_results_document() == KEPT.read_text("utf-8")


def test_each_column_is_described_with_whether_it_is_needed():
    table = [line.split("|")[1:3] for line in KEPT.read_text("utf-8").splitlines() if line.startswith("| `")]
    rows = {name.strip(): needed.strip() for name, needed in table[: len(COLUMNS)]}
    assert {f"`{name}`" for name in COLUMNS} <= rows.keys()
    assert all(rows[f"`{name}`"] == ("yes" if name in REQUIRED else "") for name in COLUMNS)
