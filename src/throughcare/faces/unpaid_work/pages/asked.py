"""What the public asked the viewer's teams for: put forward as a project, or set aside with a reason."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.unpaid_work import actions, queries
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Link, Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission


class PuttingForward(OfVersion, SentOnce, PlainForm):
    """The project in words that every member may read."""

    title = forms.CharField(label="Name of the project", max_length=100)
    problem = CountedField(
        label="Which local problem it would answer",
        limit=500,
        help_text="Everybody who uses this service can read it. Take out whatever says who anybody is.",
    )
    place = forms.CharField(label="Where it would be", max_length=100)


class SettingAside(OfVersion, SentOnce, PlainForm):
    """Why nothing is made of it."""

    because = CountedField(
        label="Why nothing is made of it", limit=500, help_text="Whoever asked reads this. Their own words are not kept."
    )  # fmt: skip


def asked_table(request: Asking) -> Table:
    """What the public asked the viewer's teams for and that waits for them."""
    units = access.units_below(request.member.unit_id)
    return Table(
        "Asked for by the public, to be read",
        [Column("Project"), Column("The problem"), Column("Where"), Column("Asked for by"), Column("Day")],
        [
            [
                Link(one.title, f"/unpaid-work/asked/{one.id}/put-forward"), one.problem, one.place,
                one.asked_for_by or first_capital(one.nominator), one.on,
            ]
            for one in queries.asked_by_public(units)
        ],
        empty="Nothing waits.",
    )  # fmt: skip


@page(Permission.KEEP_PROJECTS)
def public_ask(request: Asking, ask_id: UUID, ruling: str) -> HttpResponse:
    """Put forward what the public asked for, or set it aside."""
    units = access.units_below(request.member.unit_id)
    seen = next((one for one in queries.asked_by_public(units) if one.id == ask_id), None)
    if seen is None or ruling not in {"put-forward", "set-aside"}:
        raise Http404
    forward = ruling == "put-forward"
    initial = {"version": seen.version, "title": seen.title, "problem": seen.problem, "place": seen.place}
    form: PlainForm = (PuttingForward if forward else SettingAside)(request.POST or None, initial=initial)
    act = actions.put_forward if forward else actions.set_aside
    if request.method == "POST" and form.is_valid() and do(request, form, act, ask_id=ask_id):
        messages.success(
            request, "Put forward: now decide on it." if forward else "Set aside. Whoever asked reads why."
        )
        return redirect("unpaid_work")
    context = {
        "heading": f"{'Put forward' if forward else 'Set aside'}: {seen.title}",
        "form": form,
        "submit": "Put forward" if forward else "Set aside",
        "cancel": "/unpaid-work",
        "aside": f"/unpaid-work/asked/{ask_id}/set-aside" if forward else "",
        "lead": f"{first_capital(seen.nominator)} asked on {seen.on:%-d %B %Y}: {seen.problem} ({seen.place})",
    }
    return render(request, "unpaid_work/public_ask.html", context)
