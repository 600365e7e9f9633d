"""Loads what is agreed and what was awarded, for actions and queries."""

from .agreements import AgreementStands, TermsStand, agreements, open_agreement, open_terms
from .awards import Awarded, awarded, may_sign_from, packages
from .statements import (
    LineStands,
    StatementStands,
    is_put_right_since,
    kept_statements,
    open_line,
    open_statement,
    statements,
)

__all__ = [
    "AgreementStands",
    "Awarded",
    "LineStands",
    "StatementStands",
    "TermsStand",
    "agreements",
    "awarded",
    "is_put_right_since",
    "kept_statements",
    "may_sign_from",
    "open_agreement",
    "open_line",
    "open_statement",
    "open_terms",
    "packages",
    "statements",
]
