"""Every course a pairing can take: one side owes one thing that it can do, every state has a way on, and every clock stops."""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from throughcare.casework.helpers.rules import (
    CLOSED,
    OPEN_PAIRINGS,
    PAIRED,
    CheckKind,
    CheckResult,
    CheckTold,
    HelperKind,
    JobOutcome,
    JobPoint,
    JobTold,
    PairingSide,
    PairingStanding,
    PairingState,
    Through,
    check_job_outcome,
    check_pairing_move,
    checks_standing,
    helper_terms,
    lapse_owed,
    moves_by_hand,
    next_point,
    outcomes_at,
    owed_next,
    pairing_moves_from,
    point_on,
)
from throughcare.foundation.kernel import Refused, WorkingCalendar

CALENDAR = WorkingCalendar()
ON = date(2026, 11, 2)
S = PairingState


class Course(RuleBasedStateMachine):
    """A pairing from the day it is asked for, by any moves, meetings and work that the rules allow, on any later days."""

    @initialize(kind=st.sampled_from(HelperKind))
    def asked_for(self, kind):
        self.kind, self.state, self.moved_on, self.today = kind, S.ASKED, ON, ON
        self.met_on, self.jobs, self.is_open, self.checked_on = None, [], True, None

    @property
    def standing(self):
        told = [
            CheckTold(check, CheckResult.PASSED, self.checked_on, self.checked_on + timedelta(days=300))
            for check in CheckKind
            if self.checked_on is not None
        ]
        checks = checks_standing(self.kind, told, in_custody=False, on=self.today)
        return PairingStanding(
            self.kind, self.state, self.moved_on, self.met_on, self.jobs, self.is_open, checks
        )

    @property
    def owed(self):
        return owed_next(self.standing, on=self.today, calendar=CALENDAR)

    def take(self, move):
        assert check_pairing_move(self.state, move.after, move.side, move.through) is move
        self.state, self.moved_on = move.after, self.today
        if move.after in {S.ASKED, S.MATCHED}:
            self.met_on = None  # the meetings were with the helper before
        if move.through is Through.CHOICE:
            self.checked_on = self.today

    def way(self, after):
        return next((move for move in pairing_moves_from(self.state) if move.after is after), None)

    @rule(days=st.integers(0, 120))
    def days_pass(self, days):
        self.today += timedelta(days=days)

    @precondition(lambda self: self.is_open and self.state in OPEN_PAIRINGS)
    @rule(pick=st.integers(0, 9), side=st.sampled_from(PairingSide))
    def somebody_moves_it_by_hand(self, pick, side):
        ways = moves_by_hand(self.state, {side})
        if ways:
            self.take(ways[pick % len(ways)])

    @precondition(lambda self: self.is_open and self.state is S.ASKED)
    @rule()
    def a_helper_is_chosen(self):
        self.take(self.way(S.MATCHED))

    @precondition(lambda self: self.is_open and self.state in PAIRED)
    @rule()
    def they_meet(self):
        if self.state is S.MATCHED:
            self.take(self.way(S.MEETING))
        self.met_on = self.today

    @precondition(
        lambda self: self.is_open and self.state in PAIRED and self.kind is HelperKind.EMPLOYER and len(self.jobs) < 3
    )  # fmt: skip
    @rule(days=st.integers(-20, 40))
    def work_is_agreed(self, days):
        self.jobs.append(JobTold(max(ON, self.today + timedelta(days=days))))

    @precondition(lambda self: self.is_open and self.jobs)
    @rule(which=st.integers(0, 2), point=st.sampled_from(JobPoint), outcome=st.sampled_from(JobOutcome))
    def something_is_told_of_work(self, which, point, outcome):
        job = self.jobs[which % len(self.jobs)]
        try:
            check_job_outcome(job, point, outcome, today=self.today)
        except Refused:
            return
        self.tell(job, point, outcome)

    def tell(self, job, point, outcome):
        at = next(number for number, one in enumerate(self.jobs) if one is job)
        self.jobs[at] = JobTold(job.starts_on, {**job.told, point: outcome})

    @precondition(lambda self: self.is_open and self.checked_on is not None)
    @rule()
    def the_checks_are_renewed(self):
        self.checked_on = self.today

    @rule()
    def the_case_closes(self):
        self.is_open = False

    @invariant()
    def one_side_owes_one_thing_that_it_can_do(self):
        if not hasattr(self, "state"):
            return
        owed = self.owed
        if not self.is_open:
            assert owed is None
        elif self.state in OPEN_PAIRINGS:
            assert owed is not None and owed.side is PairingSide.HELPERS  # whose helpers they are has it
            assert any(move.side is owed.side for move in pairing_moves_from(self.state))
        elif owed is None:
            assert next_point(self.jobs) is None  # every clock has stopped
        else:
            assert owed.side is PairingSide.SENDER  # the helpers' team sees the person no longer
        if owed is not None:
            assert owed.by >= ON and owed.what and owed.finding.clause.source

    @invariant()
    def what_is_owed_of_work_can_be_told_on_its_day_and_nothing_before_it(self):
        if not hasattr(self, "state") or (point := next_point(self.jobs)) is None:
            return
        number, which, due = point
        assert due == point_on(self.jobs[number].starts_on, which)
        for outcome in outcomes_at(which):
            check_job_outcome(self.jobs[number], which, outcome, today=due)
        if self.is_open and self.state is not S.ASKED:
            assert str(which) in self.owed.what or which is JobPoint.START

    @invariant()
    def a_check_that_lapses_is_owed_while_there_is_a_helper_and_renewing_it_ends_that(self):
        if not hasattr(self, "state"):
            return
        lapse = lapse_owed(self.standing, on=self.today)
        if self.state not in PAIRED or not self.is_open:
            assert lapse is None
            return
        left = self.checked_on + timedelta(days=300) - self.today
        soon = timedelta(days=helper_terms(self.today).table.answer["lapse_days"])
        assert (lapse is not None) is (left <= soon)
        assert lapse is None or lapse.side is PairingSide.HELPERS

    @invariant()
    def every_open_state_has_a_way_on_for_each_side_and_an_ended_one_none(self):
        if not hasattr(self, "state"):
            return
        for side in PairingSide:
            assert bool(moves_by_hand(self.state, {side})) is (self.state in OPEN_PAIRINGS)
        assert (self.state in CLOSED) is not (self.state in OPEN_PAIRINGS)

    def teardown(self):
        """From wherever it stands, ending it and telling what came of each work stops every clock."""
        if not hasattr(self, "state"):
            return
        if self.state in OPEN_PAIRINGS:
            self.take(self.way(S.DECLINED) or self.way(S.ENDED))
        for _ in range(3 * len(self.jobs)):
            if (point := next_point(self.jobs)) is None:
                break
            number, which, due = point
            check_job_outcome(self.jobs[number], which, JobOutcome.NOT_KNOWN, today=due)
            self.tell(self.jobs[number], which, JobOutcome.NOT_KNOWN)
        assert next_point(self.jobs) is None and self.owed is None
        assert lapse_owed(self.standing, on=self.today) is None


Course.TestCase.settings = settings(max_examples=80, stateful_step_count=25, deadline=None)
TestCourse = Course.TestCase
