"""Which courts a team serves: it alone brings their results in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.courts import actions
from throughcare.casework.courts import queries as courts
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Link, Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries
from throughcare.foundation.kernel import Permission


class Serving(SentOnce, PlainForm):
    """A court to serve."""

    court_codes = forms.ChoiceField(
        label="Court", help_text="If another team serves it now, this one will serve it in its place."
    )

    def clean_court_codes(self) -> list[str]:
        """The court chosen, as a list of one."""
        return [self.cleaned_data["court_codes"]]


@page(Permission.ADMINISTER_ORGANISATIONS)
def serving(request: Asking, unit_id: UUID) -> HttpResponse:
    """The courts a unit serves, and a form for another."""
    unit = queries.unit(unit_id)
    if unit is None:
        raise Http404
    served = courts.courts_served_by(unit_id)
    form = Serving(request.POST or None)
    offered: Any = form.fields["court_codes"]
    already = {court.code for court in served}
    offered.choices = [("", "Choose"), *((c.code, c.name) for c in courts.courts() if c.code not in already)]
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.serve_courts, unit_id=unit_id)
    ):
        messages.success(request, "Recorded. Its members alone bring this court's results in.")
        return redirect("serving", unit_id=unit_id)
    context = {
        "heading": f"Courts: {unit.name}",
        "table": Table(
            "Courts it serves",
            [Column("Name"), Column("Kind"), Column("Code")],
            [[court.name, first_capital(court.kind), court.code] for court in served],
            empty="It serves no court yet. A court that no team serves is open to every court team.",
        ),
        "form": form,
        "title_of_form": "Add a court",
        "back": Link(unit.name, f"/units/{unit_id}"),
    }
    return render(request, "web/list_and_form.html", context)
