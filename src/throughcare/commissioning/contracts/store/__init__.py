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
from .chain import chain_told
from .distress import (
    PlanStands,
    levels_missed,
    open_plan,
    people_counted,
    plans_of,
    standing_of,
    told_rows,
)
from .endings import held_by, pass_everything, proposed, said_of_last_resort, seconds
from .invoices import InvoiceStands, invoices, open_invoice
from .results import results_told, terms_measured, told_of
from .staff import StaffSummed, posts_told, staff_summed
from .staff import told_to as staff_told_to
from .staff import written as staff_written
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
    "PlanStands",
    "StaffSummed",
    "StatementStands",
    "TermsStand",
    "agreements",
    "awarded",
    "chain_told",
    "check_counted_once",
    "check_signable",
    "held_by",
    "hold_agreement",
    "invoices",
    "is_put_right_since",
    "kept_statements",
    "levels_missed",
    "open_agreement",
    "open_invoice",
    "open_line",
    "open_plan",
    "open_statement",
    "open_terms",
    "packages",
    "pass_everything",
    "people_counted",
    "plans_of",
    "posts_told",
    "proposed",
    "results_told",
    "said_of_last_resort",
    "seconds",
    "staff_summed",
    "staff_told_to",
    "staff_written",
    "standing_of",
    "statements",
    "terms_measured",
    "told_of",
    "told_rows",
]
