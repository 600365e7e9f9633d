"""Release at half, two fifths or a third by the day and the tranche, against the release dates service's own cases."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.courts.rules.release import (
    deferred_at_most,
    release_of,
    standard_release,
    supervised_until,
    unpaid_work_by,
)
from throughcare.casework.courts.rules.terms import Term, read_term
from throughcare.casework.courts.rules.words import SentenceKind

CASES = json.loads((Path(__file__).parent / "cases" / "standard_release.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_last_day_and_the_release_are_those_of_the_release_dates_service(case):
    first = date.fromisoformat(case["sentenced"])
    last = read_term(case["length"]).last_day(first)
    assert last == date.fromisoformat(case["last_day"])
    found = standard_release(first, last, first)
    assert found is not None
    assert found.on == date.fromisoformat(case["release"])


@pytest.mark.parametrize(
    ("passed", "length", "release", "edition"),
    [
        ("2020-01-01", "12 months", "2020-07-01", "half"),
        ("2024-09-09", "12 months", "2025-02-01", "two-fifths"),
        ("2024-01-02", "12 months", "2024-07-02", "half"),
        ("2024-01-02", "24 months", "2024-10-20", "two-fifths"),
        ("2026-10-01", "12 months", "2027-01-30", "one-third"),
    ],
)
def test_the_share_is_that_of_the_law_that_reaches_the_sentence(passed, length, release, edition):
    first = date.fromisoformat(passed)
    found = standard_release(first, read_term(length).last_day(first), first)
    assert found is not None
    assert (found.on.isoformat(), found.edition) == (release, edition)


@given(st.dates(date(2006, 1, 1), date(2040, 1, 1)), st.integers(1, 8000))
def test_release_lies_within_the_sentence_and_a_day_more_never_brings_it_forward_by_the_same_law(first, days):
    last = Term(days=days).last_day(first)
    found = standard_release(first, last, first)
    assert found is not None
    assert first <= found.on <= last


def test_what_the_parole_board_decides_is_the_earliest_day_and_not_automatic():
    first = date(2026, 11, 20)
    life = release_of(SentenceKind.LIFE, first, None, Term(years=14), first, credit=0, served=False)
    assert life is not None
    assert (life.on, life.automatic) == (date(2040, 11, 20), False)
    assert release_of(SentenceKind.LIFE, first, None, None, first, credit=0, served=False) is None
    extended = release_of(
        SentenceKind.EXTENDED_SENTENCE,
        first,
        Term(years=6).last_day(first),
        None,
        first,
        credit=0,
        served=False,
    )
    assert extended is not None
    assert (extended.on, extended.automatic) == (date(2030, 11, 20), False)
    assert (
        release_of(
            SentenceKind.COMMUNITY_ORDER,
            first,
            Term(years=1).last_day(first),
            None,
            first,
            credit=0,
            served=False,
        )
        is None
    )


def test_supervision_after_sentence_was_repealed_also_where_it_was_running():
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    released = date(2026, 3, 14)
    assert supervised_until(released, first, last, None, on=date(2026, 5, 10)) == date(2027, 3, 13)
    assert supervised_until(released, first, last, None, on=date(2026, 5, 11)) is None
    assert supervised_until(released, first, last, date(2015, 1, 31), on=date(2026, 5, 10)) is None
    two_years = Term(years=2).last_day(first)
    assert supervised_until(released, first, two_years, None, on=date(2026, 5, 10)) is None


def test_hours_had_to_be_worked_within_a_year_until_the_limit_was_repealed_for_every_order():
    assert unpaid_work_by(date(2025, 1, 1), on=date(2026, 5, 10)) == date(2025, 12, 31)
    assert unpaid_work_by(date(2025, 1, 1), on=date(2026, 5, 11)) is None


def test_sentence_could_be_put_off_for_six_months_and_now_for_twelve():
    assert [deferred_at_most(day)[0] for day in (date(2026, 3, 21), date(2026, 3, 22))] == [6, 12]
    assert deferred_at_most(date(2000, 1, 1)) is None


@pytest.mark.parametrize(
    ("days", "on", "edition"), [(506, "2024-09-10", "half"), (507, "2024-09-10", "two-fifths")]
)
def test_whoever_is_released_on_the_day_of_a_tranche_all_the_same_is_released_by_the_law_before(
    days, on, edition
):
    first = date(2024, 1, 2)
    found = standard_release(first, Term(days=days).last_day(first), first)
    assert found is not None
    assert (found.on.isoformat(), found.edition) == (on, edition)


@pytest.mark.parametrize(("days", "on"), [(9, 5), (10, 5), (1, 1)])
def test_half_of_an_odd_number_of_days_is_served_whole(days, on):
    first = date(2026, 11, 1)
    found = release_of(
        SentenceKind.DETENTION_AND_TRAINING_ORDER,
        first,
        Term(days=days).last_day(first),
        None,
        first,
        credit=0,
        served=False,
    )
    assert found is not None
    assert (found.on, found.automatic) == (date(2026, 11, on), True)


def test_supervision_lasts_beyond_the_sentence_or_is_none_and_begins_with_offences_of_its_first_day():
    first, asked = date(2025, 1, 1), date(2026, 5, 10)
    year = Term(months=12).last_day(first)
    assert supervised_until(first, first, year, None, on=asked) is None
    assert supervised_until(date(2025, 1, 2), first, year, None, on=asked) == date(2026, 1, 1)
    released = date(2025, 7, 1)
    assert supervised_until(released, first, year, date(2015, 2, 1), on=asked) == date(2026, 6, 30)
    assert supervised_until(released, first, year, date(2015, 1, 31), on=asked) is None
    assert supervised_until(first, first, first, None, on=asked) is None
    assert supervised_until(first, first, date(2025, 1, 2), None, on=asked) == date(2025, 12, 31)
    almost = Term(months=24).last_day(first) - timedelta(days=1)
    assert supervised_until(date(2026, 1, 1), first, almost, None, on=asked) == date(2026, 12, 31)
