from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.allocation.rules.queue import (
    Start,
    TierStanding,
    Unallocated,
    in_words,
    queue,
    queue_on,
)
from throughcare.foundation.kernel import WorkingCalendar

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
CALENDAR = WorkingCalendar()


def unheld(case, since, start, tier=None, tier_is_provisional=False):
    return Unallocated(case, since, start, tier, tier_is_provisional)


def waiting(*cases, at=NOW):
    return queue(cases, at=at, edition=queue_on(TODAY), calendar=CALENDAR)


def test_a_case_without_a_tier_is_in_the_queue_from_the_first_minute_marked_with_its_age():
    [one] = waiting(unheld("new", NOW, Start.SENTENCE))
    assert (one.standing, one.age) == (TierStanding.AWAITED, timedelta(0))
    assert "waiting less than a minute" in str(one.finding)


@given(
    st.lists(st.tuples(st.integers(-5000, 60000), st.sampled_from(Start), st.sampled_from([None, "B2", "E"])))
)
def test_no_case_that_waits_is_ever_left_out(facts):
    cases = [
        unheld(f"{n}", NOW - timedelta(minutes=ago), start, tier)
        for n, (ago, start, tier) in enumerate(facts)
    ]
    found = waiting(*cases)
    assert sorted(one.case for one in found) == sorted(case.case for case in cases if case.since <= NOW)
    assert all(one.see_by <= other.see_by for one, other in pairwise(found))
    assert all((one.tier is None) is (one.standing is TierStanding.AWAITED) for one in found)


def test_the_soonest_deadline_comes_first_and_a_missed_one_is_late():
    released = unheld("released", NOW - timedelta(days=3), Start.RELEASE, "B2")
    sentenced = unheld("sentenced", NOW - timedelta(days=4), Start.SENTENCE)
    first, second = waiting(sentenced, released)
    assert (first.case, first.see_by, first.is_late) == ("released", date(2026, 3, 2), False)
    assert (second.case, second.see_by) == ("sentenced", date(2026, 3, 5))
    assert waiting(released, at=NOW + timedelta(days=1))[0].is_late


def test_a_provisional_tier_is_marked():
    [one] = waiting(unheld("one", NOW, Start.TRANSFER, "D", tier_is_provisional=True))
    assert one.standing is TierStanding.PROVISIONAL


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (59, "59 minutes"), (60, "1 hour"), (1500, "1 day"), (3000, "2 days")],
)
def test_a_wait_is_said_in_its_largest_whole_unit(minutes, words):
    assert in_words(timedelta(minutes=minutes)) == words


def test_a_sentence_late_on_a_summer_evening_counts_from_the_london_day():
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    [one] = waiting(unheld("one", late, Start.RELEASE), at=late)
    assert one.see_by == date(2026, 7, 3)
