"""A stress test of terms before they are signed: what a year comes to for both sides when volumes, mix or the start differ."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from throughcare.commissioning.contracts.queries import TermsStand
from throughcare.commissioning.contracts.rules.agreed import Agreement, Earns
from throughcare.commissioning.contracts.rules.stress import Costs, Strained, most_at_risk, strained
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May

from .listing import BACK, found
from .saying import pounds

_KINDS = {"accepted": Earns.ACCEPTED, "attended": Earns.ATTENDED, "concluded": Earns.CONCLUDED}
_BESIDES = {"hours": Earns.HOUR, "nights": Earns.NIGHT, "lost": Earns.LOST}
"""Asked for where the terms price or weigh it."""


class Supposed(PlainForm):
    """What a year was thought to bring, and what it costs the provider; nothing of it is kept."""

    accepted = forms.IntegerField(label="Referrals accepted in a year", min_value=0, max_value=999_999)
    attended = forms.IntegerField(label="Sessions attended in a year", min_value=0, max_value=999_999)
    concluded = forms.IntegerField(label="Referrals concluded in a year", min_value=0, max_value=999_999)
    hours = forms.IntegerField(label="Hours of unpaid work in a year", min_value=0, max_value=999_999)
    nights = forms.IntegerField(label="Nights of stays in a year", min_value=0, max_value=999_999)
    lost = forms.IntegerField(label="Nights that beds are lost in a year", min_value=0, max_value=999_999)
    fixed = forms.DecimalField(
        label="Pounds that a year costs the provider, whatever comes",
        min_value=0,
        max_digits=11,
        decimal_places=2,
    )
    each = forms.DecimalField(
        label="Pounds that each thing done costs besides", min_value=0, max_digits=9, decimal_places=2
    )

    def __init__(self, *args: Any, agreed: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counts = {*agreed.prices, *(agreed.volumes.weights if agreed.volumes else ())}
        for name, kind in _BESIDES.items():
            if kind not in counts:
                del self.fields[name]

    @property
    def thought(self) -> dict[Earns, int]:
        """The counts by kind."""
        return {
            kind: self.cleaned_data[name]
            for name, kind in (_KINDS | _BESIDES).items()
            if name in self.cleaned_data
        }

    @property
    def costs(self) -> Costs:
        """The costs in pence."""
        return Costs(*(int(self.cleaned_data[name] * Decimal(100)) for name in ("fixed", "each")))


@page(May.LOOK_AT_AGREEMENTS)
def stress(request: Asking, contract_id: UUID) -> HttpResponse:
    """The stress test of the terms that were offered or agreed last."""
    seen = found(request, contract_id)
    terms: TermsStand = seen.stands.terms[-1]
    form = Supposed(request.GET or None, agreed=terms.agreed)
    context: dict[str, Any] = {
        "heading": "Stress test",
        "back": Link(seen.stands.row.title, f"{BACK}/{contract_id}"),
        "form": form,
        "number": terms.row.number,
        "rows": [
            Row("Most that service levels can take in the first year", pounds(most_at_risk(terms.agreed))),
            Row("Most that hangs on results", _pool(terms.agreed)),
        ],
    }
    if request.GET and form.is_valid():
        years = strained(terms.agreed, form.thought, form.costs)
        context["table"] = _table(years)
    return render(request, "contracts/stress.html", context)


def _pool(agreed: Agreement) -> object:
    pool = agreed.results.pool if agreed.results else None
    return Unknown("Nothing, or no pool is said") if pool is None else pounds(pool)


def _table(years: list[Strained]) -> Table:
    return Table(
        "The first year, with every service level met",
        [
            Column("Supposed"), Column("The buyer pays", numeric=True), Column("For each thing done", numeric=True),
            Column("It costs the provider", numeric=True), Column("Left to the provider", numeric=True),
        ],
        [
            [
                first_capital(one.supposed), pounds(one.paid), Unknown("Nothing was done") if one.each is None else pounds(one.each),
                pounds(one.cost), pounds(one.left),
            ]
            for one in years
        ],
    )  # fmt: skip
