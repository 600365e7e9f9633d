"""The frame of every page about one person: who they are, and where else to look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.http import Http404

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.people import queries as people
from throughcare.casework.protection import queries as protection
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.face import Tab, faces
from throughcare.faces.web.look.parts import (
    Identity,
    Item,
    Tag,
    Unknown,
)
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import COHORT_WORDS, risk_tag
from throughcare.foundation.access.gathered import Rows, gather
from throughcare.foundation.access.parts import NotShown, Part, left_out
from throughcare.foundation.access.parts_shown import GRANTED, parts_read
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Cohort


def about(
    request: Asking, person_id: UUID, active: str, also: Sequence[Rows[Any]] = (), *, part: Part | None = None
) -> dict[str, Any]:
    """The frame of every page about one person: who they are and where else to look; 404 where the wall hides them.

    What the page reads ``also`` is read in the frame's own statement, and stands in ``read`` beside the frame's. A page of a
    part that the viewer's grants leave out (the tab's, or ``part`` besides) is refused, in words; every other says once what is.
    """
    read = gather(_lists(tuple(also)), person=person_id)
    shown = parts_read(read)
    seen = people.person_page(person_id, on=day_of(request.at), read=read)
    if seen is None:
        raise Http404
    _check_shown(request, shown, active, part)
    case = supervision.case_of(person_id, at=request.at, read=read)
    base = f"/people/{person_id}"
    return {
        "person": seen,
        "case": case,
        "read": read,
        "base": base,
        "identity": _identity(
            seen, case, assessment.alerts_of(read), protection.category_in_bar(read), day_of(request.at)
        ),
        "shown": shown,
        "left_out": left_out(shown),
        "sub_navigation": [
            Item(tab.text, f"{base}{tab.tail}", active == tab.text)
            for tab in _tabs()
            if tab.opens(shown, request.member)
        ],
    }


def _check_shown(request: Asking, shown: frozenset[Part], active: str, part: Part | None) -> None:
    for tab in _tabs():
        if tab.text == active and tab.part is not None and not tab.opens(shown, request.member):
            raise NotShown(tab.part)
    if part is not None and part not in shown:
        raise NotShown(part)


@cache
def _lists(also: tuple[Rows[Any], ...]) -> tuple[Rows[Any], ...]:
    lists = (
        GRANTED,
        *people.ON_A_PERSON,
        *supervision.ON_A_CASE,
        *assessment.ON_ALERTS,
        *protection.ON_PROTECTION,
        *also,
    )
    return tuple(dict.fromkeys(lists))


@cache
def _tabs() -> tuple[Tab, ...]:
    return tuple(sorted((tab for face in faces() for tab in face.tabs), key=lambda tab: tab.place))


def _identity(
    seen: people.PersonPage,
    case: supervision.CaseSeen | None,
    told: assessment.Alerts,
    category: int | None,
    today: date,
) -> Identity:
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
        alerts=_alerts(seen, case, told, category),
    )


def _alerts(
    seen: people.PersonPage, case: supervision.CaseSeen | None, told: assessment.Alerts, category: int | None
) -> list[Tag]:
    """Risk, tier and place of an open case, the groups it belongs to and what is registered, each said once."""
    alerts = []
    if case and case.case.closed_at is None:
        alerts.append(risk_tag(case.case.risk))
        if told.tier:
            alerts.append(Tag(f"Tier {told.tier}{', provisional' if told.is_provisional else ''}", "blue"))
    if case and case.case.place == "custody":
        alerts.append(Tag("In custody", "purple"))
    if category:
        alerts.append(Tag(f"MAPPA category {category}", "orange"))
    groups = [COHORT_WORDS[Cohort(one)] for one in case.case.cohorts] if case else []
    alerts += [
        Tag(words, "orange")
        for words in dict.fromkeys([*told.registered, *_not_said(groups, told.registered)])
    ]
    if case and case.case.oversight:
        alerts.append(Tag("Management oversight", "orange"))
    if seen.died_on:
        alerts.append(Tag("Died", "grey"))
    return alerts


def _not_said(groups: Sequence[str], registered: Sequence[str]) -> list[str]:
    """The groups to beware of that no registration says already: a level of MAPPA says that somebody is in it."""
    said = {COHORT_WORDS[Cohort.WOMEN]}
    if any(one.startswith("MAPPA level") for one in registered):
        said.add(COHORT_WORDS[Cohort.MAPPA])
    return [one for one in groups if one not in said]
