"""An organisation's passport: what it says, what follows from that today, every edition of it, and a form to add the next."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from throughcare.commissioning.providers import actions, queries
from throughcare.commissioning.providers.rules.lines import as_lines, board_from, interests_from, links_from
from throughcare.commissioning.providers.rules.passport import Declaration, Form, Passport
from throughcare.commissioning.providers.rules.register import Register, register_on
from throughcare.commissioning.providers.rules.standing import standing
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.formats import day, moment
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Link, Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.passport_shown import declared, findings, rows
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

ADDRESS = "/providers/passport"
_PLAIN = ("legal_name", "company", "charity", "society", "forms_by", "people", "turnover", "balance", "accounts_to", "employers_liability")  # fmt: skip


class Facts(OfVersion, SentOnce, PlainForm):
    """Every fact of a passport, and for each declaration the last day on which it holds."""

    legal_name = forms.CharField(label="Name in law", max_length=200)
    form = forms.ChoiceField(
        label="What it is in law", choices=[("", "Choose"), *((one.value, one.value.capitalize()) for one in Form)]
    )  # fmt: skip
    company = forms.CharField(label="Company number", required=False, max_length=20)
    charity = forms.CharField(label="Charity number", required=False, max_length=20)
    society = forms.CharField(label="Number of a registered society", required=False, max_length=20)
    forms_by = DayField(
        label="Day by which it is formed", required=False, help_text="For a body that is being formed alone."
    )
    people = forms.IntegerField(label="People employed", required=False)
    turnover = forms.IntegerField(label="Turnover of the last year, in whole pounds", required=False)
    balance = forms.IntegerField(label="Balance sheet, in whole pounds", required=False)
    accounts_to = DayField(label="Day on which the last accounts end", required=False)
    employers_liability = forms.IntegerField(
        label="Employers' liability cover, in whole pounds", required=False
    )
    board = forms.CharField(label="Board", required=False, widget=forms.Textarea(attrs={"rows": 6}))
    links = forms.CharField(
        label="Local links", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="One to a line."
    )  # fmt: skip
    interests = forms.CharField(
        label="Interests", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="One to a line: whose; in what body; what it is."
    )  # fmt: skip

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "board"
        ].help_text = (
            f"One to a line: name; month of birth, as 1970-05; skills ({', '.join(register.board_skills)})."
        )
        self.declared: dict[str, str] = {}
        for number, asked in enumerate(register.declarations):
            needed = "" if asked.required else " (a bid stands without it)"
            words = f"{asked.says}. Leave it empty if you do not declare it."
            self.fields[f"declaration_{number}"] = DayField(
                label=f"Last day of “{asked.kind}”{needed}", required=False, help_text=words
            )
            self.declared[f"declaration_{number}"] = asked.kind

    def passport(self) -> Passport | None:
        """The passport that was filled in, or None with what is wrong put on the form."""
        given = self.cleaned_data
        try:
            return Passport(
                form=Form(given["form"]), board=board_from(given["board"]), links=links_from(given["links"]),
                interests=interests_from(given["interests"]),
                declarations=tuple(Declaration(kind, given[name]) for name, kind in self.declared.items() if given[name]),
                **{name: given[name] for name in _PLAIN},
            )  # fmt: skip
        except Refused as refusal:
            self.refuse(refusal)
        return None


@page(May.KEEP_PASSPORT)
def passport(request: Asking) -> HttpResponse:
    """What an organisation says of itself, what follows from it today, and every edition there was."""
    stands = queries.passport_of(request.member.organisation_id)
    context: dict[str, Any] = {"heading": "Passport", "number": stands.number if stands else 0}
    if stands is not None:
        today = day_of(request.at)
        register = register_on(today)
        found = standing(stands.passport, register, today)
        context |= {
            "rows": rows(stands.passport, found),
            "out": findings("What puts a bid out today", found.out, "Nothing puts a bid of yours out today."),
            "said": findings("What a buyer is told besides", found.said, "Nothing."),
            "declarations": declared(stands.passport, register),
            "editions": _editions(request),
        }
    return render(request, "providers/passport.html", context)


def _editions(request: Asking) -> Table:
    told = queries.history_of(request.member.organisation_id, at=request.at)
    return Table(
        "Editions",
        [Column("Edition"), Column("Added"), Column("By"), Column("What it changed")],
        [[one.number, moment(one.at), one.by, ", ".join(one.changed)] for one in told],
    )


@sensitive_post_parameters()
@page(May.KEEP_PASSPORT)
def change(request: Asking) -> HttpResponse:
    """Add an edition of the passport; the one before stays as it was."""
    register = register_on(day_of(request.at))
    stands = queries.passport_of(request.member.organisation_id)
    form = Facts(
        request.POST or None,
        register=register,
        initial=_initial(stands.passport if stands else None, stands.number if stands else 0, register),
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        filled = form.passport()
        if filled is not None:
            form.cleaned_data = {"idempotency_key": form.cleaned_data.get("idempotency_key")}
            if do(request, form, actions.keep_passport, version=version, passport=filled):
                messages.success(
                    request, f"It is kept as edition {version + 1}, of {day(day_of(request.at))}."
                )
                return redirect(ADDRESS)
    context = {"heading": "Change the passport", "back": Link("Passport", ADDRESS), "form": form}
    return render(request, "providers/change.html", context)


def _initial(stands: Passport | None, number: int, register: Register) -> dict[str, object]:
    if stands is None:
        return {"version": number}
    given: dict[str, object] = {name: getattr(stands, name) for name in _PLAIN}
    days = {f"declaration_{n}": stands.declared(asked.kind) for n, asked in enumerate(register.declarations)}
    lists = {
        "board": as_lines(stands.board),
        "links": as_lines(stands.links),
        "interests": as_lines(stands.interests),
    }
    return given | days | lists | {"version": number, "form": stands.form.value}
