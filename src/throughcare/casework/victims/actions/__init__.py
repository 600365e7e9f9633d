"""Does: takes a sentence on, registers its victims, moves them on in the scheme, writes to them, and says who of the team holds their record."""

from .asking import ask_for_condition
from .covering import record_stage, settle_referral, take_on_sentence
from .enquiring import answer_enquiry, ask_about_address
from .holding import end_hold, hand_over_victim, name_checker, take_victim
from .moving import move_victim
from .registering import Reach, amend_victim, register_victim
from .stating import ask_for_statement, move_statement, write_statement
from .writing import check_letter, draft_letter, hear_letter, rewrite_letter, send_letter

__all__ = [
    "Reach",
    "amend_victim",
    "answer_enquiry",
    "ask_about_address",
    "ask_for_condition",
    "ask_for_statement",
    "check_letter",
    "draft_letter",
    "end_hold",
    "hand_over_victim",
    "hear_letter",
    "move_statement",
    "move_victim",
    "name_checker",
    "record_stage",
    "register_victim",
    "rewrite_letter",
    "send_letter",
    "settle_referral",
    "take_on_sentence",
    "take_victim",
    "write_statement",
]
