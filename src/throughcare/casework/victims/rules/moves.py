"""What may become of a victim in the scheme: one table of states and moves, read and checked."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from throughcare.foundation.kernel import Refused

from .words import VictimMove, VictimState

OPEN_VICTIMS = tuple(state for state in VictimState if state is not VictimState.ENDED)
"""States in which the scheme is not over for a victim."""


@dataclass(frozen=True)
class VictimMoveRow:
    """One move: from where to where, and why it is there."""

    before: VictimState
    move: VictimMove
    after: VictimState
    because: str


@lru_cache(maxsize=1)
def victim_moves() -> tuple[VictimMoveRow, ...]:
    """Every move there is."""
    text = files("throughcare.casework.victims").joinpath("reference", "victim_moves.csv").read_text("utf-8")
    return tuple(
        VictimMoveRow(
            VictimState(row["from"]), VictimMove(row["move"]), VictimState(row["to"]), row["because"]
        )
        for row in csv.DictReader(text.splitlines())
    )


def victim_moves_from(state: VictimState) -> tuple[VictimMoveRow, ...]:
    """What may follow a state."""
    return tuple(one for one in victim_moves() if one.before is state)


def check_victim_move(state: VictimState, move: VictimMove) -> VictimMoveRow:
    """The move that is asked for; refused when the table has none, with what may be done instead."""
    found = next((one for one in victim_moves_from(state) if one.move is move), None)
    if found is None:
        able = ", ".join(one.move.value for one in victim_moves_from(state))
        instead = f"What can follow is: {able}." if able else "It is over."
        raise Refused(f"They are {state}, so “{move}” cannot follow. {instead}")
    return found


def victim_drawing() -> Mapping[VictimState, set[VictimState]]:
    """The table as it is drawn; a move that leads back to its own state is left out."""
    return {
        state: {one.after for one in victim_moves_from(state) if one.after is not state}
        for state in VictimState
    }


def faults_of_victim_moves() -> list[str]:
    """Everything wrong with the table: states nothing leads to, that cannot end, that cannot come back, or go on after the end."""
    moves, found = victim_moves(), []
    reached = {VictimState.REFERRED, *(one.after for one in moves)}
    for state in VictimState:
        able = {one.move for one in victim_moves_from(state)}
        if state not in reached:
            found.append(f"nothing leads to {state}")
        if state is VictimState.ENDED and able:
            found.append("something follows the end")
        if state is not VictimState.ENDED and not {VictimMove.END, VictimMove.OPT_IN} <= able:
            found.append(f"{state} can neither end nor come back")
    keys = [(one.before, one.move) for one in moves]
    return [*found, *(f"{key} stands twice" for key in set(keys) if keys.count(key) > 1)]
