"""Closing a person's record: a restriction by whoever leads, and one's own kin."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Row, Unknown
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.faces.web.person_frame import about
from throughcare.foundation.access import actions, queries
from throughcare.foundation.kernel import Permission, Refused


class Restrict(SentOnce, PlainForm):
    """Why a record is closed, and to whom it stays open."""

    because = CountedField(label="Reason", limit=300)
    open_to = forms.TypedMultipleChoiceField(
        label="Who can still open it",
        help_text="You always can. Anybody who is not ticked, in any organisation, sees nothing.",
        widget=forms.CheckboxSelectMultiple,
        coerce=UUID,
        required=False,
    )


def _standing(request: Asking, person_id: UUID) -> dict[str, Any]:
    """The frame of a page about a person whose own record stands; what is said of a merged one would close nothing."""
    context = about(request, person_id, "Access")
    if context["person"].merged_into is not None:
        raise Refused("This record was merged into another. Open the record that survived.")
    return context


@page(Permission.RESTRICT_RECORD)
def restrict(request: Asking, person_id: UUID) -> HttpResponse:
    """Close a record to everybody but the members named; where it is closed, say so and offer to open it."""
    context = _standing(request, person_id)
    closed = queries.restriction_on(person_id, at=request.at)
    if closed is not None:
        rows = [
            Row("Restricted since", closed.since),
            Row("Reason", closed.because),
            Row("Open to", list(closed.open_to)),
        ]
        context |= {"heading": "This record is restricted", "rows": rows}
        return render(request, "access/restricted.html", context)
    holders = _holders(context["case"])
    form = Restrict(request.POST or None, initial={"open_to": list(holders)})
    form.fields["open_to"].choices = _who_might(request, holders)  # type: ignore[attr-defined]
    act = actions.restrict_record
    if request.method == "POST" and form.is_valid() and do(request, form, act, person_id=person_id):
        messages.success(request, "The record is restricted from now on.")
        return redirect("restrict", person_id=person_id)
    context |= {"heading": "Restrict this record", "form": form, "submit": "Restrict the record"}
    return render(request, "throughcare/form_page.html", context | {"cancel": f"{context['base']}/access"})


def _holders(case: supervision.CaseSeen | None) -> dict[str, str]:
    """Who holds a role in the case now: their membership and their name with the role."""
    if case is None:
        return {}
    return {str(t.member_id): f"{t.member}, {kind}, {t.unit}" for kind, t in sorted(case.now.items())}


def _who_might(request: Asking, holders: dict[str, str]) -> list[tuple[str, str]]:
    here = queries.members_of(queries.units_below(request.member.unit_id), at=request.at)
    others = {
        str(m.id): f"{m.name}, {m.role}, {m.unit_name}"
        for m in here
        if m.may(Permission.LOOK_AT_PEOPLE) and m.id != request.member.id
    }
    return list((holders | others | holders).items())


@page(Permission.RESTRICT_RECORD)
def lift(request: Asking, person_id: UUID) -> HttpResponse:
    """Open a restricted record again; by a button only."""
    if request.method != "POST":
        return redirect("restrict", person_id=person_id)
    said = "The record is open again to those with a reason to see it."
    return press(request, actions.lift_restriction, said, f"/people/{person_id}/access", person_id=person_id)


@page(Permission.DECLARE_KIN)
def kin(request: Asking, person_id: UUID) -> HttpResponse:
    """Say that a person is one's own kin or friend; their record closes to one at once."""
    context = _standing(request, person_id)
    if request.method == "POST":
        said = "Declared. That person's record is closed to you, whatever role you act in."
        return press(request, actions.declare_kin, said, "/", person_id=person_id)
    manager = context["case"].now.get("offender manager") if context["case"] else None
    tell = Row("Their offender manager", manager.member if manager else Unknown("Nobody"))
    return render(
        request, "access/kin.html", context | {"heading": "Is this somebody you know?", "rows": [tell]}
    )


__all__ = ["kin", "lift", "restrict"]
