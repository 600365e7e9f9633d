"""One merge gives each entry what counting by hand gives, at either width and whatever ranges share an end."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evidence.outcomes.measure.ranking import TAG_BITS, key_type, ranked

WIDTHS = (np.int32, np.int64)


class Range(NamedTuple):
    first: int
    last: int
    weight: int


ranges = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 12), st.integers(0, 10**9)).map(
        lambda drawn: Range(drawn[0], drawn[0] + drawn[1], drawn[2])
    ),
    max_size=60,
)
places = st.lists(st.integers(0, 55), max_size=40).map(sorted)


def ranked_of(entries, given_ranges, width, weighed=False):
    columns = [np.array([getattr(one, name) for one in given_ranges], width) for name in ("first", "last")]
    weight = np.array([one.weight for one in given_ranges], np.int64) if weighed else None
    return ranked(np.array(entries, width), *columns, weight)


@pytest.mark.parametrize("width", WIDTHS)
@given(entries=places, drawn=ranges)
def test_each_entry_counts_the_ranges_it_lies_in(width, entries, drawn):
    counts, weighed = ranked_of(entries, drawn, width)
    assert counts.tolist() == [sum(one.first <= at <= one.last for one in drawn) for at in entries]
    assert weighed is None


@pytest.mark.parametrize("width", WIDTHS)
@given(entries=places, drawn=ranges)
def test_and_what_they_weigh_exactly(width, entries, drawn):
    counts, weighed = ranked_of(entries, drawn, width, weighed=True)
    assert counts.tolist() == ranked_of(entries, drawn, width)[0].tolist()
    assert weighed.tolist() == [
        sum(one.weight for one in drawn if one.first <= at <= one.last) for at in entries
    ]


def test_a_range_of_one_day_counts_for_that_day_and_no_other():
    counts, _ = ranked_of([4, 5, 6], [Range(5, 5, 1)], np.int32)
    assert counts.tolist() == [0, 1, 0]


def test_entries_that_share_a_place_each_count_for_themselves():
    counts, _ = ranked_of([5, 5, 5], [Range(1, 9, 1), Range(5, 5, 1)], np.int32)
    assert counts.tolist() == [2, 2, 2]


def test_ranges_in_no_order_count_the_same():
    drawn = [Range(9, 12, 3), Range(1, 9, 2), Range(5, 30, 7)]
    for order in (drawn, drawn[::-1], [drawn[1], drawn[2], drawn[0]]):
        counts, weighed = ranked_of([1, 9, 13], order, np.int32, weighed=True)
        assert (counts.tolist(), weighed.tolist()) == ([1, 3, 1], [2, 12, 7])


@pytest.mark.parametrize(
    ("most", "width"),
    [
        (1, np.int32),
        ((1 << 31 - TAG_BITS) - 1, np.int32),
        (1 << 31 - TAG_BITS, np.int64),
        (1 << 61, np.int64),
    ],
)
def test_keys_are_narrow_only_where_they_and_their_tag_fit(most, width):
    assert key_type(most) is width
    largest = most if width is np.int32 else min(most, (1 << 61) - 1)
    counts, _ = ranked(*(np.array([largest], width) for _ in range(3)))
    assert counts.tolist() == [1]
