"""What came of work with employers, by team: figures of enough people to say anything, never anybody."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.casework.helpers import queries
from throughcare.casework.helpers.queries import WorkOfTeam
from throughcare.casework.helpers.rules import JobOutcome
from throughcare.faces.web.look.parts import Column, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission, Published

FEW = "Fewer than 10"
NOT_TOLD = "Not told"


@page(Permission.LOOK_AT_OUTCOMES)
def work_figures(request: Asking) -> HttpResponse:
    """What came of work at its start, 13 and 26 weeks later, by whose helpers they are."""
    told_of = queries.work_period()
    last = (told_of.end or told_of.start) - timedelta(days=1)
    context = {
        "heading": "What came of work",
        "lead": f"Of work with an employer, asked from {told_of.start:%-d %B %Y} to {last:%-d %B %Y}. Figures are rounded to"
        " the nearest 5, and none is told of fewer than 10 people.",
        "table": _table(queries.work_told()),
    }
    return render(request, "helpers/work.html", context)


def _table(found: list[WorkOfTeam]) -> Table:
    return Table(
        "What came of work, by team",
        [
            Column("Team"),
            Column("Work"),
            Column("Asked at"),
            *(Column(first_capital(one.value), numeric=True) for one in JobOutcome),
            Column(NOT_TOLD, numeric=True),
        ],
        [_line(one) for one in found],
        empty="No figure of that time reaches 10.",
        show_caption=False,
    )


def _line(one: WorkOfTeam) -> list[object]:
    came = one.figures.came
    return [
        one.team,
        first_capital(one.figures.kind),
        first_capital(one.figures.point),
        *(_figure(came[which]) if which in came else "–" for which in JobOutcome),
        _figure(came[None]),
    ]


def _figure(shown: Published) -> str | Unknown:
    return Unknown(FEW) if shown.value is None else f"{shown.value:,}"
