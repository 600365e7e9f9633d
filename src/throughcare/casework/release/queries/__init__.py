"""Tells: a person's release whole, their licence, who is due out, and what of all that is owed."""

from ..store import LicenceStands, Stands
from .owing import DueOut, Owed, due_out, owed_in
from .proposed import (
    ConditionAsked,
    ProposalAnswered,
    condition_asked_for,
    conditions_asked_for,
    conditions_put_forward,
    conditions_to_answer,
    conditions_to_choose,
)
from .seen import DateSeen, LicenceSeen, ReleaseSeen, licence, parole_step, release_of

__all__ = [
    "ConditionAsked",
    "DateSeen",
    "DueOut",
    "LicenceSeen",
    "LicenceStands",
    "Owed",
    "ProposalAnswered",
    "ReleaseSeen",
    "Stands",
    "condition_asked_for",
    "conditions_asked_for",
    "conditions_put_forward",
    "conditions_to_answer",
    "conditions_to_choose",
    "due_out",
    "licence",
    "owed_in",
    "parole_step",
    "release_of",
]
