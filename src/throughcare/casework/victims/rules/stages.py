"""Which stages of a sentence a victim is told of: what happened, and what they chose."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from throughcare.casework.supervision.rules.movements import MovementKind

from .words import Choice, StageKind, VictimState

_OF_MOVEMENT = {
    MovementKind.MOVED: StageKind.MOVE,
    MovementKind.OUT_ON_LICENCE: StageKind.TEMPORARY,
    MovementKind.RETURNED: StageKind.RETURN,
    MovementKind.AT_LARGE: StageKind.AT_LARGE,
    MovementKind.RECALLED: StageKind.RECALL,
    MovementKind.RELEASED: StageKind.RELEASE,
}


def stage_of_movement(kind: MovementKind, *, was_outside: bool) -> StageKind | None:
    """The stage that a movement is; None for the beginning of the sentence. Received from outside is a return, and never says where."""
    if kind is MovementKind.RECEIVED and was_outside:
        return StageKind.RETURN
    return _OF_MOVEMENT.get(kind)


@dataclass(frozen=True)
class Reached:
    """A stage that was reached on a day."""

    stage: StageKind
    on: date


def is_told(stage: StageKind, choice: Choice | None, chosen: Collection[StageKind]) -> bool:
    """Whether somebody who is in the scheme is told of a stage by what they chose; that the sentence is over, everybody is told."""
    if stage is StageKind.END:
        return True
    if choice is Choice.MONTH_OF_RELEASE:
        return stage is StageKind.RELEASE
    return choice is Choice.STAGES and stage in chosen


def untold(
    state: VictimState, since: date, choice: Choice | None, chosen: Collection[StageKind],
    reached: Iterable[Reached], told: Collection[Reached],
) -> list[Reached]:  # fmt: skip
    """The stages of which somebody is still to be told, the oldest first: reached since they are in the scheme, and not told yet."""
    if state is not VictimState.OPTED_IN:
        return []
    owed = [
        one for one in reached if one.on >= since and one not in told and is_told(one.stage, choice, chosen)
    ]
    return sorted(owed, key=lambda one: (one.on, one.stage))
