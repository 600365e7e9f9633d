"""What came of those served is told where chance alone would not do it, and what cannot be is refused."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.needs.rules.worked import (
    Good,
    Outcome,
    Worked,
    check_outcome,
    review_of_outcomes,
    worked,
)
from throughcare.foundation.kernel import Refused

TOLD = Outcome(
    "Convicted again within a year", Good.LESS, 240, "people like them", Decimal(-8), Decimal(-12), Decimal(-4), "/outcomes/comparison?q=1"
)  # fmt: skip
POINTS = st.decimals(-100, 100, places=1)


@pytest.mark.parametrize(
    ("low", "high", "good", "says"),
    [
        (-12, -4, Good.LESS, Worked.BETTER), (4, 12, Good.LESS, Worked.WORSE), (-12, -4, Good.MORE, Worked.WORSE),
        (4, 12, Good.MORE, Worked.BETTER), (-4, 0, Good.LESS, Worked.ALIKE), (0, 4, Good.MORE, Worked.ALIKE), (-1, 1, Good.LESS, Worked.ALIKE),
    ],
)  # fmt: skip
def test_an_outcome_says_something_where_its_interval_leaves_out_no_difference(low, high, good, says):
    one = replace(TOLD, low=Decimal(low), high=Decimal(high), good=good)
    assert worked(one) is says
    assert says.value in str(review_of_outcomes([one])[0])


@given(st.tuples(POINTS, POINTS, POINTS).map(sorted), st.sampled_from(list(Good)))
def test_what_is_better_one_way_is_worse_the_other(drawn, good):
    low, difference, high = drawn
    one = replace(TOLD, low=low, difference=difference, high=high, good=good)
    check_outcome(one)
    other = replace(one, good=Good.MORE if good is Good.LESS else Good.LESS)
    assert {worked(one), worked(other)} in ({Worked.ALIKE}, {Worked.BETTER, Worked.WORSE})


def test_what_was_told_by_nobody_is_not_known():
    assert "not known" in str(review_of_outcomes([])[0])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"served": 9}, "served"), ({"difference": Decimal(-3)}, "difference"), ({"low": Decimal(-101)}, "low"), ({"measure": " "}, "measure"),
        ({"compared": ""}, "compared"), ({"found_at": "https://elsewhere.example"}, "found_at"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(wrong, field):
    with pytest.raises(Refused) as refused:
        check_outcome(replace(TOLD, **wrong))
    assert refused.value.field == field
