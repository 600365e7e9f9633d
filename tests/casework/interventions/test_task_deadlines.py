"""By when a task about a place in approved premises is to be done: the clock starts when somebody is at work."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.interventions.rules.task_deadlines import clock_starts, task_deadline, task_editions
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.kernel.days import LONDON, day_of

CALENDAR = WorkingCalendar()
MONDAY = datetime(2026, 11, 2, 9, 30, tzinfo=LONDON)


def test_until_one_oclock_it_starts_at_once_and_after_it_the_next_morning_of_work():
    one = MONDAY.replace(hour=13, minute=0)
    assert clock_starts(one, CALENDAR) == one
    assert clock_starts(one + timedelta(minutes=1), CALENDAR) == datetime(2026, 11, 3, 9, tzinfo=LONDON)
    friday = datetime(2026, 12, 24, 15, tzinfo=LONDON)  # then Christmas, a weekend, and a bank holiday
    assert clock_starts(friday, CALENDAR) == datetime(2026, 12, 29, 9, tzinfo=LONDON)


def test_an_emergency_at_night_is_due_two_hours_into_the_next_morning():
    by, why = task_deadline("assessment", "emergency", MONDAY.replace(hour=22), CALENDAR)
    assert by == datetime(2026, 11, 3, 11, tzinfo=LONDON)
    assert "within 2 hours" in why.because


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    st.sampled_from(
        [("assessment", "standard"), ("assessment", "shortNotice"), ("placement application", "x")]
    ),
)
def test_every_deadline_is_a_working_day_and_shorter_notice_is_never_later(at, what):
    received = at.replace(tzinfo=LONDON)
    by, _ = task_deadline(*what, received, CALENDAR)
    assert CALENDAR.is_working(day_of(by)) and by > received
    assert by <= task_deadline("assessment", "standard", received, CALENDAR)[0]


@pytest.mark.parametrize("what", [("dancing", "standard"), ("assessment", "none")])
def test_what_the_edition_does_not_know_is_refused_with_what_it_does(what):
    with pytest.raises(Refused, match="Expected one of"):
        task_deadline(*what, MONDAY, CALENDAR)
    assert len(task_editions()) == 1
