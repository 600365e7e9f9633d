"""Columns of Arrow tables become numbers as they are, cut anywhere and in any number of pieces."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evidence.outcomes.measure.columns import coded, days, flags, hundredths

pieces = st.lists(st.lists(st.booleans(), max_size=20), max_size=4)
DAY_0 = date(1970, 1, 1)


@given(parts=pieces, cut=st.integers(0, 19))
def test_yes_and_no_are_unpacked_bit_by_bit_from_wherever_a_piece_begins(parts, cut):
    column = pa.chunked_array([pa.array(part, pa.bool_()).slice(cut) for part in parts], pa.bool_())
    assert flags(column).dtype == np.bool_
    assert flags(column).tolist() == column.to_pylist()


def test_a_yes_or_no_that_is_empty_is_never_taken_for_no():
    with pytest.raises(ValueError, match="empty cells"):
        flags(pa.chunked_array([pa.array([True, None])]))


@given(parts=st.lists(st.lists(st.dates(date(1900, 1, 1), date(2099, 12, 31)), max_size=9), max_size=3))
def test_days_are_counted_from_1970_before_it_too(parts):
    column = pa.chunked_array([pa.array(part, pa.date32()) for part in parts], pa.date32())
    assert [DAY_0 + timedelta(days=int(day)) for day in days(column)] == column.to_pylist()


def test_days_of_a_slice_are_those_of_the_slice():
    column = pa.chunked_array([pa.array([date(2020, 1, n) for n in range(1, 9)]).slice(3, 2)])
    assert [DAY_0 + timedelta(days=int(day)) for day in days(column)] == [date(2020, 1, 4), date(2020, 1, 5)]


@pytest.mark.parametrize("scale", [0, 1, 2])
def test_decimals_are_hundredths_whatever_places_they_are_written_with(scale):
    column = pa.chunked_array([pa.array([Decimal(3), Decimal(0)]).cast(pa.decimal128(9, scale))])
    assert hundredths(column).tolist() == [300, 0]


def test_words_are_codes_with_a_word_for_what_is_not_recorded():
    codes, words = coded(pa.chunked_array([pa.array(["a", None]), pa.array(["b", "a"])]))
    assert [words[code] for code in codes] == ["a", None, "b", "a"]
