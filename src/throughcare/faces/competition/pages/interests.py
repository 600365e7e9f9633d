"""Interests on the buyer's side of a competition: declared by whoever has one, found once it has closed, resolved by somebody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.queries import InterestTold
from throughcare.commissioning.competition.rules.interests import HowResolved, InterestKind, Years, years_on
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .places import BACK, found


class Declare(SentOnce, PlainForm):
    """What binds somebody to a body."""

    organisation_id = forms.TypedChoiceField(label="Body", coerce=UUID)
    kind = forms.ChoiceField(label="What binds you to it", choices=[("", "Choose"), *((one.value, one.value.capitalize()) for one in InterestKind)])  # fmt: skip
    said = CountedField(label="Say it in a sentence", limit=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_id"].choices = [  # type: ignore[attr-defined]
            ("", "Choose"), *((str(one.id), one.name) for one in access.organisations())
        ]  # fmt: skip


class Resolve(SentOnce, PlainForm):
    """What becomes of an interest, and why."""

    how = forms.ChoiceField(label="What becomes of it", choices=[("", "Choose"), *((one.value, one.value.capitalize()) for one in HowResolved)])  # fmt: skip
    because = CountedField(label="Why", limit=500)


@page(May.TRY_AWARD)
def interests(request: Asking, competition_id: UUID) -> HttpResponse:
    """Interests in those who bid, for the team that buys once it has closed; and a form to declare one's own."""
    seen = found(request, competition_id)
    form = Declare(request.POST or None)
    if request.method == "POST" and form.is_valid() and do(request, form, actions.declare_interest, competition_id=competition_id):  # fmt: skip
        messages.success(
            request, "It is declared. Once the competition has closed it is read against those who bid."
        )
        return redirect("competition_interests", competition_id=competition_id)
    told = queries.interests_told(competition_id, at=request.at)
    years = years_on(day_of(request.at))
    context = {
        "heading": "Interests", "back": Link(seen.stands.row.title, f"{BACK}/{competition_id}"), "form": form,
        "also": (
            f"Employers of the last {years.employer} years are found, those who had work from a bidder as a subcontractor in that time, and"
            f" names on the board of a bidder ({years.clause}). Kin is known only as declared. No bid is opened before each interest is resolved."
        ),
        "table": _table(competition_id, told, years), "title_of_form": "Declare an interest of your own",
    }  # fmt: skip
    return render(request, "web/list_and_form.html", context)


def _table(competition_id: UUID, told: list[InterestTold], years: Years) -> Table:
    return Table(
        "Interests in those who bid",
        [Column("Who"), Column("Body"), Column("What"), Column("What became of it")],
        [
            [
                one.holder,
                one.body,
                Lines(one.held.kind, [one.held.said, str(years.kinds[InterestKind(one.held.kind)])]),
                _became(competition_id, one),
            ]
            for one in told
        ],
        empty="None that you may see. The team that buys sees them once the competition has closed.",
    )


def _became(competition_id: UUID, one: InterestTold) -> object:
    if one.how:
        return Lines(one.how, [one.because])
    return Link(
        "Resolve it", f"{BACK}/{competition_id}/interests/{one.held.member}/{one.held.body}", about=f"{one.holder}, {one.body}"
    )  # fmt: skip


@page(May.RUN_COMPETITION)
def resolve(request: Asking, competition_id: UUID, member_id: UUID, organisation_id: UUID) -> HttpResponse:
    """Say what becomes of somebody else's interest."""
    found(request, competition_id)
    told = queries.interests_told(competition_id, at=request.at)
    one = next((i for i in told if (i.held.member, i.held.body) == (member_id, organisation_id)), None)
    if one is None:
        raise Http404
    form = Resolve(request.POST or None)
    given = {"competition_id": competition_id, "holder_id": member_id, "organisation_id": organisation_id}
    if request.method == "POST" and form.is_valid() and do(request, form, actions.resolve_interest, **given):
        messages.success(request, "It is resolved.")
        return redirect("competition_interests", competition_id=competition_id)
    context = {
        "heading": f"{one.holder} and {one.body}", "caption": one.held.said, "form": form, "button": "Resolve it",
        "back": Link("Interests", f"{BACK}/{competition_id}/interests"),
    }  # fmt: skip
    return render(request, "competition/step.html", context)
