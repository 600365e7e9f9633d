"""Decides: who may hold a tenure, what a transfer may become and when it is late, how steady a case has been."""

from .continuity import Change, Continuity, continuity
from .holding import (
    FUNCTION_OF,
    as_subject,
    check_may_appoint,
    check_may_be_appointed,
    check_may_hold,
    sentence_axis,
    wanted_tenures,
)
from .transfers import TRANSFER_MOVES, TransferClocks, check_transfer_can_become, clocks_of
from .words import CaseReason, EndReason, TenureKind, TransferKind, TransferState

__all__ = [
    "FUNCTION_OF",
    "TRANSFER_MOVES",
    "CaseReason",
    "Change",
    "Continuity",
    "EndReason",
    "TenureKind",
    "TransferClocks",
    "TransferKind",
    "TransferState",
    "as_subject",
    "check_may_appoint",
    "check_may_be_appointed",
    "check_may_hold",
    "check_transfer_can_become",
    "clocks_of",
    "continuity",
    "sentence_axis",
    "wanted_tenures",
]
