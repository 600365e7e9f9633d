"""A sentence in one picture: every day has its place on the line, and the table beside it says the same."""

import itertools
from dataclasses import replace
from datetime import date, timedelta
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.faces.supervision.pages.sentence_picture import (
    LEFT,
    RIGHT,
    WIDE,
    Band,
    Dot,
    Part,
    Picture,
    bands_of,
    drawn,
    in_order,
    place_of,
    rows_of,
    spoken,
)

FIRST, LAST, TODAY = date(2026, 1, 1), date(2026, 12, 31), date(2026, 7, 1)
PICTURE = Picture(
    "Community order", FIRST, LAST, TODAY, (Band("community", FIRST, LAST),),
    (Part("Unpaid work", 30, 120, "hours"), Part("Mental health treatment", None, None)),
    (Dot(date(2026, 2, 1), "met"), Dot(date(2026, 3, 1), "failed"), Dot(date(2026, 4, 1), "late")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("released", "custodial", "expected"),
    [
        (None, False, (Band("community", FIRST, LAST),)),
        (None, True, (Band("custody", FIRST, LAST),)),
        (TODAY, True, (Band("custody", FIRST, date(2026, 6, 30)), Band("licence", TODAY, LAST))),
        (FIRST, True, (Band("licence", FIRST, LAST),)),
        (date(2027, 2, 1), True, (Band("custody", FIRST, LAST),)),
    ],
)
def test_custody_ends_the_day_before_release_and_licence_begins_on_it(released, custodial, expected):
    assert bands_of(FIRST, LAST, released, custodial=custodial, today=TODAY) == expected


def test_a_sentence_without_an_end_is_drawn_to_today():
    [band] = bands_of(FIRST, None, None, custodial=True, today=TODAY)
    assert band.last == TODAY
    assert replace(PICTURE, last=None).until == TODAY
    assert "no fixed end" in spoken(replace(PICTURE, last=None))


DAYS = st.dates(date(2020, 1, 1), date(2032, 1, 1))


@given(DAYS, DAYS)
def test_every_day_is_on_the_line_and_a_later_one_never_to_the_left(one, other):
    earlier, later = sorted((one, other))
    assert LEFT <= place_of(earlier, PICTURE) <= place_of(later, PICTURE) <= WIDE - RIGHT


@given(DAYS, st.integers(0, 4000), st.none() | DAYS, st.booleans(), DAYS)
def test_the_bands_cover_each_day_of_a_sentence_once(first, days, released, custodial, today):
    last = first + timedelta(days)
    bands = bands_of(first, last, released, custodial=custodial, today=today)
    assert bands[0].first == first and bands[-1].last == last
    assert all(b.first == a.last + timedelta(1) for a, b in itertools.pairwise(bands))


def test_what_is_done_fills_its_share_and_never_more_than_the_whole():
    assert Part("Unpaid work", 30, 120, "hours").share == 0.25
    assert Part("Unpaid work", 130, 120, "hours").share == 1.0
    assert Part("Curfew", None, None).share is None and Part("Curfew", None, None).words == "Not counted"


def test_it_is_well_formed_and_says_in_words_what_it_shows():
    shape = fromstring(drawn(replace(PICTURE, title="Order <of> “court” & more")))
    assert shape.get("role") == "img"
    assert "30 of 120 hours done" in shape.get("aria-label")
    assert "seen 2 times, missed 1" in shape.get("aria-label")


def test_a_failure_is_told_by_its_shape_and_not_by_colour_alone():
    text = drawn(PICTURE)
    assert text.count("<circle") == 2 and text.count("<path") == 1


def test_the_table_beside_it_says_the_same():
    rows = rows_of(PICTURE)
    assert rows[0] == ("In the community", "1 January 2026 to 31 December 2026", "Now")
    assert ("Unpaid work", "", "30 of 120 hours done") in rows
    assert rows[-1] == ("Contacts", "", "1 met, 1 came late, 1 missed")
    assert rows_of(replace(PICTURE, dots=()))[-1] == ("Contacts", "", "None recorded")


def test_what_ends_last_stands_first():
    short = replace(PICTURE, last=date(2026, 3, 1))
    assert in_order([short, PICTURE]) == [PICTURE, short]
