"""Tells: who helps and how their checks stand, where pairings stand and what is owed, which helper fits whom, and what came of work."""

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
from .work import WorkOfTeam, work_period, work_told

__all__ = [
    "CheckSeen",
    "HelperMatched",
    "HelperSeen",
    "JobSeen",
    "Paired",
    "PairingLine",
    "PairingWhole",
    "StepSeen",
    "WorkOfTeam",
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
    "work_period",
    "work_told",
]
