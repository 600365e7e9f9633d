"""What a referral makes of the step of a plan that it serves."""

from __future__ import annotations

from throughcare.casework.planning.rules import Course

from .referral import OPEN_REFERRALS
from .words import Ending, ReferralState


def course_of(state: str, reason: str, attended: bool) -> Course:
    """How far a referral has come: it waits until something is attended; only what was completed is done.

    ``reason`` is that of its last step: of a referral concluded, how it ended.
    """
    if state in OPEN_REFERRALS:
        return Course.UNDER_WAY if attended else Course.WAITS
    if state == ReferralState.CONCLUDED and reason == Ending.COMPLETED:
        return Course.DONE
    return Course.UNDONE
