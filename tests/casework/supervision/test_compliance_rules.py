"""Compliance seen fairly: what fell alike is asked about before anybody is punished, and good compliance is recognised."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.supervision.rules.compliance import (
    Arranged,
    Compliance,
    compliance_editions,
    compliance_seen,
    early_review,
)

ON = date(2026, 11, 20)
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def weekly(*failed, start=MONDAY, **more):
    """A meeting each week up to a Monday, the latest first; whether each was failed."""
    return [Arranged(start - timedelta(weeks=n), one, **more) for n, one in enumerate(failed)]


def said(arranged):
    return [one.because for one in compliance_seen(arranged, ON).patterns]


def test_failures_that_fall_on_one_day_are_asked_about():
    tuesdays = weekly(*[False] * 8, start=MONDAY + timedelta(days=1))
    found = said([*weekly(True, True, False), *tuesdays])
    assert any("2 of 2 failures were on Mondays" in one for one in found)


def test_a_day_on_which_everything_is_arranged_is_no_pattern():
    assert said(weekly(True, True, False, False)) == []


def test_hours_recorded_for_work_or_caring_are_told_before_anything_is_punished():
    free = weekly(*[False] * 6, start=MONDAY + timedelta(hours=5))
    for what in ("work", "caring"):
        found = said([*weekly(True, True, held_by=(what,)), *free])
        assert any(f"fell in hours recorded for {what}: move them" in one for one in found)


def test_too_little_time_to_travel_is_told():
    assert any(
        "too little time to travel" in one
        for one in said([*weekly(True, True, far=True), *weekly(*[False] * 6)])
    )
    assert not any("travel" in one for one in said([*weekly(True, True, far=None), *weekly(*[False] * 6)]))


def test_one_failure_makes_no_pattern():
    assert said(weekly(True, *[False] * 9)) == []


@pytest.mark.parametrize(("kept", "recognised"), [(9, False), (10, False), (30, True)])
def test_meetings_kept_in_a_row_for_months_are_recognised(kept, recognised):
    seen = compliance_seen(weekly(*[False] * kept), ON)
    assert isinstance(seen, Compliance)
    assert (seen.kept_in_a_row, seen.recognised is not None) == (kept, recognised)


def test_a_failure_within_the_months_ends_recognition_until_they_are_over():
    assert compliance_seen(weekly(*[False] * 12, True, *[False] * 20), ON).recognised is None
    assert compliance_seen(weekly(*[False] * 28, True), ON).recognised is not None


def test_what_is_assumed_says_so():
    for edition in compliance_editions():
        assert edition.table.basis == "assumed"
        assert all(
            "(assumed)" in one
            for one in said([*weekly(True, True, held_by=("work",)), *weekly(*[False] * 6)])
        )


@given(st.lists(st.booleans(), max_size=40))
def test_nothing_failed_is_never_a_pattern_and_a_failure_today_is_never_recognised(failed):
    assert said(weekly(*[False] * len(failed))) == []
    assert compliance_seen(weekly(True, *failed), ON).recognised is None


def test_a_disability_is_asked_about_from_the_first_failure_on_and_never_where_nothing_was_failed():
    known = ("Hearing impairment, without an adjustment for it,",)
    [found] = compliance_seen(weekly(True), ON, known).patterns
    assert "ask whether what was arranged suits them" in found.because
    assert "Equality Act 2010" in str(found.clause)
    assert compliance_seen(weekly(False, False), ON, known).patterns == ()
    assert compliance_seen(weekly(True), ON).patterns == ()


def test_good_compliance_asks_for_an_early_review_until_somebody_has_looked_at_the_plan():
    good = compliance_seen(weekly(*[False] * 30), ON)
    assert good.recognised is not None and good.since is not None
    assert early_review(good, good.since - timedelta(days=1)) is good.recognised
    assert early_review(good, good.since) is None, "looked at on the day it was recognised"
    assert early_review(good, ON) is None
    assert early_review(good, None) is None, "who has no plan has none to look at"
    poor = compliance_seen(weekly(True, *[False] * 30), ON)
    assert poor.recognised is None and poor.since is None and early_review(poor, date(2025, 1, 1)) is None


@given(st.lists(st.booleans(), min_size=1, max_size=70), st.integers(0, 200))
def test_it_is_recognised_from_its_day_on_and_on_no_day_long_before(told, back):
    on = ON - timedelta(days=back)
    seen = compliance_seen(weekly(*told), on)
    if seen.since is None:
        return
    assert seen.since <= on
    before = compliance_seen(weekly(*told), seen.since - timedelta(days=1))
    assert before.recognised is None
    assert compliance_seen(weekly(*told), seen.since + timedelta(days=3)).since in {seen.since, None}
