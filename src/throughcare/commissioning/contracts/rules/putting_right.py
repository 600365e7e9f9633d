"""A plan to put right what a provider does not keep: what must be achieved by which day, said to be done, looked at, and lapsed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from throughcare.foundation.kernel import Refused

from .distress import distress_terms
from .ending import FailureGround
from .signing import Side

MOST_POINTS, LONGEST_WORDS = 12, 300


class PlanMove(StrEnum):
    """What may be done about one point of a plan."""

    CLAIM = "say it is done"
    AGREE = "agree that it is done"
    SEND_BACK = "send it back"


class PointStanding(StrEnum):
    """Where one point of a plan stands."""

    OWED = "to be done"
    CLAIMED = "said to be done"
    DONE = "done"


class PlanStanding(StrEnum):
    """Where a plan stands."""

    OPEN = "open"
    PUT_RIGHT = "put right"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken back"


MOVES: Mapping[tuple[PointStanding, PlanMove], PointStanding] = {
    (PointStanding.OWED, PlanMove.CLAIM): PointStanding.CLAIMED,
    (PointStanding.CLAIMED, PlanMove.AGREE): PointStanding.DONE,
    (PointStanding.CLAIMED, PlanMove.SEND_BACK): PointStanding.OWED,
}
"""From where each move leads where."""
WHO_MOVES: Mapping[PlanMove, Side] = {
    PlanMove.CLAIM: Side.PROVIDER,
    PlanMove.AGREE: Side.BUYER,
    PlanMove.SEND_BACK: Side.BUYER,
}
"""Which side makes each move: nobody agrees to what they said themselves."""


def point_drawing() -> dict[PointStanding, set[PointStanding]]:
    """Where a point may go from where, the first first."""
    return {one: {after for (where, _), after in MOVES.items() if where is one} for one in PointStanding}


@dataclass(frozen=True)
class Point:
    """One point of a plan: its number, what must be achieved by which day, and the moves made so far, in order."""

    number: int
    words: str
    due: date
    moves: tuple[PlanMove, ...] = ()

    @property
    def standing(self) -> PointStanding:
        """Where its moves have led."""
        found = PointStanding.OWED
        for move in self.moves:
            found = MOVES[found, move]
        return found

    def is_overdue(self, today: date) -> bool:
        """Whether the provider still owes it after its day; what waits for the buyer to look is not the provider's delay."""
        return self.standing is PointStanding.OWED and self.due < today


def plan_standing(points: Iterable[Point], today: date, *, taken_back: bool) -> PlanStanding:
    """Where a plan stands on a day: taken back; put right once every point is done; lapsed once one is overdue; else open."""
    every = list(points)
    if taken_back:
        return PlanStanding.TAKEN_BACK
    if all(one.standing is PointStanding.DONE for one in every):
        return PlanStanding.PUT_RIGHT
    return PlanStanding.LAPSED if any(one.is_overdue(today) for one in every) else PlanStanding.OPEN


def check_points(points: Sequence[tuple[str, date]], today: date) -> None:
    """Refuse a plan of no points or too many, of a point without words, or of a day that is over or too far."""
    if not 1 <= len(points) <= MOST_POINTS:
        raise Refused(f"Give from 1 to {MOST_POINTS} points.", field="points")
    last = today + timedelta(days=distress_terms(today).longest_days)
    for number, (words, due) in enumerate(points, 1):
        if not words.strip() or len(words) > LONGEST_WORDS:
            raise Refused(
                f"Say what point {number} is, in at most {LONGEST_WORDS} characters.", field="points"
            )
        if not today < due <= last:
            raise Refused(
                f"Point {number}: give a day after today, and no later than {last:%-d %B %Y}.", field="points"
            )


def check_may_open(plans: Iterable[PlanStanding]) -> None:
    """Refuse a second plan while one is open or lapsed: what lapsed is taken back first, or the provider is said to have failed."""
    standing = set(plans) & {PlanStanding.OPEN, PlanStanding.LAPSED}
    if standing:
        raise Refused("There is a plan already. Take it back before another is made.")


def check_move(point: Point, move: PlanMove, side: Side | None) -> None:
    """Refuse a move that is the other side's, or that does not lead on from where the point stands."""
    if WHO_MOVES[move] is not side:
        raise Refused(f"Only the {WHO_MOVES[move].value} can {move.value}.")
    if (point.standing, move) not in MOVES:
        raise Refused(f"That point is {point.standing.value}. Look again.")


def check_put_right_first(ground: FailureGround, plans: Iterable[PlanStanding]) -> None:
    """Refuse to say that terms were broken *and not put right* before a plan to put them right has lapsed; other grounds wait for nothing."""
    if ground is FailureGround.TERMS_BROKEN and PlanStanding.LAPSED not in set(plans):
        raise Refused(
            "“Not put right” is said once a plan to put it right has lapsed. Make a plan, or choose the ground that holds.",
            field="ground",
        )
