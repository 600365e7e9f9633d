"""Who is near a person, whom they care for, what they need, the numbers agencies know them by, and their death."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.people import actions, queries
from throughcare.casework.people.rules import CodeList, IdentifierKind
from throughcare.casework.people.rules.characteristics import code_list
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Table, Unknown
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission

from .amending import added, changed

KINDS = [(k.value, first_capital(k.words)) for k in IdentifierKind]
WHOM = [("child", "A child"), ("adult", "An adult")]
ENDED = {
    "phone": "The number is no longer used.",
    "email": "The address is no longer used.",
    "contact": "The contact was ended.",
    "disability": "The disability was ended.",
    "caring": "The caring was ended.",
}


class Contact(SentOnce, PlainForm):
    """Somebody near a person."""

    name = forms.CharField(label="Name", max_length=150)
    relationship = forms.CharField(
        label="Relationship", max_length=60, help_text="For instance: mother, partner, key worker."
    )
    number = forms.CharField(label="Telephone number", max_length=30, required=False)
    in_emergency = forms.BooleanField(label="Ring in an emergency", required=False)
    note = forms.CharField(
        label="What to know before ringing",
        max_length=300,
        required=False,
        help_text="For instance: does not know of the sentence.",
    )


@page(Permission.AMEND_PERSON)
def add_contact(request: Asking, person_id: UUID) -> HttpResponse:
    """Record somebody near a person."""
    form = Contact(request.POST or None)
    return added(
        request,
        person_id,
        form,
        "Add somebody near them",
        actions.record_contact,
        "The contact was recorded.",
    )


class Disability(SentOnce, PlainForm):
    """A disability or condition, and what is done about it."""

    code = forms.ChoiceField(label="Disability or health condition")
    adjustment = forms.CharField(
        label="What is done about it",
        max_length=300,
        required=False,
        help_text="For instance: letters in large print.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["code"]
        codes = code_list(CodeList.DISABILITY).values()
        offered.choices = [("", "Choose"), *((c.code, c.words) for c in codes if c.current)]


@page(Permission.AMEND_PERSON)
def add_disability(request: Asking, person_id: UUID) -> HttpResponse:
    """Record a disability, or the same one again with another adjustment."""
    form = Disability(request.POST or None)
    return added(
        request,
        person_id,
        form,
        "Add a disability or health condition",
        actions.record_disability,
        "The disability was recorded.",
    )


class Cares(SentOnce, PlainForm):
    """For whom a person cares; never by name."""

    whom = forms.ChoiceField(label="Person cared for", choices=WHOM, widget=forms.RadioSelect)
    how_many = forms.IntegerField(label="Number of people", min_value=1, max_value=20, initial=1)
    note = forms.CharField(
        label="What it means for appointments",
        max_length=300,
        required=False,
        help_text="For instance: school run at three. No names.",
    )


@page(Permission.AMEND_PERSON)
def add_caring(request: Asking, person_id: UUID) -> HttpResponse:
    """Record for whom a person cares."""
    form = Cares(request.POST or None)
    return added(
        request, person_id, form, "Add whom they care for", actions.record_caring, "It was recorded."
    )


class AgencyNumber(SentOnce, PlainForm):
    """A number by which an agency knows a person."""

    kind = forms.TypedChoiceField(label="Kind", choices=KINDS, coerce=IdentifierKind)
    written = forms.CharField(label="Number", max_length=40, help_text="As it is written on their papers.")

    def refuse(self, refusal: Any) -> None:
        """A fault in the number stands beside the number, whatever its kind is called."""
        self.add_error("written" if refusal.field in set(IdentifierKind) else None, refusal.because)


@page(Permission.AMEND_PERSON)
def add_number(request: Asking, person_id: UUID) -> HttpResponse:
    """Add a number; the person is found and matched by it from then on."""
    form = AgencyNumber(request.POST or None)
    return added(
        request, person_id, form, "Add a number of an agency", actions.add_identifier, "The number was added."
    )


class Death(SentOnce, OfVersion, PlainForm):
    """The day somebody died."""

    died_on = DayField(label="Day of death")


@page(Permission.AMEND_PERSON)
def death(request: Asking, person_id: UUID) -> HttpResponse:
    """Record that a person died; their sentences and case follow by what listens."""
    context = about(request, person_id, "Identity")
    seen: queries.PersonPage = context["person"]
    form = Death(request.POST or None, initial={"version": seen.version})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data.pop("version")
        if do(request, form, actions.record_death, person_id=person_id, version=version):
            return changed(request, person_id, "Their death is recorded.")
    context |= {
        "heading": "Record their death",
        "form": form,
        "submit": "Record the death",
        "lead": (
            "Nothing more is asked of somebody who has died. Their sentences end by death on that day, reports a court asked"
            " for are wanted no more, the case closes with everybody's part in it, and their tier and any assessment under"
            " way end. If it turns out to be a mistake, all of it goes on as it stood. Check that this is the right person."
        ),
    }
    return render(request, "throughcare/form_page.html", context | {"cancel": f"{context['base']}/identity"})


class Mistake(SentOnce, OfVersion, PlainForm):
    """Why a recorded death was a mistake."""

    because = CountedField(label="How it is known that they are alive", limit=500)


@page(Permission.AMEND_PERSON)
def alive(request: Asking, person_id: UUID) -> HttpResponse:
    """Take back a death recorded by mistake; whatever it ended goes on as it stood."""
    context = about(request, person_id, "Identity")
    seen: queries.PersonPage = context["person"]
    form = Mistake(request.POST or None, initial={"version": seen.version})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data.pop("version")
        if do(request, form, actions.withdraw_death, person_id=person_id, version=version):
            return changed(request, person_id, "The death is withdrawn, and what it ended goes on.")
    context |= {
        "heading": "Withdraw the death",
        "form": form,
        "submit": "They are alive",
        "lead": "Sentences, case, appointments and tier go on as they stood, but for what somebody has changed since.",
    }
    return render(request, "throughcare/form_page.html", context | {"cancel": f"{context['base']}/identity"})


@page(Permission.AMEND_PERSON)
def end_detail(request: Asking, person_id: UUID, kind: str, detail_id: UUID) -> HttpResponse:
    """End a number, a contact, a disability or caring; by a button only."""
    back = f"/people/{person_id}/identity"
    if request.method != "POST":
        return redirect(back)
    said = ENDED.get(kind, "Ended.")
    return press(request, actions.end_detail, said, back, person_id=person_id, kind=kind, detail_id=detail_id)


def around(seen: queries.PersonPage) -> list[tuple[str, Table, list[tuple[UUID, str]]]]:
    """Each kind of surroundings: its name for ending, its table, and what may be ended with words for it."""
    return [
        ("phone", _phones(seen), [(p.id, f"the number {p.number}") for p in seen.phones]),
        ("email", _emails(seen), [(e.id, f"the address {e.address}") for e in seen.emails]),
        ("contact", _contacts(seen), [(c.id, c.name) for c in seen.contacts]),
        ("disability", _disabilities(seen), [(d.id, d.words) for d in seen.disabilities]),
        ("caring", _caring(seen), [(c.id, f"caring for {c.get_whom_display()}") for c in seen.caring]),
    ]


_SAFE = {"yes": "Safe to use", "no": "NOT safe to use"}


def _phones(seen: queries.PersonPage) -> Table:
    return Table(
        "Telephone numbers",
        [Column("Number"), Column("Kind"), Column("Safe to use")],
        [
            [
                p.number,
                first_capital(p.kind),
                Lines(_SAFE.get(p.safe_to_use, "Not asked"), [p.safe_note] if p.safe_note else []),
            ]
            for p in seen.phones
        ],
        empty="No number is recorded.",
    )


def _emails(seen: queries.PersonPage) -> Table:
    return Table(
        "E-mail addresses",
        [Column("Address"), Column("Safe to use")],
        [
            [e.address, Lines(_SAFE.get(e.safe_to_use, "Not asked"), [e.safe_note] if e.safe_note else [])]
            for e in seen.emails
        ],
        empty="No address is recorded.",
    )


def _contacts(seen: queries.PersonPage) -> Table:
    return Table(
        "People near them",
        [Column("Name"), Column("Relationship"), Column("Number"), Column("To know")],
        [
            [
                Lines(c.name, ["Ring in an emergency"] if c.in_emergency else []),
                first_capital(c.relationship),
                c.number or Unknown("None"),
                c.note,
            ]
            for c in seen.contacts
        ],
        empty="Nobody is recorded.",
    )


def _disabilities(seen: queries.PersonPage) -> Table:
    return Table(
        "Disabilities and health conditions",
        [Column("What"), Column("What is done about it")],
        [[d.words, d.adjustment or Unknown("Nothing recorded")] for d in seen.disabilities],
        empty="None is recorded.",
    )


def _caring(seen: queries.PersonPage) -> Table:
    return Table(
        "Cares for",
        [Column("Whom"), Column("How many", numeric=True), Column("To know")],
        [[first_capital(c.get_whom_display()), c.how_many, c.note] for c in seen.caring],
        empty="Nobody is recorded.",
    )
