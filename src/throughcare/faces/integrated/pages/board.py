"""The board: who waits to be decided on and who is selected, what is owed first at the top, and of whoever is selected the reds."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.casework.integrated import queries
from throughcare.casework.integrated.queries import EntrySeen, SelectionLine
from throughcare.casework.integrated.rules import IN_FORCE, WAITS, in_order_of_rating
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .entries import last_words
from .giving import actions_words
from .selection_words import owed_words, rated_words, state_tag, strand_words


@page(Permission.WORK_INTEGRATED)
def integrated_board(request: Asking) -> HttpResponse:
    """Everybody proposed or selected whom the viewer's teams answer for, or with whom they work as a partner."""
    found = queries.board(request.member, at=request.at)
    waiting = [one for one in found if one.whole.state in WAITS]
    selected = sorted(
        (one for one in found if one.whole.state not in WAITS),
        key=lambda one: (in_order_of_rating(one.whole.rating), one.name),
    )
    context = {
        "heading": "Integrated offender management",
        "waiting": _table("Waiting to be decided", waiting, request, "Nobody waits."),
        "selected": _table("Selected", selected, request, "Nobody is selected."),
    }
    return render(request, "integrated/board.html", context)


def _table(caption: str, found: list[SelectionLine], request: Asking, empty: str) -> Table:
    helps = queries.helps_among([one.row.id for one in found])
    seen = queries.sees_disruption_of(request.member, [one.row.person_id for one in found], at=request.at)
    disruptions = queries.disruptions_among([one.row.id for one in found if one.row.person_id in seen])
    apart = [Column("Last disruption")] if seen else []
    return Table(
        caption,
        [
            *(
                Column(text)
                for text in ("Name", "Strand", "Rating", "Lead professional", "Actions", "Last help")
            ),
            *apart,
            Column("What is owed"),
        ],
        [
            [
                Link(one.name, f"/people/{one.row.person_id}/integrated"),
                Lines(strand_words(one.row.strand), [state_tag(one.whole.state)]),
                rated_words(one) if one.whole.state in IN_FORCE else "Not selected yet",
                one.lead or Unknown("Nobody yet"),
                actions_words(one, day_of(request.at)),
                last_words(helps.get(one.row.id, [])),
                *([_disrupted(one, seen, disruptions)] if seen else []),
                owed_words(one.owed, request.at),
            ]
            for one in found
        ],
        empty=empty,
    )


def _disrupted(one: SelectionLine, seen: set[UUID], found: dict[UUID, list[EntrySeen]]) -> object:
    return (
        last_words(found.get(one.row.id, []))
        if one.row.person_id in seen
        else Unknown("Not shown to your team")
    )
