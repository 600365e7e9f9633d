"""Where a competition stands, from what has happened and the instant: nothing of it is a flag."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from throughcare.foundation.kernel import Refused


class Stage(StrEnum):
    """The stages of a competition, in the words of its page."""

    KEYS = "waiting for the openers' keys"
    OPEN = "open for bids"
    CLOSED = "closed, and sealed"
    HALF = "opened by one of two"
    DECIDED = "opened and decided"
    CALLED_OFF = "called off"


@dataclass(frozen=True)
class Happened:
    """What has happened: how many openers have made a key and turned it, and when it closes or was called off or decided."""

    closes_at: datetime
    keys: int = 0
    turned: int = 0
    decided: bool = False
    called_off: bool = False


def stage(happened: Happened, at: datetime) -> Stage:
    """The stage at an instant; a bid at the very instant of closing is late."""
    if happened.called_off:
        return Stage.CALLED_OFF
    if happened.decided:
        return Stage.DECIDED
    if at < happened.closes_at:
        return Stage.OPEN if happened.keys == 2 else Stage.KEYS
    return Stage.HALF if happened.turned else Stage.CLOSED


def check_may_bid(happened: Happened, at: datetime) -> None:
    """Refuse a bid, a new one in its place or its withdrawal at any other time than while the competition is open."""
    now = stage(happened, at)
    if now is not Stage.OPEN:
        raise Refused(f"This competition is {now}. Bids are taken while it is open.")


def check_may_turn(happened: Happened, at: datetime) -> None:
    """Refuse an opener's key before the competition has closed, or after it was decided or called off."""
    now = stage(happened, at)
    if now not in {Stage.CLOSED, Stage.HALF}:
        raise Refused(f"This competition is {now}. Keys are turned once it has closed.")
    if happened.keys < 2:
        raise Refused(
            "The openers' keys were not made in time, so nobody could bid. Call it off and publish it anew."
        )
