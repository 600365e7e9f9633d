"""Passing a case to another team: offered, answered, taken back, and the end of a temporary move."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.rules import TransferKind
from throughcare.faces.web.answering import answers_for
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Clock, Column, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital, state_tag
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission, Refused

from .case_forms import form_page, open_case

CHOOSE = ("", "Choose")
ANSWERED = {
    "accept": "Accepted. The case is your team's now: appoint who is to hold each role.",
    "refuse": "Refused. The case stays with the team that offered it, which can read why.",
}


def transfer_table(rows: list[queries.TransferSeen], units: list[UUID]) -> Table:
    """Transfers that wait, with the time left for each."""
    return Table(
        "Transfers on offer",
        [
            Column("Name"),
            Column("From"),
            Column("To"),
            Column("Time left"),
            Column("Why"),
            Column("Action", hidden=True),
        ],
        [
            [
                t.name,
                t.from_unit,
                t.to_unit,
                _left(t.working_days_left),
                t.transfer.because,
                Link(
                    "Answer" if t.transfer.to_unit in units else "See",
                    f"/transfers/{t.transfer.id}",
                    f"the transfer of {t.name}",
                ),
            ]
            for t in rows
        ],
        empty="No transfer is waiting.",
    )


def _left(days: int) -> Clock:
    if days == 0:
        return Clock(0, 0)
    return Clock(-days, 0, "late by") if days < 0 else Clock(days, None, "due in")


class Offer(SentOnce, PlainForm):
    """Where a case should go, and why."""

    to_unit = forms.ChoiceField(label="Team")
    kind = forms.ChoiceField(
        label="Kind of move",
        widget=forms.RadioSelect,
        choices=[(k.value, first_capital(k.value)) for k in TransferKind],
        initial="permanent",
    )
    until = DayField(label="Last day, for a temporary move", required=False)
    because = CountedField(label="Reason", limit=300, help_text="The receiving team reads this.")

    def clean_kind(self) -> TransferKind:
        """The choice as a value."""
        return TransferKind(self.cleaned_data["kind"])

    def clean_to_unit(self) -> UUID:
        """The choice as an id."""
        return UUID(self.cleaned_data["to_unit"])


@page(Permission.OFFER_TRANSFER)
def offer(request: Asking, person_id: UUID) -> HttpResponse:
    """Offer a case to another team; the sender answers for it until it is accepted."""
    seen, form = open_case(request, person_id), Offer(request.POST or None)
    form.fields["to_unit"].choices = [  # type: ignore[attr-defined]
        CHOOSE,
        *((str(unit_id), name) for unit_id, name in queries.teams_to_offer_to(seen.case)),
    ]
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.offer_transfer, case_id=seen.case.id)
    ):
        messages.success(request, "Offered. Your team answers for the case until it is accepted.")
        return redirect("person", person_id=person_id)
    return form_page(request, person_id, "Offer to another team", form, "Offer")


class Answer(SentOnce, PlainForm):
    """Accept or refuse, and why."""

    answer = forms.ChoiceField(
        label="Answer", widget=forms.RadioSelect, choices=[("accept", "Accept"), ("refuse", "Refuse")]
    )
    because = CountedField(label="Reason", limit=300, required=False, help_text="Needed when you refuse.")


@page(Permission.LOOK_AT_TEAM)
def transfer(request: Asking, transfer_id: UUID) -> HttpResponse:
    """See a transfer; answer it when it was offered to one's own team, or take it back when one's team offered it."""
    seen = queries.transfer(transfer_id)
    if seen is None:
        raise Http404
    mine, ours = answers_for(request, seen.to_unit), answers_for(request, seen.from_unit)
    form = (
        Answer(request.POST or None)
        if mine and seen.state == "offered" and request.member.may(Permission.ANSWER_TRANSFER)
        else None
    )
    if (
        request.method == "POST"
        and form is not None
        and form.is_valid()
        and _answered(request, form, seen.id)
    ):
        messages.success(request, ANSWERED[request.POST["answer"]])
        return redirect("team")
    context = about(request, seen.person_id, "Summary")
    context |= {
        "heading": "Transfer",
        "form": form,
        "transfer": seen,
        "may_withdraw": ours and seen.state == "offered" and request.member.may(Permission.OFFER_TRANSFER),
        "may_end": (ours or mine)
        and seen.kind == TransferKind.TEMPORARY
        and seen.state == "accepted"
        and request.member.may(Permission.OFFER_TRANSFER),
        "rows": _moves(seen),
    }
    return render(request, "supervision/transfer.html", context)


def _moves(seen: Any) -> list[Row]:
    units = access.units([seen.from_unit, seen.to_unit])
    unanswered = "Not answered yet" if seen.state == "offered" else "No reason was given"
    return [
        Row("From", units[seen.from_unit].name),
        Row("To", units[seen.to_unit].name),
        Row("Kind", first_capital(seen.kind)),
        Row("State", state_tag(seen.state)),
        Row("Why", seen.because),
        Row("Offered", seen.offered_at),
        Row("Address to be assessed by", seen.address_by),
        Row("To be done by", seen.whole_by),
        Row("Answer", seen.answer or Unknown(unanswered)),
    ]


def _answered(request: Asking, form: Answer, transfer_id: UUID) -> bool:
    answer, because = form.cleaned_data.pop("answer"), form.cleaned_data.pop("because")
    if answer == "accept":
        return do(request, form, actions.accept_transfer, transfer_id=transfer_id, answer=because)
    return do(request, form, actions.refuse_transfer, transfer_id=transfer_id, because=because)


@page(Permission.OFFER_TRANSFER)
def withdraw(request: Asking, transfer_id: UUID) -> HttpResponse:
    """Take an offer back."""
    if request.method == "POST":
        try:
            actions.withdraw_transfer(by=request.member, at=request.at, transfer_id=transfer_id)
            messages.success(request, "The offer was withdrawn.")
        except Refused as refusal:
            messages.error(request, refusal.because)
    return redirect("team")


@page(Permission.OFFER_TRANSFER)
def end_move(request: Asking, transfer_id: UUID) -> HttpResponse:
    """End a temporary move, by either team."""
    if request.method != "POST":
        return redirect("transfer", transfer_id=transfer_id)
    return press(request, actions.end_temporary_move, "The move has ended.", "/team", transfer_id=transfer_id)
