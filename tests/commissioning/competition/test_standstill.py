"""A standstill is counted as its own regime counts it, and where none is asked that is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.competition.rules import Applies, regimes, standstill
from throughcare.commissioning.competition.rules.standstill import counting_of, last_day
from throughcare.foundation.kernel import Refused, WorkingCalendar

DAYS = st.dates(date(2025, 3, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("regime", "published", "last"),
    [
        ("procurement-act-2023", date(2025, 4, 14), date(2025, 4, 25)),  # over Easter
        ("procurement-act-2023", date(2026, 12, 24), date(2027, 1, 7)),  # over Christmas
        ("provider-selection-2023", date(2024, 12, 24), date(2025, 1, 8)),
        ("contracts-regulations-2015", date(2020, 6, 1), date(2020, 6, 11)),
        ("contracts-regulations-2015", date(2020, 6, 3), date(2020, 6, 15)),  # the tenth day is a Saturday
    ],
)
def test_the_last_day_is_counted_as_the_regime_counts(regime: str, published: date, last: date) -> None:
    found = standstill(regime, published)
    assert (found.last_day, found.sign_from) == (last, last + timedelta(days=1))
    assert str(found.finding.clause)


@given(DAYS)
def test_counting_from_the_day_after_ends_one_working_day_later_where_the_day_is_worked(day: date) -> None:
    one, other = standstill("procurement-act-2023", day), standstill("provider-selection-2023", day)
    assert one.last_day is not None and other.last_day is not None
    calendar = WorkingCalendar()
    assert other.last_day == (calendar.add(one.last_day, 1) if calendar.is_working(day) else one.last_day)


@given(DAYS, st.integers(1, 30))
def test_a_later_notice_never_ends_sooner(day: date, later: int) -> None:
    for regime in regimes():
        counting = counting_of(regime)
        if counting is not None:
            assert last_day(counting, day) <= last_day(counting, day + timedelta(days=later))


def test_probation_services_are_light_touch_and_a_standstill_is_of_free_will() -> None:
    assert standstill("light-touch-2023", date(2026, 6, 1)).applies is Applies.VOLUNTARY
    found = standstill("grant", date(2026, 6, 1))
    assert (found.applies, found.last_day, found.sign_from) == (Applies.NONE, None, date(2026, 6, 1))


@pytest.mark.parametrize(
    ("regime", "published", "words"),
    [
        ("procurement-act-2023", date(2024, 12, 24), "was not law on 24 December 2024"),
        ("contracts-regulations-2015", date(2026, 1, 1), "was not law on 1 January 2026"),
        ("treaty", date(2026, 1, 1), "there is no regime “treaty”; expected"),
    ],
)
def test_a_regime_that_is_not_law_is_refused(regime: str, published: date, words: str) -> None:
    with pytest.raises(Refused, match=words):
        standstill(regime, published)
