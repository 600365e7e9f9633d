"""Need, supply and the gap of a place: every need, one need by local area and by sex, and its map.

Every figure was withheld and rounded before it was stored; nobody is named, and no page can ask for a finer one.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughcare.casework.interventions.rules.words import need_areas
from throughcare.commissioning.needs import queries
from throughcare.commissioning.needs.queries import LocalNeed, NeedSeen, PlaceNeed
from throughcare.commissioning.needs.rules.counted import NO_UNIT
from throughcare.commissioning.needs.rules.surely import Share
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.mapping import map_svg, shapes
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models

from ..words import column_words, figure, gap_lines, how_many, share_words, supply_words

HEADING, ADDRESS = "Need", "/need"
BANDS = (
    (0.25, "fewer than a quarter not met", ("#e8f1f8", "")),
    (0.5, "a quarter to a half not met", ("#8fb8de", "6 3")),
    (0.75, "a half to three quarters not met", ("#3a78b5", "2 2")),
    (1.01, "three quarters or more not met", ("#0b3c6f", "8 2 2 2")),
)
"""Bands of the share of those with a need whom nobody took on, with how each is drawn."""


class Choice(PlainForm):
    """Which place and quarter."""

    place = forms.ChoiceField(label="Area")
    quarter = forms.ChoiceField(label="Quarter", required=False)


def own_places(request: Asking) -> list[str]:
    """The places in which the viewer's organisation is appointed as any body, of those told of."""
    told = set(queries.places_told_of())
    ours = models.areas_of_organisation(request.member.organisation_id, day_of(request.at))
    nearest = (next((above for above in models.areas_from(area) if above in told), None) for area in ours)
    return sorted({area for area in nearest if area})


def _chosen(request: Asking) -> Choice:
    told, names = queries.places_told_of(), queries.names_of_places()
    first = (own_places(request) or told or [""])[0]
    place = request.GET.get("place", first)
    form = Choice({"place": place, "quarter": request.GET.get("quarter", "")})
    form.fields["place"].choices = [(code, names.get(code, code)) for code in told]  # type: ignore[attr-defined]
    quarters = queries.quarters_told_of(place) if place in told else []
    form.fields["quarter"].choices = [("", "The latest"), *((q.first.isoformat(), str(q)) for q in quarters)]  # type: ignore[attr-defined]
    return form


def _found(request: Asking) -> tuple[Choice, PlaceNeed | None]:
    form = _chosen(request)
    if not form.is_valid():
        return form, None
    first = form.cleaned_data["quarter"]
    return form, queries.need_of_place(
        form.cleaned_data["place"], at=request.at, first=date.fromisoformat(first) if first else None
    )


@page(May.LOOK_AT_NEED)
def need(request: Asking) -> HttpResponse:
    """Every need of a place with what is offered for it and what is missing."""
    form, found = _found(request)
    context: dict[str, Any] = {"heading": HEADING, "choice": form, "button": "Show"}
    if found is None:
        none = not form.fields["place"].choices  # type: ignore[attr-defined]
        shown = (
            {} if none else {"form": form}
        )  # where there is nothing to choose, nothing is wrong with the choice
        return render(request, "needs/need.html", context | {"none": none} | shown)
    names = queries.names_of_places()
    context |= {
        "heading": f"Need in {names.get(found.place, found.place)}",
        "caption": str(found.quarter),
        "rows": [Row("People under supervision in the quarter", figure(found.people))],
        "table": _needs(found),
        "columns": [_column(name, cells, names) for name, cells in found.columns.items()],
    }
    return render(request, "needs/need.html", context)


def _needs(found: PlaceNeed) -> Table:
    return Table(
        "Need, supply and the gap",
        [
            Column("Need"),
            Column("Assessed as having it"),
            Column("Of those assessed"),
            Column("In a year it"),
            Column("Not met"),
            Column("Offered now"),
            Column("Gap"),
        ],
        [_row(found, one) for one in found.needs],
    )


def _row(found: PlaceNeed, one: NeedSeen) -> list[object]:
    asked = urlencode({"place": found.place, "need": one.code, "quarter": found.quarter.first.isoformat()})
    return [
        Link(one.name, f"{ADDRESS}/one?{asked}"),
        how_many(one.told),
        share_words(one.told.share),
        first_capital(one.since_last_year),
        share_words(one.told.share_not_met),
        supply_words(one.supply),
        gap_lines(one.gap),
    ]


def _column(name: str, cells: dict[str, int | None], names: dict[str, str]) -> Table:
    title = column_words(name)
    return Table(
        title,
        [Column("Value"), Column("People", numeric=True)],
        [[names.get(value, first_capital(value)), figure(many)] for value, many in cells.items()],
    )


@page(May.LOOK_AT_NEED)
def one_need(request: Asking) -> HttpResponse:
    """One need of a place, by local area on a map and in a table, and by sex."""
    found, one = _one(request)
    names = queries.names_of_places()
    asked = urlencode({"place": found.place, "need": one.code, "quarter": found.quarter.first.isoformat()})
    context = {
        "heading": one.name,
        "caption": f"{names.get(found.place, found.place)}, {found.quarter}",
        "back": Link(HEADING, f"{ADDRESS}?{urlencode({'place': found.place})}"),
        "rows": [
            Row("Assessed as having it", how_many(one.told)),
            Row("Of those assessed", share_words(one.told.share)),
            Row("Not assessed", figure(one.told.unknown)),
            Row("Not met", share_words(one.told.share_not_met)),
            Row("In a year it", first_capital(one.since_last_year)),
            Row("Gap", gap_lines(one.gap)),
        ],
        "on_map": any(local.where in shapes() for local in one.by_area),
        "src": f"{ADDRESS}/map.svg?{asked}",
        "by_area": _local("By local area", "Local area", one.by_area, names),
        "forecast": _forecast(request, found, one),
        "by_sex": _local("By sex", "Sex", one.by_sex, {}),
        "by_unit": _local("By delivery unit", "Delivery unit", one.by_unit, _unit_names(one))
        if one.by_unit
        else None,
        "distance": _distance(one, names) if one.distance else None,
    }
    return render(request, "needs/one.html", context)


def _forecast(request: Asking, found: PlaceNeed, one: NeedSeen) -> Table:
    return Table(
        "Demand a year from now, in a quarter",
        [Column("If it goes"), Column("People"), Column("Whose figures")],
        [
            [first_capital(each.scenario.name), f"{each.low:,} to {each.high:,}", Lines(str(each.scenario.clause), [each.scenario.basis])]
            for each in queries.forecasts_of(found.place, one.code, at=request.at)
        ],
        empty="Too few quarters can be told to forecast anything.",
    )  # fmt: skip


def _one(request: Asking) -> tuple[PlaceNeed, NeedSeen]:
    if request.GET.get("need") not in need_areas():
        raise Http404
    found = _found(request)[1]
    one = found.need(request.GET["need"]) if found else None
    if found is None or one is None:
        raise Http404
    return found, one


def _local(title: str, where: str, rows: tuple[LocalNeed, ...], names: dict[str, str]) -> Table:
    return Table(
        title,
        [
            Column(where),
            Column("People", numeric=True),
            Column("Assessed as having it"),
            Column("Not met"),
            Column("Offered now"),
            Column("Gap"),
        ],
        [
            [
                names.get(row.where, first_capital(row.where)),
                figure(row.told.people),
                how_many(row.told),
                share_words(row.told.share_not_met),
                supply_words(row.supply),
                gap_lines(row.gap),
            ]
            for row in rows
        ],
    )


def _unit_names(one: NeedSeen) -> dict[str, str]:
    ids = [UUID(row.where) for row in one.by_unit if row.where != NO_UNIT]
    return {str(unit.id): unit.name for unit in access.units(ids).values()}


def _distance(one: NeedSeen, names: dict[str, str]) -> Table:
    """How far everybody lives from the nearest place of a service for a need, of the whole place and by local area."""
    said = list(one.distance)
    areas = sorted(one.distance_by_area.items(), key=lambda row: names.get(row[0], row[0]))
    rows: list[list[object]] = [["All of it", *(figure(one.distance[band]) for band in said)]]
    rows += [[names.get(area, area), *(figure(cells.get(band, 0)) for band in said)] for area, cells in areas]
    return Table(
        "How far people live from the nearest service for it, in a straight line",
        [Column("Where"), *(Column(first_capital(band), numeric=True) for band in said)],
        rows,
    )


@page(May.LOOK_AT_NEED)
def map_of_need(request: Asking) -> HttpResponse:
    """One need by local area as a map: the share of those who have it whom nobody took on."""
    _, one = _one(request)
    said = {local.where: band(local.told.share_not_met) for local in one.by_area if local.told.share_not_met}
    drawn = map_svg(
        said,
        [local.where for local in one.by_area],
        title="The share of those with the need whom no service took on; the table beside it says the same",
        nothing="cannot be told",
        looks={words: look for _, words, look in BANDS},
    )
    if not drawn:
        raise Http404
    return HttpResponse(drawn, content_type="image/svg+xml")


def band(share: Share) -> str:
    """In words, the band that a share not met is in."""
    return next(words for below, words, _ in BANDS if share.value < below)
