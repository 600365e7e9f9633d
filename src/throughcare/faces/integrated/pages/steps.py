"""Each step in somebody's selection: a partner's answer, the decision, a rating, who leads, and removal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.integrated import actions, queries
from throughcare.casework.integrated.queries import Selected, SelectionLine
from throughcare.casework.integrated.rules import (
    IN_FORCE,
    WAITS,
    SelectionState,
    hindered_by,
    integrated_terms,
    strands_of,
    unanswered,
)
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .selection_forms import Answer, Decide, DecideRemoval, Lead, Leads, ProposeRemoval, Rate

S = SelectionState


@dataclass(frozen=True)
class IntegratedAct:
    """One step: its act and form, with which permission, when it can be taken, and whether a partner may take it."""

    label: str
    act: Callable[..., Any]
    form: type[forms.Form]
    permission: Permission
    can: Callable[[Selected], bool]
    said: str
    partners: bool = False


STEPS: Mapping[str, IntegratedAct] = {
    "decide": IntegratedAct(
        "Decide whether they are selected", actions.decide_selection, Decide, Permission.SELECT_INTEGRATED,
        lambda whole: whole.state is S.PROPOSED, "Decided.",
    ),
    "decide-removal": IntegratedAct(
        "Decide whether they are removed", actions.decide_removal, DecideRemoval, Permission.SELECT_INTEGRATED,
        lambda whole: whole.state is S.LEAVING, "Decided.",
    ),
    "answer": IntegratedAct(
        "Record what a partner answers", actions.answer_as_partner, Answer, Permission.WORK_INTEGRATED,
        lambda whole: whole.state in WAITS, "Recorded.", partners=True,
    ),
    "rate": IntegratedAct(
        "Rate them", actions.rate, Rate, Permission.WORK_INTEGRATED,
        lambda whole: whole.state in IN_FORCE, "Rated.", partners=True,
    ),
    "lead": IntegratedAct(
        "Name another lead professional", actions.name_lead, Lead, Permission.SELECT_INTEGRATED,
        lambda whole: whole.state in IN_FORCE, "Named.",
    ),
    "remove": IntegratedAct(
        "Propose that they are removed", actions.propose_removal, ProposeRemoval, Permission.WORK_INTEGRATED,
        lambda whole: whole.state is S.SELECTED, "Proposed. They stay selected until it is decided.",
    ),
}  # fmt: skip
"""The steps by what their addresses end in, in the order in which they are offered."""


def steps_offered(whole: Selected, request: Asking) -> dict[str, IntegratedAct]:
    """The steps that the viewer can take now; nobody decides what they proposed, and a partner answers and rates alone."""
    if whole.case is None:
        return {}
    part = has_part(request, whole.row.person_id)
    partner = not part and queries.is_partner_of(request.member, whole.row.person_id)
    own = whole.put.member_id == request.member.id
    return {
        slug: step
        for slug, step in STEPS.items()
        if request.member.may(step.permission)
        and step.can(whole)
        and (part or (partner and step.partners))
        and not (own and _waits_for_another(slug, whole))
    }


def due_first(line: SelectionLine, request: Asking) -> list[tuple[str, IntegratedAct]]:
    """The same of a line, the step that is due now first: what partners answer, before anything is decided on it."""
    awaited = bool(unanswered(line.whole.answers, day_of(request.at)))
    return sorted(
        steps_offered(line.whole, request).items(), key=lambda one: not (awaited and one[0] == "answer")
    )


@page(Permission.WORK_INTEGRATED)
def integrated_step(request: Asking, selection_id: UUID, stepping: str) -> HttpResponse:
    """Take one step."""
    line = queries.one_selection(selection_id, at=request.at)
    step = steps_offered(line.whole, request).get(stepping) if line else None
    if line is None or step is None:
        raise Http404
    form = step.form(
        request.POST or None, initial={"version": len(line.whole.steps), "strand": line.row.strand}
    )
    _offer(form, line, request)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, step.act, selection_id=selection_id)
    ):
        messages.success(request, step.said)
        return redirect("integrated_of", person_id=line.row.person_id)
    context = about(request, line.row.person_id, "Integrated management")
    context |= {
        "heading": step.label,
        "form": form,
        "submit": step.label,
        "cancel": f"/people/{line.row.person_id}/integrated",
        "lead": line.whole.put.because if line.whole.state in WAITS and stepping != "rate" else "",
    }
    return render(request, "throughcare/form_page.html", context)


def _offer(form: forms.Form, line: SelectionLine, request: Asking) -> None:
    """Fill in what a form offers to choose from."""
    on = day_of(request.at)
    if isinstance(form, Leads):
        form.offer_leads(queries.may_lead(line.row.id, at=request.at))
    if isinstance(form, Decide):
        form.offer(strands_of(on), hindered_by(line.whole.answers, on))
    if isinstance(form, DecideRemoval):
        form.hinder(hindered_by(line.whole.answers, on))
    if isinstance(form, Rate):
        form.offer_ratings(on)
    if isinstance(form, Answer):
        ours = has_part(request, line.row.person_id)
        form.offer(integrated_terms(on).table.bodies if ours else [actions.OWN_BODY])


def _waits_for_another(slug: str, whole: Selected) -> bool:
    """Whether a step is not for whoever proposed what waits: to decide it, and while somebody may leave, to name who leads."""
    return slug.startswith("decide") or (slug == "lead" and whole.state is S.LEAVING)
