"""A person's applications for a place to live, and a new one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.accommodation import actions, queries
from throughcare.casework.accommodation.queries import ApplicationLine
from throughcare.casework.accommodation.rules import CLOSED, AccommodationKind, accommodation_terms
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.look.parts import Column, Lines, Link, Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld

from .application_forms import Apply
from .placing_words import arrival_words, bed_words, nights_words, owed_words, stands_words


@page(Permission.LOOK_AT_PEOPLE)
def accommodation_of(request: Asking, person_id: UUID) -> HttpResponse:
    """A person's applications, the latest first, and the kinds for which a new one can be made."""
    context = about(request, person_id, "Accommodation")
    found = queries.applications_of(person_id, at=request.at)
    under_way = {one.row.kind for one in found if one.row.state not in CLOSED}
    may = request.member.may(Permission.REFER_TO_SERVICE) and has_part(request, person_id)
    context |= {
        "heading": "Accommodation",
        "table": _table(found, request),
        "kinds": [
            {"label": f"Ask for {kind}", "href": f"/people/{person_id}/accommodation/apply/{slug_of(kind)}"}
            for kind in AccommodationKind
            if may and kind not in under_way
        ],
    }
    return render(request, "accommodation/accommodation_of.html", context)


def slug_of(kind: str) -> str:
    """A kind as an address spells it."""
    return kind.replace(" ", "-")


def _table(found: list[ApplicationLine], request: Asking) -> Table:
    return Table(
        "Applications",
        [
            Column("Kind"), Column("State"), Column("Bed"), Column("When"), Column("Nights"), Column("What is owed"),
            Column("Action", hidden=True),
        ],
        [
            [
                Lines(first_capital(one.row.kind), [one.team]), stands_words(one.row.state), bed_words(one), arrival_words(one),
                nights_words(one), owed_words(one, request.at),
                Link("Open", f"/accommodation/applications/{one.row.id}", f"the application for {one.row.kind}"),
            ]
            for one in found
        ],
        empty="No place to live was asked for.",
    )  # fmt: skip


@page(Permission.REFER_TO_SERVICE)
def apply_for_place(request: Asking, person_id: UUID, place_kind: str) -> HttpResponse:
    """Ask for a place of a kind, saying who will see the record."""
    chosen = next((one for one in AccommodationKind if slug_of(one) == place_kind), None)
    context = about(request, person_id, "Accommodation")
    case = supervision.open_cases_of([person_id]).get(person_id)
    if chosen is None or case is None or not has_part(request, person_id):
        raise Http404
    form = Apply(request.POST or None)
    form.offer(chosen, day_of(request.at))
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.apply_for_place, person_id=person_id)
    ):
        messages.success(
            request, "Asked for. The team that gives the place can see the person while this is open."
        )
        return redirect("accommodation_of", person_id=person_id)
    told = supervision.deliverer_of(
        case, accommodation_terms(day_of(request.at)).table.kinds[chosen].function, at=request.at
    )
    lead = (
        f"Nobody can be named who gives such places here: {told.value}."
        if isinstance(told, Unheld)
        else f"{told.organisation} gives such places here. Its team will see this person's record while the application is open."
    )
    context |= {
        "heading": f"Ask for {chosen}",
        "form": form,
        "submit": "Ask",
        "lead": lead,
        "cancel": f"/people/{person_id}/accommodation",
    }
    return render(request, "throughcare/form_page.html", context)
