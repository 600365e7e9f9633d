"""The sessions of a day: whom a team is seeing, as a list that prints, and one form that keys what came of each."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.interventions import actions, queries
from throughcare.casework.supervision.rules.attendance import AT_A_SESSION, Outcome
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import once
from throughcare.foundation.kernel import Permission, Refused

KEYED = tuple(one for one in AT_A_SESSION if not one.means.says_why)
"""What is keyed here; an acceptable absence has its reason, which the referral's own page asks for."""


class Keyed(SentOnce, PlainForm):
    """What came of each session on a day; what is left empty is keyed later."""

    on = DayField(label="Day of the sessions")

    def __init__(self, rows: list[queries.ToBeSeen], *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        self.rows = {str(row.id): row for row in rows}
        said = [("", "Not keyed yet"), *((one.value, first_capital(one.value)) for one in KEYED)]
        for key, row in self.rows.items():
            self.fields[f"outcome_{key}"] = forms.TypedChoiceField(
                label=f"{row.name}: {row.service}",
                choices=said,
                coerce=Outcome,
                empty_value=None,
                required=False,
            )
            self.fields[f"version_{key}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=row.version, required=False
            )

    def clean(self) -> dict[str, Any]:
        """At least one outcome."""
        cleaned = dict(super().clean() or {})
        if not any(cleaned.get(f"outcome_{key}") for key in self.rows):
            self.add_error(None, "Key what came of at least one session.")
        return cleaned


@page(Permission.ANSWER_REFERRAL)
def session_list(request: Asking) -> HttpResponse:
    """Whom the viewer's teams are seeing, theirs alone where they hold some themselves; and what came of a day, keyed at once."""
    rows = _rows(request)
    form = Keyed(rows, request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = _keep(request, form)
        if kept:
            messages.success(request, f"{count_of(kept, 'session was', 'sessions were')} recorded.")
        if not form.errors:
            return redirect("session_list")
    context = {"heading": "Session list", "table": _table(rows), "form": form if rows else None}
    return render(request, "interventions/session_list.html", context)


def _rows(request: Asking) -> list[queries.ToBeSeen]:
    units = access.units_below(request.member.unit_id)
    return queries.to_be_seen(units, worker=request.member.id) or queries.to_be_seen(units)


def _keep(request: Asking, form: Keyed) -> int:
    """Record each outcome by itself: one that is refused stops no other, and is said beside its row. How many were."""
    given, kept = form.cleaned_data, 0
    day: date = given["on"]
    key: UUID = given["idempotency_key"]
    for id, row in form.rows.items():
        outcome = given.get(f"outcome_{id}")
        if outcome is None:
            continue
        try:
            once(
                uuid5(key, id), actions.record_session, by=request.member, at=request.at, referral_id=row.id,
                version=given.get(f"version_{id}") or row.version, on=day, outcome=outcome,
            )  # fmt: skip
            kept += 1
        except Refused as refusal:
            form.add_error(f"outcome_{id}", refusal.because)
    return kept


def _table(rows: list[queries.ToBeSeen]) -> Table:
    return Table(
        "To be seen",
        [Column("Name"), Column("Service"), Column("Worker"), Column("Session"), Column("What came of it"), Column("Time")],
        [
            [row.name, row.service, row.worker or Unknown("Nobody yet"), f"{row.following} of {row.planned}", "", ""]
            for row in rows
        ],
        empty="Nobody has a session left.",
    )  # fmt: skip
