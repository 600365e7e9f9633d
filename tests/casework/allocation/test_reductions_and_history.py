from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.allocation.rules.history import (
    Week,
    excess_on,
    excesses,
    is_in_excess,
    monday_of,
)
from throughcare.casework.allocation.rules.reductions import (
    Reduction,
    Standing,
    check_reduction,
    ending_soon,
    hours_off,
    months_after,
    reasons_on,
)
from throughcare.foundation.kernel import Period, Refused

TODAY = date(2026, 3, 2)
REASONS = reasons_on(TODAY)
EXCESS = excess_on(TODAY)
MONDAY = monday_of(TODAY)


def a_reduction(hours="5", start=TODAY, end=date(2026, 6, 1), reason="court_duty", **different):
    return Reduction(Decimal(hours), Period(start, end), reason, **{"withdrawn_on": None} | different)


# --- reductions -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2026, 3, 1), Standing.SCHEDULED),
        (TODAY, Standing.ACTIVE),
        (date(2026, 5, 31), Standing.ACTIVE),
        (date(2026, 6, 1), Standing.ARCHIVED),
    ],
)
def test_what_a_reduction_is_follows_from_its_dates_and_no_job_has_to_run(on, standing):
    assert a_reduction().standing(on) is standing


def test_withdrawing_a_reduction_leaves_the_past_as_it_was():
    entry = a_reduction(withdrawn_on=date(2026, 4, 1))
    assert entry.standing(date(2026, 3, 31)) is Standing.ACTIVE
    assert entry.standing(date(2026, 4, 1)) is Standing.WITHDRAWN


days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
entries = st.builds(
    lambda hours, start, length: a_reduction(hours, start, start + timedelta(length)),
    st.decimals(1, 10, places=1),
    days,
    st.integers(1, 400),
)


@given(st.lists(entries, max_size=6), days)
def test_hours_off_are_those_of_the_entries_whose_days_hold_it(ledger, on):
    expected = sum((e.hours for e in ledger if e.in_force.start <= on < e.in_force.end), Decimal(0))
    assert hours_off(ledger, on) == expected


@pytest.mark.parametrize(
    ("the_entry", "entry", "says"),
    [
        ("has a reason nobody knows", a_reduction(reason="weather"), "not a reason"),
        ("takes no hours", a_reduction("0"), "between 0 and 37"),
        ("takes more than the week", a_reduction("38"), "between 0 and 37"),
        (
            "takes over half for union work",
            a_reduction("19", reason="trade_union_facility_time"),
            "at most 50%",
        ),
        ("takes over a fifth when newly qualified", a_reduction("8", reason="nqo"), "at most 20%"),
        ("outlasts its months", a_reduction("7", end=date(2026, 12, 3), reason="nqo"), "at most 9 months"),
        ("has no end where one is set", a_reduction("7", end=None, reason="nqo"), "to 2 December 2026"),
    ],
)
def test_an_entry_is_refused_when_it(the_entry, entry, says):
    with pytest.raises(Refused, match=says):
        check_reduction(entry, Decimal(37), REASONS)


@pytest.mark.parametrize(
    "entry",
    [
        a_reduction("7.4", end=date(2026, 12, 2), reason="nqo"),
        a_reduction("37", end=None, reason="long_term_sickness_absence"),
        a_reduction("37", end=None, reason="disability"),
        a_reduction("18.5", end=None, reason="trade_union_facility_time"),
    ],
)
def test_an_entry_within_its_reason_is_allowed_and_cites_it(entry):
    finding = check_reduction(entry, Decimal(37), REASONS)
    assert finding.clause.paragraph == REASONS.name


def test_hours_that_will_come_back_soon_are_listed():
    soon, later = a_reduction(end=date(2026, 3, 20)), a_reduction(end=date(2026, 9, 1))
    gone = a_reduction(start=date(2026, 1, 1), end=date(2026, 2, 1))
    within = Period(TODAY, TODAY + timedelta(28))
    assert ending_soon([soon, later, gone, a_reduction(end=None)], TODAY, within) == [soon]


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 8, 15), 6, date(2027, 2, 15)),
        (date(2026, 5, 31), 1, date(2026, 6, 30)),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_month(start, months, expected):
    assert months_after(start, months) == expected


# --- weekly history ---------------------------------------------------------------


def weeks(*percentages, start=MONDAY):
    return [
        Week(start + timedelta(weeks=n), load=pct * 10, available=1000, cases=40)
        for n, pct in enumerate(percentages)
        if pct is not None
    ]


@pytest.mark.parametrize(
    ("the_weeks", "percentages", "lengths"),
    [
        ("are three over and one at the line", (111, 120, 130, 110), []),
        ("are four over", (111, 120, 130, 112), [4]),
        ("are four over with a rest between", (111, 120, 100, 130, 112), []),
        ("are four over with a week unknown", (111, 120, None, 130, 112), []),
        ("are two long runs", (120, 120, 120, 120, 90, 120, 120, 120, 120, 120), [4, 5]),
    ],
)
def test_over_110_per_cent_for_four_weeks_running_is_a_question_with_an_answer(
    the_weeks, percentages, lengths
):
    assert [excess.weeks.days // 7 for excess in excesses(weeks(*percentages), EXCESS)] == lengths


def test_somebody_with_load_and_no_available_points_is_over():
    series = [Week(MONDAY + timedelta(weeks=n), 10, 0, 1) for n in range(4)]
    assert len(excesses(series, EXCESS)) == 1


@given(st.lists(st.none() | st.integers(90, 130), min_size=1, max_size=25), st.integers(0, 24))
def test_being_in_excess_on_a_day_agrees_with_the_runs_up_to_it(percentages, place):
    series = weeks(*percentages)
    on = MONDAY + timedelta(weeks=place, days=3)
    so_far = [week for week in series if week.monday <= on]
    runs = [excess.weeks for excess in excesses(so_far, EXCESS)]
    expected = any(run.end == monday_of(on) + timedelta(7) for run in runs)
    assert (is_in_excess(series, on, EXCESS) is not None) is expected


def test_the_finding_says_since_when_and_on_what_authority():
    finding = is_in_excess(weeks(111, 120, 130, 112, 140), MONDAY + timedelta(weeks=4), EXCESS)
    assert str(finding) == "over 110% for 5 weeks from 2 March 2026 (Written answer to Parliament, 172934)"
