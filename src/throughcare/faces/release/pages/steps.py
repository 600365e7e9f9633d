"""The pages on which something of a release is recorded, one form each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.release import actions, queries
from throughcare.casework.release.queries import ReleaseSeen
from throughcare.casework.release.rules import NeedKind, NeedState
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from . import forms


@dataclass(frozen=True)
class ReleaseStep:
    """One thing that can be recorded: its words, its act, its form, and whose it is to do."""

    label: str
    act: Any
    form: type[PlainForm]
    said: str
    permission: Permission = Permission.RECORD_RELEASE


STEPS: Mapping[str, ReleaseStep] = {
    "figure": ReleaseStep("Record the prison’s day", actions.record_figure, forms.GiveFigure, "Recorded beside the day that is worked out."),
    "term": ReleaseStep("Say which law a sentence falls under", actions.say_term, forms.SayTerm, "Recorded, and the days are worked out anew."),
    "days": ReleaseStep("Record days added", actions.say_days_added, forms.AddDays, "Recorded, and the days are worked out anew."),
    "inside": ReleaseStep("What is known of their time inside", actions.say_inside, forms.TimeInside, "Recorded."),
    "looked": ReleaseStep("I have looked at these days", actions.look_at_days, forms.Looked, "Recorded. You are told when a day moves."),
    "need": ReleaseStep("What is known of a need", actions.say_need, forms.SayNeed, "Recorded."),
    "parole": ReleaseStep("Agree a step to parole", actions.agree_step, forms.AgreeStep, "Agreed."),
    "licence": ReleaseStep("Begin the licence", actions.start_licence, forms.BeginLicence, "Begun, with every standard condition.", Permission.WRITE_LICENCE),
}  # fmt: skip


@page(Permission.RECORD_RELEASE)
def release_step(request: Asking, person_id: UUID, matter: str) -> HttpResponse:
    """The form of one thing that can be recorded; 404 where the viewer has no part in the case or there is no such thing."""
    context = about(request, person_id, "Release")
    seen, step = queries.release_of(person_id, at=request.at), STEPS.get(matter)
    if (
        seen is None
        or step is None
        or not has_part(request, person_id)
        or not request.member.may(step.permission)
    ):
        raise Http404
    kind = _kind(request)
    form = step.form(request.POST or None, **_made_with(matter, seen, kind, request))
    given = {"case_id": seen.stands.case.id} | ({"kind": kind} if matter == "need" else {})
    if request.method == "POST" and form.is_valid() and do(request, form, step.act, **given):
        messages.success(request, step.said)
        return redirect("release", person_id=person_id)
    label = first_capital(kind) if matter == "need" else step.label
    context |= {"heading": label, "form": form, "submit": "Save", "cancel": f"/people/{person_id}/release"}
    return render(request, "throughcare/form_page.html", context)


def _kind(request: Asking) -> NeedKind:
    return NeedKind.__members__.get(request.GET.get("kind", "").upper(), NeedKind.ACCOMMODATION)


def _made_with(matter: str, seen: ReleaseSeen, kind: NeedKind, request: Asking) -> dict[str, Any]:
    """What a form is made with: what is known already, how much was said, and what can be chosen."""
    made: Mapping[str, Callable[[], dict[str, Any]]] = {
        "term": lambda: {"sentences": forms.sentences_in(seen)},
        "figure": lambda: {"initial": {"given_on": day_of(request.at)}},
        "inside": lambda: {"initial": _inside(seen)},
        "need": lambda: {"initial": _need(seen, kind), "kind": kind, "owners": _owners(seen, request)},
        "parole": lambda: {"initial": {"seen": len(seen.stands.facts.steps)}},
    }
    return made[matter]() if matter in made else {}


def _inside(seen: ReleaseSeen) -> dict[str, Any]:
    said = seen.stands.facts.inside
    if said is None:
        return {"seen": 0}
    known = {True: "yes", False: "no", None: ""}
    asked = ("early_agreed", "managed_together", "womens_prison", "immigration", "more_to_come", "no_curfew")
    days = {"open_since": said.open_since, "confirmed_release": said.confirmed_release}
    return (
        {name: known[getattr(said, name)] for name in asked}
        | days
        | {"seen": said.number, "early_reasons": said.early_reasons}
    )


def _need(seen: ReleaseSeen, kind: NeedKind) -> dict[str, Any]:
    said = seen.stands.facts.needs.get(kind)
    if said is None:
        return {"seen": 0, "state": NeedState.NOT_KNOWN.value}
    return {
        "seen": said.number,
        "state": said.state,
        "what": said.what,
        "due": said.due,
        "owner_id": said.owner_id,
    }


def _owners(seen: ReleaseSeen, request: Asking) -> forms.Choices:
    """Those of the team that answers for the case, and whoever looks."""
    named = access.members_of([seen.stands.case.unit_id], at=request.at)
    return [(str(one.id), one.name) for one in named]


@page(Permission.RECORD_RELEASE)
def parole_done(request: Asking, parole_id: UUID) -> HttpResponse:
    """Record that a step to parole was done."""
    row = queries.parole_step(parole_id)
    if row is None or not has_part(request, row.person_id) or getattr(row, "done", None) is not None:
        raise Http404
    form = forms.StepDone(request.POST or None, initial={"on": day_of(request.at)})
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.record_step_done, step_id=parole_id)
    ):
        messages.success(request, "Recorded.")
        return redirect("release", person_id=row.person_id)
    context = about(request, row.person_id, "Release")
    context |= {
        "heading": first_capital(row.kind), "form": form, "submit": "Record that it was done",
        "cancel": f"/people/{row.person_id}/release",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)
