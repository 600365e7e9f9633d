"""Who is near a person, what they need, the numbers agencies know them by, and their death."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.people import actions, queries
from throughcare.casework.people.rules import CodeList, IdentifierKind
from throughcare.casework.people.rules.characteristics import code_list
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.foundation.kernel import Permission

from ..page import Asking, do, page, press
from ..saying import first_capital
from .amending import added, changed
from .people import about

KINDS = [(k.value, first_capital(k.words)) for k in IdentifierKind]
WHOM = [("child", "A child"), ("adult", "An adult")]
ENDED = {
    "phone": "The number is no longer used.",
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
        label="What is done about it", max_length=300, required=False, help_text="For instance: letters in large print."
    )  # fmt: skip

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
        request, person_id, form, "Add a disability or health condition", actions.record_disability,
        "The disability was recorded.",
    )  # fmt: skip


class Cares(SentOnce, PlainForm):
    """For whom a person cares; never by name."""

    whom = forms.ChoiceField(
        label="Person cared for", choices=WHOM, widget=forms.RadioSelect
    )  # fmt: skip
    how_many = forms.IntegerField(label="Number of people", min_value=1, max_value=20, initial=1)
    note = forms.CharField(
        label="What it means for appointments", max_length=300, required=False, help_text="For instance: school run at three. No names."
    )  # fmt: skip


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
        "lead": "Nothing more is asked of somebody who has died. Check the day, and that this is the right person.",
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
