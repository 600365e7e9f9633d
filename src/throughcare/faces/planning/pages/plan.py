"""A person's plan on one page: what is owed on it, what they said of it, each goal with its steps, and what was reviewed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.casework.assessment.rules.needs.sections import sections
from throughcare.casework.planning import queries
from throughcare.casework.planning.queries import GoalSeen, PlanSeen, StepSeen
from throughcare.casework.planning.rules import (
    OPEN_STEPS,
    AnswerKind,
    GoalState,
    ServiceStands,
    StepState,
    Whose,
    plan_templates,
    step_as_served,
)
from throughcare.faces.web.look.parts import (
    Clock,
    Colour,
    Column,
    Happening,
    Lines,
    Link,
    Row,
    Table,
    Tag,
    Unknown,
    Why,
)
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Finding, Permission, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from ..services import Stands, stands_of
from .serving import served_lines

_COLOURS: Mapping[str, Colour] = {
    GoalState.MET: "green", GoalState.REMOVED: "grey", GoalState.LATER: "blue", StepState.DONE: "green",
    StepState.STARTED: "blue", StepState.NOT_YET: "yellow",
}  # fmt: skip


@page(Permission.LOOK_AT_PEOPLE)
def plan(request: Asking, person_id: UUID) -> HttpResponse:
    """The plan of a person: what is owed on it first, then each goal with its steps, those that are done last."""
    context = about(request, person_id, "Plan")
    seen = queries.plan_of(person_id, at=request.at)
    may = request.member.may(Permission.WRITE_PLAN) and queries.may_write(person_id, request.member)
    context |= {"heading": "Plan", "seen": seen, "may": may}
    if seen is not None:
        context |= _shown(request, seen, may)
    return render(request, "planning/plan.html", context)


def _shown(request: Asking, seen: PlanSeen, may: bool) -> dict[str, Any]:
    names = queries.member_names_of(seen.goals)
    stands = stands_of([step for goal in seen.goals for step in goal.steps], at=request.at)
    open_goals = seen.in_state(GoalState.CURRENT, GoalState.LATER)
    return {
        "rows": _rows(request, seen),
        "doing": _doing(request, seen) if may else [],
        "goals": [_goal(request, goal, names, stands, may=may) for goal in sorted(open_goals, key=_soonest)],
        "over": _over(seen.in_state(GoalState.MET, GoalState.REMOVED), names, may=may),
        "reviews": [
            Happening("Reviewed", review.on, by=review.by, body=_reviewed(review)) for review in seen.reviews
        ],
    }


def _reviewed(review: queries.ReviewSeen) -> str:
    every = review.seen_every_days
    if every is None:
        return review.changed
    return f"{review.changed} {f'Seen every {every} days.' if every else 'Seen as often as their risk says.'}"


def _soonest(goal: GoalSeen) -> tuple[bool, str]:
    return goal.wanted_by is None, f"{goal.wanted_by or goal.at:%Y-%m-%d}"


def _rows(request: Asking, seen: PlanSeen) -> list[Row]:
    needs = ", ".join(sections()[code].title.lower() for code in seen.needs_without_goal)
    return [
        Row("What is owed", _due(request, seen)),
        Row("What the person said", _said(seen)),
        *([Row("Needs without a goal", first_capital(needs))] if needs else []),
        *_less_often(seen),
        *_not_yet(request, seen.person_id),
    ]


def _less_often(seen: PlanSeen) -> list[Row]:
    """What a review said of seeing them less often: that it stands, or what ended it, with the rule."""
    less = seen.less_often
    if less is None:
        return []
    said = f"Seen every {less.every_days} days since {less.since:%-d %B %Y}" if less.stands else "No more"
    more = [] if less.stands else [first_capital(less.finding.because)]
    return [Row("Seen less often", Lines(said, [*more, Why(str(less.finding))]))]


def _due(request: Asking, seen: PlanSeen) -> object:
    if seen.due is None:
        return Unknown("Nothing until the person has been seen")
    today = day_of(request.at)
    words = "A plan the person has answered" if seen.due.is_first else "A review"
    late = WorkingCalendar().between(seen.due.by, today)
    clock = [Clock(late, 0, "late by")] if late else []
    return Lines(f"{words} by {seen.due.by:%-d %B %Y}", [*clock, Why(str(seen.due.finding))])


def _said(seen: PlanSeen) -> object:
    answer = seen.answer
    if answer is None:
        return Unknown("Not yet asked")
    tag = Tag(first_capital(answer.kind), "green" if answer.kind is AnswerKind.AGREED else "yellow")
    changed = [Tag("The plan has changed since", "yellow")] if seen.is_changed_since else []
    reason = [answer.reason] if answer.reason else []
    return Lines(tag, [f"on {answer.on:%-d %B %Y}, written down by {answer.by}", *reason, *changed])


def _doing(request: Asking, seen: PlanSeen) -> list[dict[str, str]]:
    """What can be done now, the likeliest first."""
    at = f"/people/{seen.person_id}/plan"
    found = [("Add a goal", f"{at}/goal")]
    if any(goal.steps for goal in seen.in_state(GoalState.CURRENT)):
        found.append(("Record what they said", f"{at}/answer"))
    if seen.goals:
        found.append(("Review the plan", f"{at}/review"))
    found += [(f"Use {one.name}", f"{at}/ready/{one.key}") for one in plan_templates().values()]
    found += [
        ("End the order early", f"{at}/end/{key}")
        for key, against in endable(request, seen.person_id).items()
        if not against
    ]
    return [
        {"label": label, "href": href, "kind": "secondary" if n else ""}
        for n, (label, href) in enumerate(found)
    ]


def endable(request: Asking, person_id: UUID) -> dict[UUID, tuple[Finding, ...]]:
    """The orders whose last day the viewer names, each with what is recorded against ending it today."""
    if not request.member.may(Permission.END_ORDER_EARLY):
        return {}
    return queries.endable_by(person_id, request.member, at=request.at)


def _not_yet(request: Asking, person_id: UUID) -> list[Row]:
    """What keeps an order from ending early, told to whoever names its day; no button leads there meanwhile."""
    every = [against for against in endable(request, person_id).values() if against]
    return [
        Row(
            "Ending the order early",
            Lines("Not yet", [first_capital(one.because) for one in against] + [Why(str(against[0]))]),
        )
        for against in every
    ]


def _goal(
    request: Asking, goal: GoalSeen, names: Mapping[UUID, str], stands: Stands, *, may: bool
) -> dict[str, Any]:
    need = sections()[goal.need].title if goal.need in sections() else ""
    by = f"by {goal.wanted_by:%-d %B %Y}" if goal.wanted_by else "for later"
    links = [Link("Add a step", f"/goals/{goal.id}/step", f"to “{goal.words}”")]
    links.append(Link("Say how it stands", f"/goals/{goal.id}/mark", f"the goal “{goal.words}”"))
    return {
        "words": goal.words,
        "facts": ", ".join(part for part in (need, by) if part),
        "table": _steps(request, goal, names, stands, may=may),
        "links": links if may else [],
        "marks": [_mark(mark.kind, mark.on, mark.note, names.get(mark.member_id, "")) for mark in goal.marks],
    }


def _steps(request: Asking, goal: GoalSeen, names: Mapping[UUID, str], stands: Stands, *, may: bool) -> Table:
    columns = [Column("Step"), Column("Whose"), Column("By"), Column("How it stands")]
    return Table(
        f"Steps of “{goal.words}”",
        [*columns, *([Column("Action", hidden=True)] if may else [])],
        [
            [*_step(request, goal, step, names, stands.get(step.id)), *([_change(goal, step)] if may else [])]
            for step in goal.steps
        ],
        empty="No step yet.",
        show_caption=False,
    )


def _step(
    request: Asking, goal: GoalSeen, step: StepSeen, names: Mapping[UUID, str], stands: ServiceStands | None
) -> Sequence[object]:
    said = [_mark(m.kind, m.on, m.note, names.get(m.member_id, "")) for m in step.marks[-1:]]
    by = f"{step.by:%-d %B %Y}" if step.by else Unknown("No day set")
    state = step_as_served(step.state, stands)
    return (
        step.what,
        first_capital(step.whose),
        by,
        Lines(_tag(state), [*served_lines(request, goal.person_id, step, stands), *said]),
    )


def _change(goal: GoalSeen, step: StepSeen) -> object:
    here = f"/goals/{goal.id}/steps/{step.id}"
    record = Link("Record", here, f"how “{step.what}” stands")
    serves = step.whose == Whose.SERVICE and step.state in OPEN_STEPS
    return Lines(record, [Link("Say what does it", f"{here}/served", f"“{step.what}”")]) if serves else record


def _tag(state: GoalState | StepState) -> Tag:
    return Tag(first_capital(state), _COLOURS.get(state, "grey"))


def _mark(kind: str, on: Any, note: str, who: str) -> str:
    return " ".join(part for part in (f"{first_capital(kind)} on {on:%-d %B %Y}, says {who}.", note) if part)


def _over(goals: Iterable[GoalSeen], names: Mapping[UUID, str], *, may: bool) -> Table | None:
    rows = [
        [
            goal.words, _tag(goal.state), _mark(goal.marks[-1].kind, goal.marks[-1].on, goal.marks[-1].note, names.get(goal.marks[-1].member_id, "")),
            *([Link("Put right", f"/goals/{goal.id}/mark", f"the goal “{goal.words}”")] if may else []),
        ]
        for goal in goals
    ]  # fmt: skip
    columns = [Column("Goal"), Column("How it stands"), Column("By whose judgement")]
    columns += [Column("Action", hidden=True)] if may else []
    return Table("Goals met or removed", columns, rows) if rows else None
