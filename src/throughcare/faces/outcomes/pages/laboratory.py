"""The payment laboratory: rules side by side on one cohort, chance, the flat zone, and whom each rule makes worth helping."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from throughcare.faces.outcomes.answers import paying, work
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Lines, Row, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission

from .measures import drawn
from .waiting import answer_to, places

HEADING = "Payment laboratory"
ADDRESS = "/outcomes/laboratory"
CLOSELY = "transforming-rehabilitation:contracts-2015"


class Choice(PlainForm):
    """Which edition of which scheme to look into."""

    rule = forms.ChoiceField(label="Look closely into")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = list(paying.editions().items())  # type: ignore[attr-defined]


def _chosen(request: HttpRequest) -> Choice:
    return Choice({"rule": request.GET.get("rule", CLOSELY)})


def _question(form: Choice) -> work.Asked:
    return work.Asked("laboratory", {"rule": form.cleaned_data["rule"], "made": paying.fingerprint()})


@page(Permission.LOOK_AT_OUTCOMES)
def laboratory(request: Asking) -> HttpResponse:
    """Every payment rule tried on the same made-up cohort before anybody signs one."""
    form = _chosen(request)
    context: dict[str, Any] = {
        "heading": HEADING,
        "choice": form,
        "sub_navigation": places(request.path),
        "button": "Try",
    }
    if not form.is_valid():
        return render(request, "outcomes/laboratory.html", context | {"form": form})
    answer = answer_to(request, _question(form), HEADING, choice=form, button="Try")
    if isinstance(answer, HttpResponse):
        return answer
    context |= {"refused": answer.refused}
    if not answer.refused:
        context |= _shown(answer.shown, urlencode(form.cleaned_data))
    return render(request, "outcomes/laboratory.html", context)


@page(Permission.LOOK_AT_OUTCOMES)
def chart(request: HttpRequest, name: str) -> HttpResponse:
    """One chart of the laboratory."""
    form = _chosen(request)
    return drawn(_question(form) if form.is_valid() else None, name)


def _shown(shown: Any, asked: str) -> dict[str, object]:
    return {
        "caseload": _caseload(shown["caseload"]),
        "assumed_caseload": [
            f"{first_capital(k.replace('_', ' '))}: {why}" for k, why in shown["caseload"]["assumed"].items()
        ],
        "sides": _sides(shown["sides"]),
        "power": _power(shown["power"]),
        "scheme": shown["scheme"],
        "assumed": [f"{place}: {why}" for place, why in shown["assumed"].items()],
        "zone": shown["zone"],
        "zone_words": _zone_words(shown["zone"]),
        "zone_table": _zone_table(shown["zone"]),
        "helping": _helping(shown["helping"]),
        "at_risk": _at_risk(shown["at_risk"]),
        "at_risk_source": shown["at_risk"]["source"],
        "zone_src": f"{ADDRESS}/chart/zone.svg?{asked}",
        "helping_src": f"{ADDRESS}/chart/helping.svg?{asked}",
    }


def _pounds(amount: float | str) -> str:
    """Whole pounds, halves away from nought never mattering at this size."""
    whole = round(Decimal(str(amount)))
    return f"-£{-whole:,}" if whole < 0 else f"£{whole:,}"


def _caseload(told: Any) -> list[Row]:
    chance, further = told["help"]
    return [
        Row("People in a cohort", told["people"]),
        Row("Money that hangs on results", _pounds(told["pool"])),
        Row("Expected to reoffend", f"{told['chance']:.1%}"),
        Row(
            "What help does",
            f"{1 - chance:.0%} fewer people reoffend, and {1 - further:.0%} fewer further reoffences",
        ),
        Row(
            "Cohorts tried",
            Lines(told["cohorts"], [f"from the seed {told['seed']}, so that the same luck meets every rule"]),
        ),
        Row(
            "People by risk",
            Lines(
                "",
                [
                    f"{name}: {share:.0%} of people, {risk:.0%} reoffend, {each:.1f} times each"
                    for name, share, risk, each in told["bands"]
                ],
            ),
        ),
    ]


def _sides(sides: Any) -> Table:
    return Table(
        "The same cohort, helped, under every rule",
        [
            Column("Rule"),
            Column("Pays for this cohort", numeric=True),
            Column("Why"),
            Column("Pays on average", numeric=True),
            Column("Pays for nothing", numeric=True),
            Column("Leaves real help unpaid", numeric=True),
            Column("Numbers assumed", numeric=True),
        ],
        [
            [
                side["title"],
                _pounds(side["total"]),
                Lines("", [f"{measure}: {because}" for _, measure, _, because in side["lines"]])
                if side["lines"]
                else "No line is due",
                _pounds(side["mean"]),
                f"{side['for_nothing']:.0%}",
                f"{side['unpaid']:.0%}",
                side["assumed"],
            ]
            for side in sides
        ],
    )


def _power(power: Any) -> Table:
    return Table(
        "The chance that a true fall is found",
        [
            Column("People"),
            Column("Chance alone moves the rate by", numeric=True),
            *(Column(f"{fall}-point fall", numeric=True) for fall in power["falls"]),
        ],
        [
            *(
                [n, f"±{half:.1f} points", *(f"{one:.0%}" for one in found)]
                for n, half, found in power["rows"]
            ),
            ["Needed for an 80% chance", Unknown("Does not apply"), *power["needed"]],
        ],
    )


def _zone_words(zone: Any) -> str:
    if "low" not in zone:
        return "There is no flat zone: each person counts."
    back = zone["breaks_even"]
    beyond = (
        f"effort pays again from {back:+.1f} points."
        if back is not None
        else "within the reach tried, effort never pays again."
    )
    return (
        f"From {zone['low']:+.1f} to {zone['high']:+.1f} points a better result earns no more. At what a point costs, doing "
        f"the least keeps {_pounds(zone['gain'])}, and {beyond}"
    )


def _zone_table(zone: Any) -> Table:
    return Table(
        "What a result earns",
        [Column("Points better than expected"), Column("Payment", numeric=True)],
        [[f"{change:+.1f}", _pounds(paid)] for change, paid in zone["points"]],
    )


def _helping(bands: Any) -> Table:
    return Table(
        "What helping one more person adds to payment",
        [Column("Risk"), Column("With the hurdle, and without", numeric=True)],
        [
            [
                Lines(first_capital(b["band"]), [f"{b['chance']:.0%} reoffend"]),
                Lines(f"{_worth(b['with'])} with", [f"{_worth(b['without'])} without"]),
            ]
            for b in bands
        ],
    )


def _worth(two: list[float]) -> str:
    pounds, error = two
    return f"{_pounds(pounds)} (give or take {_pounds(error)})"


def _at_risk(told: Any) -> Table:
    return Table(
        "The most an area may earn, less the fee that was bid",
        [
            Column("Area"),
            Column("Most it may earn", numeric=True),
            Column("Fee", numeric=True),
            Column("Hangs on results", numeric=True),
            Column("Share", numeric=True),
        ],
        [
            [area, _pounds(most), _pounds(fee), _pounds(pool), f"{share:.0%}"]
            for area, most, fee, pool, share in told["rows"]
        ],
    )
