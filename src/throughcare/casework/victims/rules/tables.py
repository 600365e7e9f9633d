"""A table of moves: what may follow each state of a thing, read from a file, drawn and checked."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from importlib.resources import files
from typing import Generic, TypeVar

from throughcare.foundation.kernel import Refused

S = TypeVar("S", bound=StrEnum)
M = TypeVar("M", bound=StrEnum)


@dataclass(frozen=True)
class MoveRow(Generic[S, M]):
    """One move: from where to where, and why it is there."""

    before: S
    move: M
    after: S
    because: str


@dataclass(frozen=True)
class MoveTable(Generic[S, M]):
    """The moves of a kind of thing: ``named`` is the file they stand in, ``first`` where every such thing begins."""

    named: str
    states: type[S]
    moves: type[M]
    first: S

    @cached_property
    def rows(self) -> tuple[MoveRow[S, M], ...]:
        """Every move there is."""
        text = files("throughcare.casework.victims").joinpath("reference", self.named).read_text("utf-8")
        return tuple(
            MoveRow(self.states(row["from"]), self.moves(row["move"]), self.states(row["to"]), row["because"])
            for row in csv.DictReader(text.splitlines())
        )

    def from_state(self, state: S) -> tuple[MoveRow[S, M], ...]:
        """What may follow a state."""
        return tuple(one for one in self.rows if one.before is state)

    def check(self, state: S, move: M, it: str) -> MoveRow[S, M]:
        """The move that is asked for; refused when the table has none, with what may be done instead. ``it`` begins the sentence."""
        found = next((one for one in self.from_state(state) if one.move is move), None)
        if found is None:
            able = ", ".join(one.move.value for one in self.from_state(state))
            instead = f"What can follow is: {able}." if able else "It is over."
            raise Refused(f"{it} {state}, so “{move}” cannot follow. {instead}")
        return found

    def drawing(self) -> Mapping[S, set[S]]:
        """The table as it is drawn; a move that leads back to its own state is left out."""
        return {
            state: {one.after for one in self.from_state(state) if one.after is not state}
            for state in self.states
        }

    def faults(self) -> list[str]:
        """Everything wrong with the table: states that nothing leads to, moves that none makes, and what stands twice."""
        reached = {self.first, *(one.after for one in self.rows)}
        keys = [(one.before, one.move) for one in self.rows]
        return [
            *(f"nothing leads to {state}" for state in self.states if state not in reached),
            *(f"nothing is {move}" for move in self.moves if move not in {made for _, made in keys}),
            *(f"{key} stands twice" for key in set(keys) if keys.count(key) > 1),
        ]
