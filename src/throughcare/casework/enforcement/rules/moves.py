"""What may become of a failure: one table, from which every act, page and picture reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from throughcare.foundation.kernel import Refused

from .words import FailureState, Move

_FALLS = {Move.RESCINDED: FailureState.RESCINDED, Move.ENDED: FailureState.ENDED}
FAILURE_MOVES: Mapping[FailureState, Mapping[Move, FailureState]] = {
    FailureState.AWAITED: {Move.PASSED_ON: FailureState.AWAITED, Move.FOUND: FailureState.NOTED, **_FALLS},
    FailureState.NOTED: {Move.REFERRED: FailureState.REFERRED, Move.TAKEN_UP: FailureState.ACCEPTED, Move.PASSED_ON: FailureState.NOTED, **_FALLS},
    FailureState.REFERRED: {Move.RETURNED: FailureState.RETURNED, Move.ACCEPTED: FailureState.ACCEPTED, Move.PASSED_ON: FailureState.REFERRED, **_FALLS},
    FailureState.RETURNED: {Move.ANSWERED: FailureState.REFERRED, Move.ACCEPTED: FailureState.ACCEPTED, Move.PASSED_ON: FailureState.RETURNED, **_FALLS},
    FailureState.ACCEPTED: {
        Move.RETURNED: FailureState.RETURNED, Move.PAUSED: FailureState.ACCEPTED, Move.RESUMED: FailureState.ACCEPTED, Move.PASSED_ON: FailureState.ACCEPTED,
        Move.WARNED: FailureState.WARNING, Move.BREACH_BEGUN: FailureState.BREACH, Move.PUT_FORWARD: FailureState.FOR_RECALL, Move.NOT_ENFORCEABLE: FailureState.NOT_ENFORCEABLE,
        **_FALLS,
    },
    FailureState.WARNING: {Move.PASSED_ON: FailureState.WARNING, Move.LETTER_SENT: FailureState.WARNED, **_FALLS},
    FailureState.WARNED: {Move.RESCINDED: FailureState.WITHDRAWING},
    FailureState.BREACH: {
        Move.PASSED_ON: FailureState.BREACH, Move.LODGED: FailureState.IN_COURT, Move.PAUSED: FailureState.BREACH, Move.RESUMED: FailureState.BREACH, Move.COURT_DECIDED: FailureState.DEALT_WITH, **_FALLS,
    },
    FailureState.IN_COURT: {
        Move.PASSED_ON: FailureState.IN_COURT, Move.ADJOURNED: FailureState.IN_COURT, Move.WARRANT_ISSUED: FailureState.WARRANT, Move.COURT_DECIDED: FailureState.DEALT_WITH, Move.RESCINDED: FailureState.WITHDRAWING,
        Move.ENDED: FailureState.ENDED,
    },
    FailureState.WARRANT: {
        Move.PASSED_ON: FailureState.WARRANT, Move.WARRANT_REVIEWED: FailureState.WARRANT, Move.WARRANT_EXECUTED: FailureState.IN_COURT, Move.COURT_DECIDED: FailureState.DEALT_WITH,
        Move.RESCINDED: FailureState.WITHDRAWING, Move.ENDED: FailureState.ENDED,
    },
    FailureState.WITHDRAWING: {Move.PASSED_ON: FailureState.WITHDRAWING, Move.WITHDRAWN: FailureState.RESCINDED, Move.ENDED: FailureState.ENDED},
    FailureState.DEALT_WITH: {Move.COURT_CORRECTED: FailureState.IN_COURT},
    FailureState.FOR_RECALL: {Move.RESCINDED: FailureState.RESCINDED},
    FailureState.NOT_ENFORCEABLE: {},
    FailureState.RESCINDED: {Move.FOUND: FailureState.NOTED},
    FailureState.ENDED: {},
}  # fmt: skip
"""What each move makes of a failure that stands so; a move that is not here cannot be made."""

OPEN_FAILURES = frozenset(
    {FailureState.AWAITED, FailureState.NOTED, FailureState.REFERRED, FailureState.RETURNED, FailureState.ACCEPTED, FailureState.WARNING, FailureState.BREACH, FailureState.IN_COURT, FailureState.WARRANT, FailureState.WITHDRAWING}
)  # fmt: skip
"""Where something is owed by somebody."""
FALLEN = frozenset({FailureState.RESCINDED, FailureState.NOT_ENFORCEABLE, FailureState.WITHDRAWING})
"""Where a failure counts no more among those of its window."""
BEGINS = {Move.AWAITED: FailureState.AWAITED, Move.NOTED: FailureState.NOTED}
"""How a failure begins."""


def check_move(state: FailureState, move: Move) -> FailureState:
    """What a move makes of a failure that stands so; refused when the table has no such move."""
    then = FAILURE_MOVES[state].get(move)
    if then is None:
        raise Refused(f"This failure is “{state}”, so it cannot be “{move}” now.")
    return then


def state_after(moves: Iterable[Move]) -> FailureState:
    """Where a failure stands after its moves, in order; refused at the first that could not be made.

    What ended with its case goes on as it stood once the case is open again.
    """
    made = list(moves)
    if not made or made[0] not in BEGINS:
        raise Refused("A failure begins when it is noted, or when its evidence is awaited.")
    course = [BEGINS[made[0]]]
    for move in made[1:]:
        if move is Move.OPENED_AGAIN and course[-1] is FailureState.ENDED:
            course.pop()
        else:
            course.append(check_move(course[-1], move))
    return course[-1]


def check_pause(moves: Iterable[Move], move: Move) -> None:
    """Refuse a move out of turn: while a clock is stopped only taking it up again, and taking up only what is stopped."""
    because = why_out_of_turn(moves, move)
    if because:
        raise Refused(because)


def why_out_of_turn(moves: Iterable[Move], move: Move) -> str:
    """Why a move is out of turn for a clock that is stopped, or one that is not; empty where it is not."""
    stopped = is_paused(moves)
    if move is Move.RESUMED and not stopped:
        return "No clock is stopped here."
    if stopped and move not in {Move.RESUMED, Move.RESCINDED, Move.ENDED, Move.PASSED_ON, Move.COURT_DECIDED}:
        return "The clock is stopped. Take it up again first."
    return ""


def is_paused(moves: Iterable[Move]) -> bool:
    """Whether a clock is stopped after these moves."""
    last = [move for move in moves if move in {Move.PAUSED, Move.RESUMED}]
    return bool(last) and last[-1] is Move.PAUSED
