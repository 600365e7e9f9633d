"""What a referral to a programme makes of the step of a plan that it serves."""

from __future__ import annotations

from throughcare.casework.planning.rules import Course

from .words import EnrolmentState

_UNDONE = frozenset(
    {
        EnrolmentState.WITHDRAWN, EnrolmentState.DESELECTED, EnrolmentState.NOT_SUITABLE, EnrolmentState.NOT_ELIGIBLE,
    }
)  # fmt: skip


def course_of_enrolment(state: EnrolmentState, attended: bool) -> Course:
    """How far a referral to a programme has come: it waits until a session is attended; only what is complete is done."""
    if state is EnrolmentState.COMPLETE:
        return Course.DONE
    if state in _UNDONE:
        return Course.UNDONE
    return Course.UNDER_WAY if attended else Course.WAITS
