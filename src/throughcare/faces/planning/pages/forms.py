"""The pages on which a plan is written, marked, answered and reviewed, and an order is ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.courts import queries as courts
from throughcare.casework.planning import actions, queries
from throughcare.casework.planning.queries import GoalSeen, PlanSeen, StepSeen
from throughcare.casework.planning.rules import GoalMark, GoalState, StepMark, cost_of, laid, plan_templates
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Happening, Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.unsent import unsent
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from .plan import endable
from .plan_forms import (
    Answering,
    EndingOrder,
    Laying,
    Marking,
    NewGoal,
    NewGoalStep,
    Reviewing,
    start_on,
    step_of,
)


def _page(
    request: Asking, person_id: UUID, heading: str, form: PlainForm, submit: str, **more: Any
) -> HttpResponse:
    context = about(request, person_id, "Plan")
    context |= {
        "heading": heading,
        "form": form,
        "submit": submit,
        "cancel": f"/people/{person_id}/plan",
        **more,
    }
    return render(request, more.get("template", "throughcare/form_page.html"), context)


def _plan(request: Asking, person_id: UUID) -> PlanSeen:
    seen = queries.plan_of(person_id, at=request.at)
    if seen is None:
        raise Http404
    return seen


def _goal(goal_id: UUID) -> GoalSeen:
    found = queries.goal(goal_id)
    if found is None:
        raise Http404
    return found


def _back(request: Asking, person_id: UUID, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("plan_of", person_id=person_id)


@page(Permission.WRITE_PLAN)
def add_goal(request: Asking, person_id: UUID) -> HttpResponse:
    """Add a goal, with its first step in the same form."""
    seen = _plan(request, person_id)
    form = NewGoal(
        request.POST or unsent(request) or None, initial={"need": next(iter(seen.needs_without_goal), "")}
    )
    form.written_for(request.member)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data.pop("written_by", None)
        step = step_of(form.cleaned_data)
        if do(request, form, actions.add_goal, case_id=seen.case_id, steps=(step,) if step else ()):
            return _back(request, person_id, "The goal is in the plan.")
    return _page(request, person_id, "Add a goal", form, "Add the goal")


@page(Permission.WRITE_PLAN)
def add_step(request: Asking, goal_id: UUID) -> HttpResponse:
    """Add a step to a goal."""
    goal = _goal(goal_id)
    form = NewGoalStep(request.POST or unsent(request) or None)
    form.written_for(request.member)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data.pop("written_by", None)
        if do(request, form, actions.add_step, goal_id=goal_id, step=step_of(form.cleaned_data)):
            return _back(request, goal.person_id, "The step is in the plan.")
    return _page(
        request, goal.person_id, "Add a step", form, "Add the step", lead=f"Towards the goal: {goal.words}"
    )


@page(Permission.WRITE_PLAN)
def mark_goal(request: Asking, goal_id: UUID) -> HttpResponse:
    """Say how a goal stands."""
    goal = _goal(goal_id)
    form = Marking(request.POST or None, initial=start_on(day_of(request.at)))
    form.offer(goal, None)
    if request.method == "POST" and form.is_valid():
        kind = GoalMark(form.cleaned_data.pop("kind"))
        if do(request, form, actions.mark_goal, goal_id=goal_id, kind=kind):
            return _back(request, goal.person_id, f"Recorded: {kind}.")
        goal = _goal(goal_id)
    lead = f"The goal: {goal.words}. It is {goal.state} now."
    return _mark_page(request, "How the goal stands", lead, form, goal, None)


@page(Permission.WRITE_PLAN)
def mark_step(request: Asking, goal_id: UUID, step_id: UUID) -> HttpResponse:
    """Say how a step stands."""
    goal = _goal(goal_id)
    form, step = Marking(request.POST or None, initial=start_on(day_of(request.at))), _step(goal, step_id)
    form.offer(goal, step)
    if request.method == "POST" and form.is_valid():
        kind = StepMark(form.cleaned_data.pop("kind"))
        if do(request, form, actions.mark_step, goal_id=goal_id, step_id=step_id, kind=kind):
            return _back(request, goal.person_id, f"Recorded: {kind}.")
        goal = _goal(goal_id)
        step = _step(goal, step_id)
    lead = f"The step: {step.what}. It is {step.state} now."
    return _mark_page(request, "How the step stands", lead, form, goal, step)


def _step(goal: GoalSeen, step_id: UUID) -> StepSeen:
    found = next((one for one in goal.steps if one.id == step_id), None)
    if found is None:
        raise Http404
    return found


def _mark_page(
    request: Asking, heading: str, lead: str, form: Marking, goal: GoalSeen, step: StepSeen | None
) -> HttpResponse:
    """The form of a mark; where somebody else made one meanwhile, theirs and the viewer's beside each other above it."""
    seen = form.catch_up(goal, step)
    shown: dict[str, Any] = {"template": "throughcare/overtaken_page.html", "lead": lead}
    if seen is None:
        return _page(request, goal.person_id, heading, form, "Record it", **shown)
    names, mine = queries.member_names_of([goal]), form.cleaned_data
    kind = first_capital(form.data.get("kind", ""))
    shown["wrote"] = [
        Happening(kind, mine.get("on") or day_of(request.at), by="you", body=mine.get("note", ""))
    ]
    shown["lately"] = [
        Happening(
            f"{first_capital(mark.kind)}: {what}", mark.at, by=names.get(mark.member_id, ""), body=mark.note
        )
        for what, mark in goal.marks_after(seen)
    ]
    return _page(request, goal.person_id, heading, form, "Record it", **shown)


@page(Permission.WRITE_PLAN)
def answer_plan(request: Asking, person_id: UUID) -> HttpResponse:
    """Record what the person said of their plan, with its current goals to read out."""
    seen = _plan(request, person_id)
    form = Answering(request.POST or None, initial=start_on(day_of(request.at)))
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.answer_plan, case_id=seen.case_id)
    ):
        return _back(request, person_id, "What they said is recorded.")
    return _page(
        request,
        person_id,
        "What they said of the plan",
        form,
        "Record it",
        template="planning/answer.html",
        goals=_to_read(seen),
    )


def _to_read(seen: PlanSeen) -> Table:
    return Table(
        "The plan as it stands",
        [Column("Goal"), Column("Steps")],
        [
            [goal.words, "; ".join(step.what for step in goal.steps)]
            for goal in seen.in_state(GoalState.CURRENT)
        ],
        empty="No current goal yet.",
    )


@page(Permission.WRITE_PLAN)
def review_plan(request: Asking, person_id: UUID) -> HttpResponse:
    """Record that the whole plan was looked at, what changed, and for good compliance that the person is seen less often."""
    seen = _plan(request, person_id)
    may = queries.may_be_seen(person_id, request.member, at=request.at)
    form = Reviewing(
        request.POST or unsent(request) or None,
        initial=start_on(day_of(request.at)),
        every=may.every_days if may else (),
        stands=may is not None and seen.less_often is not None and seen.less_often.stands,
    )
    form.written_for(request.member)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data.pop("written_by", None)
        if do(request, form, actions.review_plan, case_id=seen.case_id):
            return _back(request, person_id, "The review is recorded.")
    return _page(
        request,
        person_id,
        "Review the plan",
        form,
        "Record the review",
        template="planning/answer.html",
        goals=_to_read(seen),
    )


@page(Permission.WRITE_PLAN)
def lay_template(request: Asking, person_id: UUID, template: str) -> HttpResponse:
    """Lay a ready plan on a person: how much of each part, what it costs, and why any part is left out."""
    seen, chosen = _plan(request, person_id), plan_templates().get(template)
    case = supervision.open_cases_of([person_id]).get(person_id)
    if chosen is None or case is None:
        raise Http404
    form = Laying(request.POST or None, template=chosen)
    if request.method == "POST" and form.is_valid():
        left_out = form.left_out()
        given = {"case_id": seen.case_id, "template": template, "left_out": left_out}
        if do(request, form, actions.lay_template, **given):
            return _back(request, person_id, f"{chosen.name} is in the plan.")
    try:
        parts = laid(chosen, case.risk, {})
    except Refused as refusal:
        context = about(request, person_id, "Plan") | {
            "heading": f"Use the {chosen.name} plan",
            "lead": refusal.because,
        }
        return render(request, "planning/not_yet.html", context)
    pounds = f"£{cost_of(chosen, parts) / 100:,.2f}"
    lead = f"At this person's risk, the whole of it is {sum(one.sessions for one in parts)} sessions and costs {pounds}."
    rows = [[one.module.goal, one.step] for one in parts]
    goals = Table(chosen.name, [Column("Goal"), Column("What is done")], rows)
    source = f"{chosen.source}: {chosen.basis}."
    return _page(
        request,
        person_id,
        f"Use the {chosen.name} plan",
        form,
        "Use this plan",
        template="planning/answer.html",
        goals=goals,
        lead=lead,
        source=source,
    )


@page(Permission.END_ORDER_EARLY)
def end_order(request: Asking, person_id: UUID, sentence_id: UUID) -> HttpResponse:
    """End an order today, as its responsible officer: what only they know, and what stands against it."""
    seen = _plan(request, person_id)
    sentence = next((one for one in courts.sentences_of(person_id) if one.id == sentence_id), None)
    if sentence is None or sentence_id not in endable(request, seen.person_id):
        raise Http404
    form = EndingOrder(request.POST or None, sentence=sentence, initial={"version": sentence.version})
    if request.method == "POST" and form.is_valid():
        says = form.says()
        if do(
            request, form, actions.end_order_early, person_id=person_id, sentence_id=sentence_id, says=says
        ):
            messages.success(request, "The order has ended. Tell the person today.")
            return redirect("person", person_id=person_id)
    lead = (
        f"The {sentence.kind} of {sentence.imposed_on:%-d %B %Y} ends today, if everything is complied with and the"
        " plan's goals are met. You name the day, and tell the person."
    )
    return _page(request, person_id, "End the order early", form, "End the order today", lead=lead)
