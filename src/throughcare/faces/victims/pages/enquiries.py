"""Addresses asked about: by whoever works with a person, and answered by whoever keeps victims told."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.queries import EnquiryToAnswer
from throughcare.casework.victims.rules.enquiries import EnquiryAnswer
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May

QUESTION = "Is it too near to anybody whom victim liaison looks after?"
LEAD = (
    "It goes to victim liaison whoever the person is. Their answer is about everybody whom they look after, of any sentence, and never says"
    " whom: it does not mean that this person’s sentence has a victim whom they know. It is told on the day shown, not sooner."
)


class AskAbout(SentOnce, PlainForm):
    """An address or area that is proposed for somebody."""

    place = CountedField(
        label="Address or area that is proposed", limit=300, help_text="As exact as you know it."
    )


class AnswerEnquiry(SentOnce, PlainForm):
    """What whoever keeps victims told says of an address."""

    answer = forms.TypedChoiceField(
        label=QUESTION, coerce=EnquiryAnswer, widget=forms.RadioSelect,
        choices=[(one.value, first_capital(one)) for one in EnquiryAnswer],
        help_text="Weigh everybody your team looks after. Say that you cannot say where you do not know.",
    )  # fmt: skip


@page(May.ASK_ABOUT_ADDRESS)
def address_enquiry(request: Asking, person_id: UUID) -> HttpResponse:
    """Ask whether an address proposed for somebody is too near to anybody victim liaison looks after, and see what one was told."""
    context = about(request, person_id, "Release")
    form = AskAbout(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.ask_about_address, person_id=person_id)
    ):
        messages.success(request, "Asked. The answer stands here on its day.")
        return redirect("address_enquiry", person_id=person_id)
    context |= {
        "heading": "Ask about an address", "lead": LEAD, "form": form, "submit": "Ask", "cancel": f"/people/{person_id}/release",
        "mine": _mine(request, person_id), "nobody": queries.nobody_to_ask(person_id, at=request.at),
    }  # fmt: skip
    return render(request, "victims/address_enquiry.html", context)


def _mine(request: Asking, person_id: UUID) -> Table:
    return Table(
        "Addresses you asked about",
        [Column("Address or area"), Column("Asked"), Column("Told on"), Column("Too near")],
        [
            [
                one.place,
                one.asked_on,
                one.told_on,
                first_capital(one.answer) if one.answer else Unknown("Not told yet"),
            ]
            for one in queries.enquiries_of(person_id, at=request.at)
        ],
        empty="You asked about none.",
    )


@page(May.KEEP_VICTIMS_TOLD)
def enquiries(request: Asking) -> HttpResponse:
    """Enquiries about addresses that the viewer's team has to answer."""
    context = {
        "heading": "Addresses asked about",
        "table": enquiries_table(queries.enquiries_to_answer(at=request.at)),
    }
    return render(request, "throughcare/list_page.html", context)


def enquiries_table(asked: list[EnquiryToAnswer]) -> Table:
    """Each address, for whom it is proposed, and before which day it is answered."""
    return Table(
        "Addresses to answer about",
        [Column("Address or area"), Column("Proposed for"), Column("Answer before")],
        [
            [
                Link(one.place, f"/victims/enquiries/{one.id}"),
                Lines(
                    one.called or Unknown("Not told"),
                    [f"born {one.born_on:%-d %B %Y}"] if one.born_on else [],
                ),
                one.answer_before,
            ]
            for one in asked
        ],
        empty="Nobody waits for an answer about an address.",
    )


@page(May.KEEP_VICTIMS_TOLD)
def enquiry(request: Asking, enquiry_id: UUID) -> HttpResponse:
    """Answer an enquiry about an address; 404 where there is none that the viewer's team can still answer."""
    row = next((one for one in queries.enquiries_to_answer(at=request.at) if one.id == enquiry_id), None)
    if row is None:
        raise Http404
    form = AnswerEnquiry(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.answer_enquiry, enquiry_id=enquiry_id)
    ):
        messages.success(request, "Answered. The asker is told on its day.")
        return redirect("enquiries")
    context = {
        "heading": "An address asked about", "caption": row.called or "", "lead": row.place, "form": form, "submit": "Answer",
        "cancel": "/victims/enquiries",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)
