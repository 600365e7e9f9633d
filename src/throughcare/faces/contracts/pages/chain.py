"""The supply chain of an agreement: what each subcontractor was promised, asked for and was paid; told by the provider, read by both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.queries import ChainSeen
from throughcare.commissioning.contracts.rules.signing import Side
from throughcare.commissioning.contracts.rules.supply_chain import ChainState, chain_state
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.formats import day
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Colour, Column, Link, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May

from .listing import BACK, found
from .saying import pounds

_STANDING: Mapping[ChainState, Colour] = {
    ChainState.OVERDUE: "red",
    ChainState.OPEN: "yellow",
    ChainState.LATE: "orange",
    ChainState.PAID: "green",
}


class TellingOfChain(SentOnce, PlainForm):
    """One invoice of one subcontractor."""

    subcontractor = forms.ChoiceField(label="Subcontractor")
    month = forms.ChoiceField(label="Month of the statement")
    pence = forms.DecimalField(label="Pounds asked for", max_digits=11, decimal_places=2, min_value=0)
    invoiced_on = DayField(label="Day of its invoice")
    paid_on = DayField(
        label="Day on which it was paid", required=False, help_text="Leave it empty while it is not paid."
    )

    def __init__(self, *given: Any, names: Sequence[str], months: Sequence[date], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["subcontractor"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        self.fields["month"].choices = [(f"{one}", f"{one:%B %Y}") for one in months]  # type: ignore[attr-defined]

    def clean_pence(self) -> int:
        """Whole pence."""
        return int(self.cleaned_data["pence"] * 100)

    def clean_month(self) -> date:
        """The first day of the month chosen."""
        return date.fromisoformat(self.cleaned_data["month"])


@page(May.LOOK_AT_AGREEMENTS)
def chain(request: Asking, contract_id: UUID) -> HttpResponse:
    """What was promised down the supply chain and what was paid."""
    side, seen = found(request, contract_id).side, queries.chain_of(contract_id, at=request.at)
    tells = (
        side is Side.PROVIDER and request.member.may(May.CHANGE_AGREEMENT) and seen.stated and seen.promised
    )
    context = {
        "heading": "Supply chain",
        "back": Link(seen.stands.row.title, f"{BACK}/{contract_id}"),
        "steps": [Link("Tell of an invoice or its payment", f"{BACK}/{contract_id}/chain/tell")]
        if tells
        else [],
        "promised": _promised(seen),
        "told": _told(seen),
    }
    return render(request, "contracts/chain.html", context)


def _promised(seen: ChainSeen) -> Table:
    return Table(
        "Promised and paid",
        [
            Column("Subcontractor"), Column("Promised, of 100", numeric=True), Column("That is, of what was approved", numeric=True),
            Column("Asked for", numeric=True), Column("Paid", numeric=True), Column("Overdue", numeric=True),
        ],
        [
            [
                one.subcontractor.name, one.subcontractor.share, pounds(one.promised), pounds(one.invoiced), pounds(one.paid),
                pounds(one.overdue),
            ]
            for one in seen.promised
        ],
        empty="The terms name no subcontractor.",
    )  # fmt: skip


def _told(seen: ChainSeen) -> Table:
    return Table(
        "Invoices, as the provider tells of them",
        [
            Column("Subcontractor"), Column("Month"), Column("Asked for", numeric=True), Column("Invoice of"),
            Column("To be paid by"), Column("Paid"), Column("How it stands"),
        ],
        [
            [
                one.subcontractor, f"{one.month:%B %Y}", pounds(one.pence), day(one.invoiced_on), day(one.due),
                day(one.paid_on) if one.paid_on else Unknown("Not told to be paid"),
                Tag(first_capital(state.value), _STANDING[state]),
            ]
            for one in seen.told
            for state in [chain_state(one, seen.today)]
        ],
        empty="The provider has told of none yet.",
    )  # fmt: skip


@page(May.CHANGE_AGREEMENT)
def tell(request: Asking, contract_id: UUID) -> HttpResponse:
    """Tell of a subcontractor's invoice, or that it was paid."""
    found(request, contract_id)
    seen, address = queries.chain_of(contract_id, at=request.at), f"{BACK}/{contract_id}/chain"
    names = [one.subcontractor.name for one in seen.promised]
    form = TellingOfChain(request.POST or None, names=names, months=seen.stated)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.tell_of_subcontractor, agreement_id=contract_id)
    ):
        messages.success(request, "It is kept.")
        return redirect(address)
    context = {
        "heading": "Tell of a subcontractor’s invoice",
        "back": Link("Supply chain", address),
        "form": form,
        "button": "Keep it",
        "words": "What is told again of one subcontractor and month stands in the place of what was told. The buyer is shown it.",
    }
    return render(request, "contracts/form.html", context)
