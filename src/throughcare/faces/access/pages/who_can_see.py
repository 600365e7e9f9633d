"""Who could see a person, when and why; and who looked."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.faces.web.look.parts import (
    Column,
    Lines,
    Table,
)
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import (
    act_words,
    cause_words,
    first_capital,
)
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission


@page(Permission.LOOK_AT_PEOPLE)
def who_can_see(request: Asking, person_id: UUID) -> HttpResponse:
    """Who could see this person, when and why; and who looked."""
    context = about(request, person_id, "Access")
    context |= {
        "heading": "Who could see this person, and who looked",
        "may_restrict": request.member.may(Permission.RESTRICT_RECORD),
        "may_declare_kin": request.member.may(Permission.DECLARE_KIN),
        "could": _could(access.who_could_see(person_id)),
        "looked": _looked(access.who_looked(person_id, most=100)),
    }
    return render(request, "access/access.html", context)


def _could(rows: list[access.CouldSee]) -> Table:
    headings = ("Team", "Purpose", "Because of", "On what basis", "From", "Until")
    return Table(
        "Who could see",
        [Column(heading) for heading in headings],
        [
            [
                Lines(c.unit, [c.organisation]),
                first_capital(c.purpose),
                cause_words(c.cause),
                first_capital(c.basis),
                c.since,
                c.until or "now",
            ]
            for c in dict.fromkeys(rows)
        ],
    )


def _looked(rows: list[access.Look]) -> Table:
    return Table(
        "Who looked or acted",
        [Column("When"), Column("Who"), Column("Role"), Column("What")],
        [
            [
                look.at,
                Lines(look.member or "a service", [look.unit or ""]),
                first_capital(look.role),
                act_words(look.act),
            ]
            for look in rows
        ],
        empty="Nobody has looked yet.",
    )
