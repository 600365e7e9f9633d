"""Actions on somebody who is selected: while they are, by a day to come, and done or dropped with a word."""

from __future__ import annotations

from datetime import date

from throughcare.foundation.kernel import Refused

from .moves import IN_FORCE
from .words import IntegratedActionState, SelectionState

_ENDS = (IntegratedActionState.DONE, IntegratedActionState.DROPPED)


def check_action_given(state: SelectionState) -> None:
    """Refuse an action on somebody who is not selected: once they are removed nothing more is done for it."""
    if state not in IN_FORCE:
        raise Refused(f"This is {state}: an action is for somebody who is selected.")


def check_action_due(due_on: date, on: date) -> None:
    """Refuse an action that is late before it is given."""
    if due_on < on:
        raise Refused("An action is due today or on a day to come.", field="due_on")


def check_ends_as(state: IntegratedActionState) -> None:
    """Refuse an end that is no end: an action is done or dropped, and passed on by whoever leads the team."""
    if state not in _ENDS:
        raise Refused("Say whether it is done or dropped.", field="state")
