"""Agreements under which organisations share people: who shares with one, with whom it shares, and making another."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Link, Row, Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import actions, queries
from throughcare.foundation.access.parts import EVERYTHING, Part
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import LONDON, day_of, end_of, today

PURPOSES = {
    "supervision": "Supervision: somebody there holds a role in the case",
    "transfer": "Transfer: the case is on offer there",
    "referral": "Referral: somebody is referred to a service, a programme or unpaid work there",
    "inspection": "Inspection: the case is drawn in a sample there",
    "integrated offender management": "Integrated offender management: the case is in that cohort",
    "public protection": "Public protection: the case is managed under MAPPA",
}
ENDLESS = "No end set"


class Sharing(SentOnce, PlainForm):
    """Who shares, for what, on what basis, until when."""

    shared_by = forms.TypedChoiceField(label="Organisation that shares", coerce=UUID)
    purpose = forms.ChoiceField(label="Purpose", widget=forms.RadioSelect, choices=list(PURPOSES.items()))
    parts = forms.MultipleChoiceField(
        label="Parts of the record",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(part.value, first_capital(part.words)) for part in Part],
        help_text="Choose none to share all that the purpose opens; what is done to disrupt offending is shared only where it is chosen. Who they are, who answers for them and how high their risk is"
        " are always shared.",
    )
    basis = CountedField(
        label="Basis",
        limit=300,
        help_text="The Act, contract or protocol. It is shown to whoever may see the person.",
    )
    until = DayField(label="Last day", required=False)

    def clean_parts(self) -> list[str] | None:
        """The parts chosen; None where none are, for all that the purpose opens."""
        return self.cleaned_data["parts"] or None

    def clean_until(self) -> datetime | None:
        """The instant at which the last day ends."""
        last: date | None = self.cleaned_data["until"]
        if last is None:
            return None
        if last < today():
            raise forms.ValidationError("Last day must be today or later")
        return end_of(last)


@page(Permission.MAKE_SHARING_AGREEMENT)
def sharing(request: Asking, organisation_id: UUID) -> HttpResponse:
    """Who shares with an organisation and with whom it shares, and a form for another agreement."""
    known = {o.id: o.name for o in queries.organisations()}
    if organisation_id not in known:
        raise Http404
    form = Sharing(request.POST or None)
    offered: Any = form.fields["shared_by"]
    offered.choices = [("", "Choose"), *((str(i), n) for i, n in known.items() if i != organisation_id)]
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.agree_to_share, shared_with=organisation_id)
    ):
        messages.success(request, "The agreement is recorded. It holds for what begins from now on.")
        return redirect("sharing", organisation_id=organisation_id)
    name = known[organisation_id]
    context = {
        "heading": f"Sharing: {name}",
        "table": _table(
            "Who shares with it",
            "Organisation that shares",
            queries.agreements_with(organisation_id, at=request.at),
        ),
        "second": _table(
            "With whom it shares",
            "Organisation shared with",
            queries.agreements_of(organisation_id, at=request.at),
        ),
        "form": form,
        "title_of_form": "Record that another shares with it",
        "back": Link(name, f"/organisations/{organisation_id}"),
    }
    return render(request, "web/list_and_form.html", context)


class EndSharing(SentOnce, PlainForm):
    """Why an agreement ends."""

    because = CountedField(label="Reason", limit=300)


@page(Permission.MAKE_SHARING_AGREEMENT)
def end_sharing(request: Asking, agreement_id: UUID) -> HttpResponse:
    """End an agreement, with a reason."""
    seen = queries.agreement(agreement_id, at=request.at)
    if seen is None:
        raise Http404
    form = EndSharing(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.end_sharing, agreement_id=agreement_id)
    ):
        messages.success(request, "The agreement is ended. What it opened is closed.")
        return redirect("organisations")
    rows = [
        Row("Who shares", seen.shared_by),
        Row("With whom", seen.shared_with),
        Row("For", first_capital(seen.purpose)),
        Row("Which parts", parts_words(seen.parts)),
        Row("On what basis", seen.basis),
    ]
    context = {"heading": "End an agreement to share", "rows": rows, "form": form}
    return render(request, "access/end_sharing.html", context)


def _table(caption: str, whom: str, rows: list[queries.Agreed]) -> Table:
    other = "shared_with" if whom.endswith("with") else "shared_by"
    return Table(
        caption,
        [
            Column(whom),
            Column("For"),
            Column("Which parts"),
            Column("On what basis"),
            Column("Last day"),
            Column("Action", hidden=True),
        ],
        [
            [
                getattr(a, other),
                first_capital(a.purpose),
                parts_words(a.parts),
                a.basis,
                last_day(a.until),
                Link("End", f"/sharing/{a.id}/end"),
            ]
            for a in rows
        ],
        empty="No agreement is in force.",
    )


def parts_words(parts: Collection[str]) -> str:
    """The parts of a record that an agreement opens, in words."""
    if EVERYTHING in parts:
        besides = [Part(one).words for one in parts if one != EVERYTHING]
        return ", and ".join(["Everything", *besides])
    return (
        first_capital(", ".join(Part(one).words for one in parts)) or "Who they are and who answers for them"
    )


def last_day(until: datetime | None) -> date | str:
    """The last day on which an agreement that ends at an instant is in force, or that no end is set."""
    if until is None:
        return ENDLESS
    return day_of(until.astimezone(LONDON) - timedelta(microseconds=1))
