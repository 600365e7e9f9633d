"""Tells: somebody's failures, one whole, what a team owes, what it told and awaits, its papers, audits, and how long both sides take."""

from .audits import AuditSeen, audit, audits_of, audits_waiting
from .failures import (
    FailureLine,
    FailureSeen,
    StepSeen,
    failure,
    failures_awaited,
    failures_of,
    failures_owed,
    is_shown_reasons,
)
from .figures import DelaysTold, delays_since
from .papers import PaperSeen, may_be_lodged, pack, paper, papers

__all__ = [
    "AuditSeen",
    "DelaysTold",
    "FailureLine",
    "FailureSeen",
    "PaperSeen",
    "StepSeen",
    "audit",
    "audits_of",
    "audits_waiting",
    "delays_since",
    "failure",
    "failures_awaited",
    "failures_of",
    "failures_owed",
    "is_shown_reasons",
    "may_be_lodged",
    "pack",
    "paper",
    "papers",
]
