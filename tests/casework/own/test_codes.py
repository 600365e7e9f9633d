"""What a code does at an instant, and what was typed of it."""

from datetime import UTC, datetime, timedelta

import pytest

from throughcare.casework.own.rules import (
    CODE_LASTS,
    LETTERS,
    MOST_TRIES,
    VISIT_LASTS,
    CodeState,
    code_state,
    code_typed,
    reference_typed,
)

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("said", "at", "state"),
    [
        ({}, AT, CodeState.WAITS),
        ({}, AT + CODE_LASTS - A_MOMENT, CodeState.WAITS),
        ({}, AT + CODE_LASTS, CodeState.LAPSED),
        ({"tries": MOST_TRIES - 1}, AT, CodeState.WAITS),
        ({"tries": MOST_TRIES}, AT, CodeState.DEAD),
        ({"opened_at": AT}, AT + VISIT_LASTS - A_MOMENT, CodeState.OPEN),
        ({"opened_at": AT}, AT + VISIT_LASTS, CodeState.LEFT),
        ({"opened_at": AT, "left_at": AT}, AT, CodeState.LEFT),
        ({"opened_at": AT, "ended_at": AT}, AT, CodeState.WITHDRAWN),
        ({"tries": MOST_TRIES, "ended_at": AT}, AT, CodeState.WITHDRAWN),
    ],
)
def test_what_a_code_does(said, at, state):
    kept = {"tries": 0, "opened_at": None, "left_at": None, "ended_at": None}
    assert code_state(given_at=AT, at=at, **kept | said) is state


@pytest.mark.parametrize("said", ["bcdfgh", " BCD-FGH ", "b c d.f g h", "BCD–FGH"])
def test_a_reference_is_read_however_it_was_typed(said):
    assert reference_typed(said) == "BCDFGH"


@pytest.mark.parametrize("said", ["01234567", "0123 4567", "0123-45 67 "])
def test_a_code_is_read_however_it_was_typed(said):
    assert code_typed(said) == "01234567"


def test_what_is_typed_is_cut_short_and_no_letter_makes_a_word():
    assert len(reference_typed("B" * 999)) == len(code_typed("1" * 999)) == 20
    assert not set(LETTERS) & set("AEIOULNSZ") and len(set(LETTERS)) == len(LETTERS)
