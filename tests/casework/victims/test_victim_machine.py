"""However a victim's way goes: clocks stop with their consent and so does all that rests on it, every state has a way on, and one leads."""

from __future__ import annotations

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
from support.service import a_service
from support.victims import a_liaison_officer, on_letter, registered, sentenced

from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.models import Letter, LetterStep, Statement, Victim, VictimHolder
from throughcare.casework.victims.rules import (
    LETTER_MOVES,
    Choice,
    Going,
    LetterMove,
    LetterState,
    Means,
    StageKind,
    StatementMove,
    StatementState,
    VictimMove,
    VictimState,
    victim_moves_from,
)
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of

SCENE = {}
STAGES = [StageKind.RELEASE, StageKind.RECALL, StageKind.PAROLE]
GONE = {VictimState.OPTED_OUT, VictimState.NO_ANSWER, VictimState.NO_TRACE, VictimState.ENDED}


class Way(RuleBasedStateMachine):
    """One victim, moved on by whatever the tables allow, with their letters and a statement."""

    @initialize()
    def begin(self):
        self.told = registered(SCENE["officer"], SCENE["person"])
        self.colleague = SCENE["colleague"]
        actions.name_checker(
            by=self.told.officer, at=self.now(), victim_id=self.told.id, member_id=self.colleague.id
        )

    def now(self):
        return SCENE["service"].later(minutes=1)

    @property
    def state(self):
        return VictimState(self.told.row.state)

    def letters(self):
        return list(Letter.objects.using("owner").filter(victim=self.told.id).order_by("at", "id"))

    def unsent(self):
        return (one for one in self.letters() if LetterState(one.state).is_unsent)

    def movable(self):
        own = (one for one in self.letters() if not one.first or LetterState(one.state).is_unsent)
        return (one for one in own if LETTER_MOVES.from_state(LetterState(one.state)))

    @rule(data=st.data())
    def moves(self, data):
        """Any move of the scheme that can be made now; the sentence goes on, so nothing ends it."""
        able = sorted(
            {one.move for one in victim_moves_from(self.state)} - {VictimMove.END, VictimMove.INVITE}
        )
        move = VictimMove(data.draw(st.sampled_from(able)))
        choice = data.draw(st.sampled_from(list(Choice)))
        given = {"choice": choice, "stages": STAGES} if move is VictimMove.OPT_IN else {}
        self.told.move(move, **given)

    @precondition(lambda self: self.state.awaits_offer and not any(self.unsent()))
    @rule()
    def is_offered_contact(self):
        """The first letter is written."""
        self.told.written_to()

    @precondition(lambda self: self.state is VictimState.OPTED_IN)
    @rule(stage=st.sampled_from(STAGES))
    def is_written_to(self, stage):
        """A stage is reached, or was, and whatever can be written is."""
        covered, at = self.told.row.covered_id, self.now()
        if (stage, day_of(at)) not in SCENE["reached"]:
            actions.record_stage(by=self.told.officer, at=at, covered_id=covered, stage=stage, on=day_of(at))
            SCENE["reached"].add((stage, day_of(at)))
        with viewing(self.told.officer, at):
            seen = queries.victim(self.told.id)
            able = [one.id for one in seen.may_write()] + [None] * seen.yearly_may_be_written
        for one in able:
            self.told.written_to(one)

    @precondition(lambda self: any(self.unsent()))
    @rule()
    def a_letter_goes(self):
        """The oldest letter that is still to go is written, checked and sent, from wherever it stands."""
        first = next(self.unsent())
        onward = {
            LetterState.SENT_BACK: LetterMove.REWRITE, LetterState.DRAFTED: LetterMove.FIND_RIGHT, LetterState.CHECKED: LetterMove.SEND,
        }  # fmt: skip
        while (letter := Letter.objects.using("owner").get(id=first.id)).state != LetterState.SENT:
            self.take(letter, onward[LetterState(letter.state)])

    @precondition(lambda self: any(self.movable()))
    @rule(data=st.data())
    def a_letter_moves(self, data):
        """Any move of any letter that can be made now; what came of the first is said by their own moves."""
        able = list(self.movable())
        letter = data.draw(st.sampled_from(able))
        moves = sorted({one.move for one in LETTER_MOVES.from_state(LetterState(letter.state))})
        self.take(letter, LetterMove(data.draw(st.sampled_from(moves))))

    def take(self, letter, move):
        told, other = (
            self.told,
            {True: self.colleague, False: self.told.officer}[letter.written_by == self.told.officer.id],
        )
        on = day_of(SCENE["service"].at)
        if move in {LetterMove.FIND_RIGHT, LetterMove.SEND_BACK}:
            right = move is LetterMove.FIND_RIGHT
            on_letter(
                actions.check_letter, other, letter.id, told, right=right, note="" if right else "Kinder."
            )
        elif move is LetterMove.REWRITE:
            on_letter(actions.rewrite_letter, other, letter.id, told, text="Other words.")
        elif move is LetterMove.SEND:
            on_letter(
                actions.send_letter, other, letter.id, told, on=on, going=Going(Means.LETTER, True, True)
            )
        else:
            on_letter(actions.hear_letter, other, letter.id, told, move=move, on=on, note="So they said.")

    @precondition(lambda self: self.state is VictimState.OPTED_IN)
    @rule(words=st.booleans())
    def makes_a_statement(self, words):
        """They are asked once, and say something or not yet."""
        row = Statement.objects.using("owner").filter(victim=self.told.id).first()
        if row is None:
            self.told.asked_about(day_of(SCENE["service"].at) + timedelta(days=120))
        elif words and row.state != StatementState.SUBMITTED:
            actions.write_statement(
                by=self.told.officer, at=self.now(), statement_id=row.id, version=row.version, words="What it did."
            )  # fmt: skip
        elif row.state == StatementState.WRITTEN:
            at = self.now()
            actions.move_statement(
                by=self.told.officer, at=at, statement_id=row.id, version=row.version, move=StatementMove.SUBMIT, on=day_of(at), agreed=True
            )  # fmt: skip

    @rule()
    def is_handed_over(self):
        """Whoever leads hands the record to the colleague, and the two change places."""
        officer = self.told.officer
        actions.hand_over_victim(
            by=officer, at=self.now(), victim_id=self.told.id, member_id=self.colleague.id
        )
        self.told.officer, self.colleague = self.colleague, officer
        actions.name_checker(
            by=self.told.officer, at=self.now(), victim_id=self.told.id, member_id=self.colleague.id
        )

    @invariant()
    def exactly_one_leads(self):
        rows = VictimHolder.objects.using("owner").filter(victim=self.told.id, ended_at=None, leads=True)
        assert [one.member_id for one in rows] == [self.told.officer.id]

    @invariant()
    def every_state_has_a_way_on_and_back(self):
        able = {one.move for one in victim_moves_from(self.state)}
        assert {VictimMove.END, VictimMove.OPT_IN} <= able

    @invariant()
    def no_clock_runs_for_whoever_is_out_and_one_side_owes_what_is_owed(self):
        with viewing(self.told.officer, SCENE["service"].at):
            seen = queries.victim(self.told.id)
        if self.state in GONE and not any(self.unsent()):
            assert seen.owed is None
        sides = [seen.is_owed_by(who.id) for who in (self.told.officer, self.colleague)]
        assert (seen.owed is not None) is any(sides)

    @invariant()
    def nothing_rests_on_consent_that_is_withdrawn(self):
        if self.state is VictimState.OPTED_IN:
            return
        assert all(self.state.awaits_offer and one.first for one in self.unsent())
        rows = Statement.objects.using("owner").filter(victim=self.told.id)
        assert not any(StatementState(one.state).is_unmade for one in rows)

    @invariant()
    def steps_tell_the_state_and_nothing_went_unchecked(self):
        for one in self.letters():
            steps = list(LetterStep.objects.using("owner").filter(letter=one.id).order_by("number"))
            assert steps[-1].after == one.state
            went = [n for n, step in enumerate(steps) if step.move == LetterMove.SEND]
            assert all(steps[n - 1].move == LetterMove.FIND_RIGHT for n in went)
            assert one.checked_by != one.written_by

    @invariant()
    def what_came_of_the_first_letter_is_what_they_did(self):
        """Whoever was asked was sent it, and it waits for an answer while they do; whoever answered it, it says so of."""
        last = next((one for one in reversed(self.letters()) if one.first and one.sent_on), None)
        if self.state is VictimState.INVITED:
            assert last is not None
        if last is not None and self.state is VictimState.OPTED_IN:
            assert last.state != LetterState.SENT

    @invariant()
    def no_stage_is_told_twice(self):
        told = [one.stage_id for one in self.letters() if one.stage_id and LetterState(one.state).has_told]
        assert len(told) == len(set(told))


@pytest.fixture(scope="module")
def scene():
    service = a_service("england-and-wales-2021")
    officer = a_liaison_officer(service)
    SCENE.update(
        service=service, officer=officer, colleague=joins(officer.unit_id, "victim liaison officer"), person=sentenced(service), reached=set()
    )  # fmt: skip


def test_every_way_through_the_scheme_keeps_to_what_they_want(scene):
    run_state_machine_as_test(
        Way,
        settings=settings(
            max_examples=8, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=(Phase.generate,),
        ),
    )  # fmt: skip
    steps = LetterStep.objects.using("owner").filter(letter__victim__covered__person_id=SCENE["person"].id)
    assert {one.move for one in steps} >= {LetterMove.FIND_RIGHT, LetterMove.SEND, LetterMove.CALL_OFF}
    assert Victim.objects.using("owner").filter(covered__person_id=SCENE["person"].id).count() > 1
