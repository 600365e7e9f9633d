"""Writing a plan: goals, steps, what is recorded of each, and a whole template laid at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Goal, GoalStep, Mark
from ..rules import (
    GoalMark,
    Laid,
    PlanTemplate,
    StepMark,
    check_mark,
    cost_of,
    goal_after,
    laid,
    plan_templates,
    step_after,
)
from ..store import GoalSeen, goals_of
from .steps import ahead, check_seen, need_said, open_case, open_goal, said, whose_said

MOST_GOALS, MOST_STEPS = 30, 30


@dataclass(frozen=True)
class NewStep:
    """A step to write: what, whose it is (by its words), and by which day."""

    what: str
    whose: str
    by: date | None = None


@action(Permission.WRITE_PLAN)
def add_goal(
    *,
    by: Member,
    at: datetime,
    case_id: UUID,
    words: str,
    need: str = "",
    wanted_by: date | None = None,
    steps: Sequence[NewStep] = (),
) -> UUID:
    """Add a goal, with its first steps, to the plan of an open case; without a day it is one for later. Returns the goal.

    The very same goal sent twice is added once.
    """
    case = open_case(case_id, by)
    plain = said(words, "words", "Say what is to be reached, in the person's own words.")
    day = ahead(wanted_by, day_of(at), "wanted_by")
    there = goals_of([case_id])
    same = next(
        (goal for goal in there if (goal.words, goal.wanted_by) == (plain, day) and not goal.marks), None
    )
    if same is not None:
        return same.id
    if len(there) >= MOST_GOALS:
        raise Refused(f"A plan has at most {MOST_GOALS} goals.")
    goal = Goal(
        id=new_id(), person_id=case.person_id, case_id=case_id, words=plain, need=need_said(need), wanted_by=day,
        at=at, member_id=by.id, organisation_id=by.organisation_id,
    )  # fmt: skip
    insert_all([goal])
    insert_all(_steps(goal.person_id, goal.id, steps, 0, by, at))
    add_to_line(goal=goal.id)
    return goal.id


def _steps(
    person_id: UUID, goal_id: UUID, steps: Sequence[NewStep], after: int, by: Member, at: datetime
) -> list[GoalStep]:
    if after + len(steps) > MOST_STEPS:
        raise Refused(f"A goal has at most {MOST_STEPS} steps.", field="what")
    return [
        GoalStep(
            id=new_id(), person_id=person_id, goal_id=goal_id, place=after + place,
            what=said(step.what, "what", "Say what is to be done."), whose=whose_said(step.whose),
            by=ahead(step.by, day_of(at), "by_when"), at=at, member_id=by.id, organisation_id=by.organisation_id,
        )
        for place, step in enumerate(steps, 1)
    ]  # fmt: skip


@action(Permission.WRITE_PLAN)
def add_step(*, by: Member, at: datetime, goal_id: UUID, step: NewStep) -> UUID:
    """Add a step after those that a goal has; the very same step sent twice is added once. Returns the step."""
    goal = open_goal(goal_id, by)
    plain = said(step.what, "what", "Say what is to be done.")
    same = next(
        (one for one in goal.steps if (one.what, one.whose, one.by) == (plain, step.whose, step.by)), None
    )
    if same is not None:
        return same.id
    (row,) = _steps(goal.person_id, goal.id, [step], len(goal.steps), by, at)
    insert_all([row])
    return row.id


@action(Permission.WRITE_PLAN)
def mark_goal(
    *, by: Member, at: datetime, goal_id: UUID, seen: int, kind: GoalMark, on: date, note: str = ""
) -> None:
    """Record of a goal that it is met, put off, removed or taken up, of which day and on what that rests.

    ``seen`` is how many marks the goal and its steps had when it was read: refused when there are more now.
    """
    goal = open_goal(goal_id, by)
    check_seen(goal, seen)
    check_mark(kind, note.strip(), on=on, made_on=day_of(goal.at), today=day_of(at))
    goal_after(goal.state, kind)
    insert_all([_mark(goal, None, kind, on, note, by, at)])


@action(Permission.WRITE_PLAN)
def mark_step(
    *,
    by: Member,
    at: datetime,
    goal_id: UUID,
    step_id: UUID,
    seen: int,
    kind: StepMark,
    on: date,
    note: str = "",
) -> None:
    """Record of a step that it is under way, done, cannot be done yet or is no longer needed, of which day and why.

    ``seen`` is how many marks the goal and its steps had when it was read: refused when there are more now.
    """
    goal = open_goal(goal_id, by)
    step = next((one for one in goal.steps if one.id == step_id), None)
    if step is None:
        raise Refused("That goal has no such step.")
    check_seen(goal, seen)
    check_mark(kind, note.strip(), on=on, made_on=day_of(step.at), today=day_of(at))
    step_after(step.state, kind)
    insert_all([_mark(goal, step.id, kind, on, note, by, at)])


def _mark(
    goal: GoalSeen,
    step_id: UUID | None,
    kind: GoalMark | StepMark,
    on: date,
    note: str,
    by: Member,
    at: datetime,
) -> Mark:
    return Mark(
        id=new_id(), person_id=goal.person_id, goal_id=goal.id, step_id=step_id, number=goal.seen + 1, kind=kind.value,
        on=on, note=note.strip(), at=at, member_id=by.id, organisation_id=by.organisation_id,
    )  # fmt: skip


@action(Permission.WRITE_PLAN)
def lay_template(
    *, by: Member, at: datetime, case_id: UUID, template: str, left_out: Mapping[str, str] | None = None
) -> tuple[UUID, ...]:
    """Lay a template on a person: a goal with its step for each part that is not left out with a reason. Returns the goals.

    How much of each is right goes by the risk of serious harm, so it must be known. The choice is remembered with what
    was left out and why. A part that stands in the plan already is not laid again.
    """
    case = open_case(case_id, by)
    chosen = plan_templates().get(template)
    if chosen is None:
        raise Refused("There is no such template.", field="template")
    parts = laid(chosen, case.risk, left_out or {})
    there = {goal.template for goal in goals_of([case_id])}
    wanted_by = day_of(at) + timedelta(days=chosen.days)
    fresh = [part for part in parts if _from(chosen, part) not in there]
    goals = [_goal_of(case, case_id, chosen, part, wanted_by, by, at) for part in fresh]
    insert_all(goals)
    for goal, part in zip(goals, fresh, strict=True):
        step = NewStep(part.step, part.module.whose, wanted_by)
        insert_all(_steps(goal.person_id, goal.id, [step], 0, by, at))
    ledger.remember(
        [_chosen(case, case_id, chosen, parts, left_out or {})], who=ledger.Who(member_id=by.id), at=at
    )
    add_to_line(template=template, goals=len(goals))
    return tuple(goal.id for goal in goals)


def _from(template: PlanTemplate, part: Laid) -> str:
    return f"{template.key}: {part.module.key}"


def _goal_of(
    case: supervision.OpenCase,
    case_id: UUID,
    template: PlanTemplate,
    part: Laid,
    wanted_by: date,
    by: Member,
    at: datetime,
) -> Goal:
    return Goal(
        id=new_id(), person_id=case.person_id, case_id=case_id, words=part.module.goal, need=part.module.need,
        wanted_by=wanted_by, template=_from(template, part), at=at, member_id=by.id, organisation_id=by.organisation_id,
    )  # fmt: skip


def _chosen(
    case: supervision.OpenCase,
    case_id: UUID,
    template: PlanTemplate,
    parts: tuple[Laid, ...],
    left_out: Mapping[str, str],
) -> ledger.Decided:
    return ledger.Decided(
        about="plan", about_id=case_id, person_id=case.person_id, rule="plan template", edition=template.key,
        inputs={"risk": case.risk, "left_out": dict(left_out)},
        outcome={"sessions": {part.module.key: part.sessions for part in parts}, "pence": cost_of(template, parts)},
        reasons=[f"{template.name} ({template.source}; {template.basis})"],
    )  # fmt: skip
