"""The sentences whose victims a team looks after: what the police are still to refer, and one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.queries import CoveredSeen
from throughcare.casework.victims.rules import Scheme
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Item, Lines, Link, Row, Table, Tag, Why
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .forms import NoReferral, Register, StageOn, TakeOn

HERE = Item("Sentences", "/victims/sentences")


@page(May.KEEP_VICTIMS_TOLD)
def covered_sentences(request: Asking) -> HttpResponse:
    """Every sentence whose victims the viewer's team looks after; those the police are still to refer first."""
    found = queries.covered_sentences()
    waiting = [one for one in found if one.awaits_referral]
    others = [one for one in found if not one.awaits_referral]
    context = {
        "heading": "Sentences whose victims you look after",
        "breadcrumbs": [Item("Victims", "/victims"), Item("Sentences", "")],
        "tables": [
            awaited_table(request, waiting),
            _table("Referred, settled or not known", others, "No others."),
        ],
        "new": "/victims/sentences/new",
    }
    return render(request, "victims/sentences.html", context)


def awaited_table(request: Asking, found: list[CoveredSeen]) -> Table:
    """Sentences for which the police are still to refer somebody, with how late that is."""
    today = day_of(request.at)
    return Table(
        "Awaiting a referral from the police",
        [Column("Sentence of"), Column("Sentence"), Column("Scheme"), Column("Referral due")],
        [[_link(one), _said(one), first_capital(one.row.scheme), _due(one, today)] for one in found],
        empty="The police owe no referral.",
    )


def _table(caption: str, found: list[CoveredSeen], empty: str) -> Table:
    return Table(
        caption,
        [Column("Sentence of"), Column("Sentence"), Column("Scheme"), Column("Referred")],
        [[_link(one), _said(one), first_capital(one.row.scheme), _referred(one)] for one in found],
        empty=empty,
    )


def _link(one: CoveredSeen) -> Link:
    return Link(one.called, f"/victims/sentences/{one.row.id}")


def _said(one: CoveredSeen) -> object:
    words = ", ".join(part for part in (one.row.kind, one.row.length) if part)
    return Lines(first_capital(words), [f"{one.row.imposed_on:%-d %B %Y}", one.row.offence])


def _due(one: CoveredSeen, today: object) -> object:
    day = one.row.referral_due
    if day is None:
        return "–"
    return Lines(day, [Tag("Late", "red")]) if day < today else day  # type: ignore[operator]


def _referred(one: CoveredSeen) -> object:
    if one.row.settled:
        return Lines("The police refer nobody", [one.row.settled])
    return count_of(one.registered, "person", "people") if one.registered else "Nobody"


@page(May.KEEP_VICTIMS_TOLD)
def covered_sentence(request: Asking, covered_id: UUID) -> HttpResponse:
    """One sentence: its scheme and why, its stages, and those of its victims whose records the viewer holds."""
    seen = _found(covered_id)
    held = queries.victims_of(covered_id)
    context = {
        "heading": seen.called,
        "breadcrumbs": [Item("Victims", "/victims"), HERE, Item(seen.called, "")],
        "rows": _rows(request, seen),
        "steps": [
            {"label": label, "href": f"/victims/sentences/{covered_id}/{slug}", "kind": kind}
            for slug, label, kind in _open(seen)
        ],
        "victims": Table(
            "Victims whose records you hold",
            [Column("Name"), Column("Who they are"), Column("Where they stand")],
            [
                [Link(one.name, f"/victims/{one.id}"), first_capital(one.kind), first_capital(one.state)]
                for one in held
            ],
            empty="You hold no record of a victim of this sentence.",
        ),
        "stages": Table(
            "Stages",
            [Column("Day"), Column("Stage")],
            [[row.on, first_capital(row.stage)] for row in reversed(seen.stages)],
            empty="None yet.",
        ),
    }
    return render(request, "victims/sentence.html", context)


def _rows(request: Asking, seen: CoveredSeen) -> list[Row]:
    row = seen.row
    scheme = Tag("Not known", "yellow") if row.scheme == Scheme.NOT_KNOWN else first_capital(row.scheme)
    rows = [
        Row("Sentence", _said(seen)),
        Row("Court", row.court or "Not said"),
        Row("Scheme", Lines(scheme, [Why(f"{one['because']} By {row.edition}.") for one in row.ruled])),
        Row("Referral due", _due(seen, day_of(request.at)) if seen.awaits_referral else "–"),
        Row("Registered", count_of(seen.registered, "person", "people")),
    ]
    if row.settled:
        rows.append(Row("The police said", Lines(row.settled, [row.settled_on])))
    if row.ended_on:
        rows.append(Row("Over since", row.ended_on))
    return rows


def _found(covered_id: UUID) -> CoveredSeen:
    seen = queries.covered_sentence(covered_id)
    if seen is None:
        raise Http404
    return seen


def _open(seen: CoveredSeen) -> list[tuple[str, str, str]]:
    able = []
    if seen.goes_on:
        able.append(("register", "Register somebody", ""))
    if seen.awaits_referral:
        able.append(("no-referral", "The police refer nobody", "secondary"))
    if seen.row.ended_on is None:
        able.append(("stage", "Record a stage", "secondary"))
    return able


@page(May.KEEP_VICTIMS_TOLD)
def register(request: Asking, covered_id: UUID) -> HttpResponse:
    """Register somebody whom the police referred, or who came forward."""
    seen = _found(covered_id)
    if not seen.goes_on:
        raise Http404
    form = Register(request.POST or None, initial={"referred_on": day_of(request.at)})
    form.offer([(one.id, one.name) for one in queries.victims_of(covered_id)])
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.register_victim, covered_id=covered_id)
    ):
        messages.success(request, "Registered. You lead on their record.")
        return redirect("covered_sentence", covered_id=covered_id)
    context = {
        "heading": "Register somebody", "caption": seen.called, "form": form, "submit": "Register",
        "cancel": f"/victims/sentences/{covered_id}",
        "lead": "What you write here is read by you, by whom you name, and by nobody else.",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)


STEPS: Mapping[str, tuple[str, Callable[..., object], type[PlainForm]]] = {
    "no-referral": ("The police refer nobody", actions.settle_referral, NoReferral),
    "stage": ("Record a stage", actions.record_stage, StageOn),
}


@page(May.KEEP_VICTIMS_TOLD)
def covered_step(request: Asking, covered_id: UUID, covered_deed: str) -> HttpResponse:
    """What the police said, or a stage that the record does not tell of by itself."""
    seen = _found(covered_id)
    if covered_deed not in STEPS or covered_deed not in {slug for slug, _, _ in _open(seen)}:
        raise Http404
    label, act, kind = STEPS[covered_deed]
    form = kind(request.POST or None, initial={"version": seen.row.version, "on": day_of(request.at)})
    if request.method == "POST" and form.is_valid() and do(request, form, act, covered_id=covered_id):
        messages.success(request, "Recorded.")
        return redirect("covered_sentence", covered_id=covered_id)
    context = {
        "heading": label,
        "caption": seen.called,
        "form": form,
        "submit": "Save",
        "cancel": f"/victims/sentences/{covered_id}",
    }
    return render(request, "throughcare/form_page.html", context)


@page(May.KEEP_VICTIMS_TOLD)
def take_on(request: Asking) -> HttpResponse:
    """Take on a sentence that no record here is of, as the police tell of it."""
    form = TakeOn(request.POST or None)
    if request.method == "POST" and form.is_valid() and do(request, form, actions.take_on_sentence):
        messages.success(request, "Your team looks after its victims.")
        return redirect("covered_sentences")
    context = {
        "heading": "Take on a sentence",
        "form": form,
        "submit": "Take it on",
        "cancel": "/victims/sentences",
        "lead": "For a hospital order, a sentence of another service, or contact at your discretion. A court's results bring in all others.",
    }
    return render(request, "throughcare/form_page.html", context)
