"""Who waits and where there are beds; premises with their nights and residents; premises, beds and lost nights recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.accommodation import actions, queries
from throughcare.casework.accommodation.queries import ApplicationLine, PremisesSeen, PremisesWhole
from throughcare.casework.accommodation.rules import reason_words
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .placing_words import (
    arrival_words,
    bed_words,
    has_words,
    nights_table,
    owed_words,
    priority_words,
    stands_words,
)
from .premises_forms import AddBeds, AddPremises, BedBack, CloseBed, LoseBed

LOST_OVER = 28


@page(Permission.REFER_TO_SERVICE)
def accommodation(request: Asking) -> HttpResponse:
    """Who waits for one's teams, whom they asked for, every premises with its free beds, and what demand was lost."""
    units, today = access.units_below(request.member.unit_id), day_of(request.at)
    gives = request.member.may(Permission.GIVE_PLACES)
    context = {
        "heading": "Accommodation",
        "received": _waiting(queries.applications_at(units, at=request.at), request) if gives else None,
        "sent": _sent(queries.applications_from(units, at=request.at), request),
        "premises": _premises(queries.premises(on=today)),
        "lost": _lost(request) if gives else None,
        "keeps": request.member.may(Permission.KEEP_PREMISES),
    }
    return render(request, "accommodation/accommodation.html", context)


def _waiting(found: list[ApplicationLine], request: Asking) -> Table:
    return Table(
        "Asked of your team",
        [
            Column("Name"), Column("Goes"), Column("Kind"), Column("State"), Column("Arrival"), Column("What is owed"),
            Column("Action", hidden=True),
        ],
        [
            [Link(one.name, f"/people/{one.row.person_id}"), priority_words(one.row.priority), _kind(one), stands_words(one.row.state),
             arrival_words(one), owed_words(one, request.at), _open(one)]
            for one in found
        ],
        empty="Nobody.",
    )  # fmt: skip


def _sent(found: list[ApplicationLine], request: Asking) -> Table:
    return Table(
        "Asked for by your team",
        [Column("Name"), Column("Kind"), Column("State"), Column("Bed"), Column("What is owed"), Column("Action", hidden=True)],
        [
            [Link(one.name, f"/people/{one.row.person_id}"), Lines(_kind(one), [one.team]), stands_words(one.row.state), bed_words(one),
             owed_words(one, request.at), _open(one)]
            for one in found
        ],
        empty="Nobody.",
    )  # fmt: skip


def _kind(one: ApplicationLine) -> object:
    notice = [f"{one.row.notice} notice"] if one.row.notice != "standard" else []
    return Lines(first_capital(one.row.kind), notice)


def _open(one: ApplicationLine) -> Link:
    return Link("Open", f"/accommodation/applications/{one.row.id}", f"the application for {one.name}")


def _premises(found: list[PremisesSeen]) -> Table:
    return Table(
        "Premises, and their beds tonight",
        [
            Column("Premises"), Column("Kind"), Column("Takes"), Column("Beds", numeric=True), Column("Lived in", numeric=True),
            Column("Booked", numeric=True), Column("Lost", numeric=True), Column("Free", numeric=True),
            Column("Full, last four weeks", numeric=True),
        ],
        [
            [Link(one.row.name, f"/accommodation/premises/{one.row.id}"), _regime(one), first_capital(one.row.takes), one.tonight.beds,
             one.tonight.occupied, one.tonight.booked, one.tonight.lost, one.tonight.free, _rate(one)]
            for one in found
        ],
        empty="No premises are recorded.",
    )  # fmt: skip


def _regime(one: PremisesSeen) -> object:
    kind = first_capital(one.row.kind)
    return Lines(kind, [*([one.row.regime] if one.row.regime != "normal" else []), one.row.place])


def _rate(one: PremisesSeen) -> object:
    rate = one.before.rate
    return Unknown("No beds then") if rate is None else f"{rate:.0%}"


def _lost(request: Asking) -> Table:
    today = day_of(request.at)
    found = queries.lost_demand(since=today - timedelta(days=LOST_OVER), until=today + timedelta(days=1))
    return Table(
        "Demand lost for want of a bed in the last four weeks",
        [Column("Why"), Column("Times", numeric=True)],
        [[one.words, one.times] for one in found],
        empty="None.",
    )


@page(Permission.KEEP_PREMISES)
def add_premises(request: Asking) -> HttpResponse:
    """Record premises that one's own team runs."""
    form = AddPremises(request.POST or None)
    if request.method == "POST" and form.is_valid() and do(request, form, actions.add_premises):
        messages.success(request, "Recorded. Now add its beds.")
        return redirect("accommodation")
    context = {"heading": "Record premises", "form": form, "submit": "Record", "cancel": "/accommodation"}
    return render(request, "throughcare/form_page.html", context)


@page(Permission.REFER_TO_SERVICE)
def one_of_premises(request: Asking, premises_id: UUID) -> HttpResponse:
    """Premises: what they are, each bed, the next fortnight by night, and who lives there as far as the viewer sees them."""
    whole = _whole(request, premises_id)
    row = whole.seen.row
    ours = row.unit_id in access.units_below(request.member.unit_id)
    context = {
        "heading": row.name,
        "rows": _rows(whole),
        "steps": _steps(request, whole),
        "living": _living(queries.living_in(premises_id, at=request.at), request) if ours else None,
        "nights": nights_table(whole.nights, "The next fortnight"),
        "beds": _beds(whole),
        "lost": _voids(whole, can_end="back" in _open_steps(request, whole)),
        "back": Link("Accommodation", "/accommodation"),
    }
    return render(request, "accommodation/premises.html", context)


def _whole(request: Asking, premises_id: UUID) -> PremisesWhole:
    whole = queries.one_of_premises(premises_id, on=day_of(request.at))
    if whole is None:
        raise Http404
    return whole


def _rows(whole: PremisesWhole) -> list[Row]:
    row = whole.seen.row
    return [
        Row("Kind", _regime(whole.seen)),
        Row("Run by", whole.seen.unit),
        Row("Takes", first_capital(row.takes)),
        Row("Has", has_words(row.has)),
        Row("Has not", has_words(row.has_not)),
        Row(
            "Open",
            Lines(f"Since {row.opens:%-d %B %Y}", [f"until {row.closes:%-d %B %Y}"] if row.closes else []),
        ),
        Row("Full, last four weeks", _rate(whole.seen)),
    ]


def _living(found: list[ApplicationLine], request: Asking) -> Table:
    return Table(
        "Who has a bed",
        [Column("Name"), Column("Bed"), Column("State"), Column("Since or from"), Column("What is owed"), Column("Action", hidden=True)],
        [
            [Link(one.name, f"/people/{one.row.person_id}"), one.stay.bed.name if one.stay else "", stands_words(one.row.state),
             arrival_words(one), owed_words(one, request.at), _open(one)]
            for one in found
        ],
        empty="Nobody that you may see.",
    )  # fmt: skip


def _beds(whole: PremisesWhole) -> Table:
    return Table(
        "Beds",
        [Column("Bed"), Column("Tonight"), Column("Has"), Column("Has not")],
        [
            [
                one.row.name,
                Tag(first_capital(one.tonight), "green" if one.tonight == "free" else "grey"),
                has_words(one.row.has),
                has_words(one.row.has_not),
            ]
            for one in whole.beds
        ],
        empty="No bed yet.",
    )


def _voids(whole: PremisesWhole, *, can_end: bool) -> Table:
    at = f"/accommodation/premises/{whole.seen.row.id}/back"
    return Table(
        "Lost nights",
        [Column("Bed"), Column("From"), Column("Until"), Column("Why"), *([Column("Action", hidden=True)] if can_end else [])],
        [
            [
                bed.row.name, void.nights.lower, void.nights.upper or Unknown("Not known yet"), reason_words("void", void.reason),
                *([Link("Have it back", f"{at}?void={void.id}", f"bed {bed.row.name}")] if can_end else []),
            ]
            for bed in whole.beds for void in bed.voids if not void.nights.isempty
        ],
        empty="None.",
    )  # fmt: skip


@dataclass(frozen=True)
class HouseStep:
    """One step on premises as a page offers it; ``listed`` steps have a button, the others a link in a table."""

    label: str
    act: Any
    form: type[PlainForm]
    permission: Permission
    said: str
    listed: bool = True


STEPS: Mapping[str, HouseStep] = {
    "beds": HouseStep("Add beds", actions.add_beds, AddBeds, Permission.KEEP_PREMISES, "Added."),
    "lose": HouseStep("Record lost nights", actions.lose_bed, LoseBed, Permission.GIVE_PLACES, "Recorded."),
    "close": HouseStep(
        "Take a bed away", actions.close_bed, CloseBed, Permission.KEEP_PREMISES, "The bed is taken away."
    ),
    "back": HouseStep(
        "Have a bed back", actions.have_bed_back, BedBack, Permission.GIVE_PLACES, "Recorded.", listed=False
    ),
}


def _open_steps(request: Asking, whole: PremisesWhole) -> dict[str, HouseStep]:
    if whole.seen.row.unit_id not in access.units_below(request.member.unit_id):
        return {}
    there = {slug: step for slug, step in STEPS.items() if request.member.may(step.permission)}
    if not whole.beds:
        there = {slug: step for slug, step in there.items() if slug == "beds"}
    if not any(bed.voids for bed in whole.beds):
        there.pop("back", None)
    return there


def _steps(request: Asking, whole: PremisesWhole) -> list[dict[str, str]]:
    return [
        {
            "label": step.label,
            "href": f"/accommodation/premises/{whole.seen.row.id}/{slug}",
            "kind": "secondary",
        }
        for slug, step in _open_steps(request, whole).items()
        if step.listed
    ]


@page(Permission.GIVE_PLACES)
def premises_step(request: Asking, premises_id: UUID, housework: str) -> HttpResponse:
    """The form of one step on premises; 404 where it is not one that the viewer can take now."""
    whole = _whole(request, premises_id)
    chosen = _open_steps(request, whole).get(housework)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST or None, initial={"void_id": request.GET.get("void", "")})
    form.offer(whole)  # type: ignore[attr-defined]
    given = {"premises_id": premises_id} if housework == "beds" else {}
    if request.method == "POST" and form.is_valid() and do(request, form, chosen.act, **given):
        messages.success(request, chosen.said)
        return redirect("one_of_premises", premises_id=premises_id)
    context = {
        "heading": f"{chosen.label}: {whole.seen.row.name}", "form": form, "submit": chosen.label,
        "cancel": f"/accommodation/premises/{premises_id}",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)
