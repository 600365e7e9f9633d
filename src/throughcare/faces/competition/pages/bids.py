"""The bids of a competition once they are opened: what each rests on, as it was when it was sent, and how its partners share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.commissioning.competition import queries
from throughcare.commissioning.competition.queries import BidTold
from throughcare.commissioning.providers.rules.register import register_on
from throughcare.commissioning.providers.rules.shares import PartTaken, Share
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.passport_shown import declared, findings, rows
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .places import BACK, found, pounds


@page(May.TRY_AWARD)
def opened_bids(request: Asking, competition_id: UUID) -> HttpResponse:
    """Each bid that was opened and the viewer sees: the buyer's team all, a bidder's team its own."""
    seen = found(request, competition_id)
    told = queries.bids_told(competition_id)
    context = {
        "heading": "Bids that were opened", "back": Link(seen.stands.row.title, f"{BACK}/{competition_id}"),
        "bids": [_bid(one, seen) for one in told],
        "low": _low(seen, told) if seen.stands.row.unit_id == request.member.unit_id else None,
        "bound": findings("What binds those who bid to each other", queries.bound_bidders(told), "Nothing was found."),
    }  # fmt: skip
    return render(request, "competition/bids.html", context)


def _low(seen: queries.CompetitionSeen, told: list[BidTold]) -> Table:
    """Prices so low that the buyer asks their bidder about them first; what was asked stands on a page of its own."""
    return Table(
        "Prices to ask about before you decide",
        [
            Column("Bidder"), Column("Package"), Column("Price", numeric=True), Column("How far below", numeric=True),
            Column("Below what"),
        ],
        [
            [
                one.package.bidder, one.package.name, pounds(one.package.price), f"{one.percent_below}%",
                f"{first_capital(one.what)}, {pounds(one.against)}",
            ]
            for one in queries.prices_to_ask_about(seen, told)
        ],
        empty="No price is so low that it has to be asked about.",
    )  # fmt: skip


def _bid(one: BidTold, seen: queries.CompetitionSeen) -> dict[str, Any]:
    closes = day_of(seen.stands.row.closes_at)
    shown: dict[str, Any] = {
        "bidder": one.row.bidder, "out": one.row.fault, "shares": _shares(one), "packages": _packages(one),
    }  # fmt: skip
    if one.passport is None or one.standing is None:
        return shown | {"rows": [Row("Passport", Unknown("This bid rests on none"))]}
    return shown | {
        "rows": [Row("Edition of the passport", one.edition), *rows(one.passport, one.standing)],
        "declarations": declared(one.passport, register_on(closes)),
        "said": findings("What is to be known besides", one.standing.said, "Nothing."),
    }


def _packages(one: BidTold) -> Table:
    """What is asked for each package: the price of the volume expected, and for each person in every other band."""
    return Table(
        "What it asks",
        [Column("Package"), Column("Units"), Column("Price a year", numeric=True), Column("A person in other bands of volume")],
        [
            [each.name, Lines("", sorted(each.units)), pounds(each.price), Lines("", [f"{band}: {pounds(price)}" for band, price in each.beyond])]
            for each in one.packages
        ],
        empty="Its packages could not be read.",
    )  # fmt: skip


def _shares(one: BidTold) -> Table:
    words = {said["who"]: first_capital(said["word"]) for said in one.row.partners}
    return Table(
        "Who does what share of it",
        [Column("Partner"), Column("Part"), Column("Percent", numeric=True), Column("What it said itself")],
        [[share.who, share.part.value, share.percent, _word(share, words)] for share in one.shares],
        empty="The bidder does all of it.",
    )


def _word(share: Share, words: dict[str, str]) -> object:
    if share.part is PartTaken.LEAD:
        return "It leads"
    return words.get(share.who) or Unknown("Nobody was asked")
