"""Who could see a person, when and why; and who looked."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.faces.web.look.formats import count_of
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

from .sharing import parts_words

FIRST, MOST = 12, 100
"""So many lines of each list are shown at first, and so many looks at all."""


@page(Permission.LOOK_AT_PEOPLE)
def who_can_see(request: Asking, person_id: UUID) -> HttpResponse:
    """Who could see this person, when and why; and who looked."""
    context = about(request, person_id, "Access")
    could, looks = _newest_standing(access.who_could_see(person_id)), access.who_looked(person_id, most=MOST)
    first = None if "all" in request.GET else FIRST
    context |= {
        "heading": "Who could see this person, and who looked",
        "may_restrict": request.member.may(Permission.RESTRICT_RECORD),
        "may_declare_kin": request.member.may(Permission.DECLARE_KIN),
        "could": _could(could[:first]),
        "looked": _looked(looks[:first]),
        "more": first is not None and (len(could) > FIRST or len(looks) > FIRST),
        "many": (
            count_of(len(could), "reason to see"),
            count_of(len(looks), "look or act", "looks and acts"),
        ),
    }
    return render(request, "access/access.html", context)


def _newest_standing(rows: list[access.CouldSee]) -> list[access.CouldSee]:
    """Each reason once: those that stand now before those that are over, the newest first."""
    return sorted(dict.fromkeys(rows), key=lambda row: row.until is not None)


def _could(rows: list[access.CouldSee]) -> Table:
    headings = ("Team", "Purpose", "Which parts", "Because of", "On what basis", "From", "Until")
    return Table(
        "Who could see",
        [Column(heading) for heading in headings],
        [
            [
                Lines(c.unit, [c.organisation]),
                first_capital(c.purpose),
                parts_words(c.parts),
                cause_words(c.cause),
                first_capital(c.basis),
                c.since,
                c.until or "now",
            ]
            for c in rows
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
