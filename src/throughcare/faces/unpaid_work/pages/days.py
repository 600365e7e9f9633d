"""A project's day: who comes, what came of each turn in one form, a turn put right, and a day that the service calls off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.supervision.rules.contacts import SAID, Absence, Outcome
from throughcare.casework.unpaid_work import actions, queries
from throughcare.casework.unpaid_work.actions import TurnSaid
from throughcare.casework.unpaid_work.queries import Comes
from throughcare.casework.unpaid_work.rules import time_in_words
from throughcare.faces.web.look.fields import ClockField, CountedField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Tag
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

OUTCOMES = [("", "Not yet"), *((one.value, first_capital(one.value)) for one in SAID)]
ABSENCES = [("", "None"), *((one.value, first_capital(one.value)) for one in Absence)]


class TellDay(SentOnce, PlainForm):
    """What came of each turn of a day; those left at "not yet" are recorded later."""

    def __init__(self, coming: Sequence[Comes], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.coming = [one for one in coming if one.turn.is_open]
        for one in self.coming:
            self._offer(one.turn.row.id.hex, one.name)

    def _offer(self, key: str, name: str) -> None:
        self.fields[f"{key}_outcome"] = forms.ChoiceField(
            label=f"{name}: what came of it", choices=OUTCOMES, required=False
        )
        self.fields[f"{key}_penalty"] = forms.IntegerField(
            label=f"{name}: minutes taken off for not working", min_value=0, required=False
        )
        self.fields[f"{key}_absence"] = forms.ChoiceField(
            label=f"{name}: why the absence is acceptable, if it is", choices=ABSENCES, required=False
        )
        self.fields[f"{key}_note"] = forms.CharField(label=f"{name}: note", max_length=1000, required=False)

    def clean(self) -> dict[str, Any]:
        """The turns that something is said of, as the act takes them."""
        cleaned = dict(super().clean() or {})
        told = [
            _told(one.turn.row.id, cleaned)
            for one in self.coming
            if cleaned.get(f"{one.turn.row.id.hex}_outcome")
        ]
        if not told and not self.errors:
            raise forms.ValidationError("Say of at least one person what came of their turn.")
        return {"turns": told, "idempotency_key": cleaned.get("idempotency_key")}


def _told(turn_id: UUID, cleaned: dict[str, Any]) -> TurnSaid:
    key = turn_id.hex
    absence = cleaned.get(f"{key}_absence")
    return TurnSaid(
        turn_id, Outcome(cleaned[f"{key}_outcome"]), penalty=cleaned.get(f"{key}_penalty") or 0,
        absence=Absence(absence) if absence else None, note=cleaned.get(f"{key}_note", ""),
    )  # fmt: skip


@page(Permission.ARRANGE_UNPAID_WORK)
def project_day(request: Asking, project_id: UUID, day: str) -> HttpResponse:
    """Who comes to a project on a day: a list that prints, and one form for everybody once the day has come."""
    seen, on = queries.project(project_id, today=day_of(request.at)), _day(day)
    if seen is None or on is None:
        raise Http404
    coming = queries.comes(project_id, on)
    form = TellDay(coming, request.POST or None)
    if request.method == "POST" and form.is_valid() and do(request, form, actions.record_turns):
        messages.success(request, "Recorded.")
        return redirect("project_day", project_id=project_id, day=day)
    context = {
        "heading": f"{seen.row.title}: {on:%A %-d %B %Y}",
        "table": _table(coming),
        "form": form if form.coming and on <= day_of(request.at) else None,
        "off": f"/unpaid-work/projects/{project_id}/days/{day}/off" if form.coming else "",
        "back": Link(seen.row.title, f"/unpaid-work/projects/{project_id}"),
    }
    return render(request, "unpaid_work/day.html", context)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if len(written) == 10 else None
    except ValueError:
        return None


def _table(coming: list[Comes]) -> Table:
    return Table(
        "Who comes",
        [Column("Time"), Column("Name"), Column("What came of it"), Column("Action", hidden=True)],
        [
            [
                f"{one.turn.row.starts:%H:%M} to {one.turn.row.until:%H:%M}",
                Link(one.name, f"/people/{one.person_id}/unpaid-work"),
                _came(one),
                Link("Put right", f"/unpaid-work/turns/{one.turn.row.id}/correct", f"the turn of {one.name}")
                if one.turn.last else "",
            ]
            for one in coming
        ],
        empty="Nobody is to come on this day.",
    )  # fmt: skip


def _came(one: Comes) -> object:
    last = one.turn.last
    if last is None:
        return Tag("Not recorded", "yellow")
    return Lines(
        first_capital(last.outcome),
        [f"{time_in_words(last.counted)} counted"] + ([last.note] if last.note else []),
    )


class CallOff(SentOnce, PlainForm):
    """Why the service cannot hold a day."""

    because = CountedField(label="Why the service cannot hold this day", limit=300)


@page(Permission.ARRANGE_UNPAID_WORK)
def project_stand_down(request: Asking, project_id: UUID, day: str) -> HttpResponse:
    """Call a project's day off: nobody is marked absent, and turns are added."""
    seen, on = queries.project(project_id, today=day_of(request.at)), _day(day)
    if seen is None or on is None:
        raise Http404
    form = CallOff(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.stand_down, project_id=project_id, on=on)
    ):
        messages.success(
            request, "Called off. Nobody is marked absent, and the hours are laid on later days."
        )
        return redirect("project", project_id=project_id)
    context = {
        "heading": f"Call off {seen.row.title} on {on:%A %-d %B %Y}", "form": form, "submit": "Call off",
        "cancel": f"/unpaid-work/projects/{project_id}/days/{day}",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)


class Correct(SentOnce, PlainForm):
    """What came of one turn, put right."""

    outcome = forms.TypedChoiceField(
        label="What came of it", coerce=Outcome, choices=[one for one in OUTCOMES if one[0]]
    )
    starts = ClockField(label="Time they began")
    until = ClockField(label="Time they ended")
    penalty = forms.IntegerField(label="Minutes taken off for not working", min_value=0, initial=0)
    absence = forms.TypedChoiceField(
        label="Why the absence is acceptable, if it is",
        coerce=Absence,
        choices=ABSENCES,
        required=False,
        empty_value=None,
    )
    note = forms.CharField(label="Note", max_length=1000, required=False)
    because = CountedField(label="Why it is put right", limit=300)


@page(Permission.ARRANGE_UNPAID_WORK)
def turn_correct(request: Asking, turn_id: UUID) -> HttpResponse:
    """Put right what was recorded of a turn; the old entry stays to be seen."""
    turn = queries.turn(turn_id)
    if turn is None or turn.last is None:
        raise Http404
    last = turn.last
    initial = {
        "outcome": last.outcome,
        "starts": f"{last.starts:%H:%M}",
        "until": f"{last.until:%H:%M}",
        "penalty": last.penalty,
        "note": last.note,
    }
    form = Correct(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = {
            name: form.cleaned_data.pop(name)
            for name in ("outcome", "starts", "until", "penalty", "absence", "note")
        }
        if do(request, form, actions.correct_turn, told=TurnSaid(turn_id, **said)):
            messages.success(request, "Put right. The old entry can still be seen.")
            return redirect("project_day", project_id=turn.row.project_id, day=str(turn.row.on))
    context = about(request, turn.row.person_id, "Unpaid work")
    context |= {
        "heading": f"Put right the turn of {turn.row.on:%-d %B %Y}", "form": form, "submit": "Put right",
        "cancel": f"/unpaid-work/projects/{turn.row.project_id}/days/{turn.row.on}",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)
