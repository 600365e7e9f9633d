"""How long notices and decisions take, apart: by provider, team and kind, and nobody named."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.casework.enforcement import queries
from throughcare.casework.enforcement.rules.figures import FEWEST, Took
from throughcare.faces.web.look.parts import Column, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

A_YEAR = timedelta(days=365)


@page(Permission.LOOK_AT_AREA_FIGURES)
def enforcement_delays(request: Asking) -> HttpResponse:
    """Notices that came late and decisions that came late, of failures in the last year."""
    told = queries.delays_since(day_of(request.at) - A_YEAR)
    context = {
        "heading": "Delays in enforcement",
        "since": told.since,
        "fewest": FEWEST,
        "notices": [_table(f"Notices, by {name.lower()}", name, rows) for name, rows in told.notices.items()],
        "decisions": [
            _table(f"Decisions, by {name.lower()}", name, rows) for name, rows in told.decisions.items()
        ],
    }
    return render(request, "enforcement/delays.html", context)


def _table(caption: str, name: str, rows: list[Took]) -> Table:
    return Table(
        caption,
        [Column(name), Column("How many"), Column("Median, working days"), Column("Late")],
        [[one.name, *_figures(one)] for one in rows],
        empty="Too few to tell of.",
    )


def _figures(one: Took) -> list[object]:
    if one.of is None:
        return [Unknown("Too few"), Unknown("Too few"), Unknown("Too few")]
    late = Unknown("Fewer than 10, or none") if one.late is None else f"About {one.late:,}"
    return [f"About {one.of:,}", f"{one.median:g}", late]
