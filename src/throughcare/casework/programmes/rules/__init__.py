"""Decides: what may become of a referral to a programme, and what is owed on it, by whom and by when."""

from .clocks import EnrolmentDue, Side, enrolment_due, moves_open, programme_clock_editions
from .moves import (
    OPEN_ENROLMENTS,
    Move,
    MoveTable,
    TableFault,
    check_move,
    check_moves,
    enrolment_state,
    enrolment_states,
    moves_table,
    state_called,
)
from .words import EnrolmentState, MovedThrough, MovesEdition

__all__ = [
    "OPEN_ENROLMENTS",
    "EnrolmentDue",
    "EnrolmentState",
    "Move",
    "MoveTable",
    "MovedThrough",
    "MovesEdition",
    "Side",
    "TableFault",
    "check_move",
    "check_moves",
    "enrolment_due",
    "enrolment_state",
    "enrolment_states",
    "moves_open",
    "moves_table",
    "programme_clock_editions",
    "state_called",
]
