"""A team's page: one list of what runs out today, tomorrow and this week, the weightiest first, and what it awaits of others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.casework.enforcement import queries
from throughcare.casework.enforcement.queries import FailureLine
from throughcare.casework.people.queries import names_of
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Why
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.order import Placed, order_on, placed
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_small
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from .beside import beside, left_until
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
    failures = weighed(queries.failures_owed(units, today=today), today)
    context = {
        "heading": "Enforcement",
        "tables": [
            _table(caption, rows) for caption, rows in by_day(merged(failures, beside(request), today), today)
        ],
        "awaited": failure_table(
            queries.failures_awaited(units, today=today), "What your team told another of"
        ),
    }
    return render(request, "enforcement/due.html", context)


@dataclass(frozen=True)
class RunsOut:
    """One thing that runs out: whose, what it is and how it stands, what is owed, the time left, and its weight."""

    name: str
    what: object
    owed: object
    left: object
    about: str
    placed: Placed

    @property
    def due(self) -> date:
        """By when it runs out."""
        return self.placed.due


def merged(failures: list[tuple[FailureLine, Placed]], others: list[Placed], today: date) -> list[RunsOut]:
    """Failures, decisions and letters with recalls, licences and handovers in one list, the weightiest first."""
    names = names_of({one.matter.person_id for one in others if one.matter.person_id})
    words, calendar = order_on(today).table.kinds, WorkingCalendar()
    found = [
        RunsOut(row.name, Lines(row.called, [row.what, state_of(row)]), owed_words(row), time_left(row), first_small(row.called), one)
        for row, one in failures
    ]  # fmt: skip
    found += [
        RunsOut(names[one.matter.person_id].name, words[one.matter.kind].words, one.matter.what, left_until(one.due, today, calendar), one.matter.what, one)
        for one in others
        if one.matter.person_id in names
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.placed.weight, one.due, one.placed.matter.do.href))


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


def by_day(rows: list[RunsOut], today: date) -> list[tuple[str, list[RunsOut]]]:
    """What runs out by today (late things with it), on the next working day, by the end of five working days, and later."""
    calendar = WorkingCalendar()
    tomorrow, week = calendar.add(today, 1), calendar.add(today, 5)
    bounds = [("Today, or late", today), ("Tomorrow", tomorrow), ("This week", week), ("Later", date.max)]
    found, after = [], date.min
    for caption, until in bounds:
        found.append((caption, [one for one in rows if after < one.due <= until]))
        after = until
    return found


def _table(caption: str, rows: list[RunsOut]) -> Table:
    return Table(
        caption,
        [Column("Name"), Column("About"), Column("What is owed"), Column("Time left"), Column("Why here"), Column("Action", hidden=True)],
        [
            [
                Link(one.name, f"/people/{one.placed.matter.person_id}"), one.what, one.owed, one.left,
                Lines(f"{one.placed.weight:g}", [Why(str(one.placed.finding))]),
                Link("Open", one.placed.matter.do.href, f"{one.about} of {one.name}"),
            ]
            for one in rows
        ],
        empty="Nothing.",
    )  # fmt: skip
