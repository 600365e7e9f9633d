"""Corrected results: what a court sent again with other contents, beside what is recorded, for somebody to decide."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.courts import actions, queries
from throughcare.casework.people import queries as people
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission

_SHORT = {
    "pnc": "PNC number",
    "cro": "CRO number",
    "custody_months": "Custody suspended",
    "result_ref": "Reference of the result",
    "defendant_id": "Defendant's id",
    "breach_of": "Reference of the sentence breached",
}
_DECISIONS = {
    "accept": "Accept it: the recorded result stays in history and counts nowhere",
    "decline": "Leave the recorded result as it is",
}


def column_words(name: str) -> str:
    """What a column of a file is called on a page."""
    return _SHORT.get(name) or first_capital(name.replace("_", " "))


def corrected_table(rows: list[queries.CorrectionSeen]) -> Table:
    """The corrected results that wait, with what differs in each."""
    return Table(
        "Corrected results to decide",
        [Column("File"), Column("Line", numeric=True), Column("What differs"), Column("Action", hidden=True)],
        [
            [
                seen.row.brought.file_name,
                seen.row.line,
                _differs(seen),
                Link(
                    "Decide",
                    f"/imports/corrected/{seen.row.id}",
                    f"line {seen.row.line} of {seen.row.brought.file_name}",
                ),
            ]
            for seen in rows
        ],
        empty="No corrected result waits.",
    )


def _differs(seen: queries.CorrectionSeen) -> Lines:
    names = [column_words(one.column) for one in seen.differs]
    return Lines(names[0] if names else "Nothing that is shown", names[1:])


class Decision(SentOnce, OfVersion, PlainForm):
    """Whether a corrected result takes the place of the recorded one, and why."""

    then = forms.ChoiceField(label="Decision", widget=forms.RadioSelect, choices=list(_DECISIONS.items()))
    because = CountedField(label="Reason", limit=500)


@page(Permission.CORRECT_REFUSED_ROW)
def corrected(request: Asking, corrected_id: UUID) -> HttpResponse:
    """One corrected result beside the recorded one, column by column, and the decision."""
    seen = queries.corrected_result(corrected_id)
    if seen is None:
        raise Http404
    if seen.row.state != "waiting":
        messages.info(request, "That corrected result has been dealt with.")
        return redirect("imports")
    form = Decision(request.POST or None, initial={"version": seen.row.version})
    if request.method == "POST" and form.is_valid() and _decided(request, form, corrected_id):
        return redirect("imports")
    context: dict[str, Any] = {
        "heading": "A corrected result",
        "caption": f"{seen.row.brought.file_name}, line {seen.row.line}",
        "person": _whose(seen),
        "table": _beside(seen),
        "form": form,
        "submit": "Decide",
        "cancel": "/imports",
    }
    return render(request, "courts/corrected.html", context)


def _decided(request: Asking, form: Decision, corrected_id: UUID) -> bool:
    if form.cleaned_data.pop("then") == "decline":
        done = do(request, form, actions.decline_corrected_result, corrected_id=corrected_id)
        said = "The recorded result stays as it is."
    else:
        done = do(request, form, actions.send_acceptance, corrected_id=corrected_id)
        said = "The corrected result was accepted and is being recorded."
    if done:
        messages.success(request, said)
    return done


def _whose(seen: queries.CorrectionSeen) -> Link | None:
    """The person of the recorded result, whom whoever decides should know; None where they are not theirs to see."""
    found = people.names_of([seen.person_id]) if seen.person_id else {}
    return next((Link(one.name, f"/people/{who}") for who, one in found.items()), None)


def _beside(seen: queries.CorrectionSeen) -> Table:
    return Table(
        "What differs",
        [Column("Column"), Column("Recorded"), Column("Corrected")],
        [
            [column_words(d.column), d.recorded or Unknown("Empty"), d.corrected or Unknown("Empty")]
            for d in seen.differs
        ],
        empty="Nothing differs in what is shown.",
    )
