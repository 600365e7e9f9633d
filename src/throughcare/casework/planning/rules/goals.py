"""What may become of a goal and of its steps, and which plan can be put to the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from throughcare.foundation.kernel import Refused

from .words import AnswerKind, GoalMark, GoalState, StepMark, StepState

S = TypeVar("S", GoalState, StepState)

# What each mark makes of a goal that stands so; a mark that is not here cannot be made.
GOAL_MOVES: Mapping[GoalState, Mapping[GoalMark, GoalState]] = {
    GoalState.CURRENT: {
        GoalMark.PUT_OFF: GoalState.LATER,
        GoalMark.MET: GoalState.MET,
        GoalMark.REMOVED: GoalState.REMOVED,
    },
    GoalState.LATER: {GoalMark.TAKEN_UP: GoalState.CURRENT, GoalMark.REMOVED: GoalState.REMOVED},
    GoalState.MET: {GoalMark.NOT_MET_AFTER_ALL: GoalState.CURRENT},
    GoalState.REMOVED: {GoalMark.TAKEN_UP: GoalState.CURRENT},
}
_OPEN_STEP = {
    StepMark.STARTED: StepState.STARTED,
    StepMark.NOT_YET: StepState.NOT_YET,
    StepMark.NOT_NEEDED: StepState.NOT_NEEDED,
    StepMark.DONE: StepState.DONE,
}
_ENDED_STEP = {StepMark.NOT_DONE_AFTER_ALL: StepState.STARTED}
STEP_MOVES: Mapping[StepState, Mapping[StepMark, StepState]] = {
    StepState.NOT_STARTED: _OPEN_STEP,
    StepState.STARTED: {mark: then for mark, then in _OPEN_STEP.items() if mark is not StepMark.STARTED},
    StepState.NOT_YET: {mark: then for mark, then in _OPEN_STEP.items() if mark is not StepMark.NOT_YET},
    StepState.NOT_NEEDED: _ENDED_STEP,
    StepState.DONE: _ENDED_STEP,
}
OPEN_STEPS = frozenset({StepState.NOT_STARTED, StepState.STARTED, StepState.NOT_YET})
SAYS_WHY = frozenset(
    {
        GoalMark.PUT_OFF, GoalMark.MET, GoalMark.REMOVED, GoalMark.NOT_MET_AFTER_ALL, StepMark.NOT_YET,
        StepMark.NOT_NEEDED, StepMark.NOT_DONE_AFTER_ALL,
    }
)  # fmt: skip
"""Marks that mean nothing without their reason: that a goal is met is somebody's judgement, and says on what it rests."""
LONGEST_NOTE = 1000


def goal_state(wanted_by: date | None, marks: Iterable[GoalMark]) -> GoalState:
    """Where a goal stands after its marks, in order; without a day it begins as one for later. Raises Refused at a mark that cannot be."""
    state = GoalState.LATER if wanted_by is None else GoalState.CURRENT
    for mark in marks:
        state = goal_after(state, mark)
    return state


def step_state(marks: Iterable[StepMark]) -> StepState:
    """Where a step stands after its marks, in order; raises Refused at a mark that cannot be."""
    state = StepState.NOT_STARTED
    for mark in marks:
        state = step_after(state, mark)
    return state


def goal_after(state: GoalState, mark: GoalMark) -> GoalState:
    """What a mark makes of a goal; refused when it cannot be made."""
    return _after(f"This goal is {state}", GOAL_MOVES[state].get(mark), mark)


def step_after(state: StepState, mark: StepMark) -> StepState:
    """What a mark makes of a step; refused when it cannot be made."""
    return _after(f"This step is {state}", STEP_MOVES[state].get(mark), mark)


def _after(stands: str, then: S | None, mark: str) -> S:
    if then is None:
        raise Refused(f"{stands}, so it cannot be marked “{mark}”.", field="kind")
    return then


def check_mark(mark: GoalMark | StepMark, note: str, *, on: date, made_on: date, today: date) -> None:
    """Refuse a mark of a day before there was anything to mark or still to come, or one without the reason it needs."""
    if not made_on <= on <= today:
        raise Refused(f"The day must lie between {made_on:%-d %B %Y} and today.", field="on")
    if mark in SAYS_WHY and not note:
        raise Refused(f"Say why: “{mark}” needs its reason.", field="note")
    if len(note) > LONGEST_NOTE:
        raise Refused(f"At most {LONGEST_NOTE} characters; this has {len(note)}.", field="note")


@dataclass(frozen=True)
class GoalStands:
    """A goal as the rules ask about it: where it stands, and how many of its steps are still wanted."""

    state: GoalState
    steps: int


def check_can_be_answered(goals: Sequence[GoalStands], kind: AnswerKind, reason: str) -> None:
    """Refuse an answer to a plan with nothing in it to answer, or one that needs a reason and has none."""
    if not any(goal.state is GoalState.CURRENT and goal.steps for goal in goals):
        raise Refused("A plan is put to the person once it has a current goal with a step.", field="kind")
    if kind is not AnswerKind.AGREED and not reason:
        raise Refused(
            "Say why they do not agree."
            if kind is AnswerKind.NOT_AGREED
            else "Say why they could not answer.",
            field="reason",
        )


def changed_since(answered_at: datetime | None, changes: Iterable[datetime]) -> bool:
    """Whether goals or steps were added or removed after the person last answered; False where they never did."""
    return answered_at is not None and any(change > answered_at for change in changes)
