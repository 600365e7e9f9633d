"""Where a person is and has been, and the page on which a movement is recorded."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.queries import Whereabouts
from throughcare.casework.supervision.rules.movements import INTO_A_PRISON, MovementKind, Where
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Row, Table, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import LONDON, day_of

NOON = time(12)


@page(Permission.LOOK_AT_PEOPLE)
def custody(request: Asking, person_id: UUID) -> HttpResponse:
    """Where somebody is now and since when, and every movement before."""
    context = about(request, person_id, "Custody")
    seen = queries.whereabouts(person_id)
    context |= {
        "heading": "Custody and community",
        "rows": _now(seen) if seen else [],
        "spells": _spells(seen) if seen else None,
        "movements": _movements(seen) if seen else None,
        "may_record": bool(seen) and request.member.may(Permission.RECORD_ON_TIMELINE),
    }
    return render(request, "supervision/custody.html", context)


def _now(seen: Whereabouts) -> list[Row]:
    rows = [Row("Now", first_capital(seen.where.value)), Row("Since", seen.since)]
    if seen.where is not Where.COMMUNITY:
        rows.append(Row("Prison", seen.prison or Unknown("Not recorded")))
    return rows


def _spells(seen: Whereabouts) -> Table:
    return Table(
        "Where they have been since the case opened",
        [Column("Where"), Column("Prison"), Column("From"), Column("To")],
        [
            [
                first_capital(one.where.value),
                _prison(one.prison, applies=one.where is not Where.COMMUNITY),
                one.since,
                one.until or "Now",
            ]
            for one in reversed(seen.spells)
        ],
    )


def _movements(seen: Whereabouts) -> Table:
    return Table(
        "What was recorded",
        [Column("What happened"), Column("When"), Column("Prison"), Column("Why"), Column("Written down")],
        [
            [
                first_capital(one.kind),
                one.moved_at,
                _prison(one.prison, applies=one.kind in INTO_A_PRISON),
                one.because,
                one.at,
            ]
            for one in seen.movements
        ],
        empty="No movement has been recorded.",
    )


def _prison(name: str, *, applies: bool) -> str:
    """A prison's name; a dash where there can be none, so that "Not recorded" says only what is missing."""
    return name if applies else "–"


class RecordMovement(SentOnce, OfVersion, PlainForm):
    """What happened, when, in which prison, and why."""

    kind = forms.ChoiceField(label="What happened", widget=forms.RadioSelect)
    on = DayField(label="On which day")
    clock = forms.TimeField(
        label="At what time, if you know it",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p"],
        error_messages={"invalid": "Enter a time like 14:30 or 2:30pm"},
    )
    prison = forms.ChoiceField(
        label="Prison, if they are going into one", required=False, help_text="Leave it if you do not know."
    )
    resettled = forms.BooleanField(
        label="On release: the work through the gate is done already", required=False
    )
    because = CountedField(label="Reason", limit=300, required=False)

    def clean_kind(self) -> MovementKind:
        """The choice as a value."""
        return MovementKind(self.cleaned_data["kind"])


@page(Permission.RECORD_ON_TIMELINE)
def movement(request: Asking, person_id: UUID) -> HttpResponse:
    """Record that somebody went into custody, was moved, left it for a time, is at large, or came out."""
    case, seen = queries.case_of(person_id, at=request.at), queries.whereabouts(person_id)
    if case is None or seen is None or case.case.closed_at is not None:
        raise Http404
    start = {"version": case.case.version, "on": day_of(request.at)}
    form = RecordMovement(request.POST or None, initial=start)
    _offer(form, seen)
    if request.method == "POST" and form.is_valid() and _recorded(request, form, case.case.id):
        messages.success(request, "Recorded. The roles that this place gives are open on the team's page.")
        return redirect("custody", person_id=person_id)
    context = about(request, person_id, "Custody")
    context |= {
        "heading": "Record a movement",
        "lead": f"This person is recorded as {seen.where.value}.",
        "form": form,
        "submit": "Record the movement",
        "cancel": f"/people/{person_id}/custody",
    }
    return render(request, "throughcare/form_page.html", context)


def _offer(form: Any, seen: Whereabouts) -> None:
    form.fields["kind"].choices = [(kind.value, first_capital(kind.value)) for kind in seen.possible]
    form.fields["prison"].choices = [("", "Not known, or none"), *queries.prisons()]


def _recorded(request: Asking, form: RecordMovement, case_id: UUID) -> bool:
    on, clock = form.cleaned_data.pop("on"), form.cleaned_data.pop("clock")
    moved_at = datetime.combine(on, clock or NOON, LONDON)
    if clock is None and on == day_of(request.at):
        moved_at = request.at
    return do(request, form, actions.record_movement, case_id=case_id, moved_at=moved_at)
