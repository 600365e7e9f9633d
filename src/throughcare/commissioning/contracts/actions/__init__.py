"""What may be done about agreements and their money: draw up, sign, change; state a month, dispute, rule, approve."""

from .changing import propose_change, take_back_terms, turn_down_terms
from .drawing_up import draw_up_agreement, draw_up_from_award
from .settling import approve_statement, dispute_line, rule_on_line
from .signing import sign_terms
from .stating import ask_statements, draw_statement, note_drawing, note_drawing_ended

__all__ = [
    "approve_statement",
    "ask_statements",
    "dispute_line",
    "draw_statement",
    "draw_up_agreement",
    "draw_up_from_award",
    "note_drawing",
    "note_drawing_ended",
    "propose_change",
    "rule_on_line",
    "sign_terms",
    "take_back_terms",
    "turn_down_terms",
]
