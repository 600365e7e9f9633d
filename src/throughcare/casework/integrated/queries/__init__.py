"""Tells: somebody's selection with its steps and what the rule proposes, the board, who may lead, and what is done by whom."""

from ..models import IntegratedAction, IntegratedStep
from ..store import Selected, strands_proposed
from .entries import EntrySeen, disruptions_among, helps_among, sees_disruption_of
from .giving import (
    ActionSeen,
    actions_left,
    actions_owed_by,
    may_act,
    one_action,
)
from .selections import (
    PersonSelected,
    SelectionLine,
    StepOfSelection,
    board,
    is_partner_of,
    may_lead,
    one_selection,
    selection_of,
    selections_among,
)

__all__ = [
    "ActionSeen",
    "EntrySeen",
    "IntegratedAction",
    "IntegratedStep",
    "PersonSelected",
    "Selected",
    "SelectionLine",
    "StepOfSelection",
    "actions_left",
    "actions_owed_by",
    "board",
    "disruptions_among",
    "helps_among",
    "is_partner_of",
    "may_act",
    "may_lead",
    "one_action",
    "one_selection",
    "sees_disruption_of",
    "selection_of",
    "selections_among",
    "strands_proposed",
]
