"""Putting a person's details right: who they are, what else they are called, where they live, how to reach them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.people import actions, queries
from throughcare.casework.people.rules import AliasRecord, CodeList, HomeRecord
from throughcare.casework.people.rules.characteristics import NOT_ASKED, code_list
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.foundation.kernel import Permission

MORE = [
    ("Add somebody near them", "contacts/add"),
    ("Add a disability or health condition", "disabilities/add"),
    ("Add whom they care for", "caring/add"),
    ("Add a number of an agency", "numbers/add"),
    ("Record their death", "death"),
]
ANSWERS = [("yes", "Yes"), ("no", "No"), (NOT_ASKED, "Not asked")]
WORDS = ("forenames", "surname", "preferred_name", "first_language")
OWN_WORDS = "gender_identity_words"
LISTED = (CodeList.SEX, CodeList.GENDER_IDENTITY, CodeList.ETHNICITY, CodeList.RELIGION)
ASKED = ("disabled", "needs_interpreter", "has_caring_responsibilities")


class Details(SentOnce, OfVersion, PlainForm):
    """A person's own row, as it stands and as it should be."""

    forenames = forms.CharField(label="Forenames", max_length=150, required=False)
    surname = forms.CharField(
        label="Surname", max_length=150, help_text="A changed name is kept as a former name, and still found."
    )
    preferred_name = forms.CharField(label="Name they like to be called by", max_length=150, required=False)
    date_of_birth = DayField(label="Date of birth", required=False)
    sex = forms.ChoiceField(label="Sex")
    gender_identity = forms.ChoiceField(label="Gender identity")
    gender_identity_words = forms.CharField(
        label="Gender identity in their own words", max_length=60, required=False
    )
    ethnicity = forms.ChoiceField(label="Ethnicity")
    religion = forms.ChoiceField(label="Religion")
    disabled = forms.ChoiceField(label="Disability", choices=ANSWERS)
    first_language = forms.CharField(label="First language", max_length=60, required=False)
    other_languages = forms.CharField(
        label="Other languages", max_length=300, required=False, help_text="With commas between them."
    )
    needs_interpreter = forms.ChoiceField(label="Needs an interpreter", choices=ANSWERS)
    has_caring_responsibilities = forms.ChoiceField(label="Has caring responsibilities", choices=ANSWERS)

    def __init__(self, seen: queries.PersonPage, *args: Any) -> None:
        self.before = _as_it_stands(seen)
        shown = self.before | {"version": seen.version, "other_languages": ", ".join(seen.other_languages)}
        super().__init__(*args, initial=shown)
        for which in LISTED:
            offered: Any = self.fields[which.value]
            offered.choices = _choices(which, seen.codes[which.value])
        self.fields["date_of_birth"].required = seen.date_of_birth is not None

    def clean_other_languages(self) -> tuple[str, ...]:
        """The languages one by one."""
        written = str(self.cleaned_data["other_languages"]).split(",")
        return tuple(dict.fromkeys(word.strip() for word in written if word.strip()))

    def changes(self) -> actions.PersonChanges:
        """Only what differs from what was recorded."""
        given = {n: self.cleaned_data[n] for n in self.before if self.cleaned_data[n] != self.before[n]}
        return actions.PersonChanges(**given)


def _as_it_stands(seen: queries.PersonPage) -> dict[str, Any]:
    words = {name: getattr(seen, name) for name in WORDS}
    codes = {name: seen.codes[name] for name in (*(w.value for w in LISTED), *ASKED)}
    words |= {OWN_WORDS: seen.codes[OWN_WORDS], "other_languages": tuple(seen.other_languages)}
    return words | {"date_of_birth": seen.date_of_birth} | codes


def _choices(which: CodeList, now: str) -> list[tuple[str, str]]:
    """What may be chosen today, and what is recorded even where nobody may choose it any more."""
    codes = code_list(which)
    offered = [(c.code, c.words) for c in codes.values() if c.current or c.code == now]
    return [(NOT_ASKED, "Not asked"), *offered]


@page(Permission.AMEND_PERSON)
def amend(request: Asking, person_id: UUID) -> HttpResponse:
    """Change what is recorded of a person; refused when somebody else changed it meanwhile."""
    context = about(request, person_id, "Identity")
    form = Details(context["person"], request.POST or None)
    if request.method == "POST" and form.is_valid():
        changes = form.changes()
        version = form.cleaned_data["version"]
        form.cleaned_data = {"idempotency_key": form.cleaned_data["idempotency_key"]}
        act = actions.amend_person
        if do(request, form, act, person_id=person_id, version=version, changes=changes):
            return changed(request, person_id, "The details were changed.")
    base = context["base"]
    more = [
        Link("Add another name", f"{base}/names/add"),
        Link("Record a move", f"{base}/homes/add"),
        Link("Add a telephone number", f"{base}/phones/add"),
        Link("Add an e-mail address", f"{base}/emails/add"),
        *(Link(words, f"{base}/{where}") for words, where in MORE),
    ]
    context |= {"heading": "Change details", "form": form, "submit": "Save", "more": more}
    return render(request, "people/amend.html", context | {"cancel": f"{base}/identity"})


def changed(request: Asking, person_id: UUID, said: str) -> HttpResponse:
    """Say what was changed, and go back to who the person is."""
    messages.success(request, said)
    return redirect("identity", person_id=person_id)


def added(
    request: Asking, person_id: UUID, form: PlainForm, heading: str, act: Callable[..., object], said: str
) -> HttpResponse:
    """Show a form that adds one thing to a person, and add it."""
    context = about(request, person_id, "Identity")
    if request.method == "POST" and form.is_valid() and do(request, form, act, person_id=person_id):
        return changed(request, person_id, said)
    context |= {"heading": heading, "form": form, "submit": "Save"}
    return render(request, "throughcare/form_page.html", context | {"cancel": f"{context['base']}/identity"})


class OtherName(SentOnce, PlainForm):
    """Another name a person is known by."""

    forenames = forms.CharField(label="Forenames", max_length=150, required=False)
    surname = forms.CharField(label="Surname", max_length=150)
    date_of_birth = DayField(
        label="Date of birth given with this name", required=False, help_text="Only when it is another one."
    )

    def clean(self) -> dict[str, Any]:
        """The name as people keep one."""
        given = super().clean() or {}
        if "surname" in given:
            names = ("forenames", "surname", "date_of_birth")
            given["alias"] = AliasRecord(*(given.pop(name, None) for name in names))
        return given


@page(Permission.AMEND_PERSON)
def add_name(request: Asking, person_id: UUID) -> HttpResponse:
    """Add another name; the person is found by it from then on."""
    form = OtherName(request.POST or None)
    return added(request, person_id, form, "Add another name", actions.add_alias, "The other name was added.")


class Move(SentOnce, PlainForm):
    """Where a person lives from a day on."""

    no_fixed_abode = forms.BooleanField(label="No fixed abode", required=False)
    lines = forms.CharField(
        label="Address", required=False, max_length=300, help_text="Without the postcode."
    )
    postcode = forms.CharField(label="Postcode", required=False, max_length=10)
    since = DayField(label="Lives there since")

    def clean(self) -> dict[str, Any]:
        """A home, or none; never an empty one."""
        given = super().clean() or {}
        nowhere, lines = given.pop("no_fixed_abode", False), given.pop("lines", "")
        postcode = given.pop("postcode", "")
        if nowhere and (lines or postcode):
            self.add_error("no_fixed_abode", "Enter an address, or say that there is none: not both")
        elif not nowhere and not (lines or postcode):
            self.add_error("lines", "Enter the address, or say that there is no fixed abode")
        return given | {"home": HomeRecord(lines, postcode, no_fixed_abode=nowhere)}


@page(Permission.AMEND_PERSON)
def add_home(request: Asking, person_id: UUID) -> HttpResponse:
    """Record where a person moved; the home before it ends on that day."""
    return added(
        request,
        person_id,
        Move(request.POST or None),
        "Record a move",
        actions.record_home,
        "The move was recorded.",
    )


class Number(SentOnce, PlainForm):
    """A number, and whether and how it is safe to use."""

    number = forms.CharField(label="Telephone number", max_length=30)
    kind = forms.ChoiceField(
        label="Kind", choices=[(k, k.capitalize()) for k in ("mobile", "home", "work", "other")]
    )
    safe_to_use = forms.ChoiceField(label="Safe to use", widget=forms.RadioSelect, choices=ANSWERS)
    safe_note = forms.CharField(
        label="How to use it safely",
        required=False,
        max_length=300,
        help_text="For instance: never leave a message; ring in the morning; a partner answers.",
    )


@page(Permission.AMEND_PERSON)
def add_phone(request: Asking, person_id: UUID) -> HttpResponse:
    """Record a number, or the same number again with other words on its safety."""
    form = Number(request.POST or None)
    return added(
        request, person_id, form, "Add a telephone number", actions.record_phone, "The number was recorded."
    )


class Address(SentOnce, PlainForm):
    """An e-mail address, and whether and how it is safe to use."""

    address = forms.CharField(label="E-mail address", max_length=254)
    safe_to_use = forms.ChoiceField(label="Safe to use", widget=forms.RadioSelect, choices=ANSWERS)
    safe_note = forms.CharField(
        label="How to use it safely",
        required=False,
        max_length=300,
        help_text="For instance: a partner reads it too.",
    )


@page(Permission.AMEND_PERSON)
def add_email(request: Asking, person_id: UUID) -> HttpResponse:
    """Record an e-mail address, or the same one again with other words on its safety."""
    form = Address(request.POST or None)
    return added(
        request, person_id, form, "Add an e-mail address", actions.record_email, "The address was recorded."
    )
