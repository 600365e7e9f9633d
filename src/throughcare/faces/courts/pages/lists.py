"""Court lists: the weeks ahead, the latest sittings, and who is in each."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughcare.casework.courts import queries
from throughcare.casework.people import queries as people
from throughcare.faces.web.look.parts import Column, Link, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

AHEAD = timedelta(days=14)


@page(Permission.LOOK_AT_COURT_LISTS)
def sittings(request: Asking) -> HttpResponse:
    """The sittings listed in the two weeks ahead, and the latest, of the courts the team serves."""
    today = day_of(request.at)
    ahead = queries.sittings_ahead(after=today, until=today + AHEAD)
    behind = queries.court_list(on_or_before=today)
    context = {
        "heading": "Court lists",
        "table": _table("Ahead, next first", ahead, "Nothing is listed in the next two weeks."),
        "second": _table("Sittings, latest first", behind, "No sitting is recorded for your team's courts."),
    }
    return render(request, "courts/lists.html", context)


def _table(caption: str, rows: list[queries.Sitting], empty: str) -> Table:
    return Table(
        caption,
        [Column("Court"), Column("Day"), Column("Session"), Column("People", numeric=True)],
        [
            [
                Link(s.court, f"/courts/{s.id}", f"on {s.on:%-d %B %Y}, {s.session}"),
                s.on,
                first_capital(s.session),
                s.people,
            ]
            for s in rows
        ],
        empty=empty,
    )


@page(Permission.LOOK_AT_COURT_LISTS)
def sitting(request: Asking, hearing_id: UUID) -> HttpResponse:
    """Who is in the list of one sitting, and what became of it."""
    seen = queries.sitting(hearing_id)
    if seen is None:
        raise Http404
    where, rows = seen
    names = people.names_of([r.person_id for r in rows])
    hidden = Unknown("No longer yours to see")
    table = Table(
        "Who is in the list",
        [Column("Name"), Column("Case"), Column("Offence or application"), Column("Outcome")],
        [
            [
                Link(names[r.person_id].name, f"/people/{r.person_id}") if r.person_id in names else hidden,
                r.case_number,
                r.offence,
                first_capital(r.outcome),
            ]
            for r in rows
        ],
        empty="Nobody on this list is yours to see any longer.",
    )
    context = {
        "heading": f"{where.court}, {where.on:%-d %B %Y}",
        "caption": first_capital(where.session),
        "table": table,
        "second": _organisations(hearing_id),
        "back": Link("Court lists", "/courts"),
    }
    return render(request, "courts/lists.html", context)


def _organisations(hearing_id: UUID) -> Table | None:
    rows = queries.organisations_at(hearing_id)
    if not rows:
        return None
    return Table(
        "Companies and other bodies",
        [Column("Name"), Column("Case"), Column("Offence"), Column("Outcome"), Column("To ask")],
        [
            [r.name, r.case_number, r.offence, first_capital(r.outcome), r.asked or Unknown("Nothing")]
            for r in rows
        ],
    )
