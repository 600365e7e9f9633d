"""What the how-to of liaison officers names is on their pages."""

from __future__ import annotations

import re
from pathlib import Path

from throughcare.faces.victims.pages import covered, deeds, letters, statements

TOLD = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "keep-a-victim-told.md"
ELSEWHERE = {
    "Victims",
    "Sentences whose victims you look after",
    "Register somebody",
    "Write to them",
    "Ask for a condition",
    "Addresses to answer about",
    "Write down what they say",
}
PAGES = Path(covered.__file__).parent


def test_every_button_that_the_how_to_names_is_one_of_the_pages():
    named = {" ".join(one.split()) for one in re.findall(r"\*\*(.+?)\*\*", TOLD.read_text(), re.S)}
    assert len(named) > 12
    labels = {one.label for one in deeds.DEEDS.values()} | {
        one.label for one in letters.LETTER_DEEDS.values()
    }
    labels |= {label for label, _, _ in covered.STEPS.values()}
    assert named - labels <= ELSEWHERE
    written = "\n".join(
        one.read_text()
        for one in [*PAGES.glob("*.py"), *PAGES.parent.rglob("*.html"), PAGES.parent / "face.py"]
    )
    assert all(words in written for words in ELSEWHERE)
    assert statements.MoveStatement.base_fields["move"].label == "What became of it"
