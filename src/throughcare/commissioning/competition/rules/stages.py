"""Where a competition stands, from what has happened and the instant: nothing of it is a flag.

A bid is two envelopes. The answers are opened first and scored; the prices stay sealed until quality is signed. Where a round
asks no questions there is the envelope of prices alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from throughcare.foundation.kernel import Refused


class Envelope(StrEnum):
    """The two envelopes of a bid."""

    ANSWERS = "answers"
    PRICES = "prices"


class Stage(StrEnum):
    """The stages of a competition, in the words of its page."""

    KEYS = "waiting for the openers' keys"
    OPEN = "open for bids"
    CLOSED = "closed, and sealed"
    HALF = "opened by one of two"
    SCORING = "answers opened, and being scored"
    MODERATING = "scored, and being agreed"
    SIGNED = "quality signed, and prices sealed"
    HALF_PRICED = "prices opened by one of two"
    PRICED = "prices opened, and to be decided"
    DECIDED = "opened and decided"
    CALLED_OFF = "called off"


OVER = frozenset({Stage.DECIDED, Stage.CALLED_OFF})
"""The stages in which nothing more is chosen."""
TO_OPEN = frozenset({Stage.CLOSED, Stage.HALF, Stage.SIGNED, Stage.HALF_PRICED})
"""The stages in which keys are turned."""
JUDGED = frozenset({Stage.SCORING, Stage.MODERATING})
"""The stages in which quality is judged."""


@dataclass(frozen=True)
class Happened:
    """What has happened: keys made and turned by envelope, what was opened, scored and signed, and how it ended.

    ``handed_in`` says that every evaluator has handed in their scores, as far as the viewer may know.
    """

    closes_at: datetime
    keys: int = 0
    turned: Mapping[Envelope, int] = field(default_factory=dict)
    opened: frozenset[Envelope] = frozenset()
    asks: bool = False
    handed_in: bool = False
    signed: bool = False
    decided: bool = False
    called_off: bool = False

    @property
    def envelope(self) -> Envelope:
        """The envelope that is opened next, or was opened last."""
        first = self.asks and not self.signed
        return Envelope.ANSWERS if first else Envelope.PRICES


def stage(happened: Happened, at: datetime) -> Stage:
    """The stage at an instant; a bid at the very instant of closing is late."""
    if happened.called_off:
        return Stage.CALLED_OFF
    if happened.decided:
        return Stage.DECIDED
    if at < happened.closes_at:
        return Stage.OPEN if happened.keys == 2 else Stage.KEYS
    return _closed(happened)


def _closed(happened: Happened) -> Stage:
    if Envelope.PRICES in happened.opened:
        return Stage.PRICED
    if happened.signed:
        return Stage.HALF_PRICED if happened.turned.get(Envelope.PRICES) else Stage.SIGNED
    if Envelope.ANSWERS in happened.opened:
        return Stage.MODERATING if happened.handed_in else Stage.SCORING
    return Stage.HALF if happened.turned.get(happened.envelope) else Stage.CLOSED


def check_may_bid(happened: Happened, at: datetime) -> None:
    """Refuse a bid, a new one in its place or its withdrawal at any other time than while the competition is open."""
    now = stage(happened, at)
    if now is not Stage.OPEN:
        raise Refused(f"This competition is {now}. Bids are taken while it is open.")


def check_may_turn(happened: Happened, at: datetime) -> None:
    """Refuse an opener's key before the close, while answers are scored, and after all was opened or called off."""
    now = stage(happened, at)
    if now in JUDGED:
        raise Refused(f"This competition is {now}. Prices are opened once quality is signed.")
    if now not in TO_OPEN:
        raise Refused(f"This competition is {now}. Keys are turned once it has closed.")
    if happened.keys < 2:
        raise Refused(
            "The openers' keys were not made in time, so nobody could bid. Call it off and publish it anew."
        )


def check_stage(happened: Happened, at: datetime, *wanted: Stage) -> None:
    """Refuse what has its time in other stages alone."""
    now = stage(happened, at)
    if now not in wanted:
        raise Refused(f"This competition is {now}. That is done while it is {' or '.join(wanted)}.")
