"""The market for a commissioner: who comes and wins, how concentrated it is, what looks odd; and warnings before publication."""

from __future__ import annotations

from datetime import datetime, time
from fractions import Fraction

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from throughcare.commissioning.competition.rules import offer_from
from throughcare.commissioning.publication.queries import market as queries
from throughcare.commissioning.publication.rules import FLAGS
from throughcare.commissioning.publication.rules.market import (
    Contest,
    Draft,
    funnel,
    measures,
    patterns,
    shares,
    warnings,
)
from throughcare.commissioning.publication.rules.market.looked_at import flags_by_lot
from throughcare.commissioning.publication.rules.market.thresholds import Thresholds, thresholds
from throughcare.commissioning.publication.rules.market.warnings import burden
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Unknown, Why
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import LONDON, day_of

BASE, HEADING = "/market", "Market"
LARGEST = 1_000_000
"""Bytes of a text of units and rule that is read at once."""
NOON = time(12)


@page(Permission.RUN_COMPETITION)
def market(request: Asking) -> HttpResponse:
    """What the competitions that the team decided show of its market."""
    seen = queries.contests(request.member, at=request.at)
    found = seen.shown
    held = thresholds(day_of(request.at))
    context = {
        "heading": HEADING, "before": Link("Try a competition before it is published", f"{BASE}/before"),
        "rows": _rows(found, held, seen.unseen), "tables": [_funnel(found), _shares(found), _flags(found), _patterns(found, held)],
        "held": Why(str(held.clause)),
    }  # fmt: skip
    return render(request, "publication/market.html", context)


def _decided(shown: int, unseen: int) -> object:
    """How many were decided, and how many of them are left out because their bids are not the viewer's to read."""
    if not unseen:
        return shown
    left_out = f"{unseen} left out: you may not read the bids, so nothing here is known of them"
    return Lines(str(shown + unseen), [left_out])


def _percent(share: Fraction) -> str:
    return f"{float(share):.1f}%"


def _rows(found: list[Contest], held: Thresholds, unseen: int) -> list[Row]:
    stands = measures(found)
    index = stands.concentration
    nothing = Unknown("Nothing was awarded yet")
    concentrated: object = nothing
    if index is not None:
        how = (
            "highly concentrated"
            if index > held.highly_concentrated
            else "concentrated"
            if index > held.concentrated
            else "not concentrated"
        )
        concentrated = Lines(
            f"{float(index):,.0f} of 10,000: {how}",
            [Why(f"Concentrated above {held.concentrated:,}, highly above {held.highly_concentrated:,}")],
        )
    largest = f"{_percent(stands.largest[1])}, {stands.largest[0]}" if stands.largest else nothing
    single = stands.single_share
    alone = [f"{unit}, {contest}: {who}" for contest, unit, who in stands.single]
    alone += [f"{unit}, {contest}: nobody" for contest, unit in stands.unwanted]
    return [
        Row("Competitions decided", _decided(len(found), unseen)),
        Row("Concentration by cost", concentrated),
        Row("Largest share", largest),
        Row("Units that one alone wanted", Lines(_percent(single), alone) if single is not None else nothing),
    ]  # fmt: skip


def _counted(count: int | None) -> object:
    return Unknown("Not recorded") if count is None else count


def _funnel(found: list[Contest]) -> Table:
    numbers = [Column(name, numeric=True) for name in ("Saw", "Asked", "Bid", "Shortlisted", "Won")]
    rows: list[list[object]] = [
        [
            first_capital(one.sector), first_capital(one.size.value) if one.size else Unknown("Not known"),
            _counted(one.saw), _counted(one.asked), one.bid, one.shortlisted, one.won,
        ]
        for one in funnel(found)
    ]  # fmt: skip
    return Table(
        "Who came and who won", [Column("Sector"), Column("Size"), *numbers], rows, empty="Nobody came yet."
    )


def _shares(found: list[Contest]) -> Table:
    said = {True: "Kept", False: "Not kept", None: Unknown("No ring-fence, or not known")}
    rows: list[list[object]] = [
        [
            one.contest, _percent(one.small), _percent(one.voluntary),
            f"{one.ring_fence}%" if one.ring_fence is not None else Unknown("None"), said[one.is_kept],
        ]
        for one in shares(found)
    ]  # fmt: skip
    columns = [
        Column("Competition"), Column("To small providers", numeric=True), Column("To voluntary ones", numeric=True),
        Column("Ring-fence", numeric=True), Column("Kept"),
    ]  # fmt: skip
    return Table("Where the money goes", columns, rows, empty="Nothing was awarded yet.")


def _flags(found: list[Contest]) -> Table:
    rows: list[list[object]] = [
        [Lines(FLAGS[one.code].title, [one.code]), one.who, FLAGS[one.code].why]
        for one in flags_by_lot(found).raised
    ]
    return Table(
        "Red flags by lot and package: reasons to look, and no more",
        [Column("Flag"), Column("Where, or who"), Column("Why it deserves a look")], rows, empty="No flag was raised.",
    )  # fmt: skip


def _patterns(found: list[Contest], held: Thresholds) -> Table:
    rows: list[list[object]] = [
        [first_capital(one.kind), Lines("", list(one.bidders)), Lines("", list(one.contests)), one.seen]
        for one in patterns(found, held)
    ]
    return Table(
        "Patterns that bidders who agreed would leave: honest ones leave them too, now and then",
        [Column("Pattern"), Column("Bidders"), Column("Competitions"), Column("What was seen")], rows,
        empty="No pattern was seen.",
    )  # fmt: skip


class Before(PlainForm):
    """A competition that is not published yet."""

    file = forms.FileField(label="Units and rule", help_text="YAML in UTF-8, as it would be published.")
    closes = DayField(label="Day it would close", help_text="At noon.")


@page(Permission.RUN_COMPETITION)
def before(request: Asking) -> HttpResponse:
    """What a competition would ask of bidders, and what keeps them away, before it is published; nothing is kept."""
    form = Before(request.POST or None, request.FILES or None)
    context: dict[str, object] = {
        "heading": "Before a competition is published", "back": Link(HEADING, BASE), "form": form,
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        draft = _draft(request, form)
        if draft is not None:
            context |= _warned(draft, thresholds(day_of(request.at)))
    return render(request, "publication/before.html", context)


def _draft(request: Asking, form: Before) -> Draft | None:
    sent = form.cleaned_data["file"]
    closes = datetime.combine(form.cleaned_data["closes"], NOON, LONDON)
    if sent.size > LARGEST:
        form.add_error("file", f"The file has {sent.size:,} bytes. At most {LARGEST:,} are read.")
        return None
    if closes <= request.at:
        form.add_error("closes", "It must close after today.")
        return None
    try:
        text = sent.read().decode("utf-8")
        offer = offer_from(text, "the competition")
    except UnicodeDecodeError:
        form.add_error("file", "The file is not text in UTF-8.")
    except Refused as refusal:
        form.add_error("file", refusal.because)
    else:
        return Draft(text, offer, request.at, closes, queries.open_beside(request.member, at=request.at))
    return None


def _warned(draft: Draft, held: Thresholds) -> dict[str, object]:
    asked = burden(draft, held)
    rows: list[list[object]] = [[one.what, one.why] for one in warnings(draft, held)]
    return {
        "rows": [
            Row("Words to read", f"{asked.words:,}"), Row("Units to price", asked.units),
            Row("Whole days open", asked.days), Row("Others that close about then", len(asked.clashes)),
        ],
        "table": Table("Warnings", [Column("What"), Column("Why it matters")], rows, empty="There is nothing to warn of."),
        "held": Why(str(held.clause)),
    }  # fmt: skip
