"""What an amendment is: only what differs, with what it was; the side that wrote it amends it, and the other is told until it has read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.interventions.rules import (
    OPEN_REFERRALS,
    Amendable,
    AmendedBy,
    Change,
    StepKind,
    changes_between,
    check_plan_can_be_amended,
    check_sessions,
    check_step,
    due_of,
    state_after,
    unread_by,
)
from throughcare.foundation.kernel import Refused, WorkingCalendar

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
SENDER, SERVICE = AmendedBy


def test_only_what_differs_is_amended_and_it_keeps_what_it_said():
    old = {Amendable.GOALS: ("A home",), Amendable.SESSIONS: 4}
    found = changes_between(old, {Amendable.GOALS: ("A home",), Amendable.SESSIONS: 6})
    assert found == (Change(Amendable.SESSIONS, 4, 6),)
    with pytest.raises(Refused, match="Nothing is changed") as refused:
        changes_between(old, dict(old))
    assert refused.value.field == "goals"
    with pytest.raises(Refused, match="Nothing is changed") as refused:
        changes_between({Amendable.WHY: "No home"}, {Amendable.WHY: "No home"})
    assert refused.value.field == "because"


def test_each_thing_is_amended_by_the_side_that_wrote_it_and_the_other_is_told():
    assert {what: what.whose for what in Amendable} == {
        Amendable.WHY: SENDER, Amendable.GOALS: SERVICE, Amendable.SESSIONS: SERVICE,
    }  # fmt: skip
    assert SENDER.other is SERVICE and SERVICE.other is SENDER


def test_a_plan_is_amended_once_it_was_sent_and_while_it_was_not_sent_back():
    check_plan_can_be_amended([StepKind.PLANNED])
    check_plan_can_be_amended([StepKind.PLANNED, StepKind.PLAN_RETURNED, StepKind.PLANNED])
    check_plan_can_be_amended([StepKind.PLANNED, StepKind.PLAN_APPROVED, StepKind.SESSION])
    with pytest.raises(Refused, match="no plan to amend"):
        check_plan_can_be_amended([StepKind.SENT, StepKind.ACCEPTED])
    with pytest.raises(Refused, match="was sent back"):
        check_plan_can_be_amended([StepKind.PLANNED, StepKind.PLAN_RETURNED])


def test_sessions_are_never_cut_below_what_was_approved_or_held():
    check_sessions(4, approved=4, recorded=2)
    check_sessions(2, approved=None, recorded=2)
    with pytest.raises(Refused, match="cannot be cut to fewer"):
        check_sessions(3, approved=4, recorded=0)
    with pytest.raises(Refused, match="3 sessions are recorded already"):
        check_sessions(2, approved=None, recorded=3)


steps = st.lists(st.tuples(st.sampled_from((StepKind.AMENDED, StepKind.READ)), st.sampled_from(AmendedBy)))


@given(steps)
def test_a_side_has_something_to_read_just_when_the_other_amended_since_it_last_read(some):
    told = [(kind, side, NOON + timedelta(hours=hour)) for hour, (kind, side) in enumerate(some)]
    found = unread_by(told)
    for side in AmendedBy:
        read = max((at for kind, who, at in told if (kind, who) == (StepKind.READ, side)), default=None)
        since = [
            at for kind, who, at in told
            if (kind, who) == (StepKind.AMENDED, side.other) and (read is None or at > read)
        ]  # fmt: skip
        assert found.get(side) == min(since, default=None)


def test_an_amendment_changes_neither_where_a_referral_stands_nor_by_when_what_is_owed():
    courses = (
        [StepKind.SENT], [StepKind.SENT, StepKind.RETURNED], [StepKind.SENT, StepKind.ACCEPTED],
        [StepKind.SENT, StepKind.ACCEPTED, StepKind.ASSIGNED, StepKind.PLANNED, StepKind.PLAN_APPROVED, StepKind.END_ASKED],
    )  # fmt: skip
    for course in courses:
        state, day = state_after(course), NOON.date()
        assert state in OPEN_REFERRALS
        dated = [(kind, day + timedelta(days=place)) for place, kind in enumerate(course)]
        owed = due_of(state, dated, WorkingCalendar(), sessions_left=2)
        for aside in (StepKind.AMENDED, StepKind.READ):
            assert check_step(state, aside, course) is state
            later = [*dated, (aside, day + timedelta(days=40))]
            assert due_of(state, later, WorkingCalendar(), sessions_left=2) == owed


def test_what_has_ended_is_not_amended():
    with pytest.raises(Refused):
        state_after([StepKind.SENT, StepKind.WITHDRAWN, StepKind.AMENDED])
