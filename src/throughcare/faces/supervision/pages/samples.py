"""Samples for inspection: drawing one, what was drawn, and what is still to be read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.supervision import actions
from throughcare.casework.supervision import queries as sampling
from throughcare.casework.supervision.actions.sampling import LARGEST, PURPOSE
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Tag
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.faces.web.value_words import risk_tag, sentence_words
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of


class Draw(SentOnce, PlainForm):
    """What to draw, and until when it is read."""

    organisation_id = forms.TypedChoiceField(label="Organisation whose cases are drawn", coerce=UUID)
    size = forms.IntegerField(
        label="Number of cases", min_value=1, max_value=LARGEST, help_text=f"From 1 to {LARGEST}.", initial=10
    )
    until = DayField(label="Last day on which they are read")
    because = CountedField(label="Which inspection it is for", limit=300)


@page(Permission.DRAW_SAMPLE)
def samples(request: Asking) -> HttpResponse:
    """Every sample of the unit, and a form to draw another."""
    form = Draw(request.POST or None)
    bodies: Any = form.fields["organisation_id"]
    sharing = access.sharing_with(request.member.organisation_id, PURPOSE, at=request.at)
    bodies.choices = [("", "Choose"), *((str(o.id), o.name) for o in sharing)]
    if request.method == "POST" and form.is_valid() and do(request, form, actions.draw_sample):
        messages.success(request, "The sample is drawn. Its cases are on your home page.")
        return redirect("samples")
    rows = sampling.samples(at=request.at)
    table = Table(
        "Samples drawn",
        [Column("Inspection"), Column("Drawn"), Column("Cases", numeric=True), Column("Read until")],
        [
            [
                Link(s.because, f"/samples/{s.id}"),
                Lines(s.at, [f"by {s.member}", f"from {s.organisation}"]),
                s.drawn,
                _until(s),
            ]
            for s in rows
        ],
        empty="No sample has been drawn.",
    )
    context = {"heading": "Samples", "table": table, "form": form, "sharing": sharing}
    return render(request, "supervision/samples.html", context)


def _until(seen: sampling.SampleSeen) -> object:
    return Tag("Ended") if seen.over else day_of(seen.until)


@page(Permission.DRAW_SAMPLE)
def sample(request: Asking, sample_id: UUID) -> HttpResponse:
    """One sample: how it was drawn, and its cases; it can be ended here."""
    seen = next((s for s in sampling.samples(at=request.at, most=500) if s.id == sample_id), None)
    if seen is None:
        raise Http404
    if request.method == "POST":
        said = "The sample is ended. Its cases are closed to you."
        return press(request, actions.end_sample, said, "/samples", sample_id=sample_id)
    rows = [c for c in sampling.sampled_cases(at=request.at) if c.sample_id == sample_id]
    context = {
        "heading": seen.because,
        "caption": "Sample",
        "seen": seen,
        "rows": [
            Row("Drawn by", Lines(seen.member, [f"{seen.at:%-d %B %Y}"])),
            Row(
                "From the open cases of",
                Lines(seen.organisation, [f"{seen.drawn_from:,} cases could be drawn"]),
            ),
            Row("Seed", str(seen.seed)),
            Row("Cases asked for", seen.size),
            Row("Read until", _until(seen)),
        ],
        "table": cases_table(rows, "Cases in this sample"),
        "back": Link("Samples", "/samples"),
    }
    return render(request, "supervision/sample.html", context)


def cases_table(rows: list[sampling.SampledCase], caption: str) -> Table:
    """Sampled cases, those nobody has opened first."""
    return Table(
        caption,
        [Column("Name"), Column("Risk"), Column("Sentence"), Column("Read until"), Column("State")],
        [
            [
                Link(c.name, f"/people/{c.person_id}"),
                risk_tag(c.risk),
                sentence_words(c.sentence),
                day_of(c.until),
                Tag("Opened", "green") if c.opened else Tag("Not opened", "blue"),
            ]
            for c in rows
        ],
        empty="No case is open to your unit under a sample.",
    )
