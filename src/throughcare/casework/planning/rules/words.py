"""The words of a plan: what stands of a goal and of a step, who does it, and what the person said of the whole."""

from __future__ import annotations

from enum import StrEnum


class GoalState(StrEnum):
    """Where a goal stands."""

    CURRENT = "current"
    LATER = "for later"
    MET = "met"
    REMOVED = "removed"


class StepState(StrEnum):
    """Where a step of a goal stands."""

    NOT_STARTED = "not started"
    STARTED = "under way"
    NOT_YET = "cannot be done yet"
    NOT_NEEDED = "no longer needed"
    DONE = "done"


class GoalMark(StrEnum):
    """What may be recorded of a goal."""

    TAKEN_UP = "taken up"
    PUT_OFF = "put off"
    MET = "met"
    REMOVED = "removed"
    NOT_MET_AFTER_ALL = "not met after all"


class StepMark(StrEnum):
    """What may be recorded of a step."""

    STARTED = "under way"
    NOT_YET = "cannot be done yet"
    NOT_NEEDED = "no longer needed"
    DONE = "done"
    NOT_DONE_AFTER_ALL = "not done after all"


class Whose(StrEnum):
    """Who does a step."""

    PERSON = "the person"
    OFFICER = "their officer"
    SERVICE = "a service"


class AnswerKind(StrEnum):
    """What the person said of their plan."""

    AGREED = "agreed"
    NOT_AGREED = "not agreed"
    COULD_NOT_ANSWER = "could not answer"
