"""A referral can only become what the table says; one thing at a time is owed, by one side, by a day."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.interventions.rules import (
    OPEN_REFERRALS,
    REFERRAL_MOVES,
    Achievement,
    Ending,
    ReferralState,
    SessionsCounted,
    StepKind,
    achievement_score,
    check_step,
    concludes_with,
    due_of,
    ending_of,
    may_report,
    state_after,
)
from throughcare.casework.interventions.rules.referral import (
    LONGEST_SESSION,
    check_minutes,
    check_not_to_oneself,
    sessions_left_of,
)
from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.foundation.kernel import Refused, WorkingCalendar, new_id

PUBLISHED = Path(__file__).with_name("published")
CALENDAR = WorkingCalendar()
MONDAY = date(2026, 11, 2)
S = StepKind


def rows(name):
    return list(csv.DictReader((PUBLISHED / name).read_text("utf-8").splitlines()))


@pytest.mark.parametrize("row", rows("referral_conclusion.csv"))
def test_when_a_referral_ends_is_as_published(row):
    counted = SessionsCounted(int(row["attended"]), int(row["not_attended"]), int(row["without_outcome"]))
    asked, reported = row["end_requested"] == "True", row["eosr_submitted"] == "True"
    words = {
        "CANCELLED": Ending.CANCELLED,
        "PREMATURELY_ENDED": Ending.ENDED_EARLY,
        "COMPLETED": Ending.COMPLETED,
        "": None,
    }
    assert ending_of(counted, asked_to_end=asked) == words[row["ending_with"]]
    assert concludes_with(counted, asked_to_end=asked, reported=reported) == words[row["concludes_with"]]
    assert may_report(counted, asked_to_end=asked, reported=reported) is (row["can_start_eosr"] == "True")


@pytest.mark.parametrize("row", rows("eosr_achievement_score.csv"))
def test_outcomes_add_up_one_by_one(row):
    outcomes = [
        *[Achievement.ACHIEVED] * int(row["achieved"]),
        *[Achievement.PARTLY] * int(row["partially"]),
        *[Achievement.NOT_ACHIEVED] * int(row["not_achieved"]),
    ]
    assert achievement_score(outcomes, reported=row["submitted"] == "True") == float(row["correct_score"])


def test_a_referral_goes_from_sent_to_concluded():
    whole = [
        S.SENT,
        S.RETURNED,
        S.ANSWERED,
        S.ACCEPTED,
        S.ASSIGNED,
        S.PLANNED,
        S.PLAN_RETURNED,
        S.PLANNED,
        S.PLAN_APPROVED,
    ]
    assert state_after(whole) is ReferralState.DELIVERING
    assert state_after([*whole, S.SESSION, S.ASSIGNED, S.END_ASKED, S.CONCLUDED]) is ReferralState.CONCLUDED


@pytest.mark.parametrize(
    ("taken", "then", "says"),
    [
        ([S.SENT], S.ASSIGNED, "This referral is sent, so it cannot be given to a worker."),
        ([S.SENT, S.ACCEPTED], S.PLANNED, "Before a referral is plan sent it is given to a worker."),
        (
            [S.SENT, S.ACCEPTED, S.ASSIGNED],
            S.PLAN_APPROVED,
            "Before a referral is plan approved it is plan sent.",
        ),
        ([S.SENT, S.ACCEPTED, S.ASSIGNED, S.PLANNED, S.PLAN_RETURNED], S.PLAN_APPROVED, "No plan waits"),
        ([S.SENT, S.REFUSED], S.ACCEPTED, "This referral is refused"),
        ([S.SENT, S.WITHDRAWN], S.WITHDRAWN, "This referral is withdrawn"),
        ([S.SENT, S.RETURNED], S.ACCEPTED, "This referral is returned"),
    ],
)
def test_a_step_out_of_turn_is_refused_in_words(taken, then, says):
    with pytest.raises(Refused, match=says):
        check_step(state_after(taken), then, taken)


def test_nothing_is_before_the_sending():
    for steps in ([], [S.ACCEPTED]):
        with pytest.raises(Refused, match="begins when it is sent"):
            state_after(steps)


def test_every_state_can_be_reached_and_every_open_one_has_a_way_to_an_end():
    reached = {ReferralState.SENT}
    while more := {then for state in reached for then in REFERRAL_MOVES[state].values()} - reached:
        reached |= more
    assert reached == set(ReferralState) == set(REFERRAL_MOVES)
    for state in OPEN_REFERRALS:
        onward, seen = {state}, set()
        while onward:
            seen |= onward
            onward = {then for one in onward for then in REFERRAL_MOVES[one].values()} - seen
        assert seen & {ReferralState.CONCLUDED, ReferralState.WITHDRAWN}, state


@pytest.mark.parametrize(
    ("steps", "left", "owed"),
    [
        ([(S.SENT, MONDAY)], None, (S.ACCEPTED, True, date(2026, 11, 5))),
        ([(S.SENT, MONDAY), (S.RETURNED, date(2026, 11, 3))], None, (S.ANSWERED, False, date(2026, 11, 6))),
        ([(S.SENT, MONDAY), (S.ACCEPTED, date(2026, 11, 4))], None, (S.ASSIGNED, True, date(2026, 11, 9))),
        ([(S.SENT, MONDAY), (S.ACCEPTED, MONDAY), (S.ASSIGNED, date(2026, 11, 9))], None, (S.PLANNED, True, date(2026, 11, 23))),
    ],
)  # fmt: skip
def test_what_is_owed_first(steps, left, owed):
    kinds = [kind for kind, _ in steps]
    found = due_of(state_after(kinds), steps, CALENDAR, sessions_left=left)
    assert found is not None
    assert (found.step, found.by_provider, found.on) == owed


PLANNED = [(S.SENT, MONDAY), (S.ACCEPTED, MONDAY), (S.ASSIGNED, MONDAY), (S.PLANNED, date(2026, 11, 10))]


def test_a_plan_is_the_senders_to_approve_however_often_the_worker_changes():
    found = due_of(
        ReferralState.ACCEPTED, [*PLANNED, (S.ASSIGNED, date(2026, 11, 16))], CALENDAR, sessions_left=6
    )
    assert found is not None
    assert (found.step, found.by_provider, found.on) == (S.PLAN_APPROVED, False, date(2026, 11, 17))


def test_a_report_is_owed_when_the_sessions_are_over_or_an_end_is_asked_for_and_not_before():
    going = [*PLANNED, (S.PLAN_APPROVED, date(2026, 11, 12)), (S.SESSION, date(2026, 11, 16))]
    assert due_of(ReferralState.DELIVERING, going, CALENDAR, sessions_left=2) is None
    over = due_of(ReferralState.DELIVERING, going, CALENDAR, sessions_left=0)
    asked = due_of(
        ReferralState.DELIVERING, [*going, (S.END_ASKED, date(2026, 11, 17))], CALENDAR, sessions_left=2
    )
    assert over is not None and (over.step, over.on) == (S.CONCLUDED, date(2026, 11, 23))
    assert asked is not None and (asked.step, asked.on) == (S.CONCLUDED, date(2026, 11, 24))


def test_what_has_ended_owes_nothing():
    for end in (S.REFUSED, S.WITHDRAWN):
        steps = [(S.SENT, MONDAY), (end, MONDAY)]
        assert due_of(state_after([S.SENT, end]), steps, CALENDAR, sessions_left=None) is None


WALKS = st.lists(st.sampled_from(list(StepKind)), max_size=14)


@given(WALKS)
def test_on_any_walk_that_can_be_one_thing_at_most_is_owed_and_an_open_referral_that_waits_owes_one(steps):
    """Every clock has one owner: the sender or the service, never both and never nobody before delivery."""
    taken = [S.SENT]
    for step in steps:
        try:
            check_step(state_after(taken), step, taken)
        except Refused:
            continue
        taken.append(step)
    state = state_after(taken)
    owed = due_of(state, [(step, MONDAY) for step in taken], CALENDAR, sessions_left=None)
    if state not in OPEN_REFERRALS:
        assert owed is None
    elif state is not ReferralState.DELIVERING:
        assert owed is not None and owed.on > MONDAY
        assert owed.step in REFERRAL_MOVES[state]


@pytest.mark.parametrize(
    ("receives", "answers", "refused"),
    [("own", "own", False), ("own", "other", True), ("other", "other", False)],
)
def test_only_the_team_that_answers_for_the_case_refers_to_a_team_of_its_own(receives, answers, refused):
    units = {"own": new_id(), "other": new_id()}
    asked = (units[receives], units[answers], {units["own"]})
    if refused:
        with pytest.raises(Refused, match="come to your own team"):
            check_not_to_oneself(*asked)
    else:
        check_not_to_oneself(*asked)


@pytest.mark.parametrize(
    ("planned", "outcomes", "left"),
    [
        (None, [], None),
        (None, list(Outcome)[:1], None),
        (3, [], 3),
        (3, [one for one in Outcome if not one.means.again][:1], 2),
        (3, [one for one in Outcome if one.means.again], 3),
        (1, [one for one in Outcome if not one.means.again][:2], 0),
    ],
)
def test_what_is_left_of_a_plan_is_what_was_not_held_for_good(planned, outcomes, left):
    assert sessions_left_of(planned, outcomes) == left


def test_a_session_has_a_length_where_they_took_part_and_one_that_can_be():
    for minutes in (None, 1, LONGEST_SESSION):
        check_minutes(Outcome.ATTENDED, minutes)
    check_minutes(Outcome.ABSENT_UNACCEPTABLE, None)
    for minutes in (0, -5, LONGEST_SESSION + 1):
        with pytest.raises(Refused, match="from 1 to 720"):
            check_minutes(Outcome.LATE, minutes)
    with pytest.raises(Refused, match="took part"):
        check_minutes(Outcome.ABSENT_UNACCEPTABLE, 30)
