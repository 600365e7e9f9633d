"""Measures made fairer to read: adjusted by a predictor for who people are, and foreseen from an early look."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from throughcare.evidence import outcomes as library
from throughcare.evidence.extracts.queries import sources
from throughcare.faces.outcomes.answers import foreseeing, work
from throughcare.faces.outcomes.answers import words as say
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Lines, Row, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.foundation.kernel import Permission

from ..words import ADJUSTED_CANNOT_TELL, ADJUSTED_MEANS, FORECAST_CANNOT_TELL, FORECAST_MEANS
from .measures import check_breakdown, usual_choice
from .report import Report

MONTHS = tuple((str(month), f"{month} months") for month in foreseeing.LOOKS)


class _Chosen(PlainForm):
    tables = forms.ChoiceField(label="Tables")
    definition = forms.ChoiceField(label="Definition")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tables"].choices = [(s.name, s.title) for s in sources.sources()]  # type: ignore[attr-defined]
        self.fields["definition"].choices = [  # type: ignore[attr-defined]
            (d.name, d.title) for d in library.definitions().values()
        ]


class Adjusting(_Chosen):
    """Which tables, by which definition, broken down by what."""

    by = forms.ChoiceField(label="Broken down by", choices=list(say.BY.items()))

    def clean(self) -> dict[str, Any]:
        """The breakdown is one that the tables hold."""
        cleaned: dict[str, Any] = super().clean() or {}
        check_breakdown(self, cleaned)
        return cleaned


class Foreseeing(_Chosen):
    """Which tables, by which definition, seen after how many months."""

    month = forms.ChoiceField(label="Seen after", choices=MONTHS)


def _filled(form: type[PlainForm], **more: str) -> Any:
    def fill(request: HttpRequest) -> PlainForm:
        usual = {**usual_choice(request), **more}
        return form({name: request.GET.get(name, value) for name, value in usual.items()})

    return fill


def _question(kind: str) -> Any:
    def ask(form: PlainForm) -> work.Asked:
        given: dict[str, str] = dict(form.cleaned_data)
        rules = hashlib.sha256(repr(library.definition(given["definition"])).encode()).hexdigest()[:12]
        return work.Asked(kind, given | {"made": sources.source(given["tables"]).fingerprint + rules})

    return ask


def _of_tables(asked: Mapping[str, str]) -> dict[str, object]:
    return {
        "made_up": sources.source(asked["tables"]).made_up,
        "definition": library.definition(asked["definition"]),
    }


def _percent(value: float) -> str:
    return f"{100 * value:.1f}%"


def _everybody(shown: Mapping[str, Any]) -> list[Row]:
    return [
        Row(
            "Entries with a predicted chance",
            Lines(f"{shown['known']:,}", [f"of {shown['entries']:,}; the rest are left out"]),
        ),
        Row("Reoffended", _percent(shown["observed"])),
        Row("Predicted, on average", _percent(shown["baseline"])),
        Row("Proofs are known to", date.fromisoformat(shown["known_to"])),
    ]


def _adjusted(shown: Mapping[str, Any], asked: Mapping[str, str]) -> dict[str, object]:
    rows: list[list[object]] = []
    for one in shown["groups"]:
        name = say.name_of(one["labels"])
        if "because" in one:
            rows.append([name, *[Unknown(one["because"].capitalize())] * 3])
            continue
        value, low, high = one["adjusted"]
        interval = f"{100 * low:.1f} to {100 * high:.1f}"
        rows.append(
            [name, _percent(one["observed"]), _percent(one["predicted"]), Lines(_percent(value), [interval])]
        )
    heading = say.BY[asked["by"]]
    return _of_tables(asked) | {
        "meaning": ADJUSTED_MEANS,
        "card_title": "Everybody, to whom each group is compared",
        "card": _everybody(shown),
        "figure_title": f"Adjusted, by {heading.lower()}",
        "figure_alt": "Adjusted share reoffending in each group with its 95% interval, and the line of everybody's own rate",
        "figure_note": "Groups whose interval holds the line differ by no more than chance. Nobody is ranked.",
        "figure_table": Table(
            "Adjusted",
            [Column(heading), Column("Adjusted", numeric=True)],
            [[row[0], row[-1]] for row in rows],
        ),
        "tables": [
            Table(
                f"By {heading.lower()}",
                [
                    Column(heading),
                    Column("Observed", numeric=True),
                    Column("Predicted", numeric=True),
                    Column("Adjusted", numeric=True),
                ],
                rows,
            )
        ],
        "cannot_tell": ADJUSTED_CANNOT_TELL,
    }


def _foreseen(shown: Mapping[str, Any], asked: Mapping[str, str]) -> dict[str, object]:
    value, low, high = shown["final"]
    month, last = shown["month"], shown["last"]
    interval = f"{100 * low:.1f} to {100 * high:.1f}"
    seen = dict(shown["seen"])
    rows: list[list[object]] = [
        [_months(m), _percent(rate), _spread(shown["before"], m)] for m, rate in seen.items()
    ]
    rows.append(
        [_months(last), Lines(_percent(value), [f"foreseen, {interval}"]), _spread(shown["before"], last)]
    )
    card = [
        Row("Cohort that begins on", date.fromisoformat(shown["cohort"])),
        Row("Entries", shown["entries"]),
        Row(f"Seen after {month} months", _percent(seen[month])),
        Row(f"Foreseen at {last} months", Lines(_percent(value), [f"{interval}, at 95%"])),
        Row("Of the last figure, finished cohorts had by then", f"{shown['maturity']:.0%}"),
        Row("Finished cohorts it is scaled by", shown["finished"]),
        Row("Of the interval's spread, from their unlikeness", f"{shown['unlike']:.0%}"),
    ]
    return _of_tables(asked) | {
        "meaning": FORECAST_MEANS,
        "card_title": "The newest cohort",
        "card": card,
        "warnings": _what_came(shown, low, high),
        "figure_title": "From an early look to the last",
        "figure_alt": "Share reoffended by months since the start: seen so far, foreseen with its interval, and a finished cohort",
        "figure_note": "A month's figure counts offences committed and proven by that month.",
        "figure_table": Table(
            "Month by month",
            [Column("After"), Column("This cohort", numeric=True), Column("Finished cohorts", numeric=True)],
            rows,
        ),
        "cannot_tell": FORECAST_CANNOT_TELL,
    }


def _months(many: int) -> str:
    return count_of(many, "month")


def _spread(before: list[Any], month: int) -> str:
    rates = [{int(m): rate for m, rate in curve}.get(month) for curve in before]
    known = [rate for rate in rates if rate is not None]
    return f"{100 * min(known):.1f} to {100 * max(known):.1f}%" if known else "not looked at"


def _what_came(shown: Mapping[str, Any], low: float, high: float) -> list[str]:
    if shown["came"] is None:
        return []
    held = "inside" if low <= shown["came"] <= high else "outside"
    return [
        f"This cohort is finished by now, so that the forecast can be held against it: {_percent(shown['came'])} came, {held} the interval."
    ]


ADJUSTED = Report(
    "Adjusted by a predictor",
    "/outcomes/adjusted",
    "adjusted",
    "Adjust",
    _filled(Adjusting),
    _question("adjusted"),
    _adjusted,
)
FORECAST = Report(
    "Foresee a final figure",
    "/outcomes/forecast",
    "forecast",
    "Foresee",
    _filled(Foreseeing, month="6"),
    _question("forecast"),
    _foreseen,
)


@page(Permission.LOOK_AT_OUTCOMES)
def adjusted(request: Asking) -> HttpResponse:
    """Each group's rate adjusted by a predictor for who is in it."""
    return ADJUSTED.page(request)


@page(Permission.LOOK_AT_OUTCOMES)
def adjusted_chart(request: HttpRequest, name: str) -> HttpResponse:
    """One chart of the adjusted rates."""
    return ADJUSTED.drawing(request, name)


@page(Permission.LOOK_AT_OUTCOMES)
def forecast(request: Asking) -> HttpResponse:
    """The newest cohort's final rate foreseen from an early look."""
    return FORECAST.page(request)


@page(Permission.LOOK_AT_OUTCOMES)
def forecast_chart(request: HttpRequest, name: str) -> HttpResponse:
    """One chart of a forecast."""
    return FORECAST.drawing(request, name)
