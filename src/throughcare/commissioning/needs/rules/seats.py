"""The seat that the operating model gives a body in what is bought: to see, comment, vote or decide."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from throughcare.foundation.kernel import Refused

from .intentions import Scope


class Seat(StrEnum):
    """What a body may do about an intention that is not its own, the least first."""

    NONE = "none"
    SEE = "see"
    COMMENT = "comment"
    VOTE = "vote"
    DECIDE = "decide"


COMMISSIONS = {
    Scope.NATIONAL: "commissioning_national",
    Scope.REGIONAL: "commissioning_regional",
    Scope.LOCAL: "commissioning_local",
}
"""The function whose holder decides, by scope."""


def seat_of(
    organisation: object,
    *,
    decides: object,
    together: Collection[object],
    consulted: Collection[object],
) -> Seat:
    """The seat of an organisation: whoever commissions decides, whoever it is held with votes, others are consulted.

    Whoever the model says nothing of may comment while it is out for consultation: a consultation is open to everybody.
    """
    if organisation == decides:
        return Seat.DECIDE
    if organisation in together:
        return Seat.VOTE
    return Seat.COMMENT if organisation in consulted else Seat.SEE


class Vote(StrEnum):
    """A partner's vote; whoever says nothing has not voted."""

    FOR = "for"
    AGAINST = "against"


def check_may_vote(seat: Seat, vote: str) -> None:
    """Refuse a vote of whoever the operating model gives none, and one that is neither for nor against."""
    if vote and vote not in {one.value for one in Vote}:
        raise Refused("Vote for or against.", field="vote")
    if vote and seat is not Seat.VOTE:
        raise Refused(
            "The operating model gives your organisation no vote here. Say what you think without one.",
            field="vote",
        )
