"""What may become of a victim in the scheme, of a letter to them and of their statement: tables of moves, read and checked."""

from __future__ import annotations

from collections.abc import Mapping

from .tables import MoveRow, MoveTable
from .words import LetterMove, LetterState, StatementMove, StatementState, VictimMove, VictimState

OPEN_VICTIMS = tuple(state for state in VictimState if state is not VictimState.ENDED)
"""States in which the scheme is not over for a victim."""
VictimMoveRow = MoveRow[VictimState, VictimMove]
VICTIM_MOVES = MoveTable("victim_moves.csv", VictimState, VictimMove, VictimState.REFERRED)
LETTER_MOVES = MoveTable("letter_moves.csv", LetterState, LetterMove, LetterState.DRAFTED)
STATEMENT_MOVES = MoveTable("statement_moves.csv", StatementState, StatementMove, StatementState.ASKED)


def victim_moves_from(state: VictimState) -> tuple[VictimMoveRow, ...]:
    """What may follow a state."""
    return VICTIM_MOVES.from_state(state)


def check_victim_move(state: VictimState, move: VictimMove) -> VictimMoveRow:
    """The move that is asked for; refused when the table has none, with what may be done instead."""
    return VICTIM_MOVES.check(state, move, "They are")


def victim_drawing() -> Mapping[VictimState, set[VictimState]]:
    """The table as it is drawn."""
    return VICTIM_MOVES.drawing()


def faults_of_victim_moves() -> list[str]:
    """Everything wrong with the table: besides what is of any, states that cannot end or come back, or that go on after the end."""
    found = VICTIM_MOVES.faults()
    for state in VictimState:
        able = {one.move for one in victim_moves_from(state)}
        if state is VictimState.ENDED and able:
            found.append("something follows the end")
        if state is not VictimState.ENDED and not {VictimMove.END, VictimMove.OPT_IN} <= able:
            found.append(f"{state} can neither end nor come back")
    return found


def faults_of_letter_moves() -> list[str]:
    """Everything wrong with the table of letters: besides what is of any, an unsent one that cannot be called off, or one sent unchecked."""
    found = LETTER_MOVES.faults()
    for state in LetterState:
        if state.is_unsent and LetterMove.CALL_OFF not in {
            one.move for one in LETTER_MOVES.from_state(state)
        }:
            found.append(f"what is {state} cannot be called off")
    sent_from = {one.before for one in LETTER_MOVES.rows if one.move is LetterMove.SEND}
    return [*found, *(f"what is {state} is sent" for state in sent_from - {LetterState.CHECKED})]


def faults_of_statement_moves() -> list[str]:
    """Everything wrong with the table of statements: besides what is of any, one submitted unwritten, or that they cannot take back."""
    found = STATEMENT_MOVES.faults()
    for state in StatementState:
        able = {one.move for one in STATEMENT_MOVES.from_state(state)}
        if (StatementMove.SUBMIT in able) is not (state is StatementState.WRITTEN):
            found.append(f"what is {state} and submitted")
        if (state.is_unmade or state is StatementState.SUBMITTED) and StatementMove.WITHDRAW not in able:
            found.append(f"what is {state} cannot be withdrawn")
    return found
