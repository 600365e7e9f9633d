"""Try an award: which bids a published rule would choose among packages that bidders put together, proved and checked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.commissioning.competition.rules import (
    Award,
    Checked,
    NoAward,
    Objective,
    Offer,
    check,
    choose,
    offer_from,
    told,
)
from throughcare.commissioning.competition.rules.examples import (
    EXAMPLE,
    TWO_LOTS,
    example,
    example_text,
)
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Column, Lines, Row, Table, Why
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.operating_model.rules import DrawnBy, presets

from .places import Try, places, pounds, tried

MOST = 100
"""Packages that a page tries at once: more take longer than somebody waits for a page, and go by the console."""
_ROUNDS = {"tees-services": EXAMPLE, "two-lots": TWO_LOTS}
"""The made-up rounds by the word that an address has for each; any other word shows the first."""
_DRAWN = {DrawnBy.BIDDER: "Bidders, by the packages they offer", DrawnBy.COMMISSIONER: "The commissioner"}


@page(Permission.TRY_AWARD)
def award(request: Asking) -> HttpResponse:
    """The award of a file that was sent, or of a made-up round that comes with the software."""
    form = Try(request.POST or None, request.FILES or None)
    made_up = _ROUNDS.get(request.GET.get("round", ""), EXAMPLE)
    offer, own = example(made_up), False
    if request.method == "POST" and form.is_valid():
        sent = tried(form, offer_from)
        if sent is not None and len(sent.packages) > MOST:
            form.add_error("file", f"There are {len(sent.packages)} packages. A page tries at most {MOST}.")
        elif sent is not None:
            offer, own = sent, True
    context: dict[str, Any] = {
        "heading": "Try an award", "sub_navigation": places(request.path), "form": form, "own": own,
        "name": offer.name, "example": example_text(made_up), "small": made_up == TWO_LOTS, "drawn": _who_draws(),
    }  # fmt: skip
    if not form.errors:
        context |= _shown(offer)
    return render(request, "competition/award.html", context)


def _shown(offer: Offer) -> dict[str, object]:
    found = choose(offer)
    if isinstance(found, NoAward):
        return {"none": _why_none(found)}
    return {
        "summary": _summary(offer, found, check(offer, found)),
        "taken": _taken(offer, found),
        "steps": _steps(offer, found),
        "losers": _losers(offer, found),
    }


def _why_none(found: NoAward) -> str:
    if found.unoffered:
        return f"Nobody offers {', '.join(found.unoffered)}, and the round says no price for keeping it in-house."
    if found.in_the_way:
        return f"No set of bids keeps every limit. Without one of these there would be one: {', '.join(found.in_the_way)}."
    return "No set of bids keeps every limit of the round."


def _summary(offer: Offer, award: Award, checked: Checked) -> list[Row]:
    inside = [unit.in_house.price for unit in offer.units if unit.in_house]
    rows = [Row("It would cost", pounds(award.cost))]
    if len(inside) == len(offer.units):
        rows.append(Row("All of it in-house would cost", pounds(sum(inside))))
    if any(len(one.units) > 1 for one in award.taken):
        rows.append(Row("With offers for one unit each it would cost", _one_by_one(offer)))
    proved = "Nothing better is possible" if award.is_proved else "Nothing better was found in the time"
    again = "a second count agrees" if checked.is_proved else "a second count could not show it"
    return [
        *rows,
        Row("How sure", Lines(proved, [f"{first_capital(again)}, having gone into {count_of(checked.looked, 'set')}"])),
    ]  # fmt: skip


def _one_by_one(offer: Offer) -> str:
    singles = tuple(one for one in offer.packages if len(one.units) == 1)
    found = choose(replace(offer, packages=singles))
    return "No set of them keeps the rule" if isinstance(found, NoAward) else pounds(found.cost)


def _taken(offer: Offer, award: Award) -> Table:
    rows: list[list[object]] = [
        [one.name, one.bidder, Lines("", sorted(one.units)), pounds(one.price), one.quality]
        for one in sorted(award.taken, key=lambda one: (one.bidder, one.name))
    ]
    for unit in award.kept:
        if unit.in_house:
            rows.append(
                ["None", "Stays in-house", unit.name, pounds(unit.in_house.price), unit.in_house.quality]
            )
    return Table(
        "What would be awarded",
        [
            Column("Package"), Column("Provider"), Column("Units"), Column("Price", numeric=True),
            Column("Quality out of 100", numeric=True),
        ],
        rows,
    )  # fmt: skip


def _steps(offer: Offer, award: Award) -> Table:
    def said(criterion: str, value: int) -> str:
        return pounds(value) if criterion == Objective.COST.value else f"{value:,}"

    return Table(
        "How it was settled, one after another",
        [Column("Rule"), Column("It comes to", numeric=True), Column("Nothing beats", numeric=True)],
        [
            [first_capital(one.criterion), said(one.criterion, one.value), said(one.criterion, one.bound)]
            for one in award.steps
        ],
    )


def _losers(offer: Offer, award: Award) -> Table:
    rows = [
        [bidder.name, change.package.name, change.words]
        for bidder in offer.bidders
        for change in told(offer, award, bidder.name)
    ]
    return Table(
        "What each bidder would be told",
        [Column("Bidder"), Column("Package"), Column("The least change that would have won")],
        rows,
        empty="Every package was taken.",
    )


def _who_draws() -> Table:
    return Table(
        "Who draws the lots, by operating model",
        [Column("Model"), Column("Who"), Column("Why")],
        [
            [
                model.title,
                _DRAWN[model.lots.value],
                Why(f"{model.lots.ground.footing}: {model.lots.ground.words or model.lots.ground.why} ({model.lots.ground.clause})"),
            ]
            for model in presets()
        ],
    )  # fmt: skip
