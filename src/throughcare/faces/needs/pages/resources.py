"""The resource formula: a file of what areas have is held against what their need would give them; it is read and not kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from throughcare.commissioning.needs import queries
from throughcare.commissioning.needs.rules.formula import (
    COLUMNS,
    PENCE,
    SPENT,
    Balance,
    formula_on,
    read_given,
)
from throughcare.faces.web.look.formats import money
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

LARGEST = 1_000_000
"""Bytes of a file that this page reads."""


class Resources(PlainForm):
    """A place, and what its local areas have."""

    place = forms.ChoiceField(label="Area")
    file = forms.FileField(
        label="What its local areas have", help_text=f"CSV in UTF-8: {', '.join(COLUMNS)}, and {SPENT} where it is known. It is read, and nothing of it is kept."
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = queries.names_of_places()
        told = [(code, names.get(code, code)) for code in queries.places_told_of()]
        self.fields["place"].choices = [("", "Choose"), *told]  # type: ignore[attr-defined]


@page(May.LOOK_AT_NEED)
def formula(request: Asking) -> HttpResponse:
    """What each local area has in each year against what its need would give it of the same money."""
    form, rule = Resources(request.POST or None, request.FILES or None), formula_on(day_of(request.at))
    found = _balances(request, form) if request.method == "POST" and form.is_valid() else None
    weights = ", ".join(f"{tier} {weight}" for tier, weight in rule.weights.items())
    context = {
        "heading": "Resources by need", "back": Link("Need", "/need"), "form": form, "button": "Hold it against need",
        "rows": [Row("Formula", rule.name), Row("Weights of a person by tier", weights), Row("Basis", rule.basis)],
        "table": None if found is None else _table(found),
    }  # fmt: skip
    return render(request, "needs/resources.html", context)


def _balances(request: Asking, form: Resources) -> list[Balance] | None:
    content = form.cleaned_data["file"].read(LARGEST + 1)
    try:
        if len(content) > LARGEST:
            raise Refused(f"The file is larger than {LARGEST:,} bytes.")
        given = read_given(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        form.add_error("file", "The file is not text in UTF-8.")
    except Refused as refusal:
        form.add_error("file", refusal.because)
    else:
        return queries.balances_of(form.cleaned_data["place"], given, at=request.at)
    return None


def _table(found: list[Balance]) -> Table:
    names = queries.names_of_places()
    return Table(
        "What each has, and what its need would give",
        [
            Column("Area"), Column("Year", numeric=True), Column("Has", numeric=True), Column("Need would give"),
            Column("More or less by", numeric=True), Column("Why"), Column("Left at the year's end"),
        ],
        [
            [names.get(one.area, one.area), str(one.year), _pounds(one.has), _range(one), _over(one), one.finding.because, _left(one)]
            for one in found
        ],
    )  # fmt: skip


def _pounds(pence: int) -> str:
    return money(Decimal(pence) / PENCE)


def _range(one: Balance) -> object:
    if one.low is None or one.high is None:
        return Unknown("Cannot be told")
    return f"{_pounds(one.low)} to {_pounds(one.high)}"


def _over(one: Balance) -> object:
    return Unknown("Cannot be told") if one.over is None else _pounds(one.over)


def _left(one: Balance) -> object:
    """What was left of a year and what of it goes on, with where the model says so."""
    if one.left is None or one.allowed is None:
        return Unknown("What was spent is not said")
    goes = (
        "How much goes on is not stated"
        if one.carried is None
        else f"{_pounds(one.carried.over)} goes on into the next"
    )
    return Lines(_pounds(one.left), [goes, str(one.allowed.finding.clause)])
