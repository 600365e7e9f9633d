"""The frame of every page about one person: who they are, and where else to look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.http import Http404

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.face import Tab, faces
from throughcare.faces.web.look.parts import (
    Identity,
    Item,
    Tag,
    Unknown,
)
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import (
    risk_tag,
)
from throughcare.foundation.access.gathered import Rows, gather
from throughcare.foundation.kernel.days import day_of


def about(request: Asking, person_id: UUID, active: str, also: Sequence[Rows[Any]] = ()) -> dict[str, Any]:
    """The frame of every page about one person: who they are and where else to look; 404 where the wall hides them.

    What the page reads ``also`` is read in the frame's own statement, and stands in ``read`` beside the frame's.
    """
    read = gather(_lists(tuple(also)), person=person_id)
    seen = people.person_page(person_id, on=day_of(request.at), read=read)
    if seen is None:
        raise Http404
    case = supervision.case_of(person_id, at=request.at, read=read)
    base = f"/people/{person_id}"
    return {
        "person": seen,
        "case": case,
        "read": read,
        "base": base,
        "identity": _identity(seen, case, day_of(request.at)),
        "sub_navigation": [Item(tab.text, f"{base}{tab.tail}", active == tab.text) for tab in _tabs()],
    }


@cache
def _lists(also: tuple[Rows[Any], ...]) -> tuple[Rows[Any], ...]:
    return tuple(dict.fromkeys((*people.ON_A_PERSON, *supervision.ON_A_CASE, *also)))


@cache
def _tabs() -> tuple[Tab, ...]:
    return tuple(sorted((tab for face in faces() for tab in face.tabs), key=lambda tab: tab.place))


def _identity(seen: people.PersonPage, case: supervision.CaseSeen | None, today: date) -> Identity:
    alerts = [risk_tag(case.case.risk)] if case and case.case.closed_at is None else []
    if case and case.case.place == "custody":
        alerts.append(Tag("In custody", "purple"))
    if case and case.case.oversight:
        alerts.append(Tag("Management oversight", "orange"))
    if seen.died_on:
        alerts.append(Tag("Died", "grey"))
    manager = case.now.get("offender manager") if case else None
    return Identity(
        seen.name,
        seen.date_of_birth,
        today,
        href=f"/people/{seen.id}",
        identifiers=[
            (n.kind.words, n.value) for n in seen.numbers if n.kind.value in {"pnc", "cro", "prison_number"}
        ],
        facts=[("Offender manager", manager.member if manager else Unknown("Nobody"))] if case else [],
        alerts=alerts,
    )
