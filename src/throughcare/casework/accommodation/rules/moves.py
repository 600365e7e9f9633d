"""What may become of an application for a place to live: one table of states and moves, read and checked."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from throughcare.foundation.kernel import Refused

from .words import ApplicationState, PlacingSide, Through

CLOSED = frozenset({ApplicationState.DEPARTED, ApplicationState.WITHDRAWN})
"""States in which nothing is owed any more and nobody sees the person because of the application."""

OPEN_APPLICATIONS = tuple(state for state in ApplicationState if state not in CLOSED)
"""Every other state."""


@dataclass(frozen=True)
class PlacingMove:
    """One move: which side makes it, by hand or by what is done with a bed, whether it goes on towards a place, its list of
    reasons (empty: none is asked for), and what it is called on a button."""

    before: ApplicationState
    after: ApplicationState
    side: PlacingSide
    through: Through
    continues: bool
    reasons: str
    label: str


def placing_reference(name: str) -> list[dict[str, str]]:
    """The rows of a reference file of this context."""
    text = files("throughcare.casework.accommodation").joinpath("reference", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def placing_moves() -> tuple[PlacingMove, ...]:
    """Every move, as the table has them."""
    return tuple(
        PlacingMove(
            ApplicationState(row["from"]), ApplicationState(row["to"]), PlacingSide(row["side"]), Through(row["by"]),
            row["continuing"] == "yes", row["reasons"], row["label"],
        )
        for row in placing_reference("application_moves.csv")
    )  # fmt: skip


def moves_from(state: ApplicationState) -> tuple[PlacingMove, ...]:
    """What may follow a state."""
    return tuple(move for move in placing_moves() if move.before is state)


def placing_move(before: ApplicationState, after: ApplicationState) -> PlacingMove:
    """The move between two states; refused in words where the table has none."""
    found = next((one for one in moves_from(before) if one.after is after), None)
    if found is None:
        raise Refused(f"This application is {before}, so it cannot become {after}.", field="to")
    return found


def offered_moves(state: ApplicationState, sides: Iterable[PlacingSide]) -> tuple[PlacingMove, ...]:
    """The moves that these sides can make by hand, what goes on towards a place first."""
    theirs = set(sides)
    found = [move for move in moves_from(state) if move.side in theirs and move.through is Through.HAND]
    return tuple(sorted(found, key=lambda one: not one.continues))


def placing_diagram() -> Mapping[ApplicationState, set[ApplicationState]]:
    """The table as it is drawn: what follows each state."""
    return {state: {move.after for move in moves_from(state)} for state in ApplicationState}


def check_placing(moves: Iterable[PlacingMove]) -> list[str]:
    """Everything wrong with a table: states nothing leads to or from, moves after an end, and moves told twice."""
    table, found = list(moves), []
    reached = _reached(table, {ApplicationState.SENT})
    seen: set[tuple[ApplicationState, ApplicationState]] = set()
    for move in table:
        if move.before in CLOSED:
            found.append(f"{move.before} is closed, and {move.after} follows")
        if move.before is move.after or (move.before, move.after) in seen:
            found.append(f"{move.before} to {move.after} is told twice, or changes nothing")
        seen.add((move.before, move.after))
    for state in ApplicationState:
        if state not in reached:
            found.append(f"nothing leads to {state}")
        if state not in CLOSED and not _reached(table, {state}) & CLOSED:
            found.append(f"no way from {state} leads to an end")
    return found


def _reached(table: list[PlacingMove], begun: set[ApplicationState]) -> set[ApplicationState]:
    found = set(begun)
    while fresh := {move.after for move in table if move.before in found} - found:
        found |= fresh
    return found
