"""Plans: read whole, written, marked, answered, reviewed, and the order they may end."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.people.queries import names_of
from throughcare.casework.planning import actions, queries
from throughcare.casework.planning.queries import OfficerSays
from throughcare.casework.planning.rules import (
    AnswerKind,
    Course,
    GoalMark,
    ServedBy,
    ServiceStands,
    StepMark,
    Whose,
    step_as_served,
)
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

from .services import Stands, said_of, stands_of

router = Router(tags=["Plans"])


class ServiceOfStep(Schema):
    """What does a step and how that stands; nulls are not known. `seen` is to be sent back when something else is said to do it."""

    kind: ServedBy
    id: UUID
    what: str
    course: Course
    words: str
    since: date
    days_waited: int | None
    half_within_days: int | None
    last_attended: date | None
    changed_on: date


class StepOfPlan(Schema):
    """A step as it stands: as what does it, where that is said and the caller sees it; `times_served` is to be sent back."""

    id: UUID
    what: str
    whose: str
    by: date | None
    state: str
    served: ServiceOfStep | None
    times_served: int


class GoalOfPlan(Schema):
    """A goal as it stands; ``seen`` is to be sent back with a mark."""

    id: UUID
    words: str
    need: str
    wanted_by: date | None
    state: str
    seen: int
    steps: list[StepOfPlan]


class PlanWhole(Schema):
    """A plan: its goals, whether it was agreed and has changed since, what is owed, and needs without a goal."""

    case_id: UUID
    goals: list[GoalOfPlan]
    answers: list[queries.AnswerSeen]
    is_changed_since: bool
    due_on: date | None
    due_because: str
    needs_without_goal: list[str]


class NewStepOfGoal(Schema):
    """A step to add."""

    what: str = Field(max_length=300)
    whose: Whose
    by: Day | None = None


class NewGoalOfPlan(Schema):
    """A goal to add; without a day it is one for later."""

    words: str = Field(max_length=300)
    need: str = Field("", max_length=20)
    wanted_by: Day | None = None
    steps: list[NewStepOfGoal] = Field([], max_length=30)


class MarkOfGoal(Schema):
    """How a goal stands, of which day and why; ``seen`` as it was read."""

    seen: int
    kind: GoalMark
    on: Day
    note: str = Field("", max_length=1000)


class MarkOfStep(Schema):
    """How a step stands, of which day and why; ``seen`` as it was read."""

    seen: int
    kind: StepMark
    on: Day
    note: str = Field("", max_length=1000)


class ServedStepSaid(Schema):
    """What does a step from now on; both null: nothing any more. `seen` is the step's `times_served` as it was read."""

    seen: int
    kind: ServedBy | None = None
    served_id: UUID | None = None


class NewAnswer(Schema):
    """What the person said."""

    kind: AnswerKind
    on: Day
    reason: str = Field("", max_length=500)


class NewReview(Schema):
    """What changed, and how often the person is seen: null says nothing of it, 0 as their risk says, else less often by rule."""

    on: Day
    changed: str = Field(max_length=1000)
    seen_every_days: int | None = None


class LaidTemplate(Schema):
    """A ready plan, and why each part that is left out is."""

    template: str = Field(max_length=40)
    left_out: dict[str, str] = Field(default_factory=dict)


class OrderEnding(Schema):
    """What the responsible officer says; null is not known."""

    version: int
    has_court_review: bool | None = None
    more_to_instruct: bool | None = None
    more_to_plan: bool | None = None
    complied: dict[UUID, bool] = Field(default_factory=dict)


def _case(request: HttpRequest, person_id: UUID) -> UUID:
    or_404(names_of([person_id]).get(person_id))
    found: queries.PlanSeen = or_404(queries.plan_of(person_id, at=request.at))  # type: ignore[attr-defined]
    return found.case_id


@router.get("/people/{person_id}/plan", response={200: PlanWhole, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.PLAN)
def get_plan_of(request: HttpRequest, person_id: UUID) -> Any:
    """A person's plan."""
    or_404(names_of([person_id]).get(person_id))
    seen: queries.PlanSeen = or_404(queries.plan_of(person_id, at=request.at))  # type: ignore[attr-defined]
    stands = stands_of([step for goal in seen.goals for step in goal.steps], at=request.at)  # type: ignore[attr-defined]
    return {
        "case_id": seen.case_id,
        "goals": [_goal(goal, stands, day_of(request.at)) for goal in seen.goals],  # type: ignore[attr-defined]
        "answers": seen.answers,
        "is_changed_since": seen.is_changed_since,
        "due_on": seen.due.by if seen.due else None,
        "due_because": str(seen.due.finding) if seen.due else "",
        "needs_without_goal": seen.needs_without_goal,
    }


def _goal(goal: queries.GoalSeen, stands: Stands, on: date) -> dict[str, Any]:
    same = {name: getattr(goal, name) for name in ("id", "words", "need", "wanted_by", "state", "seen")}
    return same | {"steps": [_step(step, stands.get(step.id), on) for step in goal.steps]}


def _step(step: queries.StepSeen, stands: ServiceStands | None, on: date) -> dict[str, Any]:
    same = {name: getattr(step, name) for name in ("id", "what", "whose", "by", "times_served")}
    served = None
    if step.served is not None and stands is not None:
        served = {
            "kind": step.served.kind, "id": step.served.id, "what": stands.what, "course": stands.course, "words": stands.words,
            "since": stands.since, "days_waited": stands.waited(on), "half_within_days": stands.half_within,
            "last_attended": stands.last_attended, "changed_on": stands.changed_on,
        }  # fmt: skip
    return same | {"state": step_as_served(step.state, stands), "served": served}


@router.post("/people/{person_id}/plan/goals", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.WRITE_PLAN)
def add_goal(request: HttpRequest, person_id: UUID, payload: NewGoalOfPlan) -> Any:
    """Add a goal with its first steps."""
    given = payload.dict() | {"steps": [actions.NewStep(**step.dict()) for step in payload.steps]}
    return Status(201, {"id": done(request, actions.add_goal, case_id=_case(request, person_id), **given)})


@router.post("/goals/{goal_id}/steps", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.WRITE_PLAN)
def add_step(request: HttpRequest, goal_id: UUID, payload: NewStepOfGoal) -> Any:
    """Add a step to a goal."""
    return Status(
        201, {"id": done(request, actions.add_step, goal_id=goal_id, step=actions.NewStep(**payload.dict()))}
    )


@router.post("/goals/{goal_id}/marks", response={204: None, **REFUSALS})
@allowed(May.WRITE_PLAN)
def mark_goal(request: HttpRequest, goal_id: UUID, payload: MarkOfGoal) -> Any:
    """Record how a goal stands."""
    done(request, actions.mark_goal, goal_id=goal_id, **payload.dict())
    return Status(204, None)


@router.post("/goals/{goal_id}/steps/{step_id}/marks", response={204: None, **REFUSALS})
@allowed(May.WRITE_PLAN)
def mark_step(request: HttpRequest, goal_id: UUID, step_id: UUID, payload: MarkOfStep) -> Any:
    """Record how a step stands."""
    done(request, actions.mark_step, goal_id=goal_id, step_id=step_id, **payload.dict())
    return Status(204, None)


@router.post("/steps/{step_id}/served", response={204: None, **REFUSALS})
@allowed(May.WRITE_PLAN)
def serve_step(request: HttpRequest, step_id: UUID, payload: ServedStepSaid) -> Any:
    """Say what does a step from now on: a referral, a programme or hours of the same case; or that nothing does any more."""
    if (payload.kind is None) is not (payload.served_id is None):
        raise Refused("Say both what kind does it and which, or neither.", field="served_id")
    if payload.kind is None or payload.served_id is None:
        done(request, actions.release_step, step_id=step_id, seen=payload.seen)
    else:
        act, row = said_of(payload.kind, payload.served_id)
        done(request, act, step_id=step_id, seen=payload.seen, **row)
    return Status(204, None)


@router.post("/people/{person_id}/plan/answers", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.WRITE_PLAN)
def answer_plan(request: HttpRequest, person_id: UUID, payload: NewAnswer) -> Any:
    """Record what the person said of their plan."""
    given = {"case_id": _case(request, person_id), **payload.dict()}
    return Status(201, {"id": done(request, actions.answer_plan, **given)})


@router.post("/people/{person_id}/plan/reviews", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.WRITE_PLAN)
def review_plan(request: HttpRequest, person_id: UUID, payload: NewReview) -> Any:
    """Record a review of the plan."""
    given = {"case_id": _case(request, person_id), **payload.dict()}
    return Status(201, {"id": done(request, actions.review_plan, **given)})


@router.post("/people/{person_id}/plan/templates", response={201: dict[str, list[UUID]], **REFUSALS})
@allowed(May.WRITE_PLAN)
def lay_template(request: HttpRequest, person_id: UUID, payload: LaidTemplate) -> Any:
    """Lay a ready plan on a person; gives the goals that it added."""
    given = {"case_id": _case(request, person_id), **payload.dict()}
    return Status(201, {"goals": done(request, actions.lay_template, **given)})


@router.post("/people/{person_id}/sentences/{sentence_id}/end-early", response={204: None, **REFUSALS})
@allowed(May.END_ORDER_EARLY)
def end_order_early(request: HttpRequest, person_id: UUID, sentence_id: UUID, payload: OrderEnding) -> Any:
    """End an order today, as its responsible officer."""
    or_404(names_of([person_id]).get(person_id))
    says = OfficerSays(
        payload.has_court_review, payload.more_to_instruct, payload.more_to_plan, payload.complied
    )
    given = {"person_id": person_id, "sentence_id": sentence_id, "version": payload.version, "says": says}
    done(request, actions.end_order_early, **given)
    return Status(204, None)
