"""Prices that are abnormally low: the buyer asks, the bidder answers, and the buyer keeps or rejects each with its reasons."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.queries import CompetitionSeen, PriceTold
from throughcare.commissioning.competition.rules.low import LowPrice, Ruled, low_editions
from throughcare.commissioning.competition.rules.stages import Stage
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.formats import day
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import edition_on
from throughcare.foundation.kernel.days import day_of

from .places import BACK, found, pounds

_RULED = [
    (Ruled.KEPT.value, "Keep it: the price stands"),
    (Ruled.REJECTED.value, "Reject it: the package leaves the award"),
]


class AskPrice(SentOnce, PlainForm):
    """Which price is asked about, what is asked, and until when an answer is taken."""

    price = forms.ChoiceField(label="Price")
    asks = CountedField(label="What you ask the bidder to show", limit=2_000, rows=4)
    answer_by = DayField(label="Last day to answer")

    def __init__(self, *args: Any, low: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["price"].choices = [("", "Choose"), *low]  # type: ignore[attr-defined]


class Account(SentOnce, PlainForm):
    """How it can be done for the price."""

    says = CountedField(
        label="How your team can do it for this price",
        limit=4_000,
        rows=8,
        help_text="It is answered once, and read by the team that buys alone.",
    )


class Rule(SentOnce, PlainForm):
    """Whether a price is kept or rejected, and why."""

    way = forms.ChoiceField(label="What becomes of the price", widget=forms.RadioSelect, choices=_RULED)
    because = CountedField(label="Why", limit=2_000, rows=4, help_text="The bidder reads this.")


@page(May.TRY_AWARD)
def prices(request: Asking, competition_id: UUID) -> HttpResponse:
    """The prices that were asked about: the team that buys sees all and which are left, a bidder's team its own."""
    seen = found(request, competition_id)
    told = queries.prices_told(competition_id)
    left = _left(request, seen, told)
    context = {
        "heading": "Prices that were asked about", "back": _back(seen), "tables": [_table(request, seen, told)],
        "links": [Link("Ask about a price", f"{BACK}/{competition_id}/prices/ask")] if left else [],
        "under": str(edition_on(low_editions(), day_of(seen.stands.row.closes_at)).table.rejects_under(seen.stands.row.regime)),
    }  # fmt: skip
    return render(request, "competition/prices.html", context)


@page(May.RUN_COMPETITION)
def ask_price(request: Asking, competition_id: UUID) -> HttpResponse:
    """Ask a bidder about a price that is abnormally low."""
    seen = found(request, competition_id)
    left = _left(request, seen, queries.prices_told(competition_id))
    if not left:
        raise Http404
    rule = edition_on(low_editions(), day_of(seen.stands.row.closes_at)).table
    first = day_of(request.at) + timedelta(days=rule.days_to_answer)
    form = AskPrice(request.POST or None, low=[(key, _words(low)) for key, low in left.items()], initial={"answer_by": first})  # fmt: skip
    if request.method == "POST" and form.is_valid() and _asked(request, form, competition_id):
        messages.success(
            request, "The bidder is asked. Nothing is decided before you keep or reject the price."
        )
        return redirect("competition_prices", competition_id=competition_id)
    return _form(request, seen, "Ask about a price", form, "Ask the bidder")


def _asked(request: Asking, form: AskPrice, competition_id: UUID) -> bool:
    bid, _, package = form.cleaned_data.pop("price").partition(" ")
    return do(request, form, actions.ask_about_price, competition_id=competition_id, bid_id=UUID(bid), package=package)  # fmt: skip


@page(May.SEND_BID)
def account_for_price(request: Asking, competition_id: UUID, asked_id: UUID) -> HttpResponse:
    """Answer as the bidder how it can be done for a price."""
    seen, told = _one(request, competition_id, asked_id)
    if told.asked.unit_id != request.member.unit_id or told.answered is not None or told.ruled is not None:
        raise Http404
    form, given = Account(request.POST or None), {"competition_id": competition_id, "asked_id": asked_id}
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.answer_about_price, **given)
    ):
        messages.success(request, "It is answered. You read here what the buyer decides.")
        return redirect("competition_prices", competition_id=competition_id)
    return _form(request, seen, "Account for a price", form, "Send the answer", _rows(told))


@page(May.RUN_COMPETITION)
def rule_price(request: Asking, competition_id: UUID, asked_id: UUID) -> HttpResponse:
    """Keep or reject a price that was asked about."""
    seen, told = _one(request, competition_id, asked_id)
    if not _may_rule(request, seen, told):
        raise Http404
    form, given = Rule(request.POST or None), {"competition_id": competition_id, "asked_id": asked_id}
    if request.method == "POST" and form.is_valid() and do(request, form, actions.rule_on_price, **given):
        messages.success(request, "It is decided. The bidder reads it with your reasons.")
        return redirect("competition_prices", competition_id=competition_id)
    return _form(request, seen, "Keep or reject a price", form, "Decide", _rows(told))


def _one(request: Asking, competition_id: UUID, asked_id: UUID) -> tuple[CompetitionSeen, PriceTold]:
    seen = found(request, competition_id)
    told = next((one for one in queries.prices_told(competition_id) if one.asked.id == asked_id), None)
    if told is None or seen.stage is not Stage.PRICED:
        raise Http404
    return seen, told


def _may_rule(request: Asking, seen: CompetitionSeen, told: PriceTold) -> bool:
    buys = seen.stands.row.unit_id == request.member.unit_id and request.member.may(May.RUN_COMPETITION)
    ready = told.answered is not None or day_of(request.at) > told.asked.answer_by
    return buys and ready and told.ruled is None and seen.stage is Stage.PRICED


def _left(request: Asking, seen: CompetitionSeen, told: list[PriceTold]) -> dict[str, LowPrice]:
    """The low prices that nobody asked about, by bid and package, for the team that buys while nothing is decided."""
    buys = seen.stands.row.unit_id == request.member.unit_id and request.member.may(May.RUN_COMPETITION)
    if not buys or seen.stage is not Stage.PRICED:
        return {}
    bids = [one for one in queries.bids_told(seen.stands.row.id) if not one.row.fault]
    asked, of = {(one.asked.bidder, one.asked.package) for one in told}, {one.row.bidder: one.row.bid_id for one in bids}  # fmt: skip
    return {
        f"{of[one.package.bidder]} {one.package.name}": one
        for one in queries.prices_to_ask_about(seen, bids)
        if (one.package.bidder, one.package.name) not in asked
    }


def _words(low: LowPrice) -> str:
    return f"{low.package.bidder}, {low.package.name}: {pounds(low.package.price)}, {low.percent_below}% below {low.what}"


def _table(request: Asking, seen: CompetitionSeen, told: list[PriceTold]) -> Table:
    return Table(
        "Questions about prices",
        [Column("Price"), Column("Question"), Column("Answer"), Column("What was decided")],
        [[_price(one), Lines(one.asked.asks, [f"To be answered by {day(one.asked.answer_by)}"]), _answer(request, seen, one), _ruling(request, seen, one)] for one in told],
        empty="None that you may see.",
    )  # fmt: skip


def _price(one: PriceTold) -> Lines:
    asked = one.asked
    return Lines(f"{asked.bidder}, {asked.package}: {pounds(asked.price)}", [f"{first_capital(asked.what)}: {pounds(asked.against)}"])  # fmt: skip


def _answer(request: Asking, seen: CompetitionSeen, one: PriceTold) -> object:
    if one.answered is not None:
        late = day_of(one.answered.at) > one.asked.answer_by
        return Lines(one.answered.says, [f"Answered on {day(day_of(one.answered.at))}" + (", after the day" if late else "")])  # fmt: skip
    mine = one.asked.unit_id == request.member.unit_id and request.member.may(May.SEND_BID)
    if mine and one.ruled is None and seen.stage is Stage.PRICED:
        return Link("Answer it", f"{BACK}/{seen.stands.row.id}/prices/{one.asked.id}/answer")
    return Unknown("Not answered")


def _ruling(request: Asking, seen: CompetitionSeen, one: PriceTold) -> object:
    if one.ruled is not None:
        return Lines(first_capital(one.ruled.way), [one.ruled.because, one.ruled.clause])
    if _may_rule(request, seen, one):
        return Link("Keep or reject it", f"{BACK}/{seen.stands.row.id}/prices/{one.asked.id}/decision", about=one.asked.package)  # fmt: skip
    return Unknown("Not decided yet")


def _rows(one: PriceTold) -> list[Row]:
    answer = one.answered.says if one.answered else Unknown("Not answered")
    return [Row("Price", _price(one)), Row("Question", one.asked.asks), Row("Answer", answer)]


def _back(seen: CompetitionSeen) -> Link:
    return Link(seen.stands.row.title, f"{BACK}/{seen.stands.row.id}")


def _form(
    request: Asking, seen: CompetitionSeen, heading: str, form: PlainForm, button: str, rows: list[Row] | None = None
) -> HttpResponse:  # fmt: skip
    back = Link("Prices that were asked about", f"{BACK}/{seen.stands.row.id}/prices")
    context = {"heading": heading, "back": back, "form": form, "button": button, "rows": rows}
    return render(request, "competition/step.html", context)
