"""Decides: which strand is proposed, what partners must have agreed, what may follow, and what is owed by when."""

from .entering import check_entry
from .giving import check_action_due, check_action_given, check_ends_as
from .moves import (
    IN_FORCE,
    OPEN_SELECTION,
    SELECTION_MOVES,
    WAITS,
    check_agreed,
    check_answers,
    check_lead,
    check_selection_moves,
    hindered_by,
    unanswered,
)
from .owing import IntegratedOwed, SelectionStanding, integrated_owed
from .rating import check_rates, in_order_of_rating, rating_words
from .selecting import (
    SelectionFacts,
    SelectionOffence,
    SelectionRuling,
    check_strand,
    strand_proposed,
    strands_of,
)
from .terms import IntegratedTerms, integrated_editions, integrated_terms
from .words import (
    IntegratedActionState,
    IntegratedSide,
    IntegratedStepKind,
    PartnerAnswer,
    Rating,
    SelectionState,
    Strand,
)

__all__ = [
    "IN_FORCE",
    "OPEN_SELECTION",
    "SELECTION_MOVES",
    "WAITS",
    "IntegratedActionState",
    "IntegratedOwed",
    "IntegratedSide",
    "IntegratedStepKind",
    "IntegratedTerms",
    "PartnerAnswer",
    "Rating",
    "SelectionFacts",
    "SelectionOffence",
    "SelectionRuling",
    "SelectionStanding",
    "SelectionState",
    "Strand",
    "check_action_due",
    "check_action_given",
    "check_agreed",
    "check_answers",
    "check_ends_as",
    "check_entry",
    "check_lead",
    "check_rates",
    "check_selection_moves",
    "check_strand",
    "hindered_by",
    "in_order_of_rating",
    "integrated_editions",
    "integrated_owed",
    "integrated_terms",
    "rating_words",
    "strand_proposed",
    "strands_of",
    "unanswered",
]
