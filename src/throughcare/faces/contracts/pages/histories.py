"""Histories as data: what agreements that were come to by the rules that pay here, and when those could have said so."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.commissioning.contracts.rules.fees import A_YEAR
from throughcare.commissioning.contracts.rules.histories import Run, past_agreement, past_names, run
from throughcare.faces.web.look.formats import day
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.foundation.kernel import Permission as May

from .listing import BACK, HEADING
from .saying import pounds


@page(May.LOOK_AT_AGREEMENTS)
def histories(request: Asking) -> HttpResponse:
    """Every history, each with its source, what is assumed, and its money."""
    context = {
        "heading": "What contracts came to before",
        "back": Link(HEADING, BACK),
        "histories": [_history(name) for name in past_names()],
    }
    return render(request, "contracts/histories.html", context)


def _history(name: str) -> tuple[str, list[Row], Table, Table]:
    past = past_agreement(name)
    runs = [run(name, less) for less in past.shortfalls]
    rows = [
        Row("Source", past.source),
        Row("Assumed", Lines("", [f"{what}: {why}" for what, why in past.assumed.items()])),
    ]
    return past.title, rows, _whole(runs), _by_year(runs)


def _whole(runs: list[Run]) -> Table:
    return Table(
        "What it came to",
        [Column("Volume"), Column("Paid in all", numeric=True), Column("Less than was thought", numeric=True), Column("Could have been said in")],
        [
            [
                f"{one.shortfall} per cent less than was thought" if one.shortfall else "As it was thought",
                pounds(one.months[-1].so_far), pounds(one.less),
                Unknown("Never: it stayed within its range") if one.warned is None else f"{one.warned:%B %Y}",
            ]
            for one in runs
        ],
    )  # fmt: skip


def _by_year(runs: list[Run]) -> Table:
    """Each month in which anything was paid besides, or taken back, beyond the month before; by month of the worst run."""
    worst = runs[-1]
    told = [one for number, one in enumerate(worst.months) if one.pence and _stands_out(worst, number)]
    return Table(
        "Months that stand out",
        [Column("Month"), Column("Statement", numeric=True), Column("So far", numeric=True), Column("As it was thought", numeric=True)],
        [[day(one.month), pounds(one.pence), pounds(one.so_far), pounds(one.as_thought)] for one in told],
        empty="None: every month came to the same.",
    )  # fmt: skip


def _stands_out(one: Run, number: int) -> bool:
    """Whether a month is the first or last, or the end of a year of the term, or came to more or less than its neighbour by a tenth."""
    if number in {0, len(one.months) - 1} or number % A_YEAR == A_YEAR - 1:
        return True
    return abs(one.months[number].pence - one.months[number - 1].pence) * 10 > abs(one.months[number].pence)
