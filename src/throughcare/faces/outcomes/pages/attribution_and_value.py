"""Whose doing a result was, and what it is worth: attribution among providers, and value for money."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from throughcare.evidence.extracts.queries import sources
from throughcare.faces.outcomes.answers import studies, valuing, work
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Lines, Row, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission

from ..words import ATTRIBUTION_MEANS
from .report import Report

PARTS = (("provider", "Providers"), ("service", "Services"))
CANNOT_SHARE = (
    "Whether anybody caused anything: people choose, and are chosen for, what they receive.",
    "Who did what for those received only together; splitting that would be guesswork.",
    "What parts do with one another: each is taken to add the same whatever else a person received.",
    "Equal shares and shares by days are conventions that reward being there, not what it did.",
)
CANNOT_VALUE = (
    "More than the effect can: where its interval holds no effect, the service may be worth nothing.",
    "What reoffending costs the people harmed beyond the list's own pounds.",
    "Whether the next hundred people would do as well, or cost as much.",
    "What the service did for health, work or families, unless somebody adds it.",
)


class Sharing(PlainForm):
    """Which tables, and whether among providers or services."""

    tables = forms.ChoiceField(label="Tables")
    part = forms.ChoiceField(label="Share among", choices=PARTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tables"].choices = [(s.name, s.title) for s in sources.sources()]  # type: ignore[attr-defined]


class Valuing(PlainForm):
    """Which service, what it costs a person, and what each crime avoided saves."""

    put = forms.ChoiceField(label="Service")
    cost = forms.IntegerField(label="Cost for each person, in pounds", min_value=1, max_value=1_000_000)
    kind = forms.ChoiceField(label="Count each crime avoided as")
    multiplier = forms.IntegerField(label="Crimes for each proven one", min_value=1, max_value=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(valuing.price_list(timezone.localdate()).each)
        self.fields["put"].choices = studies.choices()  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(k, first_capital(k.replace("_", " "))) for k in kinds]  # type: ignore[attr-defined]


def _sharing(request: HttpRequest) -> PlainForm:
    usual = {"tables": sources.MADE_UP, "part": "provider"}
    return Sharing({name: request.GET.get(name, value) for name, value in usual.items()})


def _valuing(request: HttpRequest) -> PlainForm:
    usual = {"put": studies.choices()[-1][0], "cost": "500", "kind": "theft_from_person", "multiplier": "1"}
    return Valuing({name: request.GET.get(name, value) for name, value in usual.items()})


def _ask_shares(form: PlainForm) -> work.Asked:
    given = dict(form.cleaned_data)
    return work.Asked("attribution", given | {"made": sources.source(given["tables"]).fingerprint})


def _ask_value(form: PlainForm) -> work.Asked:
    given = {name: str(value) for name, value in form.cleaned_data.items()}
    tables, _, service = given.pop("put").partition(":")
    made, today = sources.source(tables).fingerprint, timezone.localdate().isoformat()
    return work.Asked("value", given | {"tables": tables, "service": service, "made": made, "on": today})


def _share(value: float | None, missing: str = "Not identified") -> object:
    return Unknown(missing) if value is None else f"{100 * value:.0f}%"


def _planted(truth: Mapping[str, float]) -> list[str]:
    said = [
        f"{first_capital(part)} lowers the chance by {100 * by:.0f} points." for part, by in truth.items()
    ]
    return [f"Planted in these people: {' '.join(said)}"] if said else []


def _people_shared(shown: Mapping[str, Any]) -> list[Row]:
    return [
        Row("People with a predicted chance and complete follow-up", shown["people"]),
        Row("Of them received something", shown["served"]),
        Row("From more than one", shown["several"]),
        Row(
            "Fewer of those who received something reoffended than predicted, by",
            f"{100 * shown['better']:+.1f} points",
        ),
        Row("People whose outcome cannot be shared", shown["not_identified"]),
    ]


WAYS = ("Equally", "By days", "Adds", "Order-free")


def _shared(shown: Mapping[str, Any], asked: Mapping[str, str]) -> dict[str, object]:
    rows: list[list[object]] = [
        [
            Lines(first_capital(one["part"]), [f"{one['people']:,} people"]),
            _share(one["equally"]),
            _share(one["by_days"]),
            Unknown("Not identified") if one["adds"] is None else f"{100 * one['adds']:+.1f} points",
            _share(one["shapley"]),
        ]
        for one in shown["parts"]
    ]
    together = [
        f"{first_capital(' and '.join(one))} were never received apart, so nothing is shared between them."
        for one in shown["together"]
    ]
    return {
        "made_up": sources.source(asked["tables"]).made_up,
        "meaning": ATTRIBUTION_MEANS,
        "card_title": "The people",
        "card": _people_shared(shown),
        "figure_title": "Whose doing it was",
        "figure_alt": "Shares of outcomes under each way of sharing",
        "figure_note": "Shares of each way add up to the whole. A way with a share below nought is not drawn, only listed.",
        "figure_table": Table(
            "What each adds",
            [Column("Part"), Column("Adds", numeric=True)],
            [[row[0], row[3]] for row in rows],
        ),
        "tables": [
            Table(
                "The same people, shared in three ways",
                [Column("Part"), *(Column(way, numeric=True) for way in WAYS)],
                rows,
            )
        ],
        "warnings": [*together, *_planted(shown["truth"] or {})],
        "cannot_tell": CANNOT_SHARE,
    }


def pounds(amount: str | None) -> str:
    """Pounds in words: whole when they are many, with pence when few; no limit when there is none."""
    if amount is None:
        return "no limit"
    exact = Decimal(amount)
    kept = exact.quantize(Decimal(1) if abs(exact) >= 100 else Decimal("0.01"), ROUND_HALF_EVEN)
    return f"-£{-kept:,}" if kept < 0 else f"£{kept:,}"


def _number(amount: str | None) -> str:
    return "no limit" if amount is None else f"{Decimal(amount):,.1f}"


def _ends(ends: list[str | None], words: Any) -> object:
    value, low, high = ends
    if value is None:
        return Unknown("None: nothing is avoided")
    return Lines(words(value), [f"{words(low)} to {words(high)}"])


LINES = (
    ("Reoffences avoided", "avoided", _number),
    ("Cost of each reoffence avoided", "cost_per_avoided", pounds),
    ("Benefit", "benefit", pounds),
    ("Benefit for each pound", "benefit_cost", pounds),
    ("Benefit less cost", "net_benefit", pounds),
)


def _rests_on(shown: Mapping[str, Any]) -> list[Row]:
    unit = Lines(
        pounds(shown["unit"]),
        [
            f"{first_capital(shown['kind'].replace('_', ' '))}, in prices of {shown['prices']}",
            shown["source"],
        ],
    )
    return [
        Row("Cost for each person", pounds(shown["cost"])),
        Row("Cost of one crime", unit),
        Row(
            "Standing of that figure",
            Tag(first_capital(shown["label"]), "orange" if shown["label"] == "assumed" else "green"),
        ),
        Row("Crimes for each proven one", shown["multiplier"]),
    ]


def _lines(ran: list[Any]) -> list[list[object]]:
    rows: list[list[object]] = [
        [line, *(_ends(one[name], words) for one in ran)] for line, name, words in LINES
    ]
    rows.insert(
        0,
        [
            "Cost",
            *(
                Lines(pounds(one["cost"]), [f"{one['people']:,} people at {pounds(one['each'])}"])
                for one in ran
            ),
        ],
    )
    rows.append(
        ["Pays for itself when it avoids", *(f"{_number(one['break_even'])} reoffences" for one in ran)]
    )
    return rows


def _valued(shown: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, object]:
    ran = [one for one in shown["models"] if "because" not in one]
    return {
        "made_up": asked["put"].startswith(f"{sources.MADE_UP}:"),
        "meaning": [
            "The difference in reoffences between people who had the service and people like them who had not, times what a "
            "reoffence costs, beside what the service cost. Every figure carries the effect's own 95% interval; where that "
            "reaches no effect, the cost of a reoffence avoided has no upper limit, and that is what is said.",
        ],
        "card_title": "What it rests on",
        "card": _rests_on(shown),
        "figure_title": "Benefit for each pound",
        "figure_alt": "Pounds of benefit for each pound of cost under each model, with intervals and the line at one pound",
        "figure_note": "Right of the line the service saves more than it costs. Both models are always shown.",
        "figure_table": Table(
            "Benefit for each pound",
            [Column("Model"), Column("Benefit for each pound", numeric=True)],
            [[first_capital(one["name"]), _ends(one["benefit_cost"], pounds)] for one in ran],
        ),
        "tables": [
            Table(
                "Value",
                [Column("Figure"), *(Column(first_capital(one["name"]), numeric=True) for one in ran)],
                _lines(ran),
            )
        ],
        "warnings": [
            f"{first_capital(one['name'])} was not run: {one['because']}."
            for one in shown["models"]
            if "because" in one
        ],
        "cannot_tell": CANNOT_VALUE,
    }


ATTRIBUTION = Report(
    "Whose doing it was", "/outcomes/attribution", "shares", "Share", _sharing, _ask_shares, _shared
)
VALUE = Report("What it is worth", "/outcomes/value", "benefit", "Value", _valuing, _ask_value, _valued)


@page(Permission.LOOK_AT_OUTCOMES)
def attribution(request: Asking) -> HttpResponse:
    """A better result shared among several providers or services."""
    return ATTRIBUTION.page(request)


@page(Permission.LOOK_AT_OUTCOMES)
def attribution_chart(request: HttpRequest, name: str) -> HttpResponse:
    """One chart of an attribution."""
    return ATTRIBUTION.drawing(request, name)


@page(Permission.LOOK_AT_OUTCOMES)
def value(request: Asking) -> HttpResponse:
    """What a service's effect is worth beside its cost."""
    return VALUE.page(request)


@page(Permission.LOOK_AT_OUTCOMES)
def value_chart(request: HttpRequest, name: str) -> HttpResponse:
    """One chart of a value."""
    return VALUE.drawing(request, name)
