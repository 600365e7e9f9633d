"""The page of a match names the model of its weights by its day, as a day is read."""

import pytest

from throughcare.faces.people.pages.matches import model_words


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("person-match 2026-02-23", "person-match, of 23 February 2026"),
        ("person-match", "person-match"),
        ("own weights 7", "own weights 7"),
    ],
)
def test_a_models_day_is_read_as_a_day(kept, read):
    assert model_words(kept) == read
