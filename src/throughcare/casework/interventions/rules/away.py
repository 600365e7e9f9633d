"""What becomes of a referral while nobody can come to it, and once they can again: one rule for every way into custody and out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from throughcare.foundation.kernel import Refused

from .words import ReferralState, StepKind

WHILE_AWAY = frozenset({StepKind.HELD, StepKind.OUT, StepKind.RESUMED})
_STOPS = frozenset(
    {
        StepKind.ACCEPTED, StepKind.RETURNED, StepKind.ANSWERED, StepKind.ASSIGNED, StepKind.PLANNED, StepKind.PLAN_APPROVED,
        StepKind.PLAN_RETURNED,
    }
)  # fmt: skip
"""Steps that a clock runs for and that nobody takes while the person is away."""


def is_held(kinds: Sequence[StepKind]) -> bool:
    """Whether a referral waits because its person is away, by its steps in order."""
    last = next((one for one in reversed(kinds) if one in {StepKind.HELD, StepKind.RESUMED}), None)
    return last is StepKind.HELD


def put_away(kinds: Sequence[StepKind], *, works_inside: bool | None, at_large: bool) -> StepKind | None:
    """The step that follows when somebody goes into custody or out of reach: it is carried on inside where its contract says so.

    Anywhere else, and where nothing says it, it waits. None where it waits or is carried on already.
    """
    if is_held(kinds):
        return None
    if works_inside and not at_large:
        last = next((one for one in reversed(kinds) if one in {StepKind.CARRIED_ON, StepKind.HELD}), None)
        return None if last is StepKind.CARRIED_ON else StepKind.CARRIED_ON
    return StepKind.HELD


def come_back(state: ReferralState, kinds: Sequence[StepKind]) -> StepKind | None:
    """The step that follows when they are out again: what nobody had taken on is taken up as it stood, of the rest the sender decides."""
    if not is_held(kinds):
        return None
    if state in {ReferralState.SENT, ReferralState.RETURNED}:
        return StepKind.RESUMED
    return None if kinds[-1] is StepKind.OUT else StepKind.OUT


def may_be_taken(step: StepKind, before: Sequence[StepKind]) -> bool:
    """Whether waiting, or not waiting, for somebody who is away leaves a step to be taken."""
    return step not in (_STOPS if is_held(before) else {StepKind.RESUMED, StepKind.OUT})


def check_not_held(step: StepKind, before: Sequence[StepKind]) -> None:
    """Refuse a step of the course while the referral waits, and going on where it does not."""
    if may_be_taken(step, before):
        return
    if step in _STOPS:
        raise Refused("The person is away and this referral waits. Whoever sent it says whether it goes on.")
    raise Refused("This referral does not wait for anybody to come back.")


def not_before(day: date, steps: Collection[tuple[StepKind, date]]) -> date:
    """The day from which a clock counts: its own, or the one on which the referral last went on after its person was away."""
    return max([day, *(on for kind, on in steps if kind is StepKind.RESUMED)])
