"""One table of moves: two systems' edges run from it as published, their faults are named, and the sound edition has none."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from throughcare.casework.programmes.rules import (
    OPEN_ENROLMENTS,
    EnrolmentState,
    MovedThrough,
    MovesEdition,
    Side,
    check_move,
    check_moves,
    enrolment_due,
    enrolment_state,
    enrolment_states,
    moves_open,
    moves_table,
    programme_clock_editions,
    put_off,
    state_called,
)
from throughcare.casework.programmes.rules.moves import Move, MoveTable
from throughcare.foundation.kernel import Refused, WorkingCalendar

PUBLISHED = Path(__file__).with_name("published")
CALENDAR = WorkingCalendar()
MONDAY = date(2026, 11, 2)
S, E = EnrolmentState, MovesEdition


def edges(name):
    return list(csv.DictReader((PUBLISHED / name).read_text("utf-8").splitlines()))


def ours(row):
    return tuple(state_called(row[side])[1] for side in ("from", "to"))


@pytest.mark.parametrize(
    ("name", "edition", "many"),
    [
        ("manage_and_deliver_transitions.csv", E.MANAGE_AND_DELIVER, 36),
        ("manage_and_deliver_seed.csv", E.SEED, 29),
        ("accredited_programme_transitions.csv", E.ACCREDITED, 29),
    ],
)
def test_each_published_table_is_an_edition_edge_for_edge(name, edition, many):
    found = {(move.before, move.after) for move in moves_table(edition).moves}
    assert found == {ours(row) for row in edges(name)}
    assert len(found) == len(moves_table(edition).moves) == many


def test_what_goes_on_towards_the_end_is_as_published():
    table = moves_table(E.MANAGE_AND_DELIVER)
    for row in edges("manage_and_deliver_transitions.csv"):
        assert table.find(*ours(row)).continues is (row["continuing"] == "True"), row


def test_the_sound_edition_has_no_fault():
    assert check_moves(moves_table()) == []


def faults(edition):
    return {(one.fault, one.state) for one in check_moves(moves_table(edition))}


def test_the_dead_ends_of_the_published_tables_are_named():
    assert {state for fault, state in faults(E.ACCREDITED) if fault == "dead end"} == {
        S.NOT_SUITABLE, S.NOT_ELIGIBLE, S.DESELECTED,
    }  # fmt: skip
    assert ("dead end", S.BREACH) in faults(E.SEED)
    assert ("unreached", S.BREACH) in faults(E.SEED)


def test_the_drift_between_a_seed_and_what_it_became_is_seven_edges_and_none_the_other_way():
    seed, later = (
        {(m.before, m.after) for m in moves_table(e).moves} for e in (E.SEED, E.MANAGE_AND_DELIVER)
    )
    assert seed < later and len(later - seed) == 7


def test_wherever_a_published_referral_cannot_be_withdrawn_the_sound_one_can():
    for edition in (E.MANAGE_AND_DELIVER, E.ACCREDITED, E.SEED):
        assert any(fault == "not withdrawn" for fault, _ in faults(edition))
    assert all(
        moves_table().find(state, S.WITHDRAWN) for state in moves_table().states & set(OPEN_ENROLMENTS)
    )


def test_every_edge_that_the_sound_edition_adds_or_leaves_out_says_why():
    sound = {(m.before, m.after) for m in moves_table().moves}
    for edition in (E.MANAGE_AND_DELIVER, E.ACCREDITED):
        for move in moves_table(edition).moves:
            assert (move.before, move.after) in sound or move.because
    published = {
        (m.before, m.after) for e in (E.MANAGE_AND_DELIVER, E.ACCREDITED) for m in moves_table(e).moves
    }
    assert all(move.because for move in moves_table().moves if (move.before, move.after) not in published)


A, B = S.SENT, S.WITHDRAWN


@pytest.mark.parametrize(
    ("moves", "fault"),
    [
        ([(A, A), (A, B)], "leads to itself"),
        ([(A, B), (A, B)], "twice"),
        ([(A, B), (B, A)], "goes on after its end"),
        ([(A, S.RECALL), (A, B)], "dead end"),
        ([(A, B), (S.RECALL, B)], "unreached"),
        ([(A, S.RECALL), (S.RECALL, A)], "never closed"),
        ([(A, S.COMPLETE)], "not withdrawn"),
    ],
)
def test_each_fault_that_a_table_can_have_is_found(moves, fault):
    made = tuple(Move(one, two, False, MovedThrough.HAND, "") for one, two in moves)
    table = MoveTable(E.SOUND, A, frozenset(state for pair in moves for state in pair), made)
    assert fault in {found.fault for found in check_moves(table)}


def test_a_place_and_a_first_session_alone_bring_somebody_into_a_group():
    for before, after in ((S.AWAITING_GROUP, S.SCHEDULED), (S.SCHEDULED, S.ON_PROGRAMME)):
        with pytest.raises(Refused, match="and no other way"):
            check_move(before, after, MovedThrough.HAND)
        assert check_move(before, after, MovedThrough.GROUP).after is after


def test_what_the_table_does_not_have_is_refused_in_words():
    with pytest.raises(Refused, match="This referral is sent, so it cannot become complete"):
        check_move(S.SENT, S.COMPLETE, MovedThrough.HAND)
    with pytest.raises(Refused, match="weeks for rejoining"):
        check_move(S.BREACH, S.AWAITING_GROUP, MovedThrough.HAND)


def test_the_state_is_what_the_moves_come_to():
    assert enrolment_state([]) is S.SENT
    assert enrolment_state([S.AWAITING_ASSESSMENT, S.AWAITING_GROUP, S.SCHEDULED]) is S.SCHEDULED
    with pytest.raises(Refused, match="cannot become complete"):
        enrolment_state([S.AWAITING_ASSESSMENT, S.COMPLETE])


def test_no_name_of_one_system_is_a_name_of_the_other():
    called = [name for row in enrolment_states().values() for name in row.called.values() if name]
    assert len(called) == len(set(called)) == 27
    assert state_called("On the moon") is None


def test_every_state_but_those_whose_sessions_are_owed_has_one_who_owes_the_next_step():
    owed = programme_clock_editions()[-1].table.owed
    free = {state for state in moves_table().states & set(OPEN_ENROLMENTS) if state not in owed}
    assert free == {S.SCHEDULED, S.ON_PROGRAMME}
    assert enrolment_due(S.COMPLETE, MONDAY, CALENDAR) is None


def test_once_every_session_is_done_the_side_that_delivers_owes_the_end():
    assert enrolment_due(S.ON_PROGRAMME, MONDAY, CALENDAR) is None
    due = enrolment_due(S.ON_PROGRAMME, MONDAY, CALENDAR, is_done=True)
    assert (due.side, due.by) == (Side.DELIVERER, date(2026, 11, 16))
    assert "assumed" in due.finding.because


def open_to(state, side, **given):
    said = {"on": MONDAY, "may_rejoin": False, "is_done": False} | given
    return {move.after for move in moves_open(state, side, **said)}


def test_the_sender_takes_what_follows_from_the_sentence_and_what_it_owes():
    assert open_to(S.AWAITING_GROUP, Side.SENDER) == {S.RECALL, S.RETURN_TO_COURT, S.WITHDRAWN}
    assert open_to(S.RECALL, Side.SENDER) == {S.AWAITING_ASSESSMENT, S.WITHDRAWN}
    assert open_to(S.RECALL, Side.SENDER, may_rejoin=True) == {
        S.AWAITING_ASSESSMENT, S.WITHDRAWN, S.AWAITING_GROUP,
    }  # fmt: skip


def test_complete_is_offered_once_everything_is_done():
    assert S.COMPLETE not in open_to(S.ON_PROGRAMME, Side.DELIVERER)
    assert S.COMPLETE in open_to(S.ON_PROGRAMME, Side.DELIVERER, is_done=True)


class Referred(RuleBasedStateMachine):
    """Somebody's way through a programme, each side taking what it may, groups and sessions doing what they do."""

    def __init__(self):
        super().__init__()
        self.state, self.on, self.moves = moves_table().first, MONDAY, []

    def take(self, move):
        self.moves.append(move.after)
        self.state = move.after

    @precondition(lambda self: self.state in OPEN_ENROLMENTS)
    @rule(
        chance=st.randoms(use_true_random=False),
        side=st.sampled_from(Side),
        may=st.booleans(),
        done=st.booleans(),
    )
    def somebody_takes_a_move(self, chance, side, may, done):
        offered = moves_open(self.state, side, on=self.on, may_rejoin=may, is_done=done)
        if offered:
            self.take(chance.choice(offered))

    @precondition(lambda self: self.state is S.AWAITING_GROUP)
    @rule()
    def a_place_is_given(self):
        self.take(check_move(self.state, S.SCHEDULED, MovedThrough.GROUP))

    @precondition(lambda self: self.state is S.SCHEDULED)
    @rule()
    def a_session_is_attended(self):
        self.take(check_move(self.state, S.ON_PROGRAMME, MovedThrough.GROUP))

    @rule(days=st.integers(1, 90))
    def days_pass(self, days):
        self.on += timedelta(days=days)

    @invariant()
    def the_state_is_what_the_moves_come_to(self):
        assert enrolment_state(self.moves) is self.state

    @invariant()
    def there_is_a_way_on_unless_it_is_closed(self):
        offered = [
            move
            for side in Side
            for move in moves_open(self.state, side, on=self.on, may_rejoin=False, is_done=False)
        ]
        assert bool(offered) is (self.state in OPEN_ENROLMENTS)

    @invariant()
    def whoever_owes_the_next_step_can_take_one(self):
        due = enrolment_due(self.state, self.on, CALENDAR)
        if due is not None:
            assert moves_open(self.state, due.side, on=self.on, may_rejoin=False, is_done=False)
            assert due.by > self.on

    @invariant()
    def what_is_closed_owes_nothing(self):
        if self.state not in OPEN_ENROLMENTS:
            assert enrolment_due(self.state, self.on, CALENDAR) is None


Referred.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestAWayThroughAProgramme = Referred.TestCase


def test_a_referral_is_put_off_wherever_it_stands_when_they_are_recalled_and_off_a_group_alone_otherwise():
    changed = {state: put_off(state, recalled=False) for state in EnrolmentState}
    assert {state for state, after in changed.items() if after} == {
        EnrolmentState.SCHEDULED, EnrolmentState.ON_PROGRAMME,
    }  # fmt: skip
    still = {state for state in EnrolmentState if put_off(state, recalled=True) is None}
    assert still == {
        EnrolmentState.STARTED, EnrolmentState.RECALL, EnrolmentState.COMPLETE, EnrolmentState.WITHDRAWN,
    }  # fmt: skip
