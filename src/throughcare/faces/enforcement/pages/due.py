"""A team's page: what runs out today, tomorrow and this week after failures to comply, the weightiest first, and what it awaits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.casework.enforcement import queries
from throughcare.casework.enforcement.queries import FailureLine
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Why
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.order import Placed, order_on, placed
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_small
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from .beside import beside, beside_table
from .failures import OWED, failure_table, owed_words, state_of, time_left

_KINDS = {
    "laid before the court": "breach to lodge",
    "warrant looked at again": "warrant",
    "referred": "failure to refer",
    "found unacceptable": "failure to refer",
    "sent again": "failure to refer",
    "warning sent": "enforcement letter",
    "withdrawn": "enforcement letter",
}
"""The kind under which the order of home weighs what is owed; everything else is a decision."""


@page(Permission.REFER_FAILURE)
def enforcement(request: Asking) -> HttpResponse:
    """What the viewer's teams owe, by when it runs out, and what they told another of and await."""
    units, today = access.units_below(request.member.unit_id), day_of(request.at)
    rows = weighed(queries.failures_owed(units, today=today), today)
    context = {
        "heading": "Enforcement",
        "tables": [_table(caption, found) for caption, found in by_day(rows, today)],
        "beside": beside_table(beside(request), today),
        "awaited": failure_table(
            queries.failures_awaited(units, today=today), "What your team told another of"
        ),
    }
    return render(request, "enforcement/due.html", context)


def matter_of(row: FailureLine, risk: str) -> Matter:
    """What is owed on a failure, as home weighs it."""
    return Matter(
        kind=_KINDS.get(row.due, "failure to decide"), what=f"{row.called}: {OWED[row.due][0].lower()}{OWED[row.due][1:]}",
        do=Link("Open the failure", f"/enforcement/failures/{row.id}"), since=row.failed_on, due=row.due_on,
        person_id=row.person_id, risk=risk,
    )  # fmt: skip


def weighed(rows: Iterable[FailureLine], today: date) -> list[tuple[FailureLine, Placed]]:
    """What is owed with the weight that lateness gives it, the weightiest first."""
    known = list(rows)
    cases = supervision.open_cases_of([row.person_id for row in known])
    edition, calendar = order_on(today), WorkingCalendar()
    found = [
        (row, placed(matter_of(row, cases[row.person_id].risk if row.person_id in cases else "not_assessed"), on=today, edition=edition, calendar=calendar))
        for row in known
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one[1].weight, one[0].due_on or today, str(one[0].id)))


def by_day(
    rows: list[tuple[FailureLine, Placed]], today: date
) -> list[tuple[str, list[tuple[FailureLine, Placed]]]]:
    """What runs out by today (late things with it), on the next working day, by the end of five working days, and later."""
    calendar = WorkingCalendar()
    tomorrow, week = calendar.add(today, 1), calendar.add(today, 5)
    bounds = [("Today, or late", today), ("Tomorrow", tomorrow), ("This week", week), ("Later", date.max)]
    found, after = [], date.min
    for caption, until in bounds:
        found.append(
            (caption, [one for one in rows if one[0].due_on is not None and after < one[0].due_on <= until])
        )
        after = until
    return found


def _table(caption: str, rows: list[tuple[FailureLine, Placed]]) -> Table:
    return Table(
        caption,
        [Column("Name"), Column("Failure"), Column("State"), Column("What is owed"), Column("Time left"), Column("Why here"), Column("Action", hidden=True)],
        [
            [
                Link(row.name, f"/people/{row.person_id}"), Lines(row.called, [row.what]), state_of(row), owed_words(row), time_left(row),
                Lines(f"{one.weight:g}", [Why(str(one.finding))]),
                Link("Open", f"/enforcement/failures/{row.id}", f"{first_small(row.called)} of {row.name}"),
            ]
            for row, one in rows
        ],
        empty="Nothing.",
    )  # fmt: skip
