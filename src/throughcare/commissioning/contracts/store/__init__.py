"""Loads what is agreed and what was awarded, for actions and queries."""

from .agreements import (
    AgreementStands,
    TermsStand,
    agreements,
    check_counted_once,
    hold_agreement,
    open_agreement,
    open_terms,
)
from .awards import Awarded, awarded, check_signable, packages
from .endings import held_by, pass_everything, proposed, said_of_last_resort, seconds
from .invoices import InvoiceStands, invoices, open_invoice
from .results import results_told, terms_measured, told_of
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
    "InvoiceStands",
    "LineStands",
    "StatementStands",
    "TermsStand",
    "agreements",
    "awarded",
    "check_counted_once",
    "check_signable",
    "held_by",
    "hold_agreement",
    "invoices",
    "is_put_right_since",
    "kept_statements",
    "open_agreement",
    "open_invoice",
    "open_line",
    "open_statement",
    "open_terms",
    "packages",
    "pass_everything",
    "proposed",
    "results_told",
    "said_of_last_resort",
    "seconds",
    "statements",
    "terms_measured",
    "told_of",
]
