"""Decides: what a row of court results says, whether an order is lawful, and what may happen to it next."""

from .moves import (
    ANNULLED,
    RUNNING,
    SENTENCE_MOVES,
    SENTENCE_TAKEN_BACK,
    SentenceState,
    Stood,
    Told,
    check_can_become,
    stands_after,
)
from .orders import Length, OrderEdition, Passed, check_order, order_edition
from .passed import SentenceOf
from .results import Fault, ResultRow, digest_of, read_row
from .said import Doubt, OffenceOf
from .stream import Line, Unreadable, json_lines, table_lines
from .terms import NoTerm, Term, read_term, read_two_terms
from .words import INDETERMINATE, Outcome, ReportKind, RequirementKind, Runs, SentenceKind, Session, Unit
from .written_requirements import Requirement

__all__ = [
    "ANNULLED",
    "INDETERMINATE",
    "RUNNING",
    "SENTENCE_MOVES",
    "SENTENCE_TAKEN_BACK",
    "Doubt",
    "Fault",
    "Length",
    "Line",
    "NoTerm",
    "OffenceOf",
    "OrderEdition",
    "Outcome",
    "Passed",
    "ReportKind",
    "Requirement",
    "RequirementKind",
    "ResultRow",
    "Runs",
    "SentenceKind",
    "SentenceOf",
    "SentenceState",
    "Session",
    "Stood",
    "Term",
    "Told",
    "Unit",
    "Unreadable",
    "check_can_become",
    "check_order",
    "digest_of",
    "json_lines",
    "order_edition",
    "read_row",
    "read_term",
    "read_two_terms",
    "stands_after",
    "table_lines",
]
