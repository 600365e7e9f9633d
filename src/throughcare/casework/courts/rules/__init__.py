"""Decides: what a row of court results says, whether an order is lawful, and what may happen to it next."""

from .moves import SENTENCE_MOVES, SentenceState, check_can_become
from .orders import Length, OrderEdition, check_order, order_edition
from .results import Fault, Requirement, ResultRow, SentenceOf, digest_of, read_row
from .said import Doubt, OffenceOf
from .stream import Line, Unreadable, json_lines, table_lines
from .words import Outcome, ReportKind, RequirementKind, Runs, SentenceKind, Session, Unit

__all__ = [
    "SENTENCE_MOVES",
    "Doubt",
    "Fault",
    "Length",
    "Line",
    "OffenceOf",
    "OrderEdition",
    "Outcome",
    "ReportKind",
    "Requirement",
    "RequirementKind",
    "ResultRow",
    "Runs",
    "SentenceKind",
    "SentenceOf",
    "SentenceState",
    "Session",
    "Unit",
    "Unreadable",
    "check_can_become",
    "check_order",
    "digest_of",
    "json_lines",
    "order_edition",
    "read_row",
    "table_lines",
]
