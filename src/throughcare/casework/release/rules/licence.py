"""What may become of a licence: one table of moves, who may make each, and how time moves it where nobody does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from throughcare.foundation.kernel import Refused

from .words import LicenceMove, LicenceState

_S, _M = LicenceState, LicenceMove
LICENCE_MOVES: Mapping[LicenceState, Mapping[LicenceMove, LicenceState]] = {
    _S.WRITING: {_M.SUBMIT: _S.SUBMITTED, _M.TIME_OUT: _S.TIMED_OUT, _M.DROP: _S.ENDED},
    _S.SUBMITTED: {_M.APPROVE: _S.APPROVED, _M.SEND_BACK: _S.WRITING, _M.TIME_OUT: _S.TIMED_OUT},
    _S.APPROVED: {_M.BEGIN: _S.IN_FORCE, _M.REOPEN: _S.WRITING, _M.DROP: _S.ENDED},
    _S.TIMED_OUT: {_M.MAKE_STANDARD: _S.SUBMITTED, _M.REOPEN: _S.WRITING, _M.DROP: _S.ENDED},
    _S.IN_FORCE: {_M.VARY: _S.VARYING, _M.RECALL: _S.RECALLED, _M.EXPIRE: _S.ENDED},
    _S.VARYING: {
        _M.SUBMIT: _S.VARIATION_SUBMITTED, _M.DROP: _S.IN_FORCE, _M.RECALL: _S.RECALLED, _M.EXPIRE: _S.ENDED,
    },
    _S.VARIATION_SUBMITTED: {
        _M.APPROVE: _S.IN_FORCE, _M.SEND_BACK: _S.VARYING, _M.RECALL: _S.RECALLED, _M.EXPIRE: _S.ENDED,
    },
    _S.RECALLED: {_M.EXPIRE: _S.ENDED},
    _S.ENDED: {},
}  # fmt: skip
"""What can become of a licence in each state. Time out, begin and expire come of the days, and of nobody's click."""

BY_TIME = frozenset({LicenceMove.TIME_OUT, LicenceMove.BEGIN, LicenceMove.EXPIRE})
"""Moves that the days make: nobody can be asked to."""

BEFORE_RELEASE = frozenset(
    {LicenceState.WRITING, LicenceState.SUBMITTED, LicenceState.APPROVED, LicenceState.TIMED_OUT}
)
OPEN_TO_WORDS = frozenset({LicenceState.WRITING, LicenceState.VARYING})
"""States in which conditions are added and taken out."""


@dataclass(frozen=True)
class Clock:
    """The days that move a licence: is it in its hard stop, has the person been released since, has it run out."""

    in_hard_stop: bool = False
    released: bool = False
    ran_out: bool = False


def licence_after(state: LicenceState, move: LicenceMove) -> LicenceState:
    """The state that a move brings; refused where the table has no such move."""
    try:
        return LICENCE_MOVES[state][move]
    except KeyError:
        able = [f"“{one}”" for one in LICENCE_MOVES[state] if one not in BY_TIME]
        expected = f": expected {' or '.join(able)}" if able else ""
        raise Refused(f"This licence is {state}, so “{move}” cannot be next{expected}.") from None


def licence_state(moves: Iterable[LicenceMove]) -> LicenceState:
    """Where the moves that were made, in order, leave a licence."""
    stands = LicenceState.WRITING
    for move in moves:
        stands = licence_after(stands, move)
    return stands


def as_the_days_have_it(state: LicenceState, clock: Clock) -> tuple[LicenceState, tuple[LicenceMove, ...]]:
    """Where a licence stands once the days have moved it, and by which moves: what nobody approved in time has timed out."""
    by: list[LicenceMove] = []
    for move, so in (
        (LicenceMove.TIME_OUT, clock.in_hard_stop and state is LicenceState.WRITING),
        (LicenceMove.BEGIN, clock.released and state is LicenceState.APPROVED),
    ):
        if so:
            state = licence_after(state, move)
            by.append(move)
    if clock.ran_out and LicenceMove.EXPIRE in LICENCE_MOVES[state]:
        state = licence_after(state, LicenceMove.EXPIRE)
        by.append(LicenceMove.EXPIRE)
    return state, tuple(by)


def licence_can(state: LicenceState, clock: Clock) -> tuple[LicenceMove, ...]:
    """What somebody can do with a licence now, given its days: none reopens in its hard stop, or once the person is out."""
    stands, _ = as_the_days_have_it(state, clock)
    barred = {LicenceMove.REOPEN} if clock.in_hard_stop or clock.released else set()
    if not clock.in_hard_stop and not clock.released:
        barred |= {LicenceMove.MAKE_STANDARD}
    return tuple(one for one in LICENCE_MOVES[stands] if one not in BY_TIME | barred)


def check_licence_move(
    state: LicenceState, move: LicenceMove, clock: Clock, *, by_whoever_sent_it: bool = False
) -> tuple[LicenceMove, ...]:
    """The moves to write for one that is asked for, those of the days first; refused where it cannot be, or by whom it may not."""
    stands, by_days = as_the_days_have_it(state, clock)
    if move in BY_TIME:
        raise Refused(f"“{move}” comes of the days, and nobody does it.")
    licence_after(stands, move)
    if move not in licence_can(state, clock):
        raise Refused(
            "It can no longer be changed: release is less than two working days away. A standard licence is made instead."
            if clock.in_hard_stop
            else f"This licence is {stands}, so “{move}” cannot be next now."
        )
    if move is LicenceMove.APPROVE and by_whoever_sent_it:
        raise Refused("Whoever sent it for approval cannot approve it: somebody else looks at it.")
    return (*by_days, move)


def in_force_of(added_in: int, removed_in: int | None, approved: Iterable[int]) -> bool:
    """Whether a condition binds: it was added in a round that was approved, and taken out in none that was."""
    rounds = frozenset(approved)
    return added_in in rounds and removed_in not in rounds


def ran_out(expiry: date | None, *, on: date) -> bool:
    """Whether a licence has run out on a day: its last day is a day of it."""
    return expiry is not None and on > expiry
