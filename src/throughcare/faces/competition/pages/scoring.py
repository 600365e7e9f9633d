"""Try a way of scoring on made-up bids: who would be first, who would be out, and whether that hangs on somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.commissioning.competition.rules.scale_reading import scale_example_text, scale_from
from throughcare.commissioning.competition.rules.scoring import (
    Formula,
    Scale,
    Tender,
    check_scale,
    reversals,
    score,
)
from throughcare.faces.web.look.parts import Column, Row, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.foundation.kernel import Permission

from .places import Try, places, tried


@page(Permission.TRY_AWARD)
def scoring(request: Asking) -> HttpResponse:
    """The scores of a file that was sent, or of the made-up one that comes with the software."""
    form = Try(request.POST or None, request.FILES or None)
    given = _checked(scale_example_text(), "example") if request.method != "POST" else None
    if request.method == "POST" and form.is_valid():
        given = tried(form, _checked)
    context: dict[str, Any] = {
        "heading": "Try a way of scoring", "sub_navigation": places(request.path), "form": form,
        "own": request.method == "POST", "example": scale_example_text(),
    }  # fmt: skip
    if given is not None:
        context |= _shown(*given)
    return render(request, "competition/scoring.html", context)


def _checked(text: str, name: str) -> tuple[Scale, tuple[Tender, ...]]:
    scale, tenders = scale_from(text, name)
    check_scale(scale)
    return scale, tenders


def _shown(scale: Scale, tenders: Sequence[Tender]) -> dict[str, object]:
    turned = reversals(scale, tenders)
    return {
        "scale": [
            *(Row(one.name, f"{one.weight} points{_least(one.least)}") for one in scale.criteria),
            Row("Price", f"{scale.price_weight} points, by {scale.formula}"),
        ],
        "scores": _scores(scale, tenders),
        "warnings": [
            f"Without {one.without}, which does not win, {one.then_first} would be first and not {one.first}." for one in turned
        ],
    }  # fmt: skip


def _least(least: Decimal) -> str:
    return f", at least {least} to be considered" if least else ""


def _scores(scale: Scale, tenders: Sequence[Tender]) -> Table:
    by_point = scale.formula is Formula.PER_POINT
    columns = [Column("Bidder"), Column("Points of quality", numeric=True)]
    columns.append(Column("Pounds for each point" if by_point else "Points of price", numeric=True))
    rows: list[list[object]] = []
    for one in score(scale, tenders):
        out = Unknown(f"Not considered: {one.out}") if one.out else ""
        rows.append([one.bidder, one.quality, *_after(one.price, one.total, out, by_point=by_point)])
    return Table(
        "Scores, best first", [*columns, *([] if by_point else [Column("Together", numeric=True)])], rows
    )


def _after(price: Decimal, total: Decimal, out: object, *, by_point: bool) -> list[object]:
    last = out or (price if by_point else total)
    return [last] if by_point else [price if not out else Unknown("Not scored"), last]
