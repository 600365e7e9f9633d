"""Day 0, last days, leap days and month ends are policy: each is told on both of its sides."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evidence.outcomes.measure.calendar import (
    WHOLE,
    Length,
    MonthEnd,
    add_months,
    day_row,
    sure_to,
    window_start,
)
from throughcare.evidence.outcomes.measure.definition import definitions
from throughcare.evidence.outcomes.measure.question import Question
from throughcare.evidence.outcomes.measure.reference import moments
from throughcare.foundation.kernel import Refused

from .building import a_return, an_event, an_offence, tables

E_AND_W = definitions()["england-and-wales-three-month"]
INDEX = date(2019, 3, 31)
days = st.dates(date(2000, 1, 1), date(2030, 12, 31))


def reoffences(definition, index, committed, proven=None):
    extract = tables([an_event(1, index)], [an_offence(1, committed, proven or committed)])
    [counts] = moments(Question(extract, definition)).values()
    return counts.reoffences


def returns(definition, index, on):
    extract = tables([an_event(1, index, kind="custody_release")], returns=[a_return(1, on)])
    [counts] = moments(Question(extract, definition)).values()
    return counts.reoffences


@pytest.mark.parametrize(
    ("when", "committed", "counts"),
    [
        ("on the index day", INDEX, 0),
        ("the day after", date(2019, 4, 1), 1),
        ("on the last day of twelve months", date(2020, 3, 31), 1),
        ("the day after twelve months", date(2020, 4, 1), 0),
        ("before the index day", date(2019, 3, 30), 0),
    ],
)
def test_an_offence_counts_from_the_day_after_to_the_same_day_a_year_on(when, committed, counts):
    assert reoffences(E_AND_W, INDEX, committed) == counts


@pytest.mark.parametrize(("counts_day_0", "found"), [(True, 1), (False, 0)])
def test_whether_the_index_day_itself_counts_is_the_definition_s_choice(counts_day_0, found):
    assert reoffences(replace(E_AND_W, day_0_counts=counts_day_0), INDEX, INDEX) == found


@pytest.mark.parametrize(("counts_last", "found"), [(True, 1), (False, 0)])
def test_whether_the_last_day_counts_is_the_definition_s_choice(counts_last, found):
    assert reoffences(replace(E_AND_W, last_day_counts=counts_last), INDEX, date(2020, 3, 31)) == found


@pytest.mark.parametrize(("proven", "counts"), [(date(2020, 9, 30), 1), (date(2020, 10, 1), 0)])
def test_proof_may_come_up_to_eighteen_months_on_clamped_to_the_month_s_last_day(proven, counts):
    assert reoffences(E_AND_W, INDEX, date(2019, 6, 1), proven) == counts


@pytest.mark.parametrize(("proven", "counts"), [(date(2020, 10, 1), 1), (date(2020, 10, 2), 0)])
def test_or_rolls_into_the_next_month_where_the_definition_says_so(proven, counts):
    rolling = replace(E_AND_W, month_end=MonthEnd.NEXT_MONTH)
    assert reoffences(rolling, INDEX, date(2019, 6, 1), proven) == counts


@pytest.mark.parametrize(
    ("month_end", "committed", "counts"),
    [
        (MonthEnd.LAST_DAY, date(2017, 2, 28), 1),
        (MonthEnd.LAST_DAY, date(2017, 3, 1), 0),
        (MonthEnd.NEXT_MONTH, date(2017, 3, 1), 1),
        (MonthEnd.NEXT_MONTH, date(2017, 3, 2), 0),
    ],
)
def test_a_year_from_a_leap_day_ends_where_the_definition_says(month_end, committed, counts):
    leap = replace(E_AND_W, month_end=month_end)
    assert reoffences(leap, date(2016, 2, 29), committed) == counts


@pytest.mark.parametrize(("committed", "counts"), [(date(2016, 2, 28), 1), (date(2016, 2, 29), 0)])
def test_a_year_into_a_leap_year_is_not_stretched_by_it(committed, counts):
    assert reoffences(E_AND_W, date(2015, 2, 28), committed) == counts


@pytest.mark.parametrize(("offset", "counts"), [(365, 1), (366, 0)])
def test_a_definition_in_days_counts_days_whatever_the_calendar(offset, counts):
    in_days = replace(E_AND_W, follow_up=Length(365, "day"), proven_within=Length(548, "day"))
    assert reoffences(in_days, date(2015, 6, 1), date(2015, 6, 1) + timedelta(days=offset)) == counts


@pytest.mark.parametrize(
    ("on", "counts"),
    [(INDEX, 1), (date(2020, 3, 30), 1), (date(2020, 3, 31), 0)],
)
def test_a_return_to_prison_counts_from_the_release_day_and_not_on_the_anniversary(on, counts):
    assert returns(definitions()["return-to-prison"], INDEX, on) == counts


@pytest.mark.parametrize(
    ("day", "quarter", "financial_year"),
    [
        (date(2019, 3, 31), date(2019, 1, 1), date(2018, 4, 1)),
        (date(2019, 4, 1), date(2019, 4, 1), date(2019, 4, 1)),
        (date(2019, 12, 31), date(2019, 10, 1), date(2019, 4, 1)),
    ],
)
def test_windows_turn_on_their_first_day(day, quarter, financial_year):
    assert window_start(day, 3, 1) == quarter
    assert window_start(day, 12, 4) == financial_year
    assert window_start(day, 0, 1) == WHOLE


@given(days, st.integers(0, 60))
def test_rolling_is_never_before_clamping_and_at_most_a_day_after(day, months):
    clamped = add_months(day, months, MonthEnd.LAST_DAY)
    rolled = add_months(day, months, MonthEnd.NEXT_MONTH)
    assert clamped <= rolled <= clamped + timedelta(days=1)


@given(days, days, st.sampled_from(list(definitions().values())), st.sampled_from(list(MonthEnd)))
def test_a_later_index_day_never_closes_earlier(one, other, definition, month_end):
    chosen = replace(definition, month_end=month_end)
    earlier, later = day_row(chosen, min(one, other)), day_row(chosen, max(one, other))
    assert (earlier.opens, earlier.closes, earlier.proven_by, earlier.window) <= (
        later.opens,
        later.closes,
        later.proven_by,
        later.window,
    )


def test_offences_are_sure_once_the_time_for_proof_has_run():
    assert sure_to(E_AND_W, date(2020, 6, 30)) == date(2019, 12, 31)
    assert sure_to(E_AND_W, date(2020, 6, 29)) == date(2019, 12, 29)
    assert sure_to(definitions()["return-to-prison"], date(2020, 6, 30)) == date(2020, 6, 30)


def test_a_length_is_written_in_months_or_days():
    assert str(Length.read("12 months")) == "12 months"
    assert Length.read("1 day").after(date(2020, 2, 28), MonthEnd.LAST_DAY) == date(2020, 2, 29)
    with pytest.raises(Refused, match="12 months"):
        Length.read("a year")
