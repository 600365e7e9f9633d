"""What may become of goals and steps, when a plan is due, what is laid from a template: pure rules."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.planning.rules import (
    GOAL_MOVES,
    SAYS_WHY,
    STEP_MOVES,
    AnswerKind,
    GoalMark,
    GoalStands,
    GoalState,
    PlanStands,
    StepMark,
    StepState,
    changed_since,
    check_can_be_answered,
    check_mark,
    cost_of,
    goal_after,
    goal_state,
    laid,
    plan_due,
    plan_editions,
    plan_templates,
    point_of,
    step_after,
    step_state,
)
from throughcare.foundation.kernel import Refused, WorkingCalendar, is_allowed

MADE, TODAY = date(2026, 3, 2), date(2026, 11, 20)
CALENDAR = WorkingCalendar()
CITIZENSHIP = plan_templates()["citizenship"]


def test_a_goal_without_a_day_is_one_for_later_until_it_is_taken_up():
    assert goal_state(None, []) is GoalState.LATER
    assert goal_state(None, [GoalMark.TAKEN_UP]) is GoalState.CURRENT
    assert goal_state(TODAY, []) is GoalState.CURRENT


def test_a_goal_for_later_is_not_met_before_it_is_taken_up():
    with pytest.raises(Refused, match="for later, so it cannot be marked “met”"):
        goal_after(GoalState.LATER, GoalMark.MET)


def test_a_goal_that_was_met_or_removed_by_mistake_comes_back():
    assert goal_state(TODAY, [GoalMark.MET, GoalMark.NOT_MET_AFTER_ALL]) is GoalState.CURRENT
    assert goal_state(TODAY, [GoalMark.REMOVED, GoalMark.TAKEN_UP]) is GoalState.CURRENT


def test_a_step_that_is_done_is_only_taken_back():
    assert step_state([]) is StepState.NOT_STARTED
    assert step_state([StepMark.STARTED, StepMark.DONE, StepMark.NOT_DONE_AFTER_ALL]) is StepState.STARTED
    with pytest.raises(Refused, match="This step is done"):
        step_after(StepState.DONE, StepMark.STARTED)


@pytest.mark.parametrize("moves", [GOAL_MOVES, STEP_MOVES])
def test_every_state_has_a_way_on_and_no_mark_leaves_it_as_it_was(moves):
    assert all(moves.values())
    assert all(then is not state for state, marks in moves.items() for then in marks.values())


@given(st.lists(st.sampled_from(GoalMark), max_size=8))
def test_marks_that_can_be_made_one_by_one_give_the_state_of_the_whole(marks):
    state, made = GoalState.CURRENT, []
    for mark in marks:
        if is_allowed(goal_after, state, mark):
            state, made = goal_after(state, mark), [*made, mark]
    assert goal_state(TODAY, made) is state


def test_that_a_goal_is_met_says_on_what_it_rests():
    with pytest.raises(Refused, match="needs its reason"):
        check_mark(GoalMark.MET, "", on=TODAY, made_on=MADE, today=TODAY)
    check_mark(GoalMark.MET, "Has a tenancy since June.", on=TODAY, made_on=MADE, today=TODAY)
    check_mark(StepMark.DONE, "", on=MADE, made_on=MADE, today=TODAY)
    assert StepMark.DONE not in SAYS_WHY


@pytest.mark.parametrize("on", [MADE - timedelta(days=1), TODAY + timedelta(days=1)])
def test_a_mark_is_of_a_day_from_when_there_was_something_to_mark_until_today(on):
    with pytest.raises(Refused, match="2 March 2026"):
        check_mark(StepMark.DONE, "", on=on, made_on=MADE, today=TODAY)


def test_a_reason_has_at_most_a_thousand_characters():
    check_mark(StepMark.NOT_YET, "x" * 1000, on=TODAY, made_on=MADE, today=TODAY)
    with pytest.raises(Refused, match="1001"):
        check_mark(StepMark.NOT_YET, "x" * 1001, on=TODAY, made_on=MADE, today=TODAY)


def test_a_plan_is_put_to_the_person_once_it_has_a_current_goal_with_a_step():
    for goals in ([], [GoalStands(GoalState.LATER, 2)], [GoalStands(GoalState.CURRENT, 0)]):
        with pytest.raises(Refused, match="a current goal with a step"):
            check_can_be_answered(goals, AnswerKind.AGREED, "")
    check_can_be_answered(
        [GoalStands(GoalState.MET, 1), GoalStands(GoalState.CURRENT, 1)], AnswerKind.AGREED, ""
    )


@pytest.mark.parametrize("kind", [AnswerKind.NOT_AGREED, AnswerKind.COULD_NOT_ANSWER])
def test_whoever_does_not_agree_is_heard(kind):
    goals = [GoalStands(GoalState.CURRENT, 1)]
    with pytest.raises(Refused, match="Say why"):
        check_can_be_answered(goals, kind, "")
    check_can_be_answered(goals, kind, "Wants to keep the job first.")


def test_a_plan_that_was_never_answered_has_not_changed_since():
    at = datetime(2026, 5, 1, tzinfo=UTC)
    assert not changed_since(None, [at])
    assert changed_since(at, [at + timedelta(minutes=1)])
    assert not changed_since(at, [at])


def test_a_first_plan_is_due_fifteen_working_days_after_the_person_was_first_seen():
    # 2 November 2026 is a Monday; three weeks on there is no bank holiday.
    due = plan_due(PlanStands(first_seen=date(2026, 11, 2)), TODAY, CALENDAR)
    assert due is not None
    assert (due.is_first, due.by) == (True, date(2026, 11, 23))
    assert "first seen on 2 November 2026" in due.finding.because


def test_nobody_owes_a_plan_for_somebody_never_seen():
    assert plan_due(PlanStands(), TODAY, CALENDAR) is None


def test_a_plan_is_looked_at_again_after_half_a_year():
    due = plan_due(PlanStands(first_seen=MADE, last_looked_at=MADE), TODAY, CALENDAR)
    assert due is not None
    assert (due.is_first, due.by) == (False, MADE + timedelta(days=182))


def test_a_release_or_a_point_of_the_sentence_brings_the_review_forward():
    released = PlanStands(MADE, MADE, released=date(2026, 4, 1))
    assert plan_due(released, TODAY, CALENDAR).by == CALENDAR.add(date(2026, 4, 1), 15)
    halfway = PlanStands(MADE, MADE, begins=date(2026, 1, 1), ends=date(2026, 12, 31))
    assert plan_due(halfway, TODAY, CALENDAR).by == point_of(date(2026, 1, 1), date(2026, 12, 31), 0.5)
    before = PlanStands(MADE, MADE, released=MADE)
    assert plan_due(before, TODAY, CALENDAR).by == MADE + timedelta(days=182)


def test_half_of_a_year_of_365_days_has_run_on_its_183rd():
    assert point_of(date(2026, 1, 1), date(2026, 12, 31), 0.5) == date(2026, 1, 1) + timedelta(days=182)


@given(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.integers(1, 900), st.integers(0, 900))
def test_the_review_that_is_owed_always_lies_after_the_last_look(looked, length, since):
    begins = looked - timedelta(days=since)
    stands = PlanStands(begins, looked, begins, begins + timedelta(days=length), looked)
    assert plan_due(stands, TODAY, CALENDAR).by > looked


def test_the_clocks_say_what_of_them_is_assumed():
    assert all("assumed" in one.table.basis and one.table.source for one in plan_editions())


def test_how_much_of_a_template_is_laid_goes_by_risk():
    low, high = laid(CITIZENSHIP, "low", {}), laid(CITIZENSHIP, "very_high", {})
    assert [one.module.key for one in low] == [one.module.key for one in high]
    assert cost_of(CITIZENSHIP, low) == 5200 * 6 < cost_of(CITIZENSHIP, high) == 5200 * 20
    assert low[0].step == "1 session: what the order asks, and what being part of a community gives and asks"


@given(
    st.sets(st.sampled_from([module.key for module in CITIZENSHIP.modules]), max_size=5),
    st.sampled_from(["low", "medium", "high", "very_high"]),
)
def test_a_template_less_some_parts_is_the_rest_of_it(left_out, risk):
    whole = laid(CITIZENSHIP, risk, {})
    assert laid(CITIZENSHIP, risk, dict.fromkeys(left_out, "does not need it")) == tuple(
        one for one in whole if one.module.key not in left_out
    )


def test_a_departure_from_a_template_says_why():
    with pytest.raises(Refused, match="Say why"):
        laid(CITIZENSHIP, "low", {"drugs": " "})
    with pytest.raises(Refused, match="no part “sailing”"):
        laid(CITIZENSHIP, "low", {"sailing": "no boat"})
    with pytest.raises(Refused, match="nothing would be laid"):
        laid(CITIZENSHIP, "low", {module.key: "not now" for module in CITIZENSHIP.modules})


def test_where_the_risk_is_not_known_nobody_can_say_how_much_is_right():
    with pytest.raises(Refused, match="not assessed"):
        laid(CITIZENSHIP, "not_assessed", {})


def test_a_template_says_where_it_comes_from_and_what_of_it_is_assumed():
    assert CITIZENSHIP.source == "Durham Tees Valley Probation Trust, 2012"
    assert "assumed" in CITIZENSHIP.basis
