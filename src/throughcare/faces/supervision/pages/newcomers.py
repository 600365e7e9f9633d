"""Somebody who comes without a court: looked for first, then sent to be matched and have a case opened."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import actions
from throughcare.casework.supervision.queries import ArrivalSeen, arrivals
from throughcare.casework.supervision.rules import CaseReason
from throughcare.casework.supervision.rules.words import ArrivalState
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission, Refused, new_id

KEPT = "newcomers"
MOST_KEPT = 10
WAYS = [
    (CaseReason.DIVERSION.value, "A diversion"),
    (CaseReason.VOLUNTARY.value, "Entry to a voluntary scheme"),
]
_STATES = {
    ArrivalState.WAITING: Tag("Being matched", "blue"),
    ArrivalState.DONE: Tag("Case open", "green"),
    ArrivalState.NOT_HELD: Tag("Held by nobody", "orange"),
    ArrivalState.REFUSED: Tag("Refused", "red"),
}


class Who(PlainForm):
    """Enough to look for somebody before they are recorded."""

    family_name = forms.CharField(label="Family name", max_length=150)
    given_names = forms.CharField(label="Given names", max_length=150)
    date_of_birth = DayField(label="Date of birth")


class Newcomer(SentOnce, Who):
    """All that opens a case."""

    postcode = forms.CharField(
        label="Home postcode", max_length=10, help_text="It says which area's team answers for the case."
    )
    reason = forms.ChoiceField(label="Way they come", choices=WAYS, widget=forms.RadioSelect)
    what = forms.CharField(
        label="In a few words",
        required=False,
        max_length=200,
        help_text="For instance: a conditional caution.",
    )


@page(Permission.OPEN_CASE)
def newcomers(request: Asking) -> HttpResponse:
    """Say who comes, and be shown first who may already be known; below, what became of others."""
    form = Who(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("newcomer", asked_id=_keep(request, form.cleaned_data))
    table = Table(
        "Sent by your team",
        [Column("Who"), Column("How they come"), Column("Sent"), Column("What became of it")],
        [[_who(a), first_capital(a.reason), a.at, _state(a)] for a in arrivals()],
        empty="Nobody has been sent yet.",
    )
    context = {
        "heading": "Open a case without a court",
        "form": form,
        "submit": "Look for them first",
        "table": table,
    }
    return render(request, "supervision/newcomers.html", context)


def _who(seen: ArrivalSeen) -> Link | Unknown | str:
    if seen.person_id:
        return Link(seen.name, f"/people/{seen.person_id}")
    return seen.name or Unknown("Not yours to see" if seen.state == ArrivalState.DONE else "Not kept")


def _state(seen: ArrivalSeen) -> Lines:
    return Lines(_STATES[ArrivalState(seen.state)], [seen.because] if seen.because else [])


def _keep(request: Asking, given: dict[str, Any]) -> UUID:
    """Keep who was asked for in the session, so that no name is in an address."""
    kept: dict[str, Any] = request.session.get(KEPT, {})
    key = new_id()
    kept[str(key)] = given | {"date_of_birth": given["date_of_birth"].isoformat()}
    request.session[KEPT] = dict(list(kept.items())[-MOST_KEPT:])
    return key


@page(Permission.OPEN_CASE)
def newcomer(request: Asking, asked_id: UUID) -> HttpResponse:
    """Who is known that it may be, and a form, already begun, to send them if it is nobody there."""
    asked = request.session.get(KEPT, {}).get(str(asked_id))
    if asked is None:
        return redirect("newcomers")
    form = Newcomer(
        request.POST or None, initial=asked | {"date_of_birth": date.fromisoformat(asked["date_of_birth"])}
    )
    if request.method == "POST" and form.is_valid() and do(request, form, actions.send_newcomer):
        messages.success(
            request, "Sent. They are being matched with everybody known, and the case opens then."
        )
        return redirect("newcomers")
    context = {
        "heading": "Is it one of these people?",
        "table": _known(asked),
        "form": form,
        "back": Link("Look for somebody else", "/newcomers"),
    }
    return render(request, "supervision/newcomer.html", context)


def _known(asked: dict[str, str]) -> Table:
    born = date.fromisoformat(asked["date_of_birth"])
    try:
        rows = people.search(words=f"{asked['given_names']} {asked['family_name']}", born=born, most=10)
    except Refused:
        rows = []
    return Table(
        "People you may see who fit",
        [Column("Name"), Column("Date of birth"), Column("Sex"), Column("Record")],
        [
            [Link(p.name, f"/people/{p.id}"), p.date_of_birth, p.sex, Tag(first_capital(p.state))]
            for p in rows
        ],
        empty="Nobody you may see fits.",
    )
