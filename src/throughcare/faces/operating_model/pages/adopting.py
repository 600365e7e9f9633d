"""Adopting an operating model: sending a file and seeing each fault at its line, or taking one that comes with the software."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Link, Row, Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import actions, queries
from throughcare.foundation.operating_model.queries import Adopted
from throughcare.foundation.operating_model.rules import PRESETS, preset_text
from throughcare.foundation.operating_model.rules.compare import share
from throughcare.foundation.operating_model.rules.document import LARGEST
from throughcare.foundation.operating_model.rules.faults import faults_of

from .models import plan_table
from .titles import titles_in_force

SHORTEST_NAME = 60


class Send(SentOnce, PlainForm):
    """A file that should be an operating model."""

    file = forms.FileField(
        label="File of the model",
        help_text="YAML in UTF-8. The document on operating models says how one is written.",
    )


class Take(SentOnce, PlainForm):
    """A model that comes with the software."""

    name = forms.ChoiceField(label="Model", choices=[("", "Choose"), *((name, name) for name in PRESETS)])


@page(Permission.ADOPT_MODEL)
def adopted_models(request: Asking) -> HttpResponse:
    """Every adopted model, and a file to send: adopted where it is one, else every fault at its line."""
    form = Send(request.POST or None, request.FILES or None)
    faults: list[list[object]] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data.pop("file")
        text = _text(form, file.name, file.read(LARGEST + 1))
        faults = [[str(fault.line), fault.what] for fault in faults_of(text, file.name)] if text else []
        if text and not faults and do(request, form, actions.adopt_model, text=text, file_name=file.name):
            messages.success(request, "The model is adopted. It is in force nowhere until you say where.")
            return redirect("adopted_models")
        if faults:
            form.add_error(
                "file", f"The file is not an operating model yet: {len(faults)} to mend, listed below."
            )
    context = {
        "heading": "Adopted models",
        "back": Link("Operating models", "/models"),
        "faults": Table(
            "What to mend in the file",
            [Column("Line", numeric=True), Column("What is wrong, and what was expected")],
            faults,
        )
        if faults
        else None,
        "table": _table(queries.adopted_models()),
        "form": form,
        "take": Take(),
    }
    return render(request, "operating_model/adopted.html", context)


def _text(form: Send, name: str, content: bytes) -> str:
    """The file as text; what cannot be is said on the form with its line."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        form.add_error("file", f"{name}, line {line}: bytes that are not UTF-8; expected text in UTF-8.")
        return ""


def _table(rows: list[Adopted]) -> Table:
    return Table(
        "Adopted models, newest first",
        [Column("Model"), Column("Adopted"), Column("Fingerprint of its text")],
        [[Link(row.name, f"/models/adopted/{row.id}"), row.adopted_at, row.sha256[:12]] for row in rows],
        empty="No model is adopted yet. Send a file, or take one that comes with the software.",
    )


@page(Permission.ADOPT_MODEL)
def take_preset(request: Asking) -> HttpResponse:
    """Adopt a model that comes with the software, as it is."""
    form = Take(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data.pop("name")
        if do(request, form, actions.adopt_model, text=preset_text(name), file_name=f"{name}.yaml"):
            messages.success(request, "The model is adopted. It is in force nowhere until you say where.")
    elif request.method == "POST":
        messages.error(request, "Choose a model that comes with the software.")
    return redirect("adopted_models")


@page(Permission.ADOPT_MODEL)
def adopted_model(request: Asking, model_id: UUID) -> HttpResponse:
    """One adopted model, and the areas it could be compared and put in force in."""
    found = queries.adopted(model_id)
    if found is None:
        raise Http404
    model, today = queries.model_of(found), day_of(request.at)
    settling, in_force = set(queries.areas_settling(today)), titles_in_force(today)
    areas = sorted(queries.areas(), key=lambda area: (area.code not in settling, area.name))
    rows = [
        [Link(a.name, f"/models/adopted/{model_id}/in/{a.code}"), a.code, in_force.get(a.code, "None")]
        for a in areas
    ]
    context = {
        "heading": model.title,
        "caption": "Adopted model",
        "back": Link("Adopted models", "/models/adopted"),
        "values": [
            Row("Name", model.name),
            Row("Standing", first_capital(model.standing.value.replace("_", " "))),
            Row("Law by default", str(model.law)),
            Row("What its lines rest on", str(share(model))),
        ],
        "plan": plan_table(queries.planned(today, model_id=model_id)),
        "table": Table(
            "Where it could come into force: choose an area to compare it there",
            [Column("Area"), Column("Code"), Column("In force today")],
            rows,
            empty="No area is recorded yet.",
        ),
    }
    return render(request, "operating_model/adopted_model.html", context)
