"""A step that a service does: what serves it, how that stands, and what it makes of the step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from throughcare.foundation.kernel import Refused

from .goals import OPEN_STEPS
from .words import GoalState, StepState, Whose


class ServedBy(StrEnum):
    """What may serve a step: somebody sent to a service, to a programme, or to unpaid work."""

    REFERRAL = "referral"
    PROGRAMME = "programme"
    UNPAID_WORK = "unpaid work"


class Course(StrEnum):
    """How far what serves a step has come."""

    WAITS = "waits"
    UNDER_WAY = "under way"
    DONE = "done"
    UNDONE = "ended undone"


@dataclass(frozen=True)
class ServiceStands:
    """What serves a step as it stands: ``words`` is its own state in words, ``since`` the day it was asked for.

    ``changed_on`` is the day of its last change, ``last_attended`` that on which the person last took part, and ``half_within``
    the days within which half of those asked for there are taken on (None: never, not known).
    """

    what: str
    course: Course
    words: str
    since: date
    changed_on: date
    last_attended: date | None = None
    half_within: int | None = None

    def waited(self, on: date) -> int | None:
        """The days waited until now for something to be attended; None where nobody waits."""
        return (on - self.since).days if self.course is Course.WAITS else None


_MADE_OF = {
    Course.WAITS: StepState.NOT_STARTED,
    Course.UNDER_WAY: StepState.STARTED,
    Course.DONE: StepState.DONE,
    Course.UNDONE: StepState.NOT_YET,
}


def step_as_served(own: StepState, stands: ServiceStands | None) -> StepState:
    """Where a step stands: as what serves it does, unless somebody recorded that it is done or no longer needed."""
    if own not in OPEN_STEPS or stands is None:
        return own
    return _MADE_OF[stands.course]


def is_put_back(own: StepState, goal: GoalState, stands: ServiceStands | None) -> bool:
    """Whether a step is the officer's to look at again: it is still wanted, and what served it ended undone."""
    wanted = own in OPEN_STEPS and goal in {GoalState.CURRENT, GoalState.LATER}
    return wanted and stands is not None and stands.course is Course.UNDONE


def check_can_be_served(whose: str, own: StepState, goal: GoalState) -> None:
    """Refuse to say what serves a step that is no service's, or that nothing is to be done for any more."""
    if whose != Whose.SERVICE:
        raise Refused(f"This step is for {whose} to do. Add one that a service does.", field="served_id")
    if goal not in {GoalState.CURRENT, GoalState.LATER}:
        raise Refused(f"Its goal is {goal}, so nothing is done for it.", field="served_id")
    if own not in OPEN_STEPS:
        raise Refused(f"This step is {own}, so nothing serves it.", field="served_id")
