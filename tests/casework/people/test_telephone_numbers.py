"""A telephone number is kept without its spaces, and what is none is nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.people.rules import telephone_in


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("07700 900123", "07700900123"),
        ("+44 114 496 2345", "+441144962345"),
        ("(01642) 496-001", "01642496001"),
        ("555 CRIME", ""),
        ("", ""),
        ("1234", ""),
        ("+", ""),
        ("1" * 16, ""),
        ("\u0661\u0662\u0663\u0664\u0665\u0666", ""),
    ],
)
def test_a_number_is_kept_without_its_spaces_and_what_is_none_is_nothing(written, kept):
    assert telephone_in(written) == kept


@given(st.text(max_size=30))
def test_whatever_is_kept_is_kept_again_as_it_is(written):
    assert telephone_in(telephone_in(written)) == telephone_in(written)
