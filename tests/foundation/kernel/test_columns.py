"""A column that nobody knows is named, with the nearest name; never dropped without a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.foundation.kernel import columns_fault, nearest, unknown_columns

KNOWN = ("unemployed", "date_of_birth", "sentence_length", "offence_code")


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("unemployd", "unemployed"),
        ("Date of Birth", "date_of_birth"),
        ("sentence-length", "sentence_length"),
        ("offense_code", "offence_code"),
        ("shoe_size", None),
    ],
)
def test_a_slip_of_the_keyboard_is_met_with_the_nearest_name(slip, meant):
    assert nearest(slip, KNOWN) == meant
    assert slip in unknown_columns([slip], KNOWN)
    assert (f"did you mean {meant}?" in unknown_columns([slip], KNOWN)) is (meant is not None)


def test_known_columns_in_any_order_have_no_fault():
    assert columns_fault(list(reversed(KNOWN)), KNOWN, ["offence_code"]) == ""


def test_a_column_twice_and_one_missing_are_said_together():
    said = columns_fault(["unemployed", "unemployed"], KNOWN, ["offence_code"])
    assert "named twice: unemployed" in said
    assert "missing: offence_code" in said


@given(st.lists(st.text(max_size=200), max_size=60))
def test_whatever_is_found_is_told_in_a_line_that_can_be_read(found):
    said = unknown_columns(found, KNOWN)
    assert bool(said) is any(name not in KNOWN for name in found)
    assert len(said) < 1200
