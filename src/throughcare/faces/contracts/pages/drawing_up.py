"""Drawing up an agreement, direct or from an award, and proposing a change of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.rules.examples import example_terms
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.page import Asking, do, page
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

from .files import SendsTerms, text_of
from .listing import BACK, HEADING, found
from .saying import pounds


class Direct(SendsTerms):
    """Terms offered to a team without a competition, and why there is none."""

    provider_unit = forms.ChoiceField(label="Team that provides it")
    because = forms.CharField(
        label="Why there is no competition",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text="Both sides are shown this.",
    )

    def __init__(self, *args: Any, teams: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider_unit"].choices = [("", "Choose"), *teams]  # type: ignore[attr-defined]


class Awarded(SendsTerms):
    """Terms for a package that was awarded."""

    package = forms.ChoiceField(label="Package", widget=forms.RadioSelect)

    def __init__(self, *args: Any, packages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["package"].choices = packages  # type: ignore[attr-defined]


class Change(SendsTerms):
    """Other terms, from a month to come, and why."""

    starts = DayField(label="Day from which they decide", help_text="The first day of a month to come.")
    because = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 3}), max_length=500, help_text="Both sides are shown this."
    )  # fmt: skip


@page(May.DRAW_UP_AGREEMENT)
def new(request: Asking) -> HttpResponse:
    """Draw up a contract, a grant or a service-level agreement without a competition."""
    form = Direct(request.POST or None, request.FILES or None, teams=_teams(request))
    if request.method == "POST" and form.is_valid():
        form.cleaned_data["provider_unit"] = UUID(form.cleaned_data["provider_unit"])
        if _sent(request, form, actions.draw_up_agreement):
            messages.success(request, "It is offered. Two people of each side sign it.")
            return redirect(BACK)
    return _shown(request, form, "Draw up an agreement", Link(HEADING, BACK), "Offer it")


def _teams(request: Asking) -> list[tuple[str, str]]:
    there = {
        one.unit_id: f"{one.unit_name}, {one.organisation_name}"
        for one in access.members_who_may(May.SIGN_AGREEMENT, at=request.at)
        if one.unit_id != request.member.unit_id
    }
    return sorted(((str(unit), name) for unit, name in there.items()), key=lambda one: one[1])


@page(May.DRAW_UP_AGREEMENT)
def from_award(request: Asking, competition_id: UUID) -> HttpResponse:
    """Draw up what a competition of the team's own awarded."""
    try:
        waiting = queries.packages_awarded(competition_id, request.member, at=request.at)
    except Refused:
        raise Http404 from None
    choices = [
        (
            one.package,
            f"{one.package}: {', '.join(one.units)}, by {one.bidder}, at {pounds(one.price)} a year",
        )
        for one in waiting
    ]
    form = Awarded(request.POST or None, request.FILES or None, packages=choices)
    if (
        request.method == "POST"
        and form.is_valid()
        and _sent(request, form, actions.draw_up_from_award, competition_id=competition_id)
    ):
        messages.success(request, "It is offered to whoever bid it.")
        return redirect(BACK)
    return _shown(request, form, "Draw up what was awarded", Link(HEADING, BACK), "Offer it")


class OfferedAgain(SendsTerms):
    """Other first terms, and why."""

    because = forms.CharField(
        label="What is other in them", widget=forms.Textarea(attrs={"rows": 3}), max_length=500, help_text="Both sides are shown this."
    )  # fmt: skip


@page(May.DRAW_UP_AGREEMENT)
def again(request: Asking, contract_id: UUID) -> HttpResponse:
    """Offer other first terms, where those before were turned down or taken back."""
    seen = found(request, contract_id)
    form, address = OfferedAgain(request.POST or None, request.FILES or None), f"{BACK}/{contract_id}"
    if (
        request.method == "POST"
        and form.is_valid()
        and _sent(request, form, actions.offer_again, agreement_id=contract_id)
    ):
        messages.success(request, "It is offered. Two people of each side sign it.")
        return redirect(address)
    return _shown(
        request, form, "Offer other terms", Link(seen.stands.row.title, address), "Offer them", seen.stands.latest.row.text
    )  # fmt: skip


@page(May.CHANGE_AGREEMENT)
def change(request: Asking, contract_id: UUID) -> HttpResponse:
    """Propose other terms."""
    seen = found(request, contract_id)
    form = Change(request.POST or None, request.FILES or None)
    address = f"{BACK}/{contract_id}"
    if (
        request.method == "POST"
        and form.is_valid()
        and _sent(request, form, actions.propose_change, agreement_id=contract_id)
    ):
        messages.success(
            request, "It is proposed. It decides nothing before two people of each side have signed it."
        )
        return redirect(address)
    return _shown(
        request, form, "Propose a change", Link(seen.stands.row.title, address), "Propose it", seen.stands.latest.row.text
    )  # fmt: skip


def _sent(request: Asking, form: SendsTerms, act: Any, **given: Any) -> bool:
    terms = text_of(form, form.cleaned_data.pop("file"))
    return terms is not None and do(request, form, act, terms=terms, **given)


def _shown(
    request: Asking, form: SendsTerms, heading: str, back: Link, button: str, example: str = ""
) -> HttpResponse:
    context = {
        "heading": heading,
        "back": back,
        "form": form,
        "button": button,
        "example": example or example_terms(),
        "own": bool(example),
    }
    return render(request, "contracts/terms_form.html", context)
