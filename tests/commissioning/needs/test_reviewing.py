"""A review says what became of the need since it was cited, by intervals, and rests on a later figure."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.needs.rules.reviewing import Became, became, check_later, review
from throughcare.foundation.kernel import Refused, is_allowed

CITED, LATER = date(2026, 3, 31), date(2026, 9, 30)


@pytest.mark.parametrize(
    ("then", "now", "is_so"),
    [
        ((0.6, 0.5, 0.7), (0.3, 0.2, 0.4), Became.SMALLER),
        ((0.3, 0.2, 0.4), (0.6, 0.5, 0.7), Became.LARGER),
        ((0.6, 0.5, 0.7), (0.4, 0.3, 0.5), Became.ALIKE),
        (None, (0.4, 0.3, 0.5), Became.WITHHELD),
        ((0.6, 0.5, 0.7), None, Became.WITHHELD),
    ],
)
def test_what_became_of_a_need_is_told_where_chance_alone_would_not_do_it(then, now, is_so) -> None:
    assert became(then, now) is is_so
    assert is_so.value in str(review(CITED, LATER, then, now))


@given(st.lists(st.floats(0, 1), min_size=6, max_size=6))
def test_what_grew_one_way_shrank_the_other(drawn) -> None:
    low, value, high, low_, value_, high_ = (*sorted(drawn[:3]), *sorted(drawn[3:]))
    one, other = (value, low, high), (value_, low_, high_)
    turned = {Became.SMALLER: Became.LARGER, Became.LARGER: Became.SMALLER, Became.ALIKE: Became.ALIKE}
    assert became(other, one) is turned[became(one, other)]


def test_a_review_rests_on_a_figure_later_than_the_one_cited() -> None:
    assert is_allowed(check_later, CITED, LATER) and is_allowed(check_later, None, LATER)
    for cited, latest in ((CITED, CITED), (LATER, CITED), (CITED, None), (None, None)):
        with pytest.raises(Refused, match="No later figure"):
            review(cited, latest, None, None)
