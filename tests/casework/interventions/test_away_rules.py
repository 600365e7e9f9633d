"""What becomes of a referral while its person is away, by rule alone: every state, every answer of the contract, in and out."""

from datetime import date

import pytest

from throughcare.casework.interventions.rules import (
    OPEN_REFERRALS,
    ReferralState,
    StepKind,
    come_back,
    due_of,
    is_held,
    may_be_taken,
    put_away,
    state_after,
)
from throughcare.foundation.kernel import Refused, WorkingCalendar

SENT = [StepKind.SENT]
ACCEPTED = [*SENT, StepKind.ACCEPTED]
DELIVERING = [*ACCEPTED, StepKind.ASSIGNED, StepKind.PLANNED, StepKind.PLAN_APPROVED]
COURSES = {
    ReferralState.SENT: SENT, ReferralState.RETURNED: [*SENT, StepKind.RETURNED], ReferralState.ACCEPTED: ACCEPTED,
    ReferralState.DELIVERING: DELIVERING,
}  # fmt: skip


@pytest.mark.parametrize("state", OPEN_REFERRALS)
@pytest.mark.parametrize("works_inside", [True, False, None])
@pytest.mark.parametrize("at_large", [True, False])
def test_it_is_carried_on_only_in_custody_and_where_the_contract_says_so(state, works_inside, at_large):
    course = COURSES[state]
    step = put_away(course, works_inside=works_inside, at_large=at_large)
    wanted = StepKind.CARRIED_ON if works_inside and not at_large else StepKind.HELD
    assert step is wanted
    assert put_away([*course, step], works_inside=works_inside, at_large=at_large) is None
    assert state_after([*course, step]) is state


@pytest.mark.parametrize("state", OPEN_REFERRALS)
def test_out_again_it_goes_on_or_the_sender_decides_and_once_alone(state):
    course = [*COURSES[state], StepKind.HELD]
    step = come_back(state, course)
    assert step is (
        StepKind.RESUMED if state in {ReferralState.SENT, ReferralState.RETURNED} else StepKind.OUT
    )
    assert come_back(state, [*course, step]) is None
    assert come_back(state, COURSES[state]) is None


def test_somebody_who_flees_from_where_it_was_carried_on_is_waited_for():
    assert put_away([*SENT, StepKind.CARRIED_ON], works_inside=True, at_large=True) is StepKind.HELD


def test_nothing_that_a_clock_runs_for_is_done_while_it_waits():
    held = [*ACCEPTED, StepKind.HELD]
    assert is_held(held) and is_held([*held, StepKind.OUT]) and not is_held([*held, StepKind.RESUMED])
    assert not may_be_taken(StepKind.ASSIGNED, held)
    assert may_be_taken(StepKind.ASSIGNED, ACCEPTED) and not may_be_taken(StepKind.RESUMED, ACCEPTED)
    with pytest.raises(Refused, match="waits"):
        state_after([*held, StepKind.ASSIGNED])
    with pytest.raises(Refused, match="does not wait"):
        state_after([*ACCEPTED, StepKind.RESUMED])
    assert state_after([*held, StepKind.WITHDRAWN]) is ReferralState.WITHDRAWN


def test_the_time_away_counts_for_nobody():
    day, calendar = date(2026, 3, 2), WorkingCalendar()
    steps = [(StepKind.SENT, day), (StepKind.ACCEPTED, day), (StepKind.HELD, date(2026, 3, 4))]
    waits = due_of(ReferralState.ACCEPTED, steps, calendar, sessions_left=None)
    assert (waits.step, waits.by_provider, waits.on) == (
        StepKind.RESUMED,
        False,
        calendar.add(date(2026, 3, 4), 20),
    )
    on = date(2026, 6, 1)
    goes_on = due_of(ReferralState.ACCEPTED, [*steps, (StepKind.RESUMED, on)], calendar, sessions_left=None)
    assert (goes_on.step, goes_on.on) == (StepKind.ASSIGNED, calendar.add(on, 3))


def test_a_report_that_is_owed_is_owed_by_the_same_day_whoever_goes_away():
    day = date(2026, 3, 2)
    steps = [(kind, day) for kind in (*DELIVERING, StepKind.END_ASKED)]
    before = due_of(ReferralState.DELIVERING, steps, WorkingCalendar(), sessions_left=None)
    after = due_of(
        ReferralState.DELIVERING,
        [*steps, (StepKind.HELD, date(2026, 3, 4))],
        WorkingCalendar(),
        sessions_left=None,
    )
    assert before == after
