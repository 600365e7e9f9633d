"""Results of cohorts: told by whoever measures, accrued with their interval, settled in statements."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.queries import ResultSeen
from throughcare.faces.web.look.formats import day
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

from .files import text_of
from .listing import BACK, found
from .saying import pounds


class TellsResult(SentOnce, PlainForm):
    """A cohort's result as a file, and whether it is official."""

    file = forms.FileField(label="Result", help_text="JSON, as “throughcare contract measure” writes it.")
    standing = forms.ChoiceField(
        label="What it is",
        widget=forms.RadioSelect,
        choices=[
            ("official", "Official: it is settled in the next statement"),
            ("provisional", "Provisional: it is accrued, and never paid on"),
        ],
    )


@page(May.RECORD_RESULT)
def measurable(request: Asking) -> HttpResponse:
    """Agreements of which the viewer may tell a result."""
    table = Table(
        "Agreements paid by results",
        [Column("Agreement"), Column("From")],
        [
            [Link(one.title, f"{BACK}/results/{one.agreement_id}"), day(one.first_day)]
            for one in queries.measurable()
        ],
        empty="Your body has no agreement that is paid by results.",
    )
    return render(request, "contracts/results.html", {"heading": "Results that are paid for", "table": table})


@page(May.RECORD_RESULT)
def tell(request: Asking, contract_id: UUID) -> HttpResponse:
    """Tell of a cohort's result."""
    one = next((one for one in queries.measurable() if one.agreement_id == contract_id), None)
    if one is None:
        raise Http404
    form, back = TellsResult(request.POST or None, request.FILES or None), f"{BACK}/results"
    if request.method == "POST" and form.is_valid():
        text = text_of(form, form.cleaned_data.pop("file"))
        official = form.cleaned_data.pop("standing") == "official"
        given = {"agreement_id": contract_id, "result": text, "official": official}
        if text is not None and do(request, form, actions.record_result, **given):
            messages.success(request, "It is told. Both sides see it.")
            return redirect(back)
    context = {
        "heading": f"Tell of a result: {one.title}",
        "back": Link("Results that are paid for", back),
        "form": form,
        "button": "Tell of it",
        "words": "A later result of the same cohort puts right what was settled: paid besides, or taken back.",
    }
    return render(request, "contracts/file_form.html", context)


@page(May.LOOK_AT_AGREEMENTS)
def results(request: Asking, contract_id: UUID) -> HttpResponse:
    """Every result that was told of an agreement."""
    seen = found(request, contract_id)
    try:
        told = queries.results_of(contract_id)
    except Refused:
        raise Http404 from None
    context = {
        "heading": "Results of cohorts",
        "back": Link(seen.stands.row.title, f"{BACK}/{contract_id}"),
        "table": _table(told),
    }
    return render(request, "contracts/results.html", context)


def _table(told: list[ResultSeen]) -> Table:
    return Table(
        "Results of cohorts",
        [Column("Cohort"), Column("Told"), Column("People", numeric=True), Column("What it comes to alone", numeric=True), Column("Between"), Column("Evidence")],
        [
            [
                Lines(one.told.result.label, ["Official" if one.told.official else "Provisional: accrued, never paid on"]),
                day(one.told.known), f"{one.told.result.tally.people:,}",
                Unknown("No terms pay for it") if one.accrued is None else pounds(one.accrued[1]),
                Unknown("Not known") if one.accrued is None else f"{pounds(one.accrued[0])} and {pounds(one.accrued[2])}",
                one.told.result.evidence[:12] or Unknown("None named"),
            ]
            for one in told
        ],
        empty="None was told yet.",
    )  # fmt: skip
