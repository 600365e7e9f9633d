"""How a project moves, from the problem somebody named to what was achieved."""

from __future__ import annotations

from collections.abc import Mapping

from throughcare.foundation.kernel import Refused

from .words import ProjectState

PROJECT_MOVES: Mapping[ProjectState, Mapping[str, ProjectState]] = {
    ProjectState.NOMINATED: {"approve": ProjectState.APPROVED, "refuse": ProjectState.REFUSED},
    ProjectState.APPROVED: {"close": ProjectState.CLOSED},
    ProjectState.REFUSED: {"approve": ProjectState.APPROVED},
    ProjectState.CLOSED: {},
}
"""What can become of a project; a closed one is told of and does not open again: what is asked anew is nominated anew."""


def after(state: ProjectState, move: str) -> ProjectState:
    """The state that a move brings; refused where the table has no such move."""
    try:
        return PROJECT_MOVES[state][move]
    except KeyError:
        raise Refused(f"This project is {state.value}: it cannot be {_DONE.get(move, move)} now.") from None


_DONE = {"approve": "approved", "refuse": "refused", "close": "closed"}
