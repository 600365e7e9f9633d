"""As foreseen and as lived: what the pilot foresees of each area's model, beside how its people were managed in a year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.evidence.extracts.queries import published
from throughcare.evidence.extracts.rules.managing import year_to
from throughcare.faces.outcomes.answers import living, piloting, work
from throughcare.faces.web.look.parts import Column, Lines, Table
from throughcare.faces.web.page import Asking, page
from throughcare.foundation.kernel import Permission
from throughcare.foundation.operating_model import queries as models

from .waiting import answer_to, places

if TYPE_CHECKING:
    from throughcare.evidence.extracts.queries.published import Told
    from throughcare.foundation.operating_model.queries import InForce

HEADING = "As foreseen and as lived"
COLUMNS = (
    Column("Area and year"), Column("Model"), Column("People", numeric=True),
    Column("Changes of manager, foreseen", numeric=True), Column("Changes, as lived", numeric=True),
    Column("Weeks without one, foreseen", numeric=True), Column("Weeks, as lived", numeric=True),
)  # fmt: skip


@page(Permission.LOOK_AT_OUTCOMES)
def lived(request: Asking) -> HttpResponse:
    """Every area of which a year was published, with the model that was in force in it throughout."""
    told = published.managed_of_every_place()
    stood = {area: _throughout(area, one.on) for area, one in told.items()}
    names = {row.id: piloting.kept(row.model.text) for row in stood.values() if row}
    context: dict[str, Any] = {"heading": HEADING, "sub_navigation": places(request.path)}
    foreseen: Mapping[str, Any] = {}
    if names:
        asked = work.Asked(
            "lived", {"models": ",".join(sorted(set(names.values()))), "made": piloting.fingerprint()}
        )
        answer = answer_to(request, asked, HEADING)
        if isinstance(answer, HttpResponse):
            return answer
        foreseen = answer.shown
        context["refused"] = answer.refused
    called = {area.code: area.name for area in models.areas()}
    rows = [
        _row(called.get(area, area), one, stood[area], foreseen.get(names[stood[area].id], {}))  # type: ignore[union-attr]
        if stood[area]
        else _row(called.get(area, area), one, None, {})
        for area, one in sorted(told.items())
    ]
    context["table"] = Table(
        "For each person and year", list(COLUMNS), rows, empty="No year of any area was published yet."
    )
    return render(request, "outcomes/lived.html", context)


def _throughout(area: str, on: date) -> InForce | None:
    """The model that was in force in an area on every day of a year; None where it changed, or there was none."""
    first, after = year_to(on)
    for row in models.models_in_force_since(area):
        ends = row.during.upper
        if row.during.lower <= first and (ends is None or ends >= after):
            return row
    return None


def _row(name: str, told: Told, stood: InForce | None, foreseen: Mapping[str, float]) -> list[object]:
    figures, first = told.figures, year_to(told.on)[0]
    said = [figures["changes"], figures["weeks_without"]]
    lived_ = [_rate(one, figures["person_years"]) for one in said]
    ahead = [
        f"{foreseen[name]:.2f}" if name in foreseen else "not told"
        for name in (living.CHANGES, living.WITHOUT)
    ]
    model = stood.model.name if stood else "Changed in the year"
    people = "fewer than 10" if figures["people"] is None else f"{figures['people']:,}"
    return [
        Lines(name, [f"{first:%-d %B %Y} to {told.on:%-d %B %Y}"]), model, people,
        ahead[0], lived_[0], ahead[1], lived_[1],
    ]  # fmt: skip


def _rate(many: int | None, years: int | None) -> str:
    """What was counted for each person and year; in words where it was withheld, or nobody was held for a year."""
    return "withheld" if many is None or not years else f"{many / years:.2f}"
