"""Searching for people: among those the viewer may see, and outside the wall for whom to ring."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.people import queries as people
from throughcare.casework.people.actions import look_outside_wall
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import (
    Column,
    Link,
    Table,
    Tag,
    Unknown,
)
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import (
    first_capital,
)
from throughcare.foundation.access.looks import opened_lately
from throughcare.foundation.kernel import Permission, Refused, new_id

KEPT_SEARCHES = 20
LATELY = timedelta(days=14)
LISTS = ("home", "search", "found", "caseload", "team", "team_people", "sitting", "matches")
MOST_SHOWN = 50


class Search(PlainForm):
    """What to look for; any one of the three is enough."""

    words = forms.CharField(
        label="Name",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True}),
        help_text="Any part of it, any spelling, any order. Aliases are searched too. A number or a date of birth may stand here.",
    )
    born = DayField(label="Date of birth", required=False)
    number = forms.CharField(label="PNC, CRO or prison number", required=False, max_length=40)


class OutsideSearch(Search):
    """A search outside the wall, with its reason."""

    because = CountedField(
        label="Why you need to know",
        limit=300,
        help_text="This is recorded with your name and shown to inspectors.",
    )


@page(Permission.LOOK_AT_PEOPLE)
def search(request: Asking) -> HttpResponse:
    """Ask for a search; what was asked is kept in the session, so that no name is in an address."""
    form = Search(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            people.check_search(**_asked(form.cleaned_data))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("found", search_id=_keep(request, form.cleaned_data))
    context = {"heading": "Find a person", "form": form, "submit": "Search", "lately": lately(request)}
    return render(request, "people/search.html", context)


def lately(request: Asking, most: int = 8) -> list[Link]:
    """Those whom the viewer opened in the last two weeks and may still see, the latest first."""
    opened = opened_lately(since=request.at - LATELY, but_not=LISTS, most=most)
    names = people.names_of(opened)
    return [Link(names[person].name, f"/people/{person}") for person in opened if person in names]


def _asked(cleaned: dict[str, Any]) -> dict[str, Any]:
    return {"words": cleaned["words"], "born": cleaned["born"], "number": cleaned["number"]}


def _keep(request: Asking, cleaned: dict[str, Any]) -> UUID:
    kept: dict[str, Any] = request.session.get("searches", {})
    key = new_id()
    born = cleaned["born"].isoformat() if cleaned["born"] else None
    kept[str(key)] = {"words": cleaned["words"], "born": born, "number": cleaned["number"]}
    request.session["searches"] = dict(list(kept.items())[-KEPT_SEARCHES:])
    return key


@page(Permission.LOOK_AT_PEOPLE)
def found(request: Asking, search_id: UUID) -> HttpResponse:
    """Who was found, among those the viewer may see."""
    asked = request.session.get("searches", {}).get(str(search_id))
    if asked is None:
        return redirect("search")
    born = date.fromisoformat(asked["born"]) if asked["born"] else None
    rows = people.search(words=asked["words"], born=born, number=asked["number"], most=MOST_SHOWN + 1)
    cut, rows = len(rows) > MOST_SHOWN, rows[:MOST_SHOWN]
    table = Table(
        "People found",
        [Column("Name"), Column("Date of birth"), Column("Sex"), Column("Record")],
        [
            [Link(p.name, f"/people/{p.id}"), p.date_of_birth, p.sex, Tag(first_capital(p.state))]
            for p in rows
        ],
        empty="Nobody you may see fits. They may be held by another team.",
    )
    context = {
        "heading": (
            "Nobody found" if not rows else f"The best {len(rows)} of more" if cut else f"{len(rows)} found"
        ),
        "lead": "More people fit than are shown. Add another name, a date of birth or a number."
        if cut
        else "",
        "back": Link("Search again", "/people/search"),
        "table": table,
        "may_look_outside": request.member.may(Permission.SEARCH_OUTSIDE_WALL),
    }
    return render(request, "people/found.html", context)


@page(Permission.SEARCH_OUTSIDE_WALL)
def outside(request: Asking) -> HttpResponse:
    """Look for somebody held elsewhere: an act with a reason, which shows only whom to ring."""
    form, table = OutsideSearch(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            seen = look_outside_wall(
                by=request.member,
                at=request.at,
                because=form.cleaned_data["because"],
                **_asked(form.cleaned_data),
            )
            rows = [
                [g.name, str(g.year_of_birth or "") or Unknown(), g.holding_office or Unknown("Not held now")]
                for g in seen
            ]
            columns = [Column("Name"), Column("Year of birth"), Column("Held by")]
            table = Table("Held elsewhere", columns, rows, empty="Nobody held elsewhere fits closely.")
        except Refused as refusal:
            form.refuse(refusal)
    context = {
        "heading": "Find who holds a person",
        "form": form,
        "table": table,
        "submit": "Search and record why",
    }
    return render(request, "people/outside.html", context)
