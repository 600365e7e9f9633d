"""What may become of a referral to a programme: one table of states and moves, read and checked in each of its editions."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from throughcare.foundation.kernel import Refused

from .words import EnrolmentState, MovedThrough, MovesEdition


@dataclass(frozen=True)
class StateRow:
    """A state: whether a referral in it is closed, what it is called elsewhere (empty: not there), and what it means."""

    state: EnrolmentState
    is_closed: bool
    called: Mapping[MovesEdition, str]
    words: str


@dataclass(frozen=True)
class Move:
    """One move: whether it goes on towards the end of the programme, what brings it about, and why it differs from elsewhere."""

    before: EnrolmentState
    after: EnrolmentState
    continues: bool
    through: MovedThrough
    because: str


@dataclass(frozen=True)
class MoveTable:
    """The moves of one edition, the state in which a referral begins, and the states it knows."""

    edition: MovesEdition
    first: EnrolmentState
    states: frozenset[EnrolmentState]
    moves: tuple[Move, ...]

    def from_state(self, state: EnrolmentState) -> tuple[Move, ...]:
        """What may follow a state, what goes on towards the end first."""
        return tuple(move for move in self.moves if move.before is state)

    def find(self, before: EnrolmentState, after: EnrolmentState) -> Move | None:
        """The move between two states; None where the edition has none."""
        return next((one for one in self.moves if (one.before, one.after) == (before, after)), None)


@dataclass(frozen=True)
class TableFault:
    """What is wrong with a table: which fault, of which state, in words."""

    fault: str
    state: str
    because: str


def reference(name: str) -> list[dict[str, str]]:
    """The rows of a reference file of this context."""
    text = files("throughcare.casework.programmes").joinpath("reference", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def enrolment_states() -> Mapping[EnrolmentState, StateRow]:
    """Every state, in the order in which they are told."""
    return {
        EnrolmentState(row["state"]): StateRow(
            EnrolmentState(row["state"]),
            row["closed"] == "yes",
            {one: row[one.value] for one in (MovesEdition.MANAGE_AND_DELIVER, MovesEdition.ACCREDITED)},
            row["words"],
        )
        for row in reference("programme_states.csv")
    }


@lru_cache(maxsize=8)
def moves_table(edition: MovesEdition = MovesEdition.SOUND) -> MoveTable:
    """The table of an edition; the sound one unless another is named."""
    moves = tuple(
        Move(
            EnrolmentState(row["from"]), EnrolmentState(row["to"]), row["continuing"] == "yes", MovedThrough(row["by"]),
            row["because"],
        )
        for row in reference("programme_moves.csv")
        if row[edition.value] == "yes"
    )  # fmt: skip
    return MoveTable(edition, _FIRST[edition], _states_of(edition, moves), moves)


_FIRST: Mapping[MovesEdition, EnrolmentState] = {
    MovesEdition.SOUND: EnrolmentState.SENT,
    MovesEdition.MANAGE_AND_DELIVER: EnrolmentState.AWAITING_ASSESSMENT,
    MovesEdition.SEED: EnrolmentState.AWAITING_ASSESSMENT,
    MovesEdition.ACCREDITED: EnrolmentState.STARTED,
}


def _states_of(edition: MovesEdition, moves: Iterable[Move]) -> frozenset[EnrolmentState]:
    """The states an edition has: those its moves name, and those its own list names though no move leads there."""
    named = {state for move in moves for state in (move.before, move.after)}
    own = MovesEdition.MANAGE_AND_DELIVER if edition is MovesEdition.SEED else edition
    return frozenset(named | {one.state for one in enrolment_states().values() if one.called.get(own)})


def state_called(name: str) -> tuple[MovesEdition, EnrolmentState] | None:
    """The state that another system calls so, and in which edition; None where neither knows the name."""
    for row in enrolment_states().values():
        for edition, called in row.called.items():
            if called == name:
                return edition, row.state
    return None


def check_moves(table: MoveTable) -> list[TableFault]:
    """Everything wrong with a table: moves that lead nowhere new, states that nothing leads to or from, and dead ends."""
    closed = {state for state, row in enrolment_states().items() if row.is_closed}
    reached = _reached(table, {table.first})
    found = [*_faults_of_moves(table, closed)]
    for state in EnrolmentState:
        if state not in table.states:
            continue
        if state not in reached:
            found.append(TableFault("unreached", state, "nothing leads to it"))
        if state in closed:
            continue
        if not table.from_state(state):
            found.append(TableFault("dead end", state, "it is open and nothing follows it"))
        elif not _reached(table, {state}) & closed:
            found.append(TableFault("never closed", state, "no way from it leads to an end"))
        if table.find(state, EnrolmentState.WITHDRAWN) is None:
            found.append(
                TableFault("not withdrawn", state, "the requirement may end there and the referral cannot")
            )
    return found


def _faults_of_moves(table: MoveTable, closed: set[EnrolmentState]) -> list[TableFault]:
    seen: set[tuple[EnrolmentState, EnrolmentState]] = set()
    found = []
    for move in table.moves:
        if move.before is move.after:
            found.append(TableFault("leads to itself", move.before, "the move changes nothing"))
        if move.before in closed:
            found.append(
                TableFault("goes on after its end", move.before, f"it is closed, and {move.after} follows")
            )
        if (move.before, move.after) in seen:
            found.append(TableFault("twice", move.before, f"{move.after} follows by two rows"))
        seen.add((move.before, move.after))
    return found


def _reached(table: MoveTable, begun: set[EnrolmentState]) -> set[EnrolmentState]:
    found = set(begun)
    while fresh := {move.after for move in table.moves if move.before in found} - found:
        found |= fresh
    return found


def check_move(
    before: EnrolmentState,
    after: EnrolmentState,
    through: MovedThrough,
    edition: MovesEdition = MovesEdition.SOUND,
) -> Move:
    """The move that is asked for; refused when the table has none, or when something else brings it about."""
    found = moves_table(edition).find(before, after)
    if found is None:
        raise Refused(f"This referral is {before}, so it cannot become {after}.", field="to")
    if found.through is MovedThrough.GROUP and through is not MovedThrough.GROUP:
        how = (
            "giving a place in a group"
            if after is EnrolmentState.SCHEDULED
            else "recording a session attended"
        )
        raise Refused(f"A referral becomes {after} by {how}, and no other way.", field="to")
    if found.through is MovedThrough.REJOINING and through is not MovedThrough.REJOINING:
        raise Refused(
            "The weeks for rejoining another group are over, or no session was attended: assess them again.",
            field="to",
        )
    return found


_OFF_THE_GROUP = {
    EnrolmentState.SCHEDULED: EnrolmentState.NOT_READY,
    EnrolmentState.ON_PROGRAMME: EnrolmentState.DEFERRED,
}


def put_off(state: EnrolmentState, *, recalled: bool) -> EnrolmentState | None:
    """What becomes of a referral whose person can come to no group for a time; None where it stands as it is.

    Whoever is recalled is so wherever their referral stands; anybody else is taken off the group they had a place in.
    """
    wanted = EnrolmentState.RECALL if recalled else _OFF_THE_GROUP.get(state)
    return wanted if wanted is not None and moves_table().find(state, wanted) else None


def enrolment_state(
    moves: Iterable[EnrolmentState], edition: MovesEdition = MovesEdition.SOUND
) -> EnrolmentState:
    """Where a referral stands after the states it was moved to, in order; refused at the first that the table has not."""
    table = moves_table(edition)
    stands = table.first
    for after in moves:
        if table.find(stands, after) is None:
            raise Refused(f"This referral is {stands}, so it cannot become {after}.")
        stands = after
    return stands


OPEN_ENROLMENTS = tuple(
    state for state in EnrolmentState if state not in {EnrolmentState.COMPLETE, EnrolmentState.WITHDRAWN}
)
