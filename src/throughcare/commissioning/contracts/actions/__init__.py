"""What may be done about agreements and their money: draw up, sign, change; put right, end; state a month, dispute, rule, approve."""

from .chain import tell_of_subcontractor
from .changing import propose_change, take_back_terms, turn_down_terms
from .distress import (
    agree_point_is_done,
    plan_to_put_right,
    say_point_is_done,
    send_point_back,
    take_plan_back,
    tell_of_provider,
)
from .drawing_up import draw_up_agreement, draw_up_from_award, offer_again
from .ending import (
    declare_failure,
    give_notice,
    hand_over_everything,
    propose_failure,
    propose_handover,
    rehearse_handover,
)
from .offering import close_offers, publish_offers
from .paying import record_payment
from .results import record_result
from .settling import approve_statement, dispute_line, rule_on_line
from .signing import sign_terms
from .staff import tell_of_staff
from .stating import ask_statements, draw_statement, note_drawing, note_drawing_ended

__all__ = [
    "agree_point_is_done",
    "approve_statement",
    "ask_statements",
    "close_offers",
    "declare_failure",
    "dispute_line",
    "draw_statement",
    "draw_up_agreement",
    "draw_up_from_award",
    "give_notice",
    "hand_over_everything",
    "note_drawing",
    "note_drawing_ended",
    "offer_again",
    "plan_to_put_right",
    "propose_change",
    "propose_failure",
    "propose_handover",
    "publish_offers",
    "record_payment",
    "record_result",
    "rehearse_handover",
    "rule_on_line",
    "say_point_is_done",
    "send_point_back",
    "sign_terms",
    "take_back_terms",
    "take_plan_back",
    "tell_of_provider",
    "tell_of_staff",
    "tell_of_subcontractor",
    "turn_down_terms",
]
