"""Decides: what counts as a failure, who tells whom and decides by when, what may follow, and what each side took."""

from .auditing import is_drawn
from .clocks import Clocked, Delays, Due, Made, delays_of, due_of, known_from, paused_days, pauses
from .counting import Counted, Counts, Happened, Position, counted_as, position
from .crossing import Crossing, answers_now, crossing, function_that_decides
from .moves import (
    BEGINS,
    FAILURE_MOVES,
    FALLEN,
    OPEN_FAILURES,
    check_move,
    check_pause,
    is_paused,
    state_after,
)
from .terms import Clock, EnforcementTerms, Term, enforcement_editions, enforcement_terms
from .words import (
    DECISIONS,
    CourtOutcome,
    FailureState,
    Move,
    Must,
    NotEnforceable,
    Pause,
    Side,
)

__all__ = [
    "BEGINS",
    "DECISIONS",
    "FAILURE_MOVES",
    "FALLEN",
    "OPEN_FAILURES",
    "Clock",
    "Clocked",
    "Counted",
    "Counts",
    "CourtOutcome",
    "Crossing",
    "Delays",
    "Due",
    "EnforcementTerms",
    "FailureState",
    "Happened",
    "Made",
    "Move",
    "Must",
    "NotEnforceable",
    "Pause",
    "Position",
    "Side",
    "Term",
    "answers_now",
    "check_move",
    "check_pause",
    "counted_as",
    "crossing",
    "delays_of",
    "due_of",
    "enforcement_editions",
    "enforcement_terms",
    "function_that_decides",
    "is_drawn",
    "is_paused",
    "known_from",
    "paused_days",
    "pauses",
    "position",
    "state_after",
]
