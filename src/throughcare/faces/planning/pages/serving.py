"""What serves a step: shown beside it, said on its page, and put back on home when it ended undone."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.planning import actions, queries
from throughcare.casework.planning.queries import StepSeen
from throughcare.casework.planning.rules import Course, ServedBy, ServiceStands, is_put_back
from throughcare.casework.supervision.rules.seeing import Duty
from throughcare.faces.web.answering import owed
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Link, Unknown
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from ..services import page_of, said_of, stands_of, under_way

NOTHING = "nothing"


class Serving(SentOnce, PlainForm):
    """What serves a step from now on."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    served = forms.ChoiceField(label="What does this step", widget=forms.RadioSelect)

    def clean_served(self) -> tuple[ServedBy, UUID] | None:
        """The kind and the id chosen; None for nothing."""
        said = str(self.cleaned_data["served"])
        if said == NOTHING:
            return None
        kind, _, id = said.partition(":")
        try:
            return ServedBy(kind), UUID(id)
        except ValueError:
            raise ValidationError("Select what does this step.") from None


@page(Permission.WRITE_PLAN)
def served_step(request: Asking, goal_id: UUID, step_id: UUID) -> HttpResponse:
    """Say what serves a step, of all that is under way for the person; or that nothing does any more."""
    found = queries.step(step_id)
    if found is None or found.goal.id != goal_id:
        raise Http404
    step, person = found.step, found.goal.person_id
    offered = under_way(person, at=request.at)
    form = Serving(request.POST or None, initial={"seen": step.times_served, "served": _now(step)})
    form.fields["served"].choices = [  # type: ignore[attr-defined]
        *offered, *([(NOTHING, "Nothing any more")] if step.served else []),
    ]  # fmt: skip
    if request.method == "POST" and form.is_valid() and _said(request, form, step_id):
        messages.success(request, "Saved. How the step stands follows what does it.")
        return redirect("plan_of", person_id=person)
    context = about(request, person, "Plan")
    context |= {
        "heading": "What does this step",
        "lead": f"The step: {step.what}. {_lead(step, offered)}",
        "form": form,
        "submit": "Save",
        "cancel": f"/people/{person}/plan",
    }
    nothing = not offered and step.served is None
    return render(request, "planning/not_yet.html" if nothing else "throughcare/form_page.html", context)


def _lead(step: StepSeen, offered: list[tuple[str, str]]) -> str:
    if offered or step.served:
        return "It stands as what does it: waiting, under way, done or ended undone."
    return "Nothing is under way for this person yet. Refer them to a service first."


def _now(step: StepSeen) -> str:
    return f"{step.served.kind}:{step.served.id}" if step.served else ""


def _said(request: Asking, form: Serving, step_id: UUID) -> bool:
    chosen = form.cleaned_data.pop("served")
    if chosen is None:
        return do(request, form, actions.release_step, step_id=step_id)
    act, row = said_of(*chosen)
    return do(request, form, act, step_id=step_id, **row)


def served_lines(
    request: Asking, person_id: UUID, step: StepSeen, stands: ServiceStands | None
) -> list[object]:
    """What serves a step and how it stands: the wait, the wait to be expected, and when they last took part."""
    if step.served is None:
        return []
    if stands is None:
        return [Unknown("Done by a service that you may not see")]
    opens = request.member.may(Permission.REFER_TO_SERVICE)
    where = page_of(step.served.kind, step.served.id, person_id)
    what: object = Link(stands.what, where) if opens else stands.what
    waited = stands.waited(day_of(request.at))
    lines: list[object] = [what]
    if waited is not None:
        lines.append(f"Waits since {stands.since:%-d %B %Y}, {count_of(waited, 'day')}")
    if stands.half_within is not None:
        lines.append(f"Half are taken on within {count_of(stands.half_within, 'day')}")
    if stands.last_attended is not None:
        lines.append(f"Last attended on {stands.last_attended:%-d %B %Y}")
    if stands.course in {Course.DONE, Course.UNDONE}:
        lines.append(f"{stands.course.value.capitalize()} on {stands.changed_on:%-d %B %Y}, {stands.words}")
    return lines


def put_back(request: Asking) -> list[Matter]:
    """Steps of plans that are the viewer's again, because what served them ended undone."""
    cases = {one.case_id: one for one in owed(request, Duty.SENTENCE)}
    served = queries.steps_served(cases)
    stands = stands_of([one.step for one in served], at=request.at)
    return [
        _matter(one, stands[one.step.id], cases[one.goal.case_id].risk)
        for one in served
        if is_put_back(one.step.state, one.goal.state, stands.get(one.step.id))
    ]


def _matter(one: queries.StepOfService, stands: ServiceStands, risk: str) -> Matter:
    return Matter(
        kind="step undone",
        what=f"A step of the plan is to be done another way: {one.step.what} ({stands.what}: {stands.words})",
        do=Link("Say what does it now", f"/goals/{one.goal.id}/steps/{one.step.id}/served"),
        since=stands.changed_on,
        person_id=one.goal.person_id,
        risk=risk,
    )
