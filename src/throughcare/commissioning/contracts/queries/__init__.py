"""Tells of agreements and of statements."""

from ..store import (
    AgreementStands,
    Awarded,
    InvoiceStands,
    LineStands,
    PlanStands,
    StatementStands,
    TermsStand,
)
from .agreements import (
    AgreementSeen,
    agreement,
    agreement_of_terms,
    agreements,
    packages_awarded,
    price_of,
    terms_on,
)
from .chain import ChainSeen, chain_of, chain_overdue
from .distress import ProviderStands, due_to_tell, how_provider_stands, how_providers_stand
from .endings import HandoverSeen, Proposed, handovers, proposals, said_when_a_provider_fails
from .invoices import invoice, invoices_of
from .public import public_agreements
from .results import Measurable, ResultSeen, measurable, results_of
from .staff import StaffSeen, staff_of, staff_to_take_over
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
from .watching import Beside, LevelWatched, side_by_side, watched

__all__ = [
    "AgreementSeen",
    "AgreementStands",
    "Awarded",
    "Beside",
    "ChainSeen",
    "HandoverSeen",
    "InvoiceStands",
    "LevelWatched",
    "LineStands",
    "Measurable",
    "PlanStands",
    "Proposed",
    "ProviderStands",
    "ResultSeen",
    "StaffSeen",
    "StatementSeen",
    "StatementStands",
    "TermsStand",
    "agreement",
    "agreement_of_terms",
    "agreements",
    "bought_by",
    "chain_of",
    "chain_overdue",
    "drawing_waiting",
    "due_to_tell",
    "export_of",
    "handovers",
    "how_provider_stands",
    "how_providers_stand",
    "invoice",
    "invoices_of",
    "last_drawing",
    "levels_of",
    "line",
    "measurable",
    "month_to_state",
    "packages_awarded",
    "price_of",
    "proposals",
    "public_agreements",
    "results_of",
    "said_when_a_provider_fails",
    "side_by_side",
    "staff_of",
    "staff_to_take_over",
    "statement",
    "statements_of",
    "statements_seen",
    "terms_on",
    "waits_for",
    "watched",
]
