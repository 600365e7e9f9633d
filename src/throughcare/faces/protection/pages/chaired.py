"""What waits for whoever chairs: referrals to decide and levels 2 and 3 to review, what is due first at the top."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.casework.protection import queries
from throughcare.casework.protection.queries import ProtectionLine
from throughcare.casework.protection.rules import CHAIRED
from throughcare.faces.web.look.parts import Column, Link, Table
from throughcare.faces.web.page import Asking, page
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission

from .protection_words import category_words, level_words, owed_words


@page(Permission.CHAIR_PROTECTION)
def protections(request: Asking) -> HttpResponse:
    """The chair's list."""
    found = queries.protections_of_teams(access.units_below(request.member.unit_id), at=request.at)
    waiting = [one for one in found if one.whole.waits is not None]
    chaired = [one for one in found if one.whole.waits is None and one.whole.level in CHAIRED]
    context = {
        "heading": "Public protection",
        "waiting": _table("Referrals to decide", waiting, request, "No referral waits."),
        "chaired": _table("Levels 2 and 3", chaired, request, "Nobody is managed at level 2 or 3."),
    }
    return render(request, "protection/chaired.html", context)


def _table(caption: str, found: list[ProtectionLine], request: Asking, empty: str) -> Table:
    return Table(
        caption,
        [Column("Name"), Column("Category"), Column("Level"), Column("What is owed")],
        [
            [
                Link(one.name, f"/people/{one.row.person_id}/protection"), category_words(one.row.category), level_words(one.whole),
                owed_words(one.owed, request.at),
            ]
            for one in found
        ],
        empty=empty,
    )  # fmt: skip
