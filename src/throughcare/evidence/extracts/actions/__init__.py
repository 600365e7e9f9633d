"""What changes extracts, each in one transaction: extract, publish, keep a question, send tables of one's own."""

from .extracting import MADE_BY, SERVICE, Extracted, extract_outcomes, publish_figures
from .saving import forget_question, save_question
from .sending import (
    LARGEST_TOGETHER,
    MOST_KEPT,
    check_again,
    keep_received,
    note_not_taken,
    remove_tables,
    send_tables,
)

__all__ = [
    "LARGEST_TOGETHER",
    "MADE_BY",
    "MOST_KEPT",
    "SERVICE",
    "Extracted",
    "check_again",
    "extract_outcomes",
    "forget_question",
    "keep_received",
    "note_not_taken",
    "publish_figures",
    "remove_tables",
    "save_question",
    "send_tables",
]
