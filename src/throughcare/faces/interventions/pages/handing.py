"""Passing referrals on: one to another service that fits, or all that a team has to another team."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.interventions import actions, queries
from throughcare.casework.interventions.actions.cataloguing import DELIVER
from throughcare.casework.interventions.rules import OPEN_REFERRALS
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

CHOOSE = ("", "Choose")
MOST_TO_CHOOSE = 1000


class Transfer(OfVersion, SentOnce, PlainForm):
    """To which service a referral passes, and why."""

    service_id = forms.ChoiceField(label="Service that takes it over")
    note = CountedField(
        label="Why it passes to another service",
        limit=1000,
        help_text="The new service's team reads this and everything before it. The first team sees the person no longer.",
    )

    def clean_service_id(self) -> UUID:
        """The choice as an id."""
        return UUID(self.cleaned_data["service_id"])


@page(Permission.REFER_TO_SERVICE)
def transfer(request: Asking, referral_id: UUID) -> HttpResponse:
    """Pass an open referral to another service that fits, with everything; 404 where one's side may not."""
    seen = queries.referral(referral_id, today=day_of(request.at))
    below = access.units_below(request.member.unit_id)
    if seen is None or seen.line.state not in OPEN_REFERRALS or not seen.sides.is_senders(below):
        raise Http404
    found = queries.services_for(seen.line.person_id, seen.line.need, at=request.at, most=MOST_TO_CHOOSE)
    form = Transfer(
        request.POST or None, initial={"version": seen.version, "service_id": request.GET.get("to", "")}
    )
    others = [
        (str(one.id), f"{one.fit.service.title}, {one.fit.service.prime}")
        for one in found.fitting
        if one.receives and one.id != seen.service_id
    ]
    form.fields["service_id"].choices = [CHOOSE, *others]  # type: ignore[attr-defined]
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.transfer_referral, referral_id=referral_id)
    ):
        messages.success(request, "Passed on. The new service's team sees the person now.")
        return redirect("referrals")
    context = about(request, seen.line.person_id, "Services")
    context |= {"heading": f"Pass on the referral to {seen.line.service}", "form": form, "submit": "Pass on"}
    return render(request, "throughcare/form_page.html", context | {"cancel": f"/referrals/{referral_id}"})


class HandOver(SentOnce, PlainForm):
    """From which team, to which, and why."""

    from_unit = forms.ChoiceField(label="Team that has the referrals now")
    to_unit = forms.ChoiceField(label="Team that takes them over")
    note = CountedField(label="Why they pass to another team", limit=1000)

    def clean_from_unit(self) -> UUID:
        """The choice as an id."""
        return UUID(self.cleaned_data["from_unit"])

    def clean_to_unit(self) -> UUID:
        """The choice as an id."""
        return UUID(self.cleaned_data["to_unit"])


@page(Permission.KEEP_CATALOGUE)
def hand_over(request: Asking) -> HttpResponse:
    """Pass every service and every open referral of one team to another, all at once or not at all."""
    form = HandOver(request.POST or None)
    teams = [
        (str(unit.id), f"{unit.name}, {body.name}")
        for body in access.organisations()
        if body.kind in DELIVER
        for unit in access.units_of(body.id)
    ]
    for name in ("from_unit", "to_unit"):
        form.fields[name].choices = [CHOOSE, *teams]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid() and do(request, form, actions.hand_over_caseload):
        messages.success(request, "Every service and open referral of that team has passed to the other.")
        return redirect("services")
    context = {"heading": "Hand a team's referrals over", "form": form, "submit": "Hand over"}
    return render(request, "throughcare/form_page.html", context | {"cancel": "/services"})
