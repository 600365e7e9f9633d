"""Who is due out of those whose cases the viewer holds or whose team they lead, and what is missing for each."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.casework.people.queries import names_of
from throughcare.casework.release import queries
from throughcare.casework.release.queries import DueOut
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.answering import answered, leading
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Tag
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

WITHIN = timedelta(days=84)
WEEK = timedelta(days=7)


@page(Permission.RECORD_RELEASE)
def due_out(request: Asking) -> HttpResponse:
    """Those who leave custody this week, and those of the next twelve weeks."""
    units = leading(request)
    cases = {one.case_id: one.person_id for one in answered(request)}
    if units:
        cases |= {one.case_id: one.person_id for one in supervision.cases_of_teams(units, at=request.at)}
    found = queries.due_out(cases.items(), at=request.at, within=WITHIN)
    names = {key: one.name for key, one in names_of({one.person_id for one in found}).items()}
    today = day_of(request.at)
    soon = [one for one in found if one.on <= today + WEEK]
    tables = [
        _table("This week", soon, names, "Nobody leaves custody this week."),
        _table(
            "In the next twelve weeks",
            [one for one in found if one not in soon],
            names,
            "Nobody else is due out.",
        ),
    ]
    return render(request, "release/due_out.html", {"heading": "Due out", "tables": tables})


def _table(caption: str, rows: list[DueOut], names: dict[UUID, str], empty: str) -> Table:
    columns = ("Person", "Leaves on", "Licence", "Night of release", "Still owed")
    return Table(
        caption,
        [Column(name) for name in columns],
        [
            [
                Link(names.get(one.person_id, "not known"), f"/people/{one.person_id}/release"),
                Lines(one.on, [f"{one.warning.because}"] if one.warning else []),
                first_capital(one.licence) if one.licence else Tag("Not begun", "orange"),
                _bed(one.bed),
                Lines(count_of(len(one.needs), "need", "needs") if one.needs else "Nothing", [f"Nobody holds them: {one.nobody}"] if one.nobody else []),
            ]
            for one in rows
        ],
        empty=empty,
    )  # fmt: skip


def _bed(state: str) -> object:
    return {
        "in place": Tag("Known", "green"), "help is needed": Tag("None", "red"), "not needed": "Not needed", "help was declined": "Declined",
    }.get(state, Tag("Not known", "orange"))  # fmt: skip
