"""What may become of a recall: one table of states and moves, read and checked."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from throughcare.foundation.kernel import Refused

from .words import RecallMove, RecallSide, RecallState, Standing


@dataclass(frozen=True)
class RecallStateRow:
    """A state: whether the recall is over, whether anybody is still asked to decide on it, whether they are recalled, and in words."""

    state: RecallState
    is_over: bool
    is_request_open: bool
    recalled: Standing
    words: str


@dataclass(frozen=True)
class RecallMoveRow:
    """One move: from where to where, who makes it, and why it is there."""

    before: RecallState
    move: RecallMove
    after: RecallState
    side: RecallSide
    because: str


_RECALLED = {"yes": Standing.RECALLED, "no": Standing.NOT_RECALLED, "not known": Standing.NOT_KNOWN}


def _reference(name: str) -> list[dict[str, str]]:
    text = files("throughcare.casework.recall").joinpath("reference", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def recall_states() -> Mapping[RecallState, RecallStateRow]:
    """Every state, in the order of the list."""
    return {
        RecallState(row["state"]): RecallStateRow(
            RecallState(row["state"]),
            row["over"] == "yes",
            row["request"] == "open",
            _RECALLED[row["recalled"]],
            row["words"],
        )
        for row in _reference("recall_states.csv")
    }


@lru_cache(maxsize=1)
def recall_moves() -> tuple[RecallMoveRow, ...]:
    """Every move there is."""
    return tuple(
        RecallMoveRow(
            RecallState(row["from"]), RecallMove(row["move"]), RecallState(row["to"]), RecallSide(row["by"]), row["because"]
        )
        for row in _reference("recall_moves.csv")
    )  # fmt: skip


def moves_from(state: RecallState) -> tuple[RecallMoveRow, ...]:
    """What may follow a state by somebody's act; what ends with the case is nobody's."""
    return tuple(one for one in recall_moves() if one.before is state and one.side is not RecallSide.NOBODY)


ANSWERS = frozenset(
    {
        RecallMove.RETURN_PAPERS, RecallMove.TURN_DOWN, RecallMove.NOT_FOUND, RecallMove.LOOK_AGAIN, RecallMove.REPRESENT,
        RecallMove.KEEP_IN, RecallMove.REFER, RecallMove.PAROLE_REFUSES,
    }
)  # fmt: skip
"""Moves that change nothing but where the recall stands."""
RELEASES = frozenset({RecallMove.RELEASE_AUTOMATIC, RecallMove.RELEASE_EXECUTIVE, RecallMove.RELEASE_PAROLE})
"""Moves that let somebody out."""

OPEN_RECALLS = tuple(state for state, row in recall_states().items() if not row.is_over)
"""States in which a recall is not over."""


def recall_drawing() -> Mapping[RecallState, set[RecallState]]:
    """The table as it is drawn, the first state first; a move that leads back to its own state is left out."""
    return {
        state: {one.after for one in recall_moves() if one.before is state and one.after is not state}
        for state in recall_states()
    }


def check_recall_move(
    state: RecallState, move: RecallMove, after: RecallState | None = None
) -> RecallMoveRow:
    """The move that is asked for; refused when the table has none, with what may be done instead."""
    found = [
        one
        for one in recall_moves()
        if one.before is state and one.move is move and after in {None, one.after}
    ]
    if found:
        return found[0]
    able = sorted({one.move.value for one in moves_from(state)})
    instead = f"What can be done is: {', '.join(able)}." if able else "It is over."
    raise Refused(f"This recall is {state}, so “{move}” cannot follow. {instead}")


def faults_of_recall_moves() -> list[str]:
    """Everything wrong with the table: states that nothing leads to, that have no way on or no way to an end, or go on after it."""
    states, moves = recall_states(), recall_moves()
    ends = {state for state, row in states.items() if row.is_over}
    found = [f"{state} is not in the table of states" for state in RecallState if state not in states]
    reached = _reach({RecallState.CONSIDERED})
    for state in states:
        if state not in reached:
            found.append(f"nothing leads to {state}")
        if state in ends and any(one.before is state for one in moves):
            found.append(f"{state} is over and something follows")
        if state not in ends and not moves_from(state):
            found.append(f"{state} has no way on")
        if state not in ends and not _reach({state}, by_hand=True) & ends:
            found.append(f"no way from {state} leads to an end")
        if state not in ends and not any(one.before is state and one.move is RecallMove.END for one in moves):
            found.append(f"{state} cannot end with the case")
    keys = [(one.before, one.move, one.after) for one in moves]
    return [*found, *(f"{key} stands twice" for key in set(keys) if keys.count(key) > 1)]


def _reach(begun: set[RecallState], *, by_hand: bool = False) -> set[RecallState]:
    found = set(begun)
    moves = [one for one in recall_moves() if not by_hand or one.side is not RecallSide.NOBODY]
    while fresh := {one.after for one in moves if one.before in found} - found:
        found |= fresh
    return found


@dataclass(frozen=True)
class RecalledNow:
    """Whether somebody is recalled now, and what that is read from."""

    standing: Standing
    because: str


def recalled_now(latest: RecallState | None, *, answered: bool, in_custody: bool | None) -> RecalledNow:
    """Whether somebody is recalled, from their latest recall and where they are.

    A source that does not answer, or that the viewer may not ask (``answered`` false), is never read as "no"; nor is the
    absence of a request: somebody in custody may be there by a recall that was recorded elsewhere.
    """
    if not answered:
        return RecalledNow(
            Standing.NOT_KNOWN, "Nothing could be asked, so whether they are recalled is not known."
        )
    if latest is not None and recall_states()[latest].recalled is not Standing.NOT_RECALLED:
        return RecalledNow(recall_states()[latest].recalled, recall_states()[latest].words)
    if in_custody is not False:
        where = "They are in custody" if in_custody else "Where they are is not known"
        return RecalledNow(
            Standing.NOT_KNOWN, f"{where}, and no recall that runs is recorded here: ask the prison."
        )
    said = (
        recall_states()[latest].words
        if latest is not None
        else "No recall is recorded, and they are in the community."
    )
    return RecalledNow(Standing.NOT_RECALLED, said)
