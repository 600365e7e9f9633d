"""What an appointment is at an instant, from what is recorded of it: one state, and what may become of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from throughcare.foundation.kernel import Refused


class AppointmentState(StrEnum):
    """Where an appointment stands."""

    AHEAD = "ahead"
    OWED = "outcome owed"
    TOLD = "outcome told"
    MOVED = "moved"
    OFF = "called off"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class AppointmentFacts:
    """What is recorded of an appointment: its time, when it was called off, whether another is in its place, whether a contact that
    stands says what came of it, and when its case was closed (None: it is open)."""

    starts_at: datetime
    called_off_at: datetime | None = None
    is_moved: bool = False
    is_told: bool = False
    closed_at: datetime | None = None


def appointment_state(of: AppointmentFacts, at: datetime) -> AppointmentState:
    """Where an appointment stands at an instant: never in two states, and never ahead once its case is closed."""
    if of.called_off_at is not None:
        return AppointmentState.MOVED if of.is_moved else AppointmentState.OFF
    if of.is_told:
        return AppointmentState.TOLD
    if of.closed_at is not None:
        return AppointmentState.LAPSED
    return AppointmentState.AHEAD if of.starts_at > at else AppointmentState.OWED


_S = AppointmentState
APPOINTMENT_MOVES: Mapping[AppointmentState, frozenset[AppointmentState]] = {
    _S.AHEAD: frozenset({_S.OWED, _S.TOLD, _S.MOVED, _S.OFF, _S.LAPSED}),
    _S.OWED: frozenset({_S.TOLD, _S.LAPSED}),
    _S.TOLD: frozenset({_S.AHEAD, _S.OWED, _S.LAPSED}),
    _S.LAPSED: frozenset({_S.AHEAD, _S.OWED}),
    _S.MOVED: frozenset(),
    _S.OFF: frozenset({_S.AHEAD}),
}
"""What may become of an appointment: told is undone by a correction that says it was another day, lapsed by a case opened again, and
called off by the undoing of a merge that showed its person to be away."""

_NOT_OFF = {
    _S.OWED: "This appointment's time is past. Record what came of it instead.",
    _S.TOLD: "What came of this appointment is recorded. Correct that contact instead.",
    _S.MOVED: "This appointment is called off already.",
    _S.OFF: "This appointment is called off already.",
    _S.LAPSED: "This case is closed.",
}


def check_call_off(state: AppointmentState) -> None:
    """Refuse to call off, or to move, what does not lie ahead."""
    if state is not _S.AHEAD:
        raise Refused(_NOT_OFF[state])
