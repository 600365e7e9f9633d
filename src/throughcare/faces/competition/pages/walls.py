"""The wall of a competition: who wears which hat, crossing it by leave of two others, and the certificate that it held."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.queries import CrossingTold
from throughcare.commissioning.competition.rules.certificate import WallCertificate
from throughcare.commissioning.competition.rules.hats import APPROVALS, HatKind
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.formats import moment
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import LONDON

from .places import BACK, found

_GIVEN = (HatKind.EVALUATOR, HatKind.ADVISER, HatKind.BUYER)


class Give(SentOnce, PlainForm):
    """A hat for somebody of the team that buys."""

    member_id = forms.TypedChoiceField(label="Who takes it", coerce=UUID)
    hat = forms.ChoiceField(label="Part", choices=[("", "Choose"), *((one.value, one.value.capitalize()) for one in _GIVEN)])  # fmt: skip

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member_id"].choices = [("", "Choose"), *members]  # type: ignore[attr-defined]


class Cross(SentOnce, PlainForm):
    """Why somebody is to read what was opened, and until when."""

    because = CountedField(label="Why", limit=500)
    last = DayField(label="Day on which it ends", help_text="At noon, within seven days. It closes itself.")


@page(May.TRY_AWARD)
def wall(request: Asking, competition_id: UUID) -> HttpResponse:
    """Who wears which hat on the viewer's side; whoever published gives others theirs, anybody may ask to cross."""
    seen = found(request, competition_id)
    buys = seen.stands.row.unit_id == request.member.unit_id and request.member.may(May.RUN_COMPETITION)
    form = _form(request, buys)
    if request.method == "POST" and form.is_valid() and _done(request, form, competition_id):
        messages.success(
            request, "Their part is given." if buys else f"It waits for {APPROVALS} people to approve it."
        )
        return redirect("competition_wall", competition_id=competition_id)
    context = {
        "heading": "Wall between the two sides", "back": Link(seen.stands.row.title, f"{BACK}/{competition_id}"),
        "table": _hats(competition_id, request.at), "second": _crossings(queries.crossings(competition_id, at=request.at)),
        "form": form, "title_of_form": "Give somebody their part" if buys else "Ask to cross",
    }  # fmt: skip
    return render(request, "web/list_and_form.html", context)


def _form(request: Asking, buys: bool) -> PlainForm:
    if not buys:
        return Cross(request.POST or None)
    there = access.members_of([request.member.unit_id], at=request.at)
    return Give(request.POST or None, members=[(str(one.id), f"{one.name}, {one.role}") for one in there])


def _done(request: Asking, form: PlainForm, competition_id: UUID) -> bool:
    if isinstance(form, Give):
        return do(request, form, actions.give_hat, competition_id=competition_id)
    until = datetime.combine(form.cleaned_data.pop("last"), time(12), LONDON)
    return do(request, form, actions.ask_to_cross, competition_id=competition_id, until=until)


def _hats(competition_id: UUID, at: datetime) -> Table:
    return Table(
        "Parts that your side takes",
        [Column("Who"), Column("Part")],
        [[name, hat] for name, hat in queries.hats(competition_id, at=at)],
        empty="Nobody of your side has taken a part yet.",
    )


def _crossings(rows: list[CrossingTold]) -> Table:
    return Table(
        "Crossings",
        [Column("Who"), Column("Why"), Column("Until"), Column("Approved by"), Column("State")],
        [
            [one.by, one.row.because, moment(one.row.until), Lines("", one.approved_by) if one.approved_by else Unknown("Nobody yet"), _state(one)]
            for one in rows
        ],
        empty="Nobody asked to cross.",
    )  # fmt: skip


def _state(one: CrossingTold) -> object:
    return Tag("Open now", "orange") if one.is_open else "Closed"


@page(May.APPROVE_CROSSING)
def crossing(request: Asking, crossing_id: UUID) -> HttpResponse:
    """One crossing that waits, and the button to approve it."""
    told = queries.crossing(crossing_id, at=request.at)
    if told is None:
        raise Http404
    if request.method == "POST":
        return press(
            request, actions.approve_crossing, "Approved.", f"/competition/crossings/{crossing_id}", crossing_id=crossing_id
        )  # fmt: skip
    rows = [
        Row("Who", told.by), Row("Why", told.row.because), Row("Until", moment(told.row.until)),
        Row("Approved by", Lines("", told.approved_by) if told.approved_by else Unknown("Nobody yet")), Row("State", _state(told)),
    ]  # fmt: skip
    context = {
        "heading": "Crossing of a wall",
        "rows": rows,
        "waits": told.row.until > request.at and not told.is_open,
    }
    return render(request, "competition/crossing.html", context)


@page(May.CERTIFY_WALL)
def certificate(request: Asking, competition_id: UUID) -> HttpResponse:
    """Whether nobody on one side could read the other's papers, with everything that crossed and all that was examined."""
    made = queries.certify(connection, competition_id, end=request.at)
    title = queries.title_of(competition_id)
    if made is None or title is None:
        raise Http404
    context = {
        "heading": "Certificate of a wall", "caption": title, "made": made, "rows": _examined(made),
        "crossed": _crossed(made), "across": _across(made, request.at),
    }  # fmt: skip
    return render(request, "competition/certificate.html", context)


def _examined(made: WallCertificate) -> list[Row]:
    return [
        Row("Verdict", "The wall held" if made.held else Tag(f"{len(made.crossed)} crossed", "red")),
        Row("Window", Lines(f"From {moment(made.start)}", [f"until {moment(made.end)}"])),
        Row("Sendings of bids", "Told once it has closed" if made.bids is None else made.bids),
        Row("Parts taken", "Told once it has closed" if made.hats is None else made.hats),
        Row("Keys", made.keys),
        Row("Lines of the audit", Lines(made.lines, [f"{made.unsealed} not sealed yet, which could still be changed"])),
        Row("Jobs", made.jobs),
    ]  # fmt: skip


def _crossed(made: WallCertificate) -> Table:
    return Table(
        "What crossed",
        [Column("Kind"), Column("What"), Column("When")],
        [[one.kind, one.what, one.at or Unknown("As the database stands now")] for one in made.crossed],
        empty="Nothing.",
    )


def _across(made: WallCertificate, at: datetime) -> Table:
    names = access.members({one.member for one in made.let_across}, at=at)
    return Table(
        "Let across by two people",
        [Column("Who"), Column("Why"), Column("From"), Column("Until")],
        [
            [names[one.member].name if one.member in names else str(one.member), one.because, moment(one.opened), moment(one.closed)]
            for one in made.let_across
        ],
        empty="Nobody.",
    )  # fmt: skip
