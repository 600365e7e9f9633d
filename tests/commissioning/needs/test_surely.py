"""A share is told with an interval that holds rounding as well as chance; a change only where chance would not make it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.needs.rules.surely import Share, change, expected, share_of, wilson


def test_wilsons_interval_is_that_of_his_own_formula():
    low, high = wilson(0.5, 10)
    assert (round(low, 4), round(high, 4)) == (0.2366, 0.7634)


@given(st.integers(0, 400), st.integers(1, 400))
def test_an_interval_holds_its_share_and_every_figure_that_rounds_to_it(those, of):
    those = min(those, of)
    told = share_of(those, of)
    assert told is not None and 0 <= told.low <= told.value <= told.high <= 1
    low, high = wilson(those / of, of)
    assert told.low <= low + 1e-12 and high <= told.high + 1e-12


def test_there_is_no_share_of_nobody():
    assert share_of(0, 0) is None


@given(st.integers(2, 80), st.integers(2, 80), st.integers(2, 400))
def test_what_is_to_be_expected_is_a_range_of_fives_that_holds_its_middle(those, more, people):
    share = share_of(5 * those, 5 * (those + more))
    assert share is not None
    many = expected(share, 5 * people)
    assert (
        many.low <= many.middle <= many.high and many.low < many.high and not (many.low % 5 or many.high % 5)
    )


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ((50, 500), (150, 500), "rose"),
        ((150, 500), (50, 500), "fell"),
        ((50, 500), (55, 500), "no change that chance alone would not make"),
        ((50, 0), (55, 500), "not known"),
    ],
)
def test_a_change_is_said_where_chance_alone_would_not_make_it(before, now, said):
    assert change(share_of(*before), share_of(*now)) == said


def test_the_same_share_never_moved():
    one = Share(0.4, 0.3, 0.5)
    assert change(one, one).startswith("no change")
