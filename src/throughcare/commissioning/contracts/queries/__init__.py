"""Tells of agreements and of statements."""

from ..store import AgreementStands, Awarded, LineStands, StatementStands, TermsStand
from .agreements import (
    AgreementSeen,
    agreement,
    agreement_of_terms,
    agreements,
    packages_awarded,
    price_of,
    terms_on,
)
from .statements import (
    StatementSeen,
    bought_by,
    drawing_waiting,
    export_of,
    last_drawing,
    levels_of,
    line,
    month_to_state,
    statement,
    statements_of,
    statements_seen,
    waits_for,
)

__all__ = [
    "AgreementSeen", "AgreementStands", "Awarded", "LineStands", "StatementSeen", "StatementStands", "TermsStand", "agreement",
    "agreement_of_terms", "agreements", "bought_by", "drawing_waiting", "export_of", "last_drawing", "levels_of", "line",
    "month_to_state", "packages_awarded", "price_of", "statement", "statements_of", "statements_seen", "terms_on", "waits_for",
]  # fmt: skip
