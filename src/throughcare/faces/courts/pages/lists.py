"""Court lists: today, tomorrow and the days ahead, reports due, hearings without a result, and who is in each list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughcare.casework.courts import queries
from throughcare.casework.people import queries as people
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Clock, Column, Item, Lines, Link, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

A_DAY, AHEAD, MOST = timedelta(days=1), timedelta(days=14), 100


@page(Permission.LOOK_AT_COURT_LISTS)
def sittings(request: Asking) -> HttpResponse:
    """What sits today, tomorrow and in the two weeks ahead, what is owed to the courts and by them, and what sat."""
    today = day_of(request.at)
    ahead = queries.sittings_ahead(after=today - A_DAY, until=today + AHEAD)
    reports, awaited = queries.reports_due(), queries.results_awaited(before=today)
    tables = {
        "today": _sittings("Today", [s for s in ahead if s.on == today], "Nothing is listed today."),
        "tomorrow": _sittings(
            f"Tomorrow, {today + A_DAY:%A %-d %B}",
            [s for s in ahead if s.on == today + A_DAY],
            "Nothing is listed tomorrow.",
        ),
        "ahead": _sittings(
            "The two weeks ahead, next first",
            [s for s in ahead if s.on > today + A_DAY],
            "Nothing more is listed in the next two weeks.",
        ),
        "reports": _reports(reports, today),
        "results": _awaited(awaited, today),
        "behind": _sittings(
            "Sittings, latest first",
            queries.court_list(on_or_before=today),
            "No sitting is recorded for your team's courts.",
        ),
    }
    context = {
        "heading": "Court lists",
        "tables": list(tables.items()),
        "jumps": [
            Item("Reports due", "#reports", count=len(reports)),
            Item("Hearings without a result", "#results", count=len(awaited)),
            Item("Sittings before today", "#behind"),
        ],
    }
    return render(request, "courts/court_lists.html", context)


def _sittings(caption: str, rows: Sequence[queries.Sitting], empty: str) -> Table:
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
        people=True,
    )


def _reports(rows: Sequence[queries.ReportDue], today: date) -> Table:
    """The reports that courts wait for, with how long is left, the first due first."""
    shown = rows[:MOST]
    names = people.names_of({row.person_id for row in shown})
    return Table(
        f"Reports that courts wait for, first due first{_cut(rows)}",
        [Column("Name"), Column("Report"), Column("Court"), Column("Due"), Column("State")],
        [
            [
                Link(names[row.person_id].name, f"/people/{row.person_id}/sentence"),
                first_capital(row.kind),
                row.court,
                _due(row.due_on, today),
                first_capital(row.state),
            ]
            for row in shown
            if row.person_id in names
        ],
        empty="No court waits for a report.",
    )


def _due(day: date | None, today: date) -> object:
    """A day with the working days to it, or by which it is late."""
    if day is None:
        return Unknown("No day was set")
    calendar = WorkingCalendar()
    if day < today:
        return Lines(day, [Clock(calendar.between(day, today), 0, "late by")])
    left = calendar.between(today, day)
    return Lines(day, ["today" if day == today else f"{count_of(left, 'working day')} left"])


def _awaited(rows: Sequence[queries.ResultAwaited], today: date) -> Table:
    """The hearings that were listed and of which no result came, the oldest first."""
    shown = rows[:MOST]
    names = people.names_of({row.person_id for row in shown})
    calendar = WorkingCalendar()
    return Table(
        f"Hearings without a result, oldest first{_cut(rows)}",
        [Column("Name"), Column("Court"), Column("Heard"), Column("Case"), Column("Waiting")],
        [
            [
                Link(names[row.person_id].name, f"/people/{row.person_id}"),
                Link(row.court, f"/courts/{row.hearing_id}", f"{row.session} list, {row.on:%-d %B %Y}"),
                row.on,
                row.case_number,
                Clock(calendar.between(row.on, today), 1),
            ]
            for row in shown
            if row.person_id in names
        ],
        empty="Every hearing listed before today has its result.",
    )


def _cut(rows: Sequence[object]) -> str:
    return f", {MOST} of {len(rows)}" if len(rows) > MOST else ""


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
