"""Areas, and which organisation is which body in one: recording, appointing, ending, and which team serves it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.supervision.actions import draw_catchments
from throughcare.casework.supervision.queries import Serving, teams_serving
from throughcare.faces.operating_model.pages.comparing import gaps_under
from throughcare.faces.operating_model.pages.titles import titles_in_force
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access.queries import organisations, units_of
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import actions, queries
from throughcare.foundation.operating_model.queries import Appointment, Area
from throughcare.foundation.operating_model.rules import BodyKind, Function

CHOOSE = ("", "Choose")
ALL = ("", "All that the body holds")


class NewArea(SentOnce, PlainForm):
    """An area to record, or one to rename or move."""

    code = forms.CharField(
        label="Code", max_length=20, help_text="The code of the area in your own or a national list."
    )
    name = forms.CharField(label="Name", max_length=120)
    parent = forms.ChoiceField(label="Inside", required=False)

    def clean_parent(self) -> str | None:
        """The area above, if one was chosen."""
        return self.cleaned_data["parent"] or None


@page(Permission.LOAD_REFERENCE)
def areas(request: Asking) -> HttpResponse:
    """Every area, the model in force in it today, and a form for another."""
    rows = queries.areas()
    form = NewArea(request.POST or None)
    inside: Any = form.fields["parent"]
    inside.choices = [("", "Nothing: it stands alone"), *((row.code, row.name) for row in rows)]
    if request.method == "POST" and form.is_valid() and do(request, form, actions.record_area):
        messages.success(request, "Recorded.")
        return redirect("areas")
    names = {row.code: row.name for row in rows}
    in_force = titles_in_force(day_of(request.at))
    table = Table(
        "Areas",
        [Column("Name"), Column("Code"), Column("Inside"), Column("Model today")],
        [
            [
                Link(row.name, f"/areas/{row.code}"),
                row.code,
                names.get(row.parent_id or "", "–"),
                in_force.get(row.code, "None in force"),
            ]
            for row in rows
        ],
        empty="No area is recorded yet.",
    )
    context = {
        "heading": "Areas",
        "table": table,
        "form": form,
        "title_of_form": "Record an area",
        "also": Link("Map of who serves where", "/areas-served"),
    }
    return render(request, "web/list_and_form.html", context)


class Appoint(SentOnce, PlainForm):
    """An organisation to be a body."""

    body = forms.ChoiceField(label="Body")
    organisation_id = forms.TypedChoiceField(label="Organisation", coerce=UUID)
    function = forms.ChoiceField(
        label="For", required=False, choices=[ALL, *((f.value, f.label) for f in Function)]
    )
    start = DayField(label="First day")
    until = DayField(label="First day it is no longer that body", required=False)

    def clean_body(self) -> BodyKind:
        """The kind of body chosen."""
        return BodyKind(self.cleaned_data["body"])

    def clean_function(self) -> Function | None:
        """The one function chosen, or None for all."""
        return Function(self.cleaned_data["function"]) if self.cleaned_data["function"] else None


@page(Permission.APPOINT_BODY)
def area(request: Asking, area: str) -> HttpResponse:
    """One area: who is which body in it and who was or will be, which gaps stand open; and a form to appoint another."""
    found = next((row for row in queries.areas() if row.code == area), None)
    if found is None:
        raise Http404
    form = Appoint(request.POST or None)
    offered: Any = form.fields["organisation_id"]
    offered.choices = [CHOOSE, *((str(o.id), o.name) for o in organisations() if o.kind != "system")]
    bodies: Any = form.fields["body"]
    bodies.choices = _bodies(area, day_of(request.at))
    if request.method == "POST" and form.is_valid() and do(request, form, actions.appoint_body, area=area):
        messages.success(request, "The appointment is recorded.")
        return redirect("area", area=area)
    context = {
        "heading": found.name,
        "caption": found.code,
        "table": _appointments(queries.appointments(area), day_of(request.at)),
        "second": _gaps(found, day_of(request.at)),
        "form": form,
        "title_of_form": "Appoint an organisation as a body",
        "back": Link("Areas", "/areas"),
        "also": Link("Which team serves it", f"/areas/{area}/teams"),
    }
    return render(request, "web/list_and_form.html", context)


def _bodies(area: str, today: date) -> list[tuple[str, str]]:
    """The kinds of body to choose from, each with what the model in force calls it, which is how gaps name it."""
    in_force = queries.model_in_force(area, today)
    offered = [CHOOSE]
    for kind in BodyKind:
        name = in_force.model.body_name(kind) if in_force else kind.label
        said = first_capital(kind.label) if name == kind.label else f"{first_capital(kind.label)} ({name})"
        offered += [(kind.value, said)] if kind is not BodyKind.NOBODY else []
    return offered


def _appointments(rows: list[Appointment], today: date) -> Table:
    return Table(
        "Who is which body here",
        [
            Column("Body"),
            Column("Organisation"),
            Column("For"),
            Column("From"),
            Column("Until"),
            Column("Action", hidden=True),
        ],
        [
            [
                first_capital(BodyKind(row.body).label),
                row.organisation.name,
                Function(row.function).label if row.function else "All it holds",
                row.during.lower,
                row.during.upper or "No end set",
                Link(
                    "End",
                    f"/areas/appointments/{row.id}/end",
                    f"{row.organisation.name} as {BodyKind(row.body).label}",
                )
                if row.during.upper is None or row.during.upper > today
                else "",
            ]
            for row in rows
        ],
        empty="No body is appointed here; those of the area above hold.",
    )


def _gaps(found: Area, today: date) -> Table:
    """The bodies of the model in force that nobody is appointed as here or above."""
    in_force = queries.model_in_force(found.code, today)
    gaps = gaps_under(in_force.model, found.code, today) if in_force else []
    return Table(
        "Gaps under the model in force",
        [Column("Body"), Column("Functions with no organisation")],
        [[first_capital(gap.name), Lines(gap.functions[0], gap.functions[1:])] for gap in gaps],
        empty="Every body that holds a function has an organisation."
        if in_force
        else "No model is in force here.",
    )


class End(SentOnce, PlainForm):
    """The day an appointment ends."""

    on = DayField(label="First day it is no longer that body")


@page(Permission.APPOINT_BODY)
def end_appointment(request: Asking, appointment_id: UUID) -> HttpResponse:
    """End an appointment on a day, after asking which."""
    row = queries.appointment(appointment_id)
    if row is None:
        raise Http404
    form = End(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.end_appointment, appointment_id=appointment_id)
    ):
        messages.success(
            request,
            "The appointment ends on that day. From then on nobody is that body until you appoint one.",
        )
        return redirect("area", area=row.area_id)
    context = {
        "heading": f"End {row.organisation.name} as {BodyKind(row.body).label} in {row.area.name}?",
        "back": Link(row.area.name, f"/areas/{row.area_id}"),
        "said": "From that day nobody is appointed, and what the body holds is a gap until somebody is.",
        "form": form,
    }
    return render(request, "operating_model/withdraw.html", context)


class Serve(SentOnce, PlainForm):
    """A team to serve an area."""

    team = forms.TypedChoiceField(label="Team", coerce=UUID)


@page(Permission.ADMINISTER_ORGANISATIONS)
def teams(request: Asking, area: str) -> HttpResponse:
    """Which team of each organisation serves an area, and a form to name another."""
    found = next((row for row in queries.areas() if row.code == area), None)
    if found is None:
        raise Http404
    form = Serve(request.POST or None)
    choice: Any = form.fields["team"]
    choice.choices = [
        CHOOSE,
        *(
            (str(unit.id), f"{unit.name} ({o.name})")
            for o in organisations()
            if o.kind != "system"
            for unit in units_of(o.id)
        ),
    ]
    if request.method == "POST" and form.is_valid():
        team = form.cleaned_data.pop("team")
        if do(request, form, draw_catchments, teams={area: team}):
            messages.success(request, "That team serves the area from now on.")
            return redirect("area_teams", area=area)
    context = {
        "heading": f"Which team serves {found.name}",
        "table": serving_table([row for row in teams_serving() if row.area == area]),
        "form": form,
        "title_of_form": "Name the team of an organisation",
        "back": Link(found.name, f"/areas/{area}"),
    }
    return render(request, "web/list_and_form.html", context)


def serving_table(rows: list[Serving]) -> Table:
    """Which team serves which area."""
    return Table(
        "Teams and the areas they serve",
        [Column("Area"), Column("Organisation"), Column("Team")],
        [[row.area_name, row.organisation, row.team] for row in rows],
        empty="No team is named; new cases go to the first team of the organisation.",
    )
