"""The pages of the analysis of risk of serious harm: its parts, the level so far, and what keeps it from being complete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.assessment import actions
from throughcare.casework.assessment.queries import AssessmentSeen
from throughcare.casework.assessment.rules.harm.analysis import Level, measures_needed
from throughcare.casework.assessment.rules.harm.tables import HarmTable, harm_on
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.look.parts import Tag, Task
from throughcare.faces.web.page import Asking, do, page, press, whole
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital, risk_tag
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .assessments import seen_or_404
from .forms import PartForm
from .harm_forms import EnquiryForm, PlanForm, RiskForm, ScreeningForm
from .journey import gap_links


@page(Permission.WRITE_ASSESSMENT)
def harm(request: Asking, person_id: UUID, assessment_id: UUID) -> HttpResponse:
    """The analysis of risk of serious harm: its parts, the level so far, and what keeps it from being complete."""
    context = about(request, person_id, "Assessment")
    seen, table = seen_or_404(request, person_id, assessment_id), harm_on(day_of(request.at)).table
    back = f"{context['base']}/assessments/{seen.id}"
    if request.method == "POST":
        version = whole(request.POST.get("version", ""), -1)
        said = "The analysis is complete, and the level is registered."
        return press(
            request, actions.complete_harm, said, f"{back}/harm", assessment_id=seen.id, version=version
        )
    level, missing = seen.harm.level, [gap for gap in seen.gaps if gap.page.startswith("harm")]
    context |= {
        "heading": "Risk of serious harm",
        "seen": seen,
        "base": back,
        "level": risk_tag(level.level) if isinstance(level, Level) else risk_tag("not_assessed"),
        "level_because": first_capital(level.finding.because),
        "tasks": _harm_tasks(seen, table, f"{back}/harm"),
        "may_complete": request.member.may(Permission.SIGN_ASSESSMENT) and seen.editable and not missing,
        "fields": {"version": seen.version},
        "complete_href": f"{back}/harm",
        "gaps": gap_links(missing, back),
    }
    return render(request, "assessment/harm.html", context)


def _harm_tasks(seen: AssessmentSeen, table: HarmTable, base: str) -> list[Task]:
    said = seen.harm.analysis
    assessed = {one.group: one.level for one in said.risks}
    made = {one.enquiry: one for one in said.enquiries}
    unanswered = len(table.screening) - sum(a.value != "not answered" for a in said.screening.values())
    to_do = Tag("To do", "blue")
    found = [Task("Screening", to_do if unanswered else "Saved", f"{base}/screening")]
    found += [
        Task(
            f"Risk to {words.lower()}",
            risk_tag(assessed[group]) if group in assessed else to_do,
            f"{base}/groups/{group}",
        )
        for group, words in table.groups.items()
        if group not in table.custody_only or said.in_custody
    ]
    for code, enquiry in table.enquiries.items():
        waiting = Tag("Waiting for an answer", "orange") if code in made else Tag("Not asked", "red")
        status = "Answered" if code in made and made[code].answered else waiting
        found.append(Task(first_capital(enquiry.title), status, f"{base}/enquiries/{code}"))
    level = seen.harm.level
    needed = (
        measures_needed(level.level, harm_on(day_of(seen.started_at))) if isinstance(level, Level) else ()
    )
    left = [kind for kind in needed if kind not in {one.kind for one in said.plan if one.by_whom}]
    hint = "Needed: " + ", ".join(table.measures[kind].lower() for kind in left) if left else ""
    return [*found, Task("Plan", "Saved" if said.plan and not left else to_do, f"{base}/plan", hint)]


def _harm_part(
    request: Asking,
    person_id: UUID,
    assessment_id: UUID,
    heading: str,
    made: Callable[[AssessmentSeen, HarmTable], PartForm],
) -> HttpResponse:
    context = about(request, person_id, "Assessment")
    seen = seen_or_404(request, person_id, assessment_id)
    form: Any = made(seen, harm_on(day_of(request.at)).table)
    back = f"{context['base']}/assessments/{seen.id}/harm"
    if request.method == "POST" and form.is_valid():
        analysis = replace(seen.harm.analysis, **form.changed(seen.harm.analysis))
        kept = {name: form.cleaned_data[name] for name in ("idempotency_key", "version")}
        form.cleaned_data = kept
        if do(request, form, actions.record_harm, assessment_id=seen.id, analysis=analysis):
            messages.success(request, f"{heading}: saved.")
            return redirect(back)
    if not seen.editable:
        form.only_read()
    context |= {"heading": heading, "form": form.shown_as_asked(), "submit": "Save", "cancel": back}
    context["editable"] = seen.editable
    return render(request, "assessment/harm_part.html", context)


def _custody(request: Asking, person_id: UUID) -> bool | None:
    """Whether the person is in custody, as their case says; None where no open case says anything."""
    case = supervision.case_of(person_id, at=request.at)
    return None if case is None or case.case.closed_at is not None else case.case.place == "custody"


@page(Permission.WRITE_ASSESSMENT)
def harm_screening(request: Asking, person_id: UUID, assessment_id: UUID) -> HttpResponse:
    """The screening questions."""
    return _harm_part(
        request,
        person_id,
        assessment_id,
        "Screening",
        lambda seen, table: ScreeningForm(
            seen.harm, table, seen.version, _custody(request, person_id), request.POST or None
        ),
    )


@page(Permission.WRITE_ASSESSMENT)
def harm_group(request: Asking, person_id: UUID, assessment_id: UUID, group: str) -> HttpResponse:
    """The risk to one group."""
    groups = harm_on(day_of(request.at)).table.groups
    if group not in groups:
        raise Http404
    return _harm_part(
        request,
        person_id,
        assessment_id,
        f"Risk to {groups[group].lower()}",
        lambda seen, table: RiskForm(seen.harm, table, group, seen.version, request.POST or None),
    )


@page(Permission.WRITE_ASSESSMENT)
def harm_enquiry(request: Asking, person_id: UUID, assessment_id: UUID, code: str) -> HttpResponse:
    """One enquiry of another agency."""
    enquiries = harm_on(day_of(request.at)).table.enquiries
    if code not in enquiries:
        raise Http404
    return _harm_part(
        request,
        person_id,
        assessment_id,
        first_capital(enquiries[code].title),
        lambda seen, table: EnquiryForm(seen.harm, code, seen.version, request.POST or None),
    )


@page(Permission.WRITE_ASSESSMENT)
def harm_plan(request: Asking, person_id: UUID, assessment_id: UUID) -> HttpResponse:
    """What will be done, and by whom."""
    return _harm_part(
        request,
        person_id,
        assessment_id,
        "Plan",
        lambda seen, table: PlanForm(seen.harm, table, seen.version, request.POST or None),
    )
