"""The page on operating models says what the models say, and is the page that is kept."""

from pathlib import Path

from throughcare.foundation.operating_model.rules.handbook import handbook

KEPT = Path(__file__).parents[3] / "docs" / "operating-models.md"


def test_the_page_that_is_kept_is_what_the_models_make():
    assert handbook() == KEPT.read_text("utf-8")
