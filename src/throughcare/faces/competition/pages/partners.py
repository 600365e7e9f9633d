"""A partner's own word that it bids with another team: given sealed, shown to its team as given, and taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.queries import CompetitionSeen
from throughcare.commissioning.competition.rules.stages import Stage
from throughcare.faces.web.look.formats import moment
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Link, Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May

from .places import BACK, found
from .steps import Nothing

_PARTS = [
    ("member", "Member: bids beside whoever leads"),
    ("subcontractor", "Subcontractor: is promised a share"),
]


class Promise(SentOnce, PlainForm):
    """With whom a team bids, and for what part and percent."""

    lead_unit = forms.ChoiceField(label="Team that leads the bid")
    part = forms.ChoiceField(label="Your part", widget=forms.RadioSelect, choices=_PARTS)
    percent = forms.IntegerField(
        label="Your percent of the price",
        min_value=1,
        max_value=99,
        help_text="Whole, as the bid will give it. A bid is out if a member of it did not say the same.",
    )

    def __init__(self, *args: Any, teams: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_unit"].choices = [("", "Choose"), *teams]  # type: ignore[attr-defined]


@page(May.SEND_BID)
def promise(request: Asking, competition_id: UUID) -> HttpResponse:
    """Say with whom one's team bids; what was said stands below, and not what it says."""
    seen = _open(request, competition_id)
    form = Promise(request.POST or None, teams=_teams(request))
    if request.method == "POST" and form.is_valid():
        form.cleaned_data["lead_unit"] = UUID(form.cleaned_data["lead_unit"])
        if do(request, form, actions.promise_share, competition_id=competition_id):
            messages.success(
                request, "Your word is sealed. It is read beside the bid once both keys were turned."
            )
            return redirect(request.path)
    context = {
        "heading": "Say that you bid with another team", "back": Link(seen.stands.row.title, f"{BACK}/{competition_id}"),
        "form": form, "button": "Seal it", "table": _given(request, competition_id),
    }  # fmt: skip
    return render(request, "competition/promise.html", context)


@page(May.SEND_BID)
def take_back(request: Asking, competition_id: UUID, promise_id: UUID) -> HttpResponse:
    """Take one's team's word back."""
    _open(request, competition_id)
    if promise_id not in {one.id for one in queries.promises_of(request.member, competition_id)}:
        raise Http404
    back, form = f"{BACK}/{competition_id}/promise", Nothing(request.POST or None)
    done = request.method == "POST" and form.is_valid()
    if done and do(
        request, form, actions.take_back_promise, competition_id=competition_id, promise_id=promise_id
    ):
        messages.success(request, "Your word is taken back. It is never opened.")
        return redirect(back)
    context = {
        "heading": "Take your word back",
        "back": Link("With whom you bid", back),
        "form": form,
        "button": "Take it back",
    }
    return render(request, "competition/step.html", context)


def _open(request: Asking, competition_id: UUID) -> CompetitionSeen:
    seen = found(request, competition_id)
    if seen.stage is not Stage.OPEN or seen.stands.row.unit_id == request.member.unit_id:
        raise Http404
    return seen


def _teams(request: Asking) -> list[tuple[str, str]]:
    there = {
        one.unit_id: f"{one.unit_name}, {one.organisation_name}"
        for one in access.members_who_may(May.SEND_BID, at=request.at)
        if one.unit_id != request.member.unit_id
    }
    return sorted(((str(unit), name) for unit, name in there.items()), key=lambda one: one[1])


def _given(request: Asking, competition_id: UUID) -> Table:
    address = f"{BACK}/{competition_id}/promises"
    return Table(
        "What your team has said, sealed",
        [Column("Said"), Column("Change")],
        [
            [moment(one.at), Link("Take it back", f"{address}/{one.id}")]
            for one in queries.promises_of(request.member, competition_id)
        ],
        empty="Nothing.",
    )
