"""A day ends at midnight in London, in summer and in winter."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.foundation.kernel.days import LONDON, end_of


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 1, 10), datetime(2026, 1, 11, 0, tzinfo=UTC)),
        (date(2026, 7, 10), datetime(2026, 7, 10, 23, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 23, tzinfo=UTC)),  # the clocks went forward that morning
        (date(2026, 10, 25), datetime(2026, 10, 26, 0, tzinfo=UTC)),  # and back
    ],
)
def test_a_day_ends_at_midnight_in_london(day, ends):
    assert end_of(day) == ends


@given(st.dates(date(1970, 1, 2), date(2100, 1, 1)))
def test_the_last_moment_of_a_day_is_of_that_day_and_its_end_of_the_next(day):
    ends = end_of(day)
    assert (ends - timedelta(microseconds=1)).astimezone(UTC).astimezone(LONDON).date() == day
    assert ends.date() == day + timedelta(days=1)
