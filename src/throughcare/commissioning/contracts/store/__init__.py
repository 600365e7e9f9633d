"""Loads what is agreed and what was awarded, for actions and queries."""

from .agreements import AgreementStands, TermsStand, agreements, open_agreement, open_terms
from .awards import Awarded, awarded, check_signable, packages
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
    "check_signable",
    "is_put_right_since",
    "kept_statements",
    "open_agreement",
    "open_line",
    "open_statement",
    "open_terms",
    "packages",
    "statements",
]
