"""What may follow in somebody's selection: which act, in which state, and what partners must have said; everything else is refused in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from throughcare.foundation.kernel import Refused

from .terms import integrated_terms
from .words import PartnerAnswer, SelectionState

_STATES = SelectionState
SELECTION_MOVES: Mapping[SelectionState, frozenset[SelectionState]] = {
    _STATES.PROPOSED: frozenset({_STATES.SELECTED, _STATES.NOT_SELECTED}),
    _STATES.SELECTED: frozenset({_STATES.LEAVING}),
    _STATES.LEAVING: frozenset({_STATES.SELECTED, _STATES.REMOVED}),
    _STATES.NOT_SELECTED: frozenset(),
    _STATES.REMOVED: frozenset(),
}
"""Where a selection may go from where it stands."""
IN_FORCE = frozenset({_STATES.SELECTED, _STATES.LEAVING})
"""The states in which somebody is selected: until a removal is decided they stay so."""
OPEN_SELECTION = frozenset({_STATES.PROPOSED, *IN_FORCE})
"""The states in which something can still be done."""
WAITS = frozenset({_STATES.PROPOSED, _STATES.LEAVING})
"""The states in which partners answer and somebody decides."""
_BY_PARTNERS = "Selection and removal are agreed by partners."


def check_selection_moves(state: SelectionState, to: SelectionState) -> None:
    """Refuse a move that the table does not have."""
    if to not in SELECTION_MOVES[state]:
        raise Refused(f"This is {state}: it cannot be {to} now.")


def check_answers(state: SelectionState, body: str, on: date) -> None:
    """Refuse an answer where nothing is proposed, or of a body that is no partner."""
    if state not in WAITS:
        raise Refused(f"This is {state}: nothing waits for an answer.")
    bodies = integrated_terms(on).table.bodies
    if body not in bodies:
        raise Refused(f"The partners are: {', '.join(bodies)}.", field="body")


def unanswered(answers: Mapping[str, PartnerAnswer], on: date) -> tuple[str, ...]:
    """The partners who must agree and have not answered."""
    return tuple(body for body in integrated_terms(on).table.must_agree if body not in answers)


def hindered_by(answers: Mapping[str, PartnerAnswer], on: date) -> str:
    """Why nobody may be selected or removed yet: who must agree and has not answered, or is against it; empty where nothing hinders it."""
    if missing := unanswered(answers, on):
        return f"Not answered yet: {', '.join(missing)}. {_BY_PARTNERS}"
    must = integrated_terms(on).table.must_agree
    against = [body for body in must if answers[body] is PartnerAnswer.AGAINST]
    return f"Against it: {', '.join(against)}. {_BY_PARTNERS}" if against else ""


def check_agreed(answers: Mapping[str, PartnerAnswer], on: date) -> None:
    """Refuse to select or remove while something hinders it."""
    if hindered := hindered_by(answers, on):
        raise Refused(hindered)


def check_lead(state: SelectionState) -> None:
    """Refuse to name a lead professional of somebody who is not selected."""
    if state not in IN_FORCE:
        raise Refused(f"This is {state}: a lead professional is named for somebody who is selected.")
