"""The courts there are and the codes they are known by: a new one is a row of data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.courts import actions, queries
from throughcare.casework.courts.actions.codes import KINDS_OF_COURT
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission

_NEW = "new"


class Naming(SentOnce, PlainForm):
    """A code, and the court it names or a new court."""

    code = forms.CharField(
        label="Code", max_length=20, help_text="As the court's system sends it, like B01CE00"
    )
    court_code = forms.ChoiceField(label="Court")
    name = forms.CharField(label="Name of a new court", max_length=200, required=False)
    kind = forms.ChoiceField(
        label="Kind of a new court", choices=[(k, first_capital(k)) for k in KINDS_OF_COURT], required=False
    )
    postcode = forms.CharField(label="Postcode of a new court", max_length=10, required=False)
    because = forms.CharField(label="From where the code is known", max_length=200)


@page(Permission.ADMINISTER_ORGANISATIONS)
def court_codes(request: Asking) -> HttpResponse:
    """The codes members added, and a form for another code or a new court."""
    form = Naming(request.POST or None)
    offered: Any = form.fields["court_code"]
    offered.choices = [(_NEW, "A court that is not listed"), *((c.code, c.name) for c in queries.courts())]
    if request.method == "POST" and form.is_valid() and _recorded(request, form):
        messages.success(request, "Recorded. What uses the code is taken from now on.")
        return redirect("court_codes")
    said = queries.court_codes_said()
    table = Table(
        "Codes that members added",
        [Column("Code"), Column("Court"), Column("Since"), Column("From where it is known")],
        [[c.code, c.court, c.edition, c.because] for c in said],
        empty="None yet: every code in use is in the packaged lists.",
    )
    context = {
        "heading": "Courts and their codes",
        "table": table,
        "form": form,
        "title_of_form": "Add a code",
    }
    return render(request, "web/list_and_form.html", context)


def _recorded(request: Asking, form: Naming) -> bool:
    given = form.cleaned_data
    new = {name: given.pop(name) for name in ("name", "kind", "postcode")}
    if given["court_code"] == _NEW:
        del given["court_code"], given["because"]
        return do(request, form, actions.add_court, **new)
    return do(request, form, actions.say_court_code, kind="said by an administrator")
