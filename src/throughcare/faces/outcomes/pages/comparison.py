"""The comparison report: who was compared, how alike they were, what differed, and what may be said of it."""

from __future__ import annotations

from math import isfinite
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from throughcare.evidence.extracts.queries import sources
from throughcare.faces.outcomes.answers import studies, work
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Colour, Column, Lines, Row, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission

from .measures import drawn
from .waiting import answer_to, places

HEADING = "Compare a service"
ADDRESS = "/outcomes/comparison"
EFFECTS = ("binary", "frequency")
_QUALITY: dict[str, Colour] = {"good": "green", "reasonable": "yellow", "poor": "red"}
_NAMES = {"reoffended": "Reoffended", "reoffences": "Reoffences for each person"}


class Choice(PlainForm):
    """Which tables, and which of their services."""

    put = forms.ChoiceField(label="Service")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["put"].choices = studies.choices()  # type: ignore[attr-defined]


def _chosen(request: HttpRequest) -> Choice:
    form = Choice()
    usual = form.fields["put"].choices[-1][0]  # type: ignore[attr-defined]
    return Choice({"put": request.GET.get("put", usual)})


def _question(form: Choice) -> work.Asked:
    tables, _, service = form.cleaned_data["put"].partition(":")
    made, today = sources.source(tables).fingerprint, timezone.localdate().isoformat()
    return work.Asked("comparison", {"tables": tables, "service": service, "made": made, "on": today})


@page(Permission.LOOK_AT_OUTCOMES)
def comparison(request: Asking) -> HttpResponse:
    """One comparison by both models, to be read or printed."""
    form = _chosen(request)
    context: dict[str, Any] = {
        "heading": HEADING,
        "choice": form,
        "sub_navigation": places(request.path),
        "button": "Compare",
    }
    if not form.is_valid():
        return render(request, "outcomes/comparison.html", context | {"form": form})
    asked = _question(form)
    answer = answer_to(request, asked, HEADING, choice=form, button="Compare")
    if isinstance(answer, HttpResponse):
        return answer
    context |= {"refused": answer.refused, "source": sources.source(asked.given["tables"])}
    if not answer.refused:
        context |= _shown(answer.shown, asked.given["service"], urlencode(form.cleaned_data))
    return render(request, "outcomes/comparison.html", context)


@page(Permission.LOOK_AT_OUTCOMES)
def chart(request: HttpRequest, name: str) -> HttpResponse:
    """One chart of a comparison."""
    form = _chosen(request)
    return drawn(_question(form) if form.is_valid() else None, name)


def _shown(shown: Any, service: str, asked: str) -> dict[str, object]:
    models = [
        _model(model, f"{ADDRESS}/chart/love{place}.svg?{asked}")
        for place, model in enumerate(shown["models"])
    ]
    effects = [
        {
            "title": _NAMES["reoffended" if name == "binary" else "reoffences"],
            "src": f"{ADDRESS}/chart/effect-{name}.svg?{asked}",
            "table": _effects(shown["models"], name),
        }
        for name in EFFECTS
    ]
    return {
        "service": first_capital(service),
        "models": models,
        "effects": effects,
        "agree": shown["agree"],
        "doubt": shown["doubt"],
        "lost": shown["lost"],
        "standards": shown["standards"].replace("-", " "),
        "truth": _truth(shown["truth"]),
    }


def _truth(truth: Any) -> list[str]:
    """What was planted in made-up people, to hold the intervals against."""
    if truth is None:
        return []
    return [
        f"{100 * truth['reoffended']:+.0f} percentage points of reoffending",
        f"{truth['reoffences']:+.2f} reoffences for each person",
    ]


def _model(model: Any, love: str) -> dict[str, object]:
    if "because" in model:
        return {"name": model["name"], "because": model["because"]}
    return {
        "name": model["name"],
        "src": love,
        "love": _love(model),
        "groups": _groups(model),
        "balance": _balance(model),
        "outcomes": [
            {"title": _NAMES[one["outcome"]], **one, "sensitivity": _sensitivity(one)}
            for one in model["outcomes"]
        ],
    }


def _groups(model: Any) -> list[Row]:
    widest = (
        Unknown("No pairs")
        if model["widest"] is None
        else f"{model['widest']:.4f}, of {model['caliper'] or 0:.4f} allowed"
    )
    quality = model["quality"]
    return [
        Row("Allowed for", ", ".join(model["covariates"])),
        Row("People who had the service", f"{model['treated_matched']:,} matched of {model['treated']:,}"),
        Row(
            "People who had not",
            f"{model['comparison_used']:,} used of {model['comparison']:,}, worth {model['effective']:,.0f}",
        ),
        Row("Overlap of their chances of having it", f"{model['shared']:.0%}"),
        Row("Widest pair", widest),
        Row(
            "How alike they came to be",
            Lines(Tag(first_capital(quality), _QUALITY[quality]), [f"furthest apart: {model['worst']}"]),
        ),
    ]


def _balance(model: Any) -> Table:
    return Table(
        "Balance, in standard deviations apart",
        [
            Column("Covariate"),
            Column("With service", numeric=True),
            Column("Others before", numeric=True),
            Column("Others after", numeric=True),
            Column("Apart before", numeric=True),
            Column("Apart after", numeric=True),
            Column("Ratio of variances", numeric=True),
        ],
        [
            [first_capital(name.replace("_", " ")), *(_two(value) for value in values)]
            for name, *values in model["balance"]
        ],
    )


def _love(model: Any) -> Table:
    return Table(
        "Standard deviations apart",
        [Column("Covariate"), Column("Apart", numeric=True)],
        [
            [
                first_capital(name.replace("_", " ")),
                Lines(f"{abs(after):.2f} after", [f"{abs(before):.2f} before"]),
            ]
            for name, *_, before, after, _ratio in model["balance"]
        ],
    )


def _two(value: float) -> object:
    return f"{value:.2f}" if isfinite(value) else Unknown("Does not apply")


def _effects(models: Any, measure: str) -> Table:
    """One measure under both models, one line each."""
    rows: list[list[object]] = []
    for model in models:
        if "because" in model:
            rows.append([first_capital(model["name"]), Unknown("Not run")])
        rows += [
            [first_capital(model["name"]), _difference(one, measure)]
            for one in model.get("outcomes", ())
            if one["measure"] == measure
        ]
    return Table(
        "With the service less without, with its interval",
        [Column("Allowing for"), Column("Difference", numeric=True)],
        rows,
    )


def _rate(value: float, measure: str) -> str:
    return f"{value:.1%}" if measure == "binary" else f"{value:.2f}"


def _difference(one: Any, measure: str) -> Lines:
    """The difference, its interval, both groups' own rates, and the same as a ratio."""
    scale, digits, unit = (100, 1, " points") if measure == "binary" else (1, 2, "")
    value, low, high = (f"{scale * part:+.{digits}f}" for part in one["difference"])
    ours, theirs = _rate(one["treated_rate"], measure), _rate(one["comparison_rate"], measure)
    ratio, least, most = one["ratio"]
    rest = [
        f"{low} to {high}",
        f"{ours} with the service, {theirs} without",
        f"ratio {ratio:.2f} ({least:.2f} to {most:.2f})",
    ]
    return Lines(f"{value}{unit}", rest)


def _strength(estimate: float, interval: float) -> Lines | Unknown:
    if not isfinite(estimate):
        return Unknown("Not known: one of the rates is nought")
    return Lines(f"{estimate:.2f}", [f"{interval:.2f} to reach no effect"])


def _sensitivity(one: Any) -> list[Row]:
    estimate, interval = one["e_value"]
    rows = [
        Row(
            "Chance of so large a difference by luck, corrected for every outcome looked at",
            f"{one['p']:.3f}",
        ),
        Row(
            "How strong an unseen cause must be to explain it away (E-value)",
            Lines(f"{estimate:.2f}", [f"{interval:.2f} to reach no effect"]),
        ),
        Row("How the error was worked out", first_capital(one["method"])),
    ]
    if one["bounds"] is not None:
        survives = one["bounds"]["survives"]
        said = (
            f"Holds while unseen differences change the odds by less than {survives:.2f} times"
            if isfinite(survives)
            else Unknown("There was nothing to hold: the test found no difference")
        )
        rows.append(Row("Rosenbaum's bounds", said))
    return rows
