"""A step that a service does stands as what serves it, until somebody says it is done; ended undone, it is the officer's again."""

from datetime import date
from itertools import product

import pytest

from throughcare.casework.interventions.rules import Ending, ReferralState, RefusalReason, course_of
from throughcare.casework.planning.rules import (
    OPEN_STEPS,
    Course,
    GoalState,
    ServiceStands,
    StepState,
    Whose,
    check_can_be_served,
    is_put_back,
    step_as_served,
)
from throughcare.casework.programmes.rules import EnrolmentState, course_of_enrolment
from throughcare.casework.unpaid_work.rules.serving import course_of_hours
from throughcare.casework.unpaid_work.rules.words import WorkState
from throughcare.foundation.kernel import Refused

SENT = date(2026, 11, 2)


def stands(course):
    return ServiceStands("Homes", course, "", SENT, SENT)


@pytest.mark.parametrize(
    ("course", "then"),
    [
        (Course.WAITS, StepState.NOT_STARTED),
        (Course.UNDER_WAY, StepState.STARTED),
        (Course.DONE, StepState.DONE),
        (Course.UNDONE, StepState.NOT_YET),
    ],
)
def test_a_step_still_to_be_done_stands_as_what_serves_it(course, then):
    for own in OPEN_STEPS:
        assert step_as_served(own, stands(course)) is then


def test_what_somebody_recorded_as_done_or_needed_no_longer_stands_whatever_the_service_does():
    for own, course in product((StepState.DONE, StepState.NOT_NEEDED), Course):
        assert step_as_served(own, stands(course)) is own


def test_a_step_that_nothing_serves_or_whose_service_is_not_seen_stands_as_it_was_recorded():
    for own in StepState:
        assert step_as_served(own, None) is own


def test_a_step_is_put_back_only_while_it_is_wanted_and_its_service_ended_undone():
    back = {
        (own, goal, course)
        for own, goal, course in product(StepState, GoalState, Course)
        if is_put_back(own, goal, stands(course))
    }
    wanted = product(OPEN_STEPS, (GoalState.CURRENT, GoalState.LATER), (Course.UNDONE,))
    assert back == set(wanted)
    assert not is_put_back(StepState.STARTED, GoalState.CURRENT, None)


def test_a_wait_is_counted_only_while_something_waits():
    assert stands(Course.WAITS).waited(date(2026, 11, 14)) == 12
    assert stands(Course.UNDER_WAY).waited(date(2026, 11, 14)) is None


def test_only_an_open_step_that_a_service_does_can_be_served():
    check_can_be_served(Whose.SERVICE, StepState.NOT_STARTED, GoalState.CURRENT)
    for whose, own, goal, because in (
        (Whose.PERSON, StepState.NOT_STARTED, GoalState.CURRENT, "for the person to do"),
        (Whose.OFFICER, StepState.NOT_STARTED, GoalState.CURRENT, "for their officer to do"),
        (Whose.SERVICE, StepState.DONE, GoalState.CURRENT, "is done"),
        (Whose.SERVICE, StepState.NOT_NEEDED, GoalState.CURRENT, "no longer needed"),
        (Whose.SERVICE, StepState.STARTED, GoalState.REMOVED, "goal is removed"),
        (Whose.SERVICE, StepState.STARTED, GoalState.MET, "goal is met"),
    ):
        with pytest.raises(Refused, match=because):
            check_can_be_served(whose, own, goal)


def test_a_referral_waits_until_something_is_attended_and_only_what_was_completed_is_done():
    for state in (
        ReferralState.SENT,
        ReferralState.RETURNED,
        ReferralState.ACCEPTED,
        ReferralState.DELIVERING,
    ):
        assert course_of(state, "", attended=False) is Course.WAITS
        assert course_of(state, "", attended=True) is Course.UNDER_WAY
    assert course_of(ReferralState.CONCLUDED, Ending.COMPLETED, attended=True) is Course.DONE
    for ending in (Ending.ENDED_EARLY, Ending.CANCELLED):
        assert course_of(ReferralState.CONCLUDED, ending, attended=True) is Course.UNDONE
    assert course_of(ReferralState.REFUSED, RefusalReason.CAPACITY, attended=False) is Course.UNDONE
    assert course_of(ReferralState.WITHDRAWN, "", attended=True) is Course.UNDONE


def test_a_programme_and_hours_of_work_end_done_only_when_they_are_complete():
    undone = {
        EnrolmentState.WITHDRAWN, EnrolmentState.DESELECTED, EnrolmentState.NOT_SUITABLE, EnrolmentState.NOT_ELIGIBLE,
    }  # fmt: skip
    for state in EnrolmentState:
        found = {course_of_enrolment(state, attended) for attended in (False, True)}
        if state is EnrolmentState.COMPLETE:
            assert found == {Course.DONE}
        elif state in undone:
            assert found == {Course.UNDONE}
        else:
            assert found == {Course.WAITS, Course.UNDER_WAY}
    assert course_of_hours(WorkState.OPEN, worked=False) is Course.WAITS
    assert course_of_hours(WorkState.OPEN, worked=True) is Course.UNDER_WAY
    assert course_of_hours(WorkState.COMPLETED, worked=True) is Course.DONE
    assert course_of_hours(WorkState.ENDED, worked=True) is Course.UNDONE
