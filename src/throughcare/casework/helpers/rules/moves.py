"""What may become of a pairing: one table of states and moves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from throughcare.foundation.kernel import Refused

from .words import PairingSide, PairingState, Through

_S, _SIDE, _T = PairingState, PairingSide, Through

CLOSED = frozenset({_S.DECLINED, _S.WITHDRAWN, _S.ENDED})
"""States in which nobody is paired any more, and the helpers' team sees the person no longer because of it."""
OPEN_PAIRINGS = tuple(state for state in PairingState if state not in CLOSED)
PAIRED = frozenset({_S.MATCHED, _S.MEETING})
"""States in which there is a helper."""


@dataclass(frozen=True)
class PairingMove:
    """One move: which side makes it, what brings it about, its list of reasons (empty: none is asked for), and its button."""

    before: PairingState
    after: PairingState
    side: PairingSide
    through: Through
    reasons: str
    label: str


PAIRING_MOVES: tuple[PairingMove, ...] = (
    PairingMove(_S.ASKED, _S.MATCHED, _SIDE.HELPERS, _T.CHOICE, "", "Match them with a helper"),
    PairingMove(_S.ASKED, _S.DECLINED, _SIDE.HELPERS, _T.HAND, "declined", "Say that nobody can help"),
    PairingMove(_S.ASKED, _S.WITHDRAWN, _SIDE.SENDER, _T.HAND, "withdrawn", "Withdraw it"),
    PairingMove(_S.MATCHED, _S.MEETING, _SIDE.HELPERS, _T.MEETING, "", "Record a meeting"),
    PairingMove(_S.MATCHED, _S.ASKED, _SIDE.HELPERS, _T.HAND, "apart", "Look for another helper"),
    PairingMove(_S.MATCHED, _S.ENDED, _SIDE.HELPERS, _T.HAND, "ended", "End it"),
    PairingMove(_S.MATCHED, _S.WITHDRAWN, _SIDE.SENDER, _T.HAND, "withdrawn", "Withdraw it"),
    PairingMove(_S.MEETING, _S.ASKED, _SIDE.HELPERS, _T.HAND, "apart", "Look for another helper"),
    PairingMove(_S.MEETING, _S.ENDED, _SIDE.HELPERS, _T.HAND, "ended", "End it"),
    PairingMove(_S.MEETING, _S.WITHDRAWN, _SIDE.SENDER, _T.HAND, "withdrawn", "Withdraw it"),
)


def pairing_moves_from(state: PairingState) -> tuple[PairingMove, ...]:
    """What may follow a state."""
    return tuple(move for move in PAIRING_MOVES if move.before is state)


def check_pairing_move(
    before: PairingState, after: PairingState, side: PairingSide, through: Through
) -> PairingMove:
    """The move between two states as a side makes it; refused in words where the table has none such."""
    found = next((one for one in pairing_moves_from(before) if one.after is after), None)
    if found is None:
        raise Refused(f"This is {before}, so it cannot become {after}.", field="to")
    if found.through is not through:
        raise Refused("Choose a helper, or record a meeting: that is how it becomes so.", field="to")
    if found.side is not side:
        whose = "whose helpers they are" if found.side is PairingSide.HELPERS else "that asked"
        raise Refused(f"The team {whose} says whether it becomes {after}.", field="to")
    return found


def moves_by_hand(state: PairingState, sides: Collection[PairingSide]) -> tuple[PairingMove, ...]:
    """The moves that somebody on these sides can make by hand now."""
    return tuple(
        one for one in pairing_moves_from(state) if one.through is Through.HAND and one.side in sides
    )


def pairing_drawing() -> Mapping[PairingState, set[PairingState]]:
    """The table as it is drawn."""
    return {state: {move.after for move in pairing_moves_from(state)} for state in PairingState}
