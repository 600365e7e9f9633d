"""What hours of unpaid work make of the step of a plan that they serve."""

from __future__ import annotations

from throughcare.casework.planning.rules import Course

from .words import WorkState


def course_of_hours(state: WorkState, worked: bool) -> Course:
    """How far somebody's hours have come: they wait until a turn is worked; only hours confirmed are done."""
    if state is WorkState.OPEN:
        return Course.UNDER_WAY if worked else Course.WAITS
    return Course.DONE if state is WorkState.COMPLETED else Course.UNDONE
