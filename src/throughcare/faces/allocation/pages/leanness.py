"""How lean the work is: contacts for each case, waits, and cases for each officer against the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.casework.allocation import queries
from throughcare.casework.allocation.rules.lean import AgainstPlan
from throughcare.faces.web.look.parts import Column, Row, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission

from .allocating import sections, units


@page(Permission.ALLOCATE_CASE)
def lean(request: Asking) -> HttpResponse:
    """Contacts for each case, the wait for a first appointment, cases for each officer against the plan."""
    found = queries.lean_evidence(units(request), at=request.at)
    seen = found.first_seen
    hidden = Unknown("Too few to show")
    context: dict[str, Any] = {
        "heading": "How lean the work is",
        "sub_navigation": sections("How lean"),
        "weeks": found.weeks,
        "first": [
            Row("People", seen.people.value if seen.people.value is not None else hidden),
            Row("Not yet seen", seen.not_seen.value if seen.not_seen.value is not None else hidden),
            Row(
                "Seen within the standard",
                f"{seen.within_standard:.0%}" if seen.within_standard is not None else hidden,
            ),
            Row("Middle wait, working days", seen.median_days if seen.median_days is not None else hidden),
        ],
        "contacts": Table(
            f"Contacts for each case in the last {found.weeks} weeks",
            [Column("Tier"), Column("Cases", numeric=True), Column("Contacts each", numeric=True)],
            [
                [
                    first_capital(tier),
                    one.cases.value if one.cases.value is not None else hidden,
                    f"{one.each:.1f}" if one.each is not None else hidden,
                ]
                for tier, one in found.contacts.items()
            ],
            empty="No case is managed yet.",
        ),
        "standard": found.edition.table.first_appointment_days,
        "not_counted": found.not_counted.value if found.not_counted.value is not None else "too few to show",
        "officers": _against_plan("Cases for each officer against the plan", "Risk", found.per_officer),
        "tiers": _against_plan("The same by tier", "Tier", found.by_tier),
        "basis": f"{found.edition.table.basis} Edition {found.edition.name}.",
    }
    return render(request, "allocation/lean.html", context)


def _against_plan(caption: str, of: str, rows: Mapping[str, AgainstPlan]) -> Table:
    nobody, hidden = Unknown("Nobody holds any"), Unknown("Too few to show")
    return Table(
        caption,
        [
            Column(of),
            Column("Officers", numeric=True),
            Column("Cases each", numeric=True),
            Column("Plan", numeric=True),
            Column("Over or under", numeric=True),
        ],
        [
            [
                first_capital(name.replace("_", " ")),
                one.officers if one.officers is not None else hidden,
                f"{one.each:.1f}" if one.each is not None else (nobody if one.officers == 0 else hidden),
                one.plan,
                f"{one.over_plan:+.1f}"
                if one.over_plan is not None
                else (nobody if one.officers == 0 else hidden),
            ]
            for name, one in rows.items()
        ],
    )
