"""Does: takes a sentence on, registers its victims, moves them on in the scheme, and says who of the team holds their record."""

from .covering import record_stage, settle_referral, take_on_sentence
from .holding import end_hold, hand_over_victim, name_checker, take_victim
from .moving import move_victim
from .registering import Reach, amend_victim, register_victim

__all__ = [
    "Reach",
    "amend_victim",
    "end_hold",
    "hand_over_victim",
    "move_victim",
    "name_checker",
    "record_stage",
    "register_victim",
    "settle_referral",
    "take_on_sentence",
    "take_victim",
]
