"""Tells: who helps and how their checks stand, where pairings stand and what is owed, and which helper fits whom."""

from ..store import HelperMatched, JobSeen, Paired
from .catalogue import CheckSeen, HelperSeen, checks_told, helpers_of, one_helper
from .held import held_by_team
from .pairings import (
    PairingLine,
    PairingWhole,
    StepSeen,
    helpers_matching,
    meeting_of,
    pairing,
    pairings_at,
    pairings_from,
    pairings_of,
)

__all__ = [
    "CheckSeen",
    "HelperMatched",
    "HelperSeen",
    "JobSeen",
    "Paired",
    "PairingLine",
    "PairingWhole",
    "StepSeen",
    "checks_told",
    "held_by_team",
    "helpers_matching",
    "helpers_of",
    "meeting_of",
    "one_helper",
    "pairing",
    "pairings_at",
    "pairings_from",
    "pairings_of",
]
