"""A person's mentors and employers, and asking for another."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.helpers import actions, queries
from throughcare.casework.helpers.queries import PairingLine
from throughcare.casework.helpers.rules import CLOSED, HelperKind
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import OpenCase
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.look.parts import Column, Lines, Link, Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import Function

from .helper_forms import AskForHelper
from .helper_words import nobody_words, owed_words, slug_of, state_words

TAB = "Mentors and employers"


@page(Permission.LOOK_AT_PEOPLE)
def helpers_of(request: Asking, person_id: UUID) -> HttpResponse:
    """A person's helpers, the latest first, and the kinds that can be asked for."""
    context = about(request, person_id, TAB)
    found = queries.pairings_of(person_id, at=request.at)
    under_way = {one.row.kind for one in found if one.row.state not in CLOSED}
    may = request.member.may(Permission.REFER_TO_SERVICE) and has_part(request, person_id)
    context |= {
        "heading": TAB,
        "table": _table(found, request),
        "kinds": [
            {"label": f"Ask for {_a(kind)}", "href": f"/people/{person_id}/helpers/ask/{slug_of(kind)}"}
            for kind in HelperKind
            if may and kind not in under_way
        ],
    }
    return render(request, "helpers/helpers_of.html", context)


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _table(found: list[PairingLine], request: Asking) -> Table:
    return Table(
        "Who helps them",
        [Column("Kind"), Column("State"), Column("Helper"), Column("Last met"), Column("What is owed"), Column("Action", hidden=True)],
        [
            [
                Lines(first_capital(one.row.kind), [one.team]), state_words(one.row.state), one.helper or nobody_words(one),
                one.paired.standing(day_of(request.at)).met_on or "Not yet", owed_words(one, request.at),
                Link("Open", f"/helpers/pairings/{one.row.id}", f"the {one.row.kind}"),
            ]
            for one in found
        ],
        empty="No mentor, volunteer or employer was asked for.",
    )  # fmt: skip


@page(Permission.REFER_TO_SERVICE)
def ask_for_helper(request: Asking, person_id: UUID, helper_kind: str) -> HttpResponse:
    """Ask for a helper of a kind, saying who will see the record."""
    chosen = next((one for one in HelperKind if slug_of(one) == helper_kind), None)
    context = about(request, person_id, TAB)
    case = supervision.open_cases_of([person_id]).get(person_id)
    if chosen is None or case is None or not has_part(request, person_id):
        raise Http404
    told = supervision.deliverer_of(case, Function.SUPPORT_SERVICES, at=request.at)
    form = AskForHelper(request.POST or None)
    form.fields["unit_id"].choices = _teams(case, told)  # type: ignore[attr-defined]
    given = {"person_id": person_id, "kind": chosen}
    if request.method == "POST" and form.is_valid() and do(request, form, actions.ask_for_helper, **given):
        messages.success(request, "Asked for. The helpers' team can see the person while this is open.")
        return redirect("helpers_of", person_id=person_id)
    context |= {
        "heading": f"Ask for {_a(chosen)}", "form": form, "submit": "Ask", "lead": _lead(told),
        "cancel": f"/people/{person_id}/helpers",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)


def _teams(case: OpenCase, told: supervision.Deliverer | Unheld) -> list[tuple[str, str]]:
    """The team that gives support here, and those of the organisation that answers for the case."""
    own = [(str(unit.id), unit.name) for unit in access.units_of(case.organisation_id)]
    if isinstance(told, Unheld):
        return [("", "Choose"), *own]
    theirs = [
        (str(unit.id), f"{unit.name}, {told.organisation}")
        for unit in access.units_of(told.organisation_id)
        if told.organisation_id != case.organisation_id
    ]
    return [("", f"The team of {told.organisation} that gives support here"), *theirs, *own]


def _lead(told: supervision.Deliverer | Unheld) -> str:
    if isinstance(told, Unheld):
        return f"Support services: {told.value}. Choose a team of your own organisation that has helpers."
    return f"{told.organisation} gives support here ({told.finding.clause})."
