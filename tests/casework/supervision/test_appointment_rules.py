"""Appointments by the rules alone: one state from what is recorded, a way on from each, and none ahead of a closed case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from throughcare.casework.supervision.rules.appointments import (
    APPOINTMENT_MOVES,
    AppointmentFacts,
    AppointmentState,
    appointment_state,
    check_call_off,
)
from throughcare.foundation.kernel import Refused

S = AppointmentState
LIVE = frozenset({S.AHEAD, S.OWED, S.TOLD})
BEGUN = datetime(2026, 11, 2, 9, tzinfo=UTC)


class Alone(RuleBasedStateMachine):
    """Appointments by the rules alone: facts change as acts change them, and what each is follows from them."""

    @initialize()
    def begin(self):
        self.at, self.facts, self.before = BEGUN, [], []

    @rule(days=st.integers(1, 30))
    def book(self, days):
        if self.is_open:
            self.facts.append(AppointmentFacts(self.at + timedelta(days=days)))

    @rule(data=st.data(), is_moved=st.booleans())
    def take_off(self, data, is_moved):
        number, state = self.one_of(data)
        if number is None:
            return
        if state is S.AHEAD:
            check_call_off(state)
            self.facts[number] = replace(self.facts[number], called_off_at=self.at, is_moved=is_moved)
        else:
            with pytest.raises(Refused):
                check_call_off(state)

    @rule(data=st.data())
    def tell_or_take_back(self, data):
        number, state = self.one_of(data)
        if number is not None and state in LIVE and self.is_open:
            self.facts[number] = replace(self.facts[number], is_told=state is not S.TOLD)

    @rule(is_closed=st.booleans())
    def close_or_open_again(self, is_closed):
        closed_at = self.at if is_closed else None
        self.facts = [replace(one, closed_at=closed_at) for one in self.facts]

    @rule(days=st.integers(1, 20))
    def wait(self, days):
        self.at += timedelta(days=days)

    @property
    def is_open(self):
        return all(one.closed_at is None for one in self.facts)

    def one_of(self, data):
        if not self.facts:
            return None, None
        number = data.draw(st.integers(0, len(self.facts) - 1))
        return number, appointment_state(self.facts[number], self.at)

    @invariant()
    def each_state_follows_from_the_last_by_the_table(self):
        now = [appointment_state(one, self.at) for one in self.facts]
        assert all(
            (after is before or after in APPOINTMENT_MOVES[before])
            for before, after in zip(self.before, now, strict=False)
        )
        self.before = now

    @invariant()
    def none_is_ahead_once_the_case_is_closed(self):
        assert self.is_open or S.AHEAD not in self.before


TestAlone = Alone.TestCase


def test_every_state_is_led_to_and_only_what_another_stands_in_the_place_of_has_no_way_on():
    reached = {S.AHEAD} | {after for then in APPOINTMENT_MOVES.values() for after in then}
    assert reached == set(S) == set(APPOINTMENT_MOVES)
    assert {one for one, then in APPOINTMENT_MOVES.items() if not then} == {S.MOVED}
