"""The officer's side: whether somebody has a code for their own page, giving one, and withdrawing it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.formats import date_format

from throughcare.casework.own import actions, queries
from throughcare.casework.own.rules import CodeState
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.page import Asking, page, press
from throughcare.faces.web.person_frame import about
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from .telling import goals_told, meetings_told, ordered_told

TAB = "Their own page"
WITHDRAWN = (
    "The code is withdrawn. Nobody is let in by it from now on, and whoever was is shown nothing more."
)
_LIVE = {CodeState.WAITS, CodeState.OPEN}


@page(Permission.LOOK_AT_PEOPLE)
def own_code(request: Asking, person_id: UUID) -> HttpResponse:
    """What their last code does now; a code can be given and withdrawn."""
    context = about(request, person_id, TAB)
    case: supervision.CaseSeen | None = context["case"]
    last = queries.code_of(case.case.id, at=request.at) if case else None
    may = case is not None and queries.may_give(case, request.member)
    context |= {"heading": TAB, "last": last, "may": may, "live": last is not None and last.state in _LIVE}
    return render(request, "own/code.html", context)


@page(Permission.GIVE_OWN_CODE)
def give(request: Asking, person_id: UUID) -> HttpResponse:
    """Give a code, shown once, to be handed to the person; by a button only."""
    if request.method != "POST":
        return redirect("own_code", person_id=person_id)
    case = _open_case(request, person_id)
    try:
        given = actions.give_code(by=request.member, at=request.at, case_id=case)
    except Refused as refusal:
        messages.error(request, refusal.because)
        return redirect("own_code", person_id=person_id)
    context = about(request, person_id, TAB)
    address = request.build_absolute_uri("/own")
    context |= {"heading": "A code for their own page", "given": given, "address": address}
    return render(request, "own/given.html", context)


@page(Permission.GIVE_OWN_CODE)
def sheet(request: Asking, person_id: UUID) -> HttpResponse:
    """What the person would read on their own page, on paper, in English or in Welsh: for whoever has no telephone."""
    found = queries.own_sheet(_open_case(request, person_id))
    if found is None:
        raise Http404
    welsh = request.GET.get("in") == "cy"
    with translation.override("cy" if welsh else "en-gb"):
        told = {"meets": meetings_told(found), "ordered": ordered_told(found), "goals": goals_told(found)}
        context = told | {"welsh": welsh, "on": date_format(day_of(request.at), "j F Y")}
        return render(request, "own/sheet.html", context)


@page(Permission.GIVE_OWN_CODE)
def withdraw(request: Asking, person_id: UUID) -> HttpResponse:
    """Withdraw the code and end the visit that it let in; by a button only."""
    back = f"/people/{person_id}/own"
    if request.method != "POST":
        return redirect(back)
    case = _open_case(request, person_id)
    return press(request, actions.withdraw_code, WITHDRAWN, back, case_id=case)


def _open_case(request: Asking, person_id: UUID) -> UUID:
    seen = supervision.case_of(person_id, at=request.at)
    if seen is None or seen.case.closed_at is not None:
        raise Http404
    return seen.case.id
