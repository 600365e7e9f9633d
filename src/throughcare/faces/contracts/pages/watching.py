"""Whether service levels are reached without the work, and how agreements stand side by side: funnels with their tables."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughcare.commissioning.contracts import queries
from throughcare.commissioning.contracts.queries import Beside, LevelWatched
from throughcare.commissioning.contracts.rules.funnel import LIMITS, limits, placed, whole_rate
from throughcare.commissioning.contracts.rules.gaming import gaming_terms
from throughcare.faces.web.look import charts
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Column, Link, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .listing import BACK, HEADING, found


@page(May.LOOK_AT_AGREEMENTS)
def watch(request: Asking, contract_id: UUID) -> HttpResponse:
    """The tests beside each service level of one agreement."""
    seen = found(request, contract_id)
    terms = gaming_terms(day_of(request.at))
    context = {
        "heading": "Are the figures what they seem",
        "back": Link(seen.stands.row.title, f"{BACK}/{contract_id}"),
        "tables": [_tests(one) for one in queries.watched(contract_id, at=request.at)],
        "alpha": f"1 of {round(1 / terms.alpha)}",
        "least": terms.least,
        "said": f"{terms.clause}; {terms.basis}",
    }
    return render(request, "contracts/watching.html", context)


def _tests(one: LevelWatched) -> Table:
    return Table(
        one.level.name,
        [Column("What is looked at"), Column("What was found"), Column("By chance alone", numeric=True), Column("Look there")],
        [
            [
                first_capital(test.test.value), first_capital(test.words),
                Unknown("Too few to say") if test.chance is None else f"{100 * float(test.chance):.1f} of 100",
                "Yes" if test.is_out_of_line else "No" if test.chance is not None else Unknown("Not known"),
            ]
            for test in one.tests
        ],
    )  # fmt: skip


@page(May.LOOK_AT_AGREEMENTS)
def funnels(request: Asking) -> HttpResponse:
    """Agreements that count the same side by side, against chance."""
    every = queries.side_by_side(request.member, at=request.at)
    context = {
        "heading": "Agreements side by side",
        "back": Link(HEADING, BACK),
        "funnels": [
            (_title(one), f"{BACK}/funnel/{one.key}.svg", _ALT, _table(one))
            for one in every
            if _is_drawn(one)
        ],
        "tables": [_table(one) for one in every if not _is_drawn(one)],
    }
    return render(request, "contracts/funnels.html", context)


_ALT = "A dot for each agreement, how many were due across and how many of a hundred in time up, between lines of chance"


@page(May.LOOK_AT_AGREEMENTS)
def funnel(request: Asking, key: str) -> HttpResponse:
    """One funnel, drawn."""
    one = next((one for one in queries.side_by_side(request.member, at=request.at) if one.key == key), None)
    if one is None or not _is_drawn(one):
        raise Http404
    return charts.as_response(_drawn(one))


def _is_drawn(one: Beside) -> bool:
    """Whether there is anything to draw: somebody due somewhere."""
    return whole_rate(one.found) is not None


def _title(one: Beside) -> str:
    return f"{first_capital(one.measure.value)} within {count_of(one.within, 'working day')}"


def _drawn(one: Beside) -> bytes:
    rate = whole_rate(one.found)
    assert rate is not None
    most = max(counted.due for counted in one.found)
    sizes = sorted({*range(1, most + 1, max(1, most // 60)), most})
    paths: dict[str, list[tuple[float, float]]] = {
        "All together": [(float(n), float(rate)) for n in (1, most)]
    }
    for name, times in LIMITS.items():
        for edge, side in enumerate(("least", "most")):
            paths[f"{name}, {side}"] = [(float(n), limits(rate, n, times)[edge]) for n in sizes]
    dots = {
        counted.title: (float(counted.due), float(counted.of_a_hundred))
        for counted in one.found
        if counted.of_a_hundred is not None
    }
    return charts.curves(
        _title(one), paths, across="How many were due", unit="In time, of a hundred", dots=dots
    )


def _table(one: Beside) -> Table:
    rate = whole_rate(one.found)
    return Table(
        _title(one),
        [Column("Agreement"), Column("Due", numeric=True), Column("Cases in time", numeric=True), Column("Of a hundred", numeric=True), Column("Where it lies")],
        [
            [
                counted.title, counted.due, counted.in_time,
                Unknown("Nothing was due") if counted.of_a_hundred is None else f"{float(counted.of_a_hundred):.1f}",
                first_capital(placed(counted, rate).value),
            ]
            for counted in one.found
        ],
    )  # fmt: skip
