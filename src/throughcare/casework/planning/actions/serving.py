"""Saying what serves a step of a plan that a service does; the contexts of services say it, each of its own."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import ServedStep
from ..rules import ServedBy, check_can_be_served
from ..store import GoalSeen, StepSeen, goal_of_step
from .steps import open_goal


@action(Permission.WRITE_PLAN)
def bind_step(
    *, by: Member, at: datetime, step_id: UUID, seen: int, kind: ServedBy, served_id: UUID, case_id: UUID
) -> None:
    """Say what serves a step from now on, which must be of the same case; how the step stands follows it.

    ``seen`` is how often that was said when it was read: refused when it was said again since. The same said twice is said once.
    """
    goal, step = _step(step_id, by)
    if step.served is not None and (step.served.kind, step.served.id) == (kind, served_id):
        return
    _check_seen(step, seen)
    check_can_be_served(step.whose, step.state, goal.state)
    if goal.case_id != case_id:
        raise Refused("That is of another case of this person.", field="served_id")
    _say(goal, step, kind, served_id, by, at)


@action(Permission.WRITE_PLAN)
def release_step(*, by: Member, at: datetime, step_id: UUID, seen: int) -> None:
    """Say that nothing serves a step any more, so that how it stands is what is recorded of it."""
    goal, step = _step(step_id, by)
    if step.served is None:
        return
    _check_seen(step, seen)
    _say(goal, step, None, None, by, at)


def _step(step_id: UUID, by: Member) -> tuple[GoalSeen, StepSeen]:
    found = goal_of_step(step_id)
    if found is None:
        raise Refused("There is no such step, or it is not yours to see.", field="step_id")
    goal = open_goal(found.id, by)
    add_to_line(step=step_id)
    return goal, next(one for one in goal.steps if one.id == step_id)


def _check_seen(step: StepSeen, seen: int) -> None:
    if step.times_served != seen:
        raise Refused("Somebody else said what serves this step while you had it open. Look again.")


def _say(
    goal: GoalSeen, step: StepSeen, kind: ServedBy | None, served_id: UUID | None, by: Member, at: datetime
) -> None:
    row = ServedStep(
        id=new_id(), person_id=goal.person_id, step_id=step.id, number=step.times_served + 1, kind=kind.value if kind else "",
        served_id=served_id, at=at, member_id=by.id, organisation_id=by.organisation_id,
    )  # fmt: skip
    insert_all([row])
