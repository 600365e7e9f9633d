"""Does: keeps the catalogue, refers somebody to a service, and takes each step of a referral, one side at a time."""

from .amending import amend_plan, amend_referral, read_amendment
from .cataloguing import CatalogueReport, import_contracts, name_receiving_team
from .delivering import (
    accept_referral,
    assign_referral,
    conclude_referral,
    record_session,
    refuse_referral,
    return_referral,
    send_plan,
)
from .listing import describe_service, import_services
from .overflowing import record_not_referred, set_overflow
from .referring import (
    answer_return,
    approve_plan,
    ask_to_end,
    resume_referral,
    return_plan,
    send_referral,
    withdraw_referral,
)
from .serving import serve_step
from .transferring import HandedOver, hand_over_caseload, transfer_referral

__all__ = [
    "CatalogueReport",
    "HandedOver",
    "accept_referral",
    "amend_plan",
    "amend_referral",
    "answer_return",
    "approve_plan",
    "ask_to_end",
    "assign_referral",
    "conclude_referral",
    "describe_service",
    "hand_over_caseload",
    "import_contracts",
    "import_services",
    "name_receiving_team",
    "read_amendment",
    "record_not_referred",
    "record_session",
    "refuse_referral",
    "resume_referral",
    "return_plan",
    "return_referral",
    "send_plan",
    "send_referral",
    "serve_step",
    "set_overflow",
    "transfer_referral",
    "withdraw_referral",
]
