"""An area that somebody must keep out of: whatever is typed is an outline on the map, or is refused in words, and none shows whom it protects."""

from datetime import date
from math import cos, pi, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.release.rules import square_km, zone_editions, zone_of
from throughcare.faces.release.pages.zones import drawn
from throughcare.foundation.kernel import Refused

ON = date(2026, 11, 30)
TOWN = ((54.5742, -1.3350), (54.5900, -1.3000), (54.5850, -1.2500), (54.5600, -1.2400), (54.5550, -1.3100))


def typed(corners):
    return "\n".join(f"{north:.5f}, {east:.5f}" for north, east in corners)


def about(north, east, km, number, turned=0.0):
    """Corners evenly about a point, so many kilometres from it."""
    angles = [turned + 2 * pi * n / number for n in range(number)]
    narrow = cos(radians(north))
    return [(north + km / 111.32 * cos(a), east + km / 111.32 / narrow * sin(a)) for a in angles]


def test_corners_are_read_in_their_order_and_one_named_again_at_the_end_closes_the_outline():
    assert zone_of(typed(TOWN), on=ON) == TOWN
    assert zone_of(f"\n{typed([*TOWN, TOWN[0]])}\n\n", on=ON) == TOWN


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "3 to 40 corners"),
        ("54.5 -1.2\n54.6 -1.1", "3 to 40 corners"),
        ("here\n54.5 -1.2\n54.6 -1.1", "Line 1: expected degrees"),
        ("54.5 -1.2\n54.6 -1.1\n54.6 1e3", "Line 3: expected degrees"),
        ("54.5 -1.2\n54.6 nan\n54.6 1", "Line 2: expected degrees"),
        ("-1.2 54.5\n54.6 -1.1\n54.7 -1.2", "Line 1: that is not in the United Kingdom"),
        ("54.5 -1.2\n54.6 -1.1\n54.5 -1.2\n54.7 -1.2", "named twice"),
        ("54.57 -1.33\n54.59 -1.25\n54.57 -1.25\n54.59 -1.33", "crosses itself"),
        ("54.5742 -1.3350\n54.5743 -1.3351\n54.5744 -1.3340", "shows whose home it is"),
        ("54.0 -1.3\n55.0 -1.3\n55.2 -2.3\n54.1 -2.4", "at most 400"),
    ],
)
def test_what_is_no_outline_is_refused_with_the_line_and_what_was_expected(text, words):
    with pytest.raises(Refused, match=words) as refused:
        zone_of(text, on=ON)
    assert refused.value.field == "area"


@given(
    st.floats(50.5, 58), st.floats(-4, 1), st.floats(0.4, 9), st.integers(3, 30), st.floats(0, 6)
)  # fmt: skip
def test_no_outline_that_lies_evenly_about_one_point_is_taken_so_that_none_shows_a_home(
    north, east, km, number, turned
):
    with pytest.raises(Refused, match="shows whom it protects"):
        zone_of(typed(about(north, east, km, number, turned)), on=ON)


@given(st.integers(0, len(TOWN) - 1), st.booleans())
def test_where_an_outline_is_begun_and_which_way_round_it_is_named_changes_nothing_of_its_size(first, back):
    turned = [*TOWN[first:], *TOWN[:first]][:: -1 if back else 1]
    assert square_km(zone_of(typed(turned), on=ON)) == pytest.approx(square_km(TOWN))
    assert 16 < square_km(TOWN) < 18


def test_a_drawing_says_where_an_area_lies_in_words_and_escapes_what_anybody_wrote():
    made = drawn("Thornaby <script>", TOWN)
    assert made.words.startswith("16.8 square kilometres, in Middlesbrough and Stockton-on-Tees.")
    assert "54.5742, -1.3350" in made.words and "<script>" not in made.svg
    assert made.svg.count("<circle") == 0 and "2 km" in made.svg


def test_the_editions_of_what_an_area_may_be_say_that_they_are_assumed():
    [one] = zone_editions()
    assert (one.table.basis, one.table.clause.source) == ("assumed", "This project's own")
