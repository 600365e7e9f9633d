"""Does: opens, appoints, transfers, changes, carries over and closes."""

from .appointing import Appointing, appoint_holders
from .catchments import draw_catchments
from .changing import close_case, record_on_timeline, record_place, record_risk
from .new_model import CasesMoved, carry_cases_over
from .opening import CasesOpenedReport, Opening, open_cases
from .transferring import (
    accept_transfer,
    end_temporary_move,
    offer_transfer,
    refuse_transfer,
    withdraw_transfer,
)

__all__ = [
    "Appointing",
    "CasesMoved",
    "CasesOpenedReport",
    "Opening",
    "accept_transfer",
    "appoint_holders",
    "carry_cases_over",
    "close_case",
    "draw_catchments",
    "end_temporary_move",
    "offer_transfer",
    "open_cases",
    "record_on_timeline",
    "record_place",
    "record_risk",
    "refuse_transfer",
    "withdraw_transfer",
]
