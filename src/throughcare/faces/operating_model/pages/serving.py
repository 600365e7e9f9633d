"""The map of who serves where, drawn on the server with its table beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughcare.casework.supervision.queries import Serving, teams_serving
from throughcare.faces.operating_model.pages.areas import serving_table
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.mapping import map_svg, shapes
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.page import Asking, page
from throughcare.foundation.kernel import Permission
from throughcare.foundation.operating_model.queries import areas


class Whose(PlainForm):
    """The organisation whose teams are shown."""

    organisation = forms.TypedChoiceField(label="Organisation", coerce=UUID, required=False)


def _form(request: Asking, rows: list[Serving]) -> Whose:
    form = Whose(request.GET or None)
    choice: Any = form.fields["organisation"]
    choice.choices = sorted(
        {(str(row.organisation_id), row.organisation) for row in rows}, key=lambda one: one[1]
    )
    return form


def _shown(request: Asking) -> tuple[Whose, list[Serving], str]:
    """The form, the teams of the organisation asked for or of the first, and its id."""
    rows = teams_serving()
    form = _form(request, rows)
    asked = form.cleaned_data["organisation"] if form.is_bound and form.is_valid() else None
    first = rows[0].organisation_id if rows else None
    chosen = asked or first
    return form, [row for row in rows if row.organisation_id == chosen], str(chosen or "")


@page(Permission.LOAD_REFERENCE)
def areas_served(request: Asking) -> HttpResponse:
    """Which team of an organisation serves each area, as a map and as a table."""
    form, rows, chosen = _shown(request)
    context = {
        "heading": "Who serves where",
        "back": Link("Areas", "/areas"),
        "form": form,
        "on_map": any(row.area in shapes() for row in rows),
        "src": f"/areas-served/map.svg?organisation={chosen}",
        "alt": "Map of the areas served by each team; the table lists them",
        "table": serving_table(rows),
    }
    return render(request, "operating_model/areas_served.html", context)


@page(Permission.LOAD_REFERENCE)
def map_of_areas(request: Asking) -> HttpResponse:
    """The map alone."""
    _, rows, _ = _shown(request)
    served = {row.area: row.team for row in rows}
    drawn = map_svg(served, [area.code for area in areas()])
    if not drawn:
        raise Http404
    return HttpResponse(drawn, content_type="image/svg+xml")
