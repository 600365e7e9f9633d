"""Ethical walls: raising one, asking one down, taking it down as somebody else, and the certificate that it held."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Link, Row, Table, Tag
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.foundation.access import actions, queries
from throughcare.foundation.access.certificate import Certificate, certify
from throughcare.foundation.access.walls_seen import WallSeen, every_wall
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import LONDON, day_of, end_of


class Raise(SentOnce, PlainForm):
    """Between whom a wall is raised, and on what basis."""

    one_side = forms.TypedChoiceField(label="One side", coerce=UUID)
    other_side = forms.TypedChoiceField(label="Other side", coerce=UUID)
    basis = CountedField(
        label="Basis", limit=300, help_text="The procurement, contract or order that asks for it."
    )


@page(Permission.RAISE_WALL)
def walls(request: Asking) -> HttpResponse:
    """Every wall that stands or stood, and a form to raise another."""
    form = Raise(request.POST or None)
    bodies = [("", "Choose"), *((str(o.id), o.name) for o in queries.organisations())]
    for side in ("one_side", "other_side"):
        chosen: Any = form.fields[side]
        chosen.choices = bodies
    if request.method == "POST" and form.is_valid() and do(request, form, actions.raise_wall):
        messages.success(request, "The wall stands. Neither side reads what the other records from now on.")
        return redirect("walls")
    context = {
        "heading": "Ethical walls",
        "table": _table(every_wall()),
        "form": form,
        "title_of_form": "Raise a wall",
    }
    return render(request, "web/list_and_form.html", context)


def _table(rows: list[WallSeen]) -> Table:
    return Table(
        "Walls",
        [Column("Between"), Column("On what basis"), Column("Since"), Column("State")],
        [
            [Link(f"{w.one_side} and {w.other_side}", f"/walls/{w.id}"), w.basis, w.since, _state(w)]
            for w in rows
        ],
        empty="No wall has been raised.",
    )


def _state(wall: WallSeen) -> object:
    if wall.until is not None:
        return day_of(wall.until)
    return Tag("Asked down", "orange") if wall.asked_down_by else Tag("Stands")


class AskDown(SentOnce, PlainForm):
    """Why a wall should come down."""

    because = CountedField(label="Reason", limit=300)


class Window(PlainForm):
    """The days over which a certificate is asked for."""

    first = DayField(label="First day")
    last = DayField(label="Last day")


@page(Permission.RAISE_WALL)
def wall(request: Asking, wall_id: UUID) -> HttpResponse:
    """One wall: who asked it down and why; the form to ask, or the button to take it down as somebody else."""
    seen = _seen(wall_id)
    asking = seen.until is None and seen.asked_down_by is None
    form = AskDown(request.POST or None) if asking else None
    if (
        request.method == "POST"
        and form
        and form.is_valid()
        and do(request, form, actions.ask_wall_down, wall_id=wall_id)
    ):
        messages.success(request, "Asked. Somebody else who keeps walls takes it down.")
        return redirect("wall", wall_id=wall_id)
    context = {
        "heading": f"Wall between {seen.one_side} and {seen.other_side}",
        "back": Link("Ethical walls", "/walls"),
        "rows": _rows(seen),
        "form": form,
        "down": f"/walls/{wall_id}/down" if seen.until is None and seen.asked_down_by else "",
        "certificate": Link("Certificate that it held", f"/walls/{wall_id}/certificate"),
    }
    return render(request, "access/wall.html", context)


def _rows(seen: WallSeen) -> list[Row]:
    rows = [Row("Basis", seen.basis), Row("Since", seen.since), Row("State", _state(seen))]
    if seen.asked_down_by:
        rows += [Row("Asked down by", seen.asked_by), Row("Reason", seen.asked_because)]
    return rows


def _seen(wall_id: UUID) -> WallSeen:
    found = next((w for w in every_wall() if w.id == wall_id), None)
    if found is None:
        raise Http404
    return found


@page(Permission.RAISE_WALL)
def take_down(request: Asking, wall_id: UUID) -> HttpResponse:
    """Take down a wall that somebody else asked down."""
    if request.method != "POST":
        return redirect("wall", wall_id=wall_id)
    return press(
        request, actions.take_down_wall, "The wall is taken down.", f"/walls/{wall_id}", wall_id=wall_id
    )


@page(Permission.RAISE_WALL)
def certificate(request: Asking, wall_id: UUID) -> HttpResponse:
    """Whether each side was kept from the other's people over some days, and each thing that crossed."""
    seen = _seen(wall_id)
    form = Window(request.GET or None, initial={"first": day_of(seen.since), "last": day_of(request.at)})
    tables: list[Table] = []
    if request.GET and form.is_valid():
        start = datetime.combine(form.cleaned_data["first"], time(), LONDON)
        try:
            tables = _both_ways(seen, start, end_of(form.cleaned_data["last"]))
        except Refused as refusal:
            form.refuse(refusal)
    context = {
        "heading": "Certificate",
        "caption": f"Wall between {seen.one_side} and {seen.other_side}",
        "back": Link("The wall", f"/walls/{wall_id}"),
        "form": form,
        "tables": tables,
    }
    return render(request, "access/certificate.html", context)


def _both_ways(seen: WallSeen, start: datetime, end: datetime) -> list[Table]:
    sides = ((seen.one_side_id, seen.one_side), (seen.other_side_id, seen.other_side))
    made = []
    for (reader, reads), (read, owner) in (sides, sides[::-1]):
        found = certify(connection, reader=reader, read=read, start=start, end=end, as_member=True)
        made.append(_breaches(f"{reads} and the people of {owner}", found))
    return made


def _breaches(who: str, made: Certificate) -> Table:
    verdict = "the wall held" if made.held else f"{len(made.breaches)} crossed"
    return Table(
        f"{who}: {verdict}",
        [Column("What crossed"), Column("Which"), Column("When")],
        [[breach.kind, breach.what, breach.at] for breach in made.breaches],
        empty=f"Nothing crossed. Examined: {made.people} people, {made.grants} grants, {made.lines} lines of the audit, of which {made.unsealed} are not sealed yet.",
    )
