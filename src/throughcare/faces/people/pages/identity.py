"""Who a person is: names, numbers, characteristics, homes, those round them, and how records were matched."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.people import queries as people
from throughcare.casework.people.actions import settle_open_point
from throughcare.faces.web.look.parts import (
    Column,
    Lines,
    Row,
    Table,
    Unknown,
)
from throughcare.faces.web.page import Asking, page, press
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import (
    first_capital,
)
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission

from .contacts_and_care import around


@page(Permission.LOOK_AT_PEOPLE)
def identity(request: Asking, person_id: UUID) -> HttpResponse:
    """Names, numbers, characteristics, homes, and how records were matched."""
    context = about(request, person_id, "Identity")
    seen: people.PersonPage = context["person"]
    context |= {
        "heading": "Identity and matching",
        "numbers": Table(
            "Numbers",
            [Column("Kind"), Column("Number")],
            [[first_capital(n.kind.words), n.value] for n in seen.numbers],
            empty="No number is recorded.",
        ),
        "aliases": Table(
            "Other names",
            [Column("Name"), Column("Date of birth"), Column("Why")],
            [[n, b or Unknown("The same"), k] for n, b, k in seen.aliases],
            empty="No other name is recorded.",
        ),
        "homes": Table(
            "Homes",
            [Column("Address"), Column("Kind"), Column("From"), Column("Until")],
            [[Lines(h.lines or h.kind, [h.postcode]), h.kind, h.since, h.until or "now"] for h in seen.homes],
            empty="No home is recorded.",
        ),
        "characteristics": _characteristics(seen, context["shown"]),
        "around": [one for one in around(seen) if _is_shown(one[0], context["shown"])],
        "merges": Table(
            "Records made one",
            [Column("When"), Column("Why"), Column("Undone")],
            [[m.merged_at, m.because, m.undone_at or "no"] for m in seen.merges],
            empty="No other record was found to be this person's.",
        ),
        "open_points": [(q.field.replace("_", " "), q.field, q.asks) for q in seen.open_points],
        "apart": people.kept_apart(person_id),
        "may_unmerge": request.member.may(Permission.MERGE_PEOPLE),
        "may_amend": request.member.may(Permission.AMEND_PERSON),
    }
    return render(request, "people/identity.html", context)


@page(Permission.AMEND_PERSON)
def settle(request: Asking, person_id: UUID, field: str) -> HttpResponse:
    """Say that what a record left open was asked, and that nothing is to change."""
    if request.method != "POST":
        return redirect("identity", person_id=person_id)
    given = {"person_id": person_id, "field": field}
    return press(
        request, settle_open_point, "The point is settled.", f"/people/{person_id}/identity", **given
    )


_OF_A_PART = {"contact": Part.FAMILY, "caring": Part.FAMILY, "disability": Part.CHARACTERISTICS}
"""Of which part of the record what surrounds a person is; numbers and addresses are shown to whoever sees them."""


def _is_shown(kind: str, shown: frozenset[Part]) -> bool:
    return kind not in _OF_A_PART or _OF_A_PART[kind] in shown


def _characteristics(seen: people.PersonPage, shown: frozenset[Part]) -> list[Row]:
    told = seen.characteristics if Part.CHARACTERISTICS in shown else {}
    rows = [
        Row("Likes to be called", seen.preferred_name or Unknown("Not asked")),
        Row("Date of birth", seen.date_of_birth or Unknown()),
        *(
            Row(
                first_capital(k.replace("_", " ")),
                Unknown("Not asked") if v == "not asked" else first_capital(v),
            )
            for k, v in told.items()
        ),
        Row("First language", seen.first_language or Unknown("Not asked")),
    ]
    if seen.other_languages:
        rows.append(Row("Other languages", ", ".join(seen.other_languages)))
    if seen.died_on:
        rows.append(Row("Died", seen.died_on))
    return rows
