"""One hat for each person in a competition, and what keeps its two sides apart; how long a crossing may last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from throughcare.foundation.kernel import Clause, Finding, Refused
from throughcare.foundation.operating_model.rules.terms import WallsMode

LONGEST_CROSSING = timedelta(days=7)
"""The longest that a crossing stands open: this service's own choice, assumed."""
APPROVALS = 2
"""How many different people approve a crossing."""


class HatKind(StrEnum):
    """What somebody is in a competition."""

    BUYER = "buyer"
    EVALUATOR = "evaluator"
    OPENER = "opener"
    BIDDER = "bidder"
    ADVISER = "adviser"

    @property
    def bids(self) -> bool:
        """Whether it is of the side that bids; every other is of the side that buys."""
        return self is HatKind.BIDDER


@dataclass(frozen=True)
class Approval:
    """One approval of a crossing: by whom, and when."""

    by: object
    at: datetime


def check_crossing(because: str, at: datetime, until: datetime) -> str:
    """The reason in one line; refused without one, or with an end that is not within the longest that a crossing lasts."""
    words = " ".join(because.split())
    if not words or len(words) > 500:
        raise Refused("Say why, in at most 500 characters.", field="because")
    if not at < until <= at + LONGEST_CROSSING:
        raise Refused(
            f"It must end after now and within {LONGEST_CROSSING.days} days: it closes itself then.", field="until"
        )  # fmt: skip
    return words


def crosses(
    by: object, asked_at: datetime, until: datetime, approvals: Iterable[Approval], at: datetime
) -> bool:
    """Whether a crossing is open at an instant: enough people other than who crosses approved it, and it has not ended."""
    who = {one.by for one in approvals if one.at <= at and one.by != by}
    return asked_at <= at < until and len(who) >= APPROVALS


def check_one_body(mode: WallsMode | None, cited: str, same_body: bool) -> Finding | None:
    """Refuse a bid by the body that buys where the model keeps buying and providing in two bodies; None or why it may."""
    if not same_body:
        return None
    clause = Clause("The operating model", cited or "no model in force says otherwise")
    if mode in {WallsMode.SEPARATED, WallsMode.NO_SHARED_RECORDS}:
        raise Refused(
            f"The operating model keeps buying and providing in two bodies ({clause}): yours buys here."
        )
    return Finding("walls", clause, "One body on both sides, with a wall between its teams")
