"""Count a standstill: the last day, and the first on which a contract may be signed, with the clause."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from throughcare.commissioning.competition.rules import Applies, Standstill, regimes
from throughcare.commissioning.competition.rules import standstill as counted
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.formats import day
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Row, Why
from throughcare.faces.web.page import Asking, page
from throughcare.foundation.kernel import Permission, Refused

from .places import places

_WORDS = {
    Applies.MANDATORY: "The law asks for one",
    Applies.VOLUNTARY: "The law leaves it to the buyer",
    Applies.NONE: "None",
}


class Asked(PlainForm):
    """A regime and the day on which the award is published."""

    regime = forms.ChoiceField(label="Law it is bought under")
    published = DayField(label="Day the award is published")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regime"].choices = list(regimes().items())  # type: ignore[attr-defined]


@page(Permission.TRY_AWARD)
def standstill(request: Asking) -> HttpResponse:
    """The standstill after a day, by a regime."""
    form = Asked(request.GET or None)
    context: dict[str, Any] = {
        "heading": "Count a standstill", "sub_navigation": places(request.path), "form": form,
    }  # fmt: skip
    if request.GET and form.is_valid():
        try:
            context["found"] = _rows(counted(form.cleaned_data["regime"], form.cleaned_data["published"]))
        except Refused as refusal:
            form.refuse(refusal)
    return render(request, "competition/standstill.html", context)


def _rows(found: Standstill) -> list[Row]:
    rows = [Row("Standstill", _WORDS[found.applies])]
    if found.last_day is not None:
        rows.append(Row("Last day of it", day(found.last_day)))
    return [
        *rows,
        Row("May be signed from", day(found.sign_from)),
        Row("Counted", Why(str(found.finding), found.finding.because)),
    ]
