"""Does: proposes somebody, records what partners answer, selects them or not, names who leads, rates them, gives and ends actions, records help and disruption, and removes them."""

from .entering import record_disruption, record_help
from .giving import end_action, give_action, pass_on_action
from .rating import rate
from .selecting import (
    answer_as_partner,
    decide_removal,
    decide_selection,
    name_lead,
    propose_removal,
    propose_selection,
)
from .steps import OWN_BODY

__all__ = [
    "OWN_BODY",
    "answer_as_partner",
    "decide_removal",
    "decide_selection",
    "end_action",
    "give_action",
    "name_lead",
    "pass_on_action",
    "propose_removal",
    "propose_selection",
    "rate",
    "record_disruption",
    "record_help",
]
