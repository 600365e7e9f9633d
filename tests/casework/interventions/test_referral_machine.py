"""Every course a referral can take: what is owed has one owner, every state has a way on, and every clock stops."""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from throughcare.casework.interventions.rules import (
    OPEN_REFERRALS,
    REFERRAL_MOVES,
    ReferralState,
    StepKind,
    check_step,
    due_of,
    state_after,
)
from throughcare.casework.interventions.rules.referral import clocks_on, sessions_left_of
from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.foundation.kernel import Refused, WorkingCalendar

CALENDAR = WorkingCalendar()
SESSIONS = 2
ONWARD = (
    StepKind.ANSWERED, StepKind.ACCEPTED, StepKind.ASSIGNED, StepKind.PLANNED, StepKind.PLAN_APPROVED, StepKind.SESSION,
    StepKind.CONCLUDED,
)  # fmt: skip


class Course(RuleBasedStateMachine):
    """A referral from its sending on, by any steps that the table and the rules allow, on any later days."""

    @initialize()
    def sent(self):
        self.steps = [(StepKind.SENT, date(2026, 11, 2))]
        self.outcomes = []

    @property
    def kinds(self):
        return [kind for kind, _ in self.steps]

    @property
    def state(self):
        return state_after(self.kinds)

    @property
    def left(self):
        planned = SESSIONS if StepKind.PLANNED in self.kinds else None
        return sessions_left_of(planned, self.outcomes)

    @property
    def owed(self):
        return due_of(self.state, self.steps, CALENDAR, sessions_left=self.left)

    def take(self, kind, later=0, outcome=Outcome.ATTENDED):
        """Take a step if it may be taken; whether it was."""
        try:
            check_step(self.state, kind, self.kinds)
        except Refused:
            return False
        if kind is StepKind.SESSION:
            self.outcomes.append(outcome)
        self.steps.append((kind, self.steps[-1][1] + timedelta(days=later)))
        return True

    @rule(kind=st.sampled_from(StepKind), later=st.integers(0, 30), outcome=st.sampled_from(Outcome))
    def something_happens(self, kind, later, outcome):
        if kind not in {
            StepKind.WITHDRAWN,
            StepKind.REFUSED,
        }:  # these end it: the end is tried at every teardown
            self.take(kind, later, outcome)

    @invariant()
    def what_is_owed_has_one_owner_and_a_step_that_can_be_taken(self):
        state, owed = self.state, self.owed
        if state not in OPEN_REFERRALS:
            assert owed is None  # every clock has stopped
            return
        if owed is None:
            assert state is ReferralState.DELIVERING and self.left  # its sessions are what is left
            assert self.last_worker_is_of_whoever_has_it()
            return
        assert owed.step in REFERRAL_MOVES[state]
        check_step(state, owed.step, self.kinds)
        assert owed.on >= self.steps[0][1]

    def last_worker_is_of_whoever_has_it(self):
        kinds = self.kinds
        moved = max((place for place, kind in enumerate(kinds) if kind is StepKind.TRANSFERRED), default=-1)
        return StepKind.ASSIGNED in kinds[moved + 1 :]

    @invariant()
    def every_state_has_a_way_on_and_a_transfer_changes_none(self):
        if self.state in OPEN_REFERRALS:
            assert check_step(self.state, StepKind.WITHDRAWN, self.kinds) is ReferralState.WITHDRAWN
            assert check_step(self.state, StepKind.TRANSFERRED, self.kinds) is self.state

    def teardown(self):
        """From wherever it stands, doing what is owed brings it to its end."""
        if not hasattr(self, "steps"):
            return
        for _ in range(12):
            if self.state not in OPEN_REFERRALS:
                break
            owed = self.owed
            assert self.take(owed.step if owed else StepKind.SESSION), (self.state, owed)
        assert self.state not in OPEN_REFERRALS and self.owed is None


Course.TestCase.settings = settings(max_examples=80, stateful_step_count=25, deadline=None)
TestCourse = Course.TestCase


def test_the_steps_onward_end_every_referral():
    course = Course()
    course.sent()
    for kind in (*ONWARD[1:6], StepKind.SESSION, StepKind.CONCLUDED):
        assert course.take(kind), kind
    assert course.state is ReferralState.CONCLUDED


def test_whoever_takes_a_referral_over_gives_it_to_a_worker_in_the_editions_days():
    steps = [
        (StepKind.SENT, date(2026, 11, 2)),
        (StepKind.ACCEPTED, date(2026, 11, 3)),
        (StepKind.ASSIGNED, date(2026, 11, 3)),
        (StepKind.TRANSFERRED, date(2026, 11, 10)),
    ]
    owed = due_of(ReferralState.ACCEPTED, steps, CALENDAR, sessions_left=None)
    assert owed is not None and owed.step is StepKind.ASSIGNED
    assert owed.on == CALENDAR.add(date(2026, 11, 10), clocks_on(date(2026, 11, 10)).to_answer)


def test_a_transfer_restarts_nobodys_wait():
    sent = (StepKind.SENT, date(2026, 11, 2))
    before = due_of(ReferralState.SENT, [sent], CALENDAR, sessions_left=None)
    after = due_of(
        ReferralState.SENT, [sent, (StepKind.TRANSFERRED, date(2026, 11, 20))], CALENDAR, sessions_left=None
    )
    assert before == after
