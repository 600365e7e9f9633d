"""Ending an agreement before its term, and handing over all that its provider has: rehearsed, done, and certified."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from throughcare.casework.interventions.actions.cataloguing import DELIVER
from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.queries import HandoverSeen, Proposed
from throughcare.commissioning.contracts.rules.ending import (
    FailureGround,
    LastResort,
    ProposalKind,
    ending_terms,
)
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.formats import moment
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .listing import BACK, found
from .saying import exit_plan

_CHOOSE = ("", "Choose")
_PROPOSED = "It is proposed. Somebody else of your team confirms it."


def _why(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text="Both sides are shown this.",
    )


class Notice(SentOnce, PlainForm):
    """The last day, and why."""

    last_day = DayField(label="Last day", help_text="The last day of a month.")
    because = _why("Why it ends")


class Failed(SentOnce, PlainForm):
    """On what ground, the last day, and what happened."""

    ground = forms.ChoiceField(
        label="Ground", choices=[(one.value, first_capital(one.value)) for one in FailureGround]
    )
    last_day = DayField(label="Last day", help_text="It may be today.")
    because = _why("What happened")


class Confirmed(SentOnce, PlainForm):
    """Nothing but that it is sent once."""


class HandingOver(SentOnce, PlainForm):
    """To which team all of it passes, by which way, and why."""

    to_unit = forms.ChoiceField(label="Team that takes everything over")
    way = forms.ChoiceField(
        label="Way", choices=[(one.value, first_capital(one.value.replace("_", " "))) for one in LastResort]
    )
    because = _why("Why it passes to this team")

    def __init__(self, *args: Any, teams: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_unit"].choices = [_CHOOSE, *teams]  # type: ignore[attr-defined]

    def clean_to_unit(self) -> UUID:
        """The choice as an id."""
        return UUID(self.cleaned_data["to_unit"])


@page(May.CHANGE_AGREEMENT)
def notice(request: Asking, contract_id: UUID) -> HttpResponse:
    """Give notice."""
    terms = ending_terms(day_of(request.at))
    words = f"At least {terms.notice_days} days from now ({terms.clause}; {terms.basis})."
    form = Notice(request.POST or None)
    return _ends(request, contract_id, form, "Give notice", actions.give_notice, words)


@page(May.END_AGREEMENT)
def failure(request: Asking, contract_id: UUID) -> HttpResponse:
    """Say that the provider failed."""
    words = "Somebody else of your team confirms it, and nobody else is shown it until then. The agreement ends on the day that you name."
    form = Failed(request.POST or None)
    return _ends(
        request, contract_id, form, "Propose to say that the provider failed", actions.propose_failure, words
    )


def _ends(
    request: Asking, contract_id: UUID, form: PlainForm, heading: str, act: Any, words: str
) -> HttpResponse:
    seen, address = found(request, contract_id), f"{BACK}/{contract_id}"
    if request.method == "POST" and form.is_valid() and do(request, form, act, agreement_id=contract_id):
        ours = act is actions.propose_failure
        messages.success(request, _PROPOSED if ours else "It is kept, and both sides see it.")
        return redirect(address)
    context = {
        "heading": heading,
        "back": Link(seen.stands.row.title, address),
        "form": form,
        "button": heading,
        "words": words,
    }
    return render(request, "contracts/form.html", context)


@page(May.KEEP_CATALOGUE)
@require_POST
def publish(request: Asking, contract_id: UUID) -> HttpResponse:
    """Have the provider's team receive referrals to the agreement's services."""
    return _offers(request, contract_id, actions.publish_offers, "Its services receive referrals.")


@page(May.KEEP_CATALOGUE)
@require_POST
def close(request: Asking, contract_id: UUID) -> HttpResponse:
    """Have nobody sent to the services of an agreement that is over."""
    return _offers(request, contract_id, actions.close_offers, "Nobody is sent to its services any more.")


def _offers(request: Asking, contract_id: UUID, act: Any, said: str) -> HttpResponse:
    found(request, contract_id)
    return press(request, act, said, f"{BACK}/{contract_id}", agreement_id=contract_id)


@page(May.END_AGREEMENT)
def confirm(request: Asking, contract_id: UUID, proposal_id: UUID) -> HttpResponse:
    """Confirm what somebody else of the team proposed: that the provider failed, or that everything is handed over."""
    seen, address = found(request, contract_id), f"{BACK}/{contract_id}"
    one = next((one for one in queries.proposals(contract_id) if one.row.id == proposal_id), None)
    if one is None:
        raise Http404
    is_failure = one.row.kind == ProposalKind.FAILURE
    heading = "Confirm that the provider failed" if is_failure else "Hand everything over"
    form = Confirmed(request.POST or None)
    act = actions.declare_failure if is_failure else actions.hand_over_everything
    if (
        request.method == "POST"
        and form.is_valid()
        and _confirms(request, form, act, contract_id, proposal_id)
    ):
        messages.success(
            request,
            "It is kept, and both sides see it."
            if is_failure
            else "Everything has passed. The certificate stands below.",
        )
        return redirect(address if is_failure else f"{address}/handover")
    context = {
        "heading": heading,
        "back": Link(seen.stands.row.title, address),
        "form": form,
        "rows": _proposed_rows(one),
        "may_confirm": one.may_confirm,
    }
    return render(request, "contracts/confirm.html", context)


def _confirms(request: Asking, form: PlainForm, act: Any, contract_id: UUID, proposal_id: UUID) -> bool:
    return do(request, form, act, agreement_id=contract_id, proposal_id=proposal_id)


def _proposed_rows(one: Proposed) -> list[Row]:
    row = one.row
    rows = [Row("Proposed by", Lines(one.by, [moment(row.at)])), Row("Why", row.because)]
    if row.kind == ProposalKind.FAILURE:
        return [*rows, Row("Ground", first_capital(row.ground)), Row("Last day", row.last_day)]
    return [*rows, Row("Passes to", one.receiver), Row("Way", first_capital(row.way.replace("_", " ")))]


@page(May.END_AGREEMENT)
def handover(request: Asking, contract_id: UUID) -> HttpResponse:
    """Rehearse a hand-over of everything, or propose it."""
    seen = found(request, contract_id)
    form = HandingOver(request.POST or None, teams=_teams(seen.stands.row.provider_unit))
    really = request.POST.get("do") == "propose"
    act = actions.propose_handover if really else actions.rehearse_handover
    if request.method == "POST" and form.is_valid() and do(request, form, act, agreement_id=contract_id):
        rehearsed = "It is rehearsed, and nothing has passed. The certificate stands below."
        messages.success(request, _PROPOSED if really else rehearsed)
        return redirect(f"{BACK}/{contract_id}/handover")
    context = {
        "heading": "Hand everything over",
        "back": Link(seen.stands.row.title, f"{BACK}/{contract_id}"),
        "form": form,
        "rows": [Row("What the model in force says", _said(request)), *exit_plan(seen.stands.latest.agreed)],
        "certificates": [certificate(one) for one in queries.handovers(contract_id)],
    }
    return render(request, "contracts/handover.html", context)


def _teams(giver: UUID) -> list[tuple[str, str]]:
    there = [
        (str(unit.id), f"{unit.name}, {body.name}")
        for body in access.organisations()
        if body.kind in DELIVER
        for unit in access.units_of(body.id)
        if unit.id != giver
    ]
    return sorted(there, key=lambda pair: pair[1])


def _said(request: Asking) -> object:
    said = queries.said_when_a_provider_fails(request.member, at=request.at)
    told = [
        f"{one.model}: {', '.join(way.replace('_', ' ') for way in one.answer.given)} ({one.clause})"
        for one in said
        if isinstance(one.answer.given, tuple)
    ]
    return (
        Lines("", told)
        if told
        else Unknown("Nothing, so every way is open; that is this service's assumption")
    )


def certificate(seen: HandoverSeen) -> Table:
    """What became of each kind of thing that the team had."""
    row = seen.row
    what = "Rehearsed" if row.rehearsal else "Handed over"
    return Table(
        f"{what} {moment(row.at)}, to {seen.receiver}, {row.way.replace('_', ' ')}",
        [Column("What"), Column("Had", numeric=True), Column("Passes" if row.rehearsal else "Passed", numeric=True), Column("To be filled by who answers for the case"), Column("Stays behind")],
        [
            [
                first_capital(one.kind), one.before, one.passed,
                str(one.others) if one.others else Unknown("None"),
                Lines(f"{len(one.stayed)}: no hand-over reaches it yet", [str(id) for id in one.stayed[:20]]) if one.stayed else Unknown("Nothing"),
            ]
            for one in seen.certificate
        ],
        empty="The team had nothing.",
    )  # fmt: skip
