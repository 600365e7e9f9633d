"""Help and disruption are recorded apart, of somebody who is selected, on a day that has come."""

from __future__ import annotations

from datetime import date

from throughcare.foundation.kernel import Refused

from .moves import IN_FORCE
from .words import SelectionState


def check_entry(state: SelectionState, done_on: date, on: date) -> None:
    """Refuse what was done with somebody who is not selected, and what has not been done yet."""
    if state not in IN_FORCE:
        raise Refused(f"This is {state}: help and disruption are recorded of somebody who is selected.")
    if done_on > on:
        raise Refused("This day has not come. An action says what is to be done.", field="done_on")
