"""The first day counts; month ends and leap days are right; terms that follow one another make one run."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.courts.rules.terms import (
    NoTerm,
    Term,
    last_day_of_run,
    read_term,
    read_two_terms,
    sum_of,
)
from throughcare.casework.courts.rules.written_terms import one_way, two_parts

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
TERMS = st.builds(
    Term, st.integers(0, 9), st.integers(0, 30), st.integers(0, 60), st.integers(0, 400)
).filter(bool)
MONTHS = st.builds(lambda n: Term(months=n), st.integers(1, 240))


@pytest.mark.parametrize(
    ("imposed", "length", "last"),
    [
        ("2026-01-01", "12 months", "2026-12-31"),
        ("2026-11-20", "12 months", "2027-11-19"),
        ("2024-02-29", "12 months", "2025-02-28"),
        ("2024-03-01", "12 months", "2025-02-28"),
        ("2024-02-29", "4 years", "2028-02-28"),
        ("2023-03-01", "12 months", "2024-02-29"),
        ("2026-03-31", "6 months", "2026-09-30"),
        ("2026-01-31", "1 month", "2026-02-28"),
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2026-01-30", "1 month", "2026-02-28"),
        ("2026-01-29", "1 month", "2026-02-28"),
        ("2026-01-28", "1 month", "2026-02-27"),
        ("2025-03-01", "12 months", "2026-02-28"),
        ("2026-12-31", "2 months", "2027-02-28"),
        ("2026-11-20", "5 days", "2026-11-24"),
        ("2026-11-20", "1 day", "2026-11-20"),
        ("2026-11-20", "26 weeks", "2027-05-20"),
        ("2026-11-16", "18 months 2 weeks", "2028-05-29"),
        ("2026-11-01", "1 year 1 day", "2027-11-01"),
    ],
)
def test_the_day_of_sentence_is_the_first_day_served(imposed, length, last):
    assert read_term(length).last_day(date.fromisoformat(imposed)) == date.fromisoformat(last)


@given(TERMS, DAYS)
def test_a_day_more_never_ends_earlier(term, first):
    longer = term + Term(days=1)
    assert longer.last_day(first) - term.last_day(first) == timedelta(days=1)
    assert longer.is_longer_than(term, on=first)


@given(TERMS, DAYS)
def test_a_month_or_a_year_more_ends_later(term, first):
    assert (term + Term(months=1)).last_day(first) > term.last_day(first)
    assert (term + Term(years=1)).last_day(first) == (term + Term(months=12)).last_day(first)


@given(TERMS, DAYS)
def test_a_day_later_begun_never_ends_earlier(term, first):
    assert term.last_day(first + timedelta(days=1)) >= term.last_day(first)


@given(TERMS, DAYS)
def test_a_term_lasts_at_least_its_first_day_and_its_days_are_counted_from_it(term, first):
    assert term.last_day(first) >= first
    assert term.days_from(first) == (term.last_day(first) - first).days + 1


@given(st.integers(1, 900), DAYS)
def test_weeks_are_seven_days(weeks, first):
    assert Term(weeks=weeks).last_day(first) == Term(days=7 * weeks).last_day(first)


@given(TERMS)
def test_a_length_is_read_back_as_it_was_said(term):
    assert read_term(str(term)) == term


@pytest.mark.parametrize(
    ("said", "unit", "meant"),
    [
        ("12", "months", "12 months"),
        ("18 months 2 weeks", "", "18 months 2 weeks"),
        ("18 months and 2 weeks", "", "18 months 2 weeks"),
        ("1 year, 6 months and 3 days", "", "1 year 6 months 3 days"),
        ("2 Weeks 18 Months", "", "18 months 2 weeks"),
        ("26weeks", "", "26 weeks"),
        ("14 days", "months", "14 days"),
    ],
)
def test_lengths_are_taken_as_courts_give_them(said, unit, meant):
    assert str(read_term(said, unit)) == meant


@pytest.mark.parametrize(
    ("said", "because"),
    [
        ("a dozen", "expected a length"),
        ("-3 months", "expected a length"),
        ("12 hours", "expected a length"),
        ("12", "without a unit"),
        ("0 months", "above zero"),
        ("1 month 2 months", "months twice"),
        ("9999 years", "no term is longer"),
        ("101 years", "no term is longer"),
        ("100 years 1 day", "no term is longer"),
        ("1201 months", "no term is longer"),
        ("36526 days", "no term is longer"),
        ("99999 days", "no term is longer"),
        ("12 months +", "expected a length"),
        ("", "expected a length"),
        ("6 months6", "expected a length"),
    ],
)
def test_what_is_no_length_is_said_in_words(said, because):
    with pytest.raises(NoTerm, match=because):
        read_term(said)


def test_an_extended_sentence_has_two_parts():
    assert [str(part) for part in read_two_terms("4+2", "years")] == ["4 years", "2 years"]
    assert [str(part) for part in read_two_terms("54 months + 18 months")] == ["54 months", "18 months"]
    assert read_two_terms("6 years")[1] is None
    with pytest.raises(NoTerm, match="two parts"):
        read_two_terms("1+2+3", "years")
    with pytest.raises(NoTerm, match="no term is longer"):
        read_two_terms("60+60", "years")


@given(st.text(max_size=40), st.sampled_from(["", "days", "weeks", "months", "years"]), DAYS)
def test_no_text_whatever_reaches_a_day_that_cannot_be_written(text, unit, first):
    try:
        whole = sum_of([part for part in read_two_terms(text, unit) if part])
    except NoTerm:
        return
    whole.last_day(first)


@given(DAYS, st.lists(TERMS, min_size=1, max_size=6))
def test_terms_that_follow_one_another_end_after_any_of_them_alone(first, terms):
    last = last_day_of_run(first, terms)
    assert all(last >= term.last_day(first) for term in terms)
    assert last >= last_day_of_run(first, terms[:-1] or terms)


@given(DAYS, st.lists(MONTHS, min_size=1, max_size=6))
def test_months_that_follow_months_end_as_their_sum_does(first, terms):
    assert last_day_of_run(first, terms) == sum_of(terms).last_day(first)


@given(DAYS, st.lists(st.builds(lambda n: Term(days=n), st.integers(1, 2000)), min_size=1, max_size=6))
def test_days_that_follow_days_end_as_their_sum_does(first, terms):
    assert last_day_of_run(first, terms) == sum_of(terms).last_day(first)


@given(DAYS, TERMS)
def test_a_run_of_one_is_the_term_itself(first, term):
    assert last_day_of_run(first, [term]) == term.last_day(first)


def test_eighteen_months_in_two_terms_are_eighteen_months():
    assert last_day_of_run(date(2026, 11, 20), [Term(months=12), Term(months=6)]) == date(2028, 5, 19)
    assert last_day_of_run(date(2025, 3, 1), [Term(months=6), Term(months=6)]) == date(2026, 2, 28)
    assert last_day_of_run(date(2026, 3, 31), [Term(months=6), Term(months=6)]) == date(2027, 3, 30)


@pytest.mark.parametrize(
    ("said", "term"),
    [
        ("2 yrs", "2 years"),
        ("2y 6m", "2 years 6 months"),
        ("12m", "12 months"),
        ("52 wks", "52 weeks"),
        ("6 mths", "6 months"),
        ("28 d", "28 days"),
        ("two years", "2 years"),
        ("eighteen months", "18 months"),
        ("twenty-one days", "21 days"),
        ("ninety nine weeks", "99 weeks"),
        ("a month", "1 month"),
        ("12 calendar months", "12 months"),
        ("12 months imprisonment", "12 months"),
        ("18 months in custody", "18 months"),
        ("1½ years", "1 year 6 months"),
        ("1.5 years", "1 year 6 months"),
        ("two and a half years", "2 years 6 months"),
        ("2 Years, 3 Months & 1 Week", "2 years 3 months 1 week"),
        ("14 years and 245 days", "14 years 245 days"),
    ],
)
def test_a_length_is_read_however_a_court_writes_it(said, term):
    assert str(read_term(said)) == term


@pytest.mark.parametrize(
    ("said", "custody", "licence"),
    [
        ("4 years plus 2 years", "4 years", "2 years"),
        ("4y+2y", "4 years", "2 years"),
        ("8 + 9 years", "8 years", "9 years"),
        ("4 years custody and 2 years extended licence", "4 years", "2 years"),
        ("6 years in custody with an extension of 18 months", "6 years", "18 months"),
        ("five years custody, three years extension period", "5 years", "3 years"),
    ],
)
def test_an_extended_sentence_is_read_however_its_two_parts_are_written(said, custody, licence):
    assert tuple(map(str, read_two_terms(said))) == (custody, licence)


@pytest.mark.parametrize(
    "said", ["1.4 years", "9 months less 4 days", "18/12", "time served", "1½ months", "2 2 years", "six"]
)
def test_what_is_no_length_is_never_guessed_at(said):
    with pytest.raises(NoTerm):
        read_term(said)


@given(TERMS)
def test_every_length_reads_as_what_it_is_written_as(term):
    assert read_term(str(term)) == term
    assert one_way(one_way(str(term))) == one_way(str(term))
    assert two_parts(f"{term} + {term}") == [one_way(str(term))] * 2
