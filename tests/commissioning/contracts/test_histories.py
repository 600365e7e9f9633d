"""Histories come out as they were published: Peterborough paid nothing alone and all together; a shortfall costs what terms say."""

from __future__ import annotations

from datetime import date

import pytest

from throughcare.commissioning.contracts.rules.histories import past_agreement, past_names, run


def test_peterborough_pays_nothing_for_its_first_cohort_and_for_both_together():
    found = run("peterborough", 0)
    paid = {one.month: one.pence for one in found.months if one.pence}
    assert paid == {date(2017, 7, 1): 5_150_000_00}
    assert date(2014, 8, 1) in {one.month for one in found.months}
    assert found.warned is None


@pytest.mark.parametrize(
    ("less", "taken_a_year", "warned"),
    [
        (0, 0, None),
        (16, 300 * 900_00, date(2015, 4, 1)),
        (32, 1_100 * 900_00, date(2015, 4, 1)),
        (48, 1_900 * 900_00, date(2015, 4, 1)),
    ],
)
def test_a_company_of_2015_loses_what_its_terms_take_and_the_third_month_could_have_said_so(
    less, taken_a_year, warned
):
    found = run("transforming-rehabilitation", less)
    assert len(found.months) == 36
    assert found.less == 3 * taken_a_year
    assert found.warned == warned
    assert all(one.so_far == one.as_thought for one in found.months[:11])


def test_a_shortfall_takes_more_the_deeper_it_is_and_never_the_fixed_share():
    runs = [
        run("transforming-rehabilitation", less)
        for less in past_agreement("transforming-rehabilitation").shortfalls
    ]
    assert [one.less for one in runs] == sorted(one.less for one in runs)
    for one in runs:
        assert one.months[-1].so_far * 100 >= 60 * one.months[-1].as_thought


def test_each_history_names_its_source_and_what_is_assumed():
    assert past_names() == ["peterborough", "transforming-rehabilitation"]
    for name in past_names():
        past = past_agreement(name)
        assert past.source and past.assumed and all(past.assumed.values())
