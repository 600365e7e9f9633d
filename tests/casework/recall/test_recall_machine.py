"""However a recall goes: one thing is owed while it runs and nothing after, every state has a way on, and the movements agree with it."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from support.people import joins
from support.recalls import consider, on_licence, standard
from support.service import a_service

from throughcare.casework.recall import actions
from throughcare.casework.recall.models import RecallStep
from throughcare.casework.recall.queries import recalled
from throughcare.casework.recall.rules import (
    ANSWERS,
    RELEASES,
    RecallMove,
    RecallState,
    Standing,
    moves_from,
    recall_states,
)
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of

SCENE = {}


class Course(RuleBasedStateMachine):
    """One recall, moved on by whatever its table allows."""

    @initialize(fixed=st.booleans())
    def begin(self, fixed):
        self.fixed = fixed
        self.made = consider(on_licence(SCENE["service"]), head=SCENE["head"])

    @precondition(lambda self: not self.over)
    @rule(data=st.data())
    def move(self, data):
        """Any move of the table that can be made now."""
        chosen = data.draw(st.sampled_from(sorted({one.move for one in moves_from(self.made.state)})))
        self.made.service.later(hours=1)
        self.take(RecallMove(chosen))

    @precondition(lambda self: self.over)
    @rule()
    def rest(self):
        """Once it is over nothing may follow."""
        assert not moves_from(self.made.state)

    def take(self, move):
        made = self.made
        if move is RecallMove.RECALL:
            made.decided(**({} if self.fixed else standard(made)))
        elif move is RecallMove.DO_NOT_RECALL:
            made.act(actions.decide_not_to_recall, because="No.", approver_id=made.head.id)
        elif move is RecallMove.APPROVE:
            made.act(actions.approve_recall, by=made.head)
        elif move is RecallMove.SEND_BACK:
            made.act(actions.send_back_recall, by=made.head, because="More.")
        elif move is RecallMove.REFUSE:
            if made.row.decision == "recall":
                made.act(actions.refuse_recall, by=made.head, because="No.")
        elif move is RecallMove.SEND_PAPERS:
            made.act(actions.send_papers)
        elif move is RecallMove.REVOKE:
            made.act(actions.revoke_licence)
        elif move is RecallMove.TAKE_IN:
            made.act(actions.take_into_custody)
        elif move is RecallMove.RESCIND:
            made.act(actions.rescind_recall, because="A mistake.")
        elif move in ANSWERS:
            made.moved(move)
        elif move in RELEASES:
            self.release(move)
        else:
            raise AssertionError(move)

    def release(self, move):
        row = self.made.row
        if move is RecallMove.RELEASE_AUTOMATIC:
            if row.release_on is None:
                return
            self.made.service.at += timedelta(
                days=max(0, (row.release_on - day_of(self.made.service.at)).days)
            )
        self.made.act(actions.release_again, move=move)

    @property
    def over(self):
        return recall_states()[self.made.state].is_over

    @invariant()
    def one_thing_is_owed_while_it_runs_and_nothing_after(self):
        row = self.made.row
        assert (
            bool(row.due) == bool(row.due_at) == bool(row.due_by) == (not self.over) == (row.ended_at is None)
        )
        assert self.over or moves_from(RecallState(row.state))

    @invariant()
    def steps_tell_the_state(self):
        last = RecallStep.objects.using("owner").filter(recall=self.made.id).latest("number")
        assert last.after == self.made.row.state

    @invariant()
    def movements_and_the_answer_agree_with_it(self):
        made, state = self.made, self.made.state
        with viewing(made.officer, made.service.at):
            standing = recalled([made.person.id])[made.person.id].standing
        said = recall_states()[state].recalled
        assert standing is said or (standing is Standing.NOT_KNOWN and said is not Standing.RECALLED)
        inside = made.movements[-1] == MovementKind.RECEIVED
        assert inside == (state in {RecallState.RETURNED, RecallState.REPRESENTATIONS, RecallState.PAROLE})
        assert (made.movements[-1] == MovementKind.RECALLED) == (
            state in {RecallState.REVOKED, RecallState.AT_LARGE}
        )


@pytest.fixture(scope="module")
def scene():
    service = a_service("england-and-wales-2021")
    person = on_licence(service)
    SCENE.update(service=service, head=joins(person.team.unit, "head of delivery unit"))


def test_every_course_of_a_recall_owes_one_thing_until_it_is_over(scene):
    run_state_machine_as_test(
        Course,
        settings=settings(
            max_examples=5, stateful_step_count=9, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=(Phase.generate,),
        ),
    )  # fmt: skip
