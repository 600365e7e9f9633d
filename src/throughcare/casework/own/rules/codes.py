"""How a code stands at an instant, and what somebody typed of it.

The database holds the same limits, in ``sql/visiting.sql``, and lets nobody in beyond them; these tell of it. All three are assumed:
no source says how long such a code should last.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

CODE_LASTS = timedelta(minutes=15)
VISIT_LASTS = timedelta(minutes=30)
MOST_TRIES = 5
LETTERS = "BCDFGHJKMPQRTVWXY"
"""Letters of a reference: none that is taken for another, and no vowel to make a word of."""
_BETWEEN = str.maketrans("", "", " -.–\t")


class CodeState(StrEnum):
    """What a code does now."""

    WAITS = "not used yet"
    OPEN = "in use"
    LEFT = "used"
    LAPSED = "never used"
    DEAD = "dead after five wrong tries"
    WITHDRAWN = "withdrawn"


def code_state(
    *,
    given_at: datetime,
    tries: int,
    opened_at: datetime | None,
    left_at: datetime | None,
    ended_at: datetime | None,
    at: datetime,
) -> CodeState:
    """What a code does at an instant: withdrawn before all else, then used, then dead, then too old."""
    if ended_at is not None:
        return CodeState.WITHDRAWN
    if opened_at is not None:
        return CodeState.OPEN if left_at is None and at < opened_at + VISIT_LASTS else CodeState.LEFT
    if tries >= MOST_TRIES:
        return CodeState.DEAD
    return CodeState.WAITS if at < given_at + CODE_LASTS else CodeState.LAPSED


def reference_typed(said: str) -> str:
    """A reference as it is kept, however it was typed: capitals, with nothing between them."""
    return said.translate(_BETWEEN).upper()[:20]


def code_typed(said: str) -> str:
    """A code as it was given, however it was typed: with nothing between its figures."""
    return said.translate(_BETWEEN)[:20]
