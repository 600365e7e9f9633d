"""A label of an outcome's table is read in words: an area by its name, a year as a year, what is not recorded as such."""

from __future__ import annotations

import pytest
from support.service import a_service

from throughcare.faces.outcomes.answers.measuring import label_of
from throughcare.faces.outcomes.answers.words import label_words, name_of
from throughcare.foundation.operating_model import queries as models


@pytest.mark.parametrize(
    ("label", "said"),
    [
        (None, "Not recorded"),
        ("2024-01-01", "2024"),
        ("community_order", "Community order"),
        ("18 to 24", "18 to 24"),
    ],
)
def test_a_label_is_read_as_words(label, said):
    assert label_words(label) == said


def test_an_area_is_named_and_one_that_the_service_does_not_know_keeps_its_code():
    local = a_service().local[0]
    name = next(area.name for area in models.areas() if area.code == local)
    assert label_words(local) == name != local
    assert name_of([local, "female"]) == label_of([local, "female"]) == f"{name}, Female"
    assert label_words("W99999999") == "W99999999"
