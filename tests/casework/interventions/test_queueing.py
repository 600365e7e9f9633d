"""Queues by three clocks: who still waits is counted, the interval is the published one, and past forecasts are held to account."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.interventions.rules import Lost, WaitClock
from throughcare.casework.interventions.rules.queueing import (
    Queued,
    expected,
    lost_demand,
    past_forecasts,
    told_of,
    waited,
)
from throughcare.casework.interventions.rules.waits import Waited

ON = date(2026, 11, 29)
SENT = Queued(date(2026, 11, 1), None, None, None, None)


def days(count):
    return SENT.sent + timedelta(days=count)


def test_each_clock_stops_for_what_it_waits_for():
    one = replace(SENT, accepted=days(3), offered=days(10), attended=days(17))
    found = {clock: waited(one, clock, ON) for clock in WaitClock}
    assert [(row.days, row.ended) for row in found.values()] == [(3, True), (10, True), (17, True)]


def test_what_still_waits_or_ended_another_way_is_censored_and_never_counted_as_come():
    assert waited(SENT, WaitClock.ACCEPT, ON) == Waited(28, False)
    assert waited(replace(SENT, ended=days(5)), WaitClock.ACCEPT, ON) == Waited(5, False)


def test_what_came_after_the_day_was_not_known_on_it():
    one = replace(SENT, accepted=days(10), ended=days(20))
    assert waited(one, WaitClock.ACCEPT, days(9)) == Waited(9, False)
    assert waited(one, WaitClock.ACCEPT, days(10)) == Waited(10, True)
    assert waited(one, WaitClock.ATTEND, days(15)) == Waited(15, False)


rows = st.lists(st.builds(Waited, st.integers(0, 60), st.booleans()), min_size=10, max_size=40)


@pytest.mark.parametrize("seed", range(6))
def test_the_interval_is_the_one_that_lifelines_gives(seed):
    lifelines = pytest.importorskip("lifelines")
    from lifelines.utils import median_survival_times

    chance = Random(seed)
    some = [Waited(chance.randrange(1, 200), chance.random() < 0.8) for _ in range(37)]
    fitted = lifelines.KaplanMeierFitter().fit([one.days for one in some], [one.ended for one in some])
    limits = median_survival_times(fitted.confidence_interval_).iloc[0].tolist()
    found = expected(some)
    theirs = [
        None if value == float("inf") else int(value) for value in (fitted.median_survival_time_, *limits)
    ]
    assert [found.waits.middle, found.soonest, found.latest] == theirs


@given(rows)
def test_the_middle_is_exact_where_just_half_still_wait(some):
    still, at_risk, middle = Fraction(1), len(some), None
    for day in sorted({one.days for one in some}):
        here = [one for one in some if one.days == day]
        still *= 1 - Fraction(sum(one.ended for one in here), at_risk)
        at_risk -= len(here)
        middle = day if middle is None and still <= Fraction(1, 2) else middle
    assert expected(some).waits.middle == middle


@given(rows)
def test_the_middle_lies_in_its_interval(some):
    found = expected(some)
    middle = found.waits.middle
    if found.soonest is not None and middle is not None:
        assert found.soonest <= middle
    if found.latest is not None:
        assert middle is not None and middle <= found.latest


def test_too_few_say_nothing():
    assert expected([Waited(1, True)] * 9) is None
    assert told_of("x", [SENT] * 9, ON) is None


def a_queue(wait, count=400, seed=3):
    """Referrals over two years, each waiting as drawn."""
    chance = Random(seed)
    found = []
    for _ in range(count):
        sent = ON - timedelta(days=chance.randrange(1, 720))
        came = sent + timedelta(days=wait(chance, sent))
        found.append(Queued(sent, came if came <= ON else None, None, None, None))
    return found


def test_forecasts_of_a_steady_queue_hold_and_of_one_that_slowed_do_not():
    steady = past_forecasts(a_queue(lambda chance, _: chance.randrange(5, 25)), WaitClock.ACCEPT, ON)
    slowed = past_forecasts(
        a_queue(lambda chance, sent: chance.randrange(5, 12) + (60 if sent > ON - timedelta(days=190) else 0)),
        WaitClock.ACCEPT, ON,
    )  # fmt: skip
    assert len(steady) >= 4 and sum(one.held for one in steady) >= len(steady) / 2
    assert slowed and sum(one.held for one in slowed) < len(slowed) / 2


def test_a_forecast_knows_nothing_of_what_came_after_it():
    queue = a_queue(lambda chance, _: chance.randrange(5, 25))
    first = past_forecasts(queue, WaitClock.ACCEPT, ON)[0]
    later = [
        replace(one, accepted=None) if one.accepted and one.accepted > first.on else one
        for one in queue
        if one.sent <= first.on
    ]
    again = [
        waited(one, WaitClock.ACCEPT, first.on) for one in later if first.on - timedelta(days=365) <= one.sent
    ]
    assert expected(again) == first.forecast


def test_lost_demand_is_what_was_refused_for_capacity_taken_back_for_the_wait_or_not_referred_because_of_it():
    ended = replace(SENT, ended=days(4))
    queue = [
        replace(ended, reason="no capacity"), replace(ended, reason="no capacity"), replace(ended, reason="the wait was too long"),
        replace(ended, reason="not safe"), SENT,
    ]  # fmt: skip
    assert lost_demand(queue) == {Lost.REFUSED: 2, Lost.TOO_SLOW: 1, Lost.NOT_REFERRED: 0}
    assert lost_demand(queue, not_referred=3)[Lost.NOT_REFERRED] == 3


def test_a_queue_is_told_with_every_clock():
    queue = [
        replace(SENT, sent=ON - timedelta(days=40 + one), accepted=ON - timedelta(days=20))
        for one in range(12)
    ]
    found = told_of("x", queue, ON, not_referred=2)
    assert dict(found.lost)[Lost.NOT_REFERRED] is None, "two would be told by what other queues leave"
    assert dict(told_of("x", queue, ON, not_referred=13).lost)[Lost.NOT_REFERRED] == 15
    assert found.sent == 10 and [clock for clock, _ in found.clocks] == list(WaitClock)
    accept, offer = found.clocks[0][1], found.clocks[1][1]
    assert accept.waits.middle == 25 and offer.waits.middle is None and offer.waits.censored == 10
