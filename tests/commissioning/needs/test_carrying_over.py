"""What is left of a year is carried over as far as the operating model allows, each partner's to the penny; silence limits nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.needs.rules.carrying_over import (
    Allowed,
    DatedLine,
    allowed,
    carried,
    check_year_is_closed,
    last_year_end,
    stated,
    to_go_back,
    year_ends,
)
from throughcare.commissioning.needs.rules.pooling import Entry
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.operating_model.rules.presets import preset
from throughcare.foundation.operating_model.rules.questions import Question
from throughcare.foundation.operating_model.rules.terms import Parameter

US, THEM = new_id(), new_id()
ENDS = date(2027, 3, 31)
AVON = preset("avon-and-somerset-2010")


def most(percent: int | None) -> Allowed:
    return replace(allowed(AVON, ENDS), percent=percent)


@pytest.mark.parametrize(
    ("model", "percent", "clause"),
    [
        ("avon-and-somerset-2010", 100, "Avon and Somerset 2010, 7.2"),
        ("home-office-2005", 100, "Home Office 2005, paragraphs 20, 35"),
        ("nacro-2012", None, "assumed in this model"),
        ("durham-tees-valley-2012", None, "assumed in this model"),
    ],
)
def test_each_model_allows_what_it_says_and_its_silence_is_no_nought(model, percent, clause):
    found = allowed(preset(model), ENDS)
    assert found.percent == percent and clause in str(found.finding.clause)


def test_a_figure_that_a_model_states_goes_before_its_words_on_freedoms():
    figure = AVON.parameters[Parameter.YEAR_END_CARRY_OVER_PERCENT]
    freedoms = AVON.questions[Question.EQUAL_BUSINESS_FREEDOMS]
    found = stated(replace(figure, value=5), freedoms)
    assert (found.percent, str(found.finding.clause)) == (5, "Avon and Somerset 2010, 3.5")
    assert "At most 5%" in found.finding.because
    assert stated(replace(figure, value=400), freedoms).percent == 100
    assert allowed(None, ENDS).percent is None


def test_a_year_ends_on_31_march_and_is_over_the_day_after():
    assert [last_year_end(date(2027, 3, day)) for day in (30, 31)] == [date(2026, 3, 31)] * 2
    assert last_year_end(date(2027, 4, 1)) == ENDS
    assert year_ends(ENDS).of_year(2027) == ENDS and "Interpretation Act" in str(year_ends(ENDS).clause)


def line(who, entry, pence, *day):
    return DatedLine(who, entry, pence, date(*day))


def test_of_a_years_money_goes_back_what_is_more_than_the_share_of_what_each_had_in_it():
    lines = [
        line(US, Entry.PAID_IN, 4_000, 2025, 6, 1),
        line(US, Entry.SPENT, 3_000, 2025, 7, 1),
        line(US, Entry.PAID_IN, 9_000, 2026, 6, 1),
        line(US, Entry.SPENT, 2_001, 2027, 3, 31),
        line(THEM, Entry.PAID_IN, 700, 2026, 6, 1),
        line(THEM, Entry.SPENT, 690, 2026, 8, 1),
        line(THEM, Entry.PAID_IN, 5_000, 2027, 4, 1),
    ]
    assert to_go_back(lines, ENDS, most(10)) == {US: 7_999 - 1_000}
    assert to_go_back(lines, ENDS, most(0)) == {US: 7_999, THEM: 10}
    assert to_go_back(lines, ENDS, most(100)) == to_go_back(lines, ENDS, most(None)) == {}


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 100))
def test_no_penny_is_lost_and_none_is_carried_beyond_the_share(spent, left, percent):
    found = carried(spent + left, left, most(percent))
    assert found is not None and found.over + found.back == left
    assert 0 <= found.over * 100 <= (spent + left) * percent and found.back >= 0
    assert carried(spent + left, left, most(None)) is None


def test_nothing_is_spent_while_a_year_is_to_be_closed():
    with pytest.raises(Refused, match="The year to 31 March 2027 is to be closed first"):
        check_year_is_closed(ENDS, {US: 1})
    check_year_is_closed(ENDS, {})
