import random
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.allocation.rules.forecast import (
    Awaited,
    KnownCase,
    PastWeek,
    ReportDue,
    awaited,
    forecast,
    forecast_on,
    known_load,
)
from throughcare.casework.allocation.rules.history import monday_of
from throughcare.casework.allocation.rules.points import Line, workload_editions, workload_on
from throughcare.casework.courts.rules.words import ReportKind
from throughcare.foundation.kernel import Refused

TODAY = date(2026, 3, 2)
MONDAY = monday_of(TODAY)

TERMS = forecast_on(TODAY)


def quiet(number=30, change=0.0):
    return [PastWeek(MONDAY - timedelta(weeks=n), change, 0.0) for n in range(1, number + 1)]


def a_case(points, ends=None, changes_on=None, becomes=None):
    return KnownCase(points, ends, changes_on, becomes)


def ahead(cases=(), reports=(), history=(), available=None, on=TODAY):
    return forecast(
        cases, Awaited(tuple(reports), ()), history, available or {MONDAY: 1000}, on=on, edition=TERMS
    )


def test_the_forecast_covers_the_next_twenty_six_weeks():
    weeks = ahead().weeks
    assert len(weeks) == 26
    assert weeks[0].monday == MONDAY + timedelta(7)


def test_known_ends_releases_and_reports_move_the_load_on_their_day():
    ends = a_case(100, ends=MONDAY + timedelta(weeks=3))
    released = a_case(59, changes_on=MONDAY + timedelta(weeks=5), becomes=163)
    report = ReportDue(138, MONDAY + timedelta(weeks=2))
    loads = [week.known for week in ahead([ends, released], [report], quiet()).weeks]
    assert loads[:5] == [297, 297, 159, 59, 163]  # the case counts on its last day


@given(
    st.lists(
        st.builds(a_case, st.integers(0, 200), st.none() | st.dates(TODAY, date(2027, 1, 1))), max_size=8
    ),
    st.dates(TODAY, date(2027, 1, 1)),
)
def test_known_load_is_what_has_not_ended(cases, on):
    assert known_load(cases, [], on, 30) == sum(c.points for c in cases if c.ends is None or on <= c.ends)


def test_too_little_history_gives_no_interval_and_says_so():
    found = ahead([a_case(100)], history=quiet(11))
    assert {week.interval for week in found.weeks} == {None}
    assert "too few for an interval" in str(found.finding)
    assert ahead([a_case(100)], history=quiet(12)).weeks[0].interval is not None


def test_a_steady_past_gives_a_narrow_interval_around_its_drift():
    weeks = ahead([a_case(100)], history=quiet(change=5.0)).weeks
    assert [week.expected for week in weeks[:3]] == [105, 110, 115]
    assert weeks[10].interval.low == weeks[10].interval.high == 155


@given(st.lists(st.integers(-50, 50), min_size=12, max_size=40))
def test_the_interval_holds_what_is_expected_and_widens_with_the_weeks(changes):
    history = [PastWeek(MONDAY - timedelta(weeks=n + 1), change, 0.0) for n, change in enumerate(changes)]
    weeks = ahead([a_case(5000)], history=history).weeks
    widths = [week.interval.high - week.interval.low for week in weeks]
    assert all(week.interval.low <= week.expected + 1e-6 <= week.interval.high + 2e-6 for week in weeks)
    assert all(earlier <= later + 1e-6 for earlier, later in pairwise(widths))


def test_the_interval_holds_what_happens_as_often_as_it_says():
    chance = random.Random(11)
    held = {1: 0, 13: 0, 26: 0}
    trials = 600
    for _ in range(trials):
        steps = [chance.gauss(3, 20) for _ in range(40 + 26)]
        history = [PastWeek(MONDAY - timedelta(weeks=n + 1), steps[n], 0.0) for n in range(40)]
        weeks = ahead([a_case(5000)], history=history).weeks
        for week in held:
            true = 5000 + sum(steps[40 : 40 + week])
            interval = weeks[week - 1].interval
            held[week] += interval.low <= true <= interval.high
    for count in held.values():  # 80% asked for; three standard errors of 600 trials are 4.9 points
        assert abs(count / trials - 0.80) < 0.049


def test_what_was_known_beforehand_does_not_widen_the_interval():
    history = [PastWeek(MONDAY - timedelta(weeks=n), 40.0 * n, 40.0 * n) for n in range(1, 20)]
    interval = ahead([a_case(100)], history=history).weeks[25].interval
    assert interval.low == interval.high == 100


def test_a_team_with_nothing_available_has_no_percentage():
    early = ahead([a_case(500)], available={MONDAY + timedelta(weeks=2): 1000}).weeks
    assert early[0].expected_pct is None
    assert early[1].expected_pct == 50


def test_a_report_without_points_or_without_a_day_is_said_and_one_of_no_kind_refused():
    edition = workload_on(date(2026, 11, 20))
    found = awaited([("oral", MONDAY), ("fast", None), ("fast", MONDAY), ("oral", None)], edition)
    assert found.due == (ReportDue(65, MONDAY),)
    assert found.unweighed == ("1 fast: no day is set for it", "2 oral: no points are held for that kind")
    with pytest.raises(Refused, match="no points for a verbal report"):
        awaited([("verbal", MONDAY)], edition)


def test_every_kind_of_report_a_court_asks_for_is_weighed_or_named_as_without_points():
    for edition in (*workload_editions(), *workload_editions(Line.PUBLISHED)):
        assert {kind.value for kind in ReportKind} <= {
            *edition.table.reports,
            *edition.table.reports_without_points,
        }
        assert not edition.table.reports.keys() & edition.table.reports_without_points.keys()
