"""The appointments of one person: ahead and gone by, with reminders, moves, what holds them, and their own calendar."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.queries import AppointmentTold, ReminderSeen
from throughcare.casework.supervision.rules.appointments import AppointmentState
from throughcare.casework.supervision.rules.diary import MovedBy
from throughcare.faces.web.look.formats import count_of, moment
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Unknown
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission

from .case_forms import form_page, open_case
from .commitment_form import RecordHours
from .reminder_words import ahead_line, reminder_line

S = AppointmentState
Reminders = dict[UUID, tuple[ReminderSeen, ...]]


@page(Permission.LOOK_AT_PEOPLE)
def appointments(request: Asking, person_id: UUID) -> HttpResponse:
    """Every appointment of the person's latest case, what holds them in the week, and the address of their own calendar."""
    context = about(request, person_id, "Appointments")
    case: queries.CaseSeen | None = context["case"]
    told = queries.appointments_told(case.case.id, at=request.at) if case else []
    reminders = queries.reminders_of([one.id for one in told])
    held = queries.commitments_of(person_id)
    may = request.member.may(Permission.RECORD_ON_TIMELINE) and case is not None and not case.case.closed_at
    context |= {
        "heading": "Appointments",
        "ahead": _ahead(request, context, [one for one in told if one.state is S.AHEAD], reminders, may=may),
        "gone": _gone([one for one in told if one.state is not S.AHEAD], reminders),
        "moved": _moved(case) if case else "",
        "held": _held(held),
        "ends": [(one.id, f"{one.kind}: {one.words}") for one in held] if may else [],
        "may": may,
        "feed": queries.feed_of(case.case.id) if case else None,
    }
    return render(request, "supervision/appointments.html", context)


def _ahead(
    request: Asking, context: dict[str, Any], rows: list[AppointmentTold], reminders: Reminders, *, may: bool
) -> Table:
    columns = [Column(words) for words in ("When", "Kind", "Where", "Held by", "Reminder")]
    return Table(
        "To come",
        [*columns, *([Column("Action", hidden=True)] if may else [])],
        [
            [
                _when(one),
                Lines(one.kind.words, [f"Made although it clashes: {one.despite}"] if one.despite else []),
                one.place or Unknown("Not said"),
                one.holder,
                _reminder(request, context, one, reminders),
                *([_todo(one)] if may else []),
            ]
            for one in reversed(rows)
        ],
        empty="None is made.",
    )


def _when(one: AppointmentTold) -> object:
    return Lines(moment(one.starts_at), [f"{one.minutes} minutes"] if one.minutes is not None else [])


def _todo(one: AppointmentTold) -> object:
    here = f"/people/{one.person_id}/appointments/{one.id}"
    named = f"the appointment of {moment(one.starts_at)}"
    return Lines(Link("Move", f"{here}/move", named), [Link("Call off", here, named)])


def _reminder(request: Asking, context: dict[str, Any], one: AppointmentTold, reminders: Reminders) -> object:
    noted = [reminder_line(said) for said in reminders.get(one.id, ())]
    inside = context["case"].case.place != "community"
    ahead = ahead_line(
        queries.reminder_ahead(context["person"], one.kind, one.starts_at, in_custody=inside, at=request.at)
    )
    lines = [*noted, *([ahead] if ahead and not noted else [])]
    return Lines(lines[0], lines[1:]) if lines else Unknown("None")


def _gone(rows: list[AppointmentTold], reminders: Reminders) -> Table:
    return Table(
        "Gone by, moved or called off",
        [Column(words) for words in ("When", "Kind", "Held by", "What became of it", "Reminder")],
        [
            [_when(one), one.kind.words, one.holder, _became(one), _noted(reminders.get(one.id, ()))]
            for one in rows
        ],
        empty="None.",
    )


def _became(one: AppointmentTold) -> object:
    if one.moved_to is not None:
        return Lines(f"Moved to {moment(one.moved_to)}, {one.moved_by}'s doing", [one.because])
    if one.called_off_at is not None:
        return Lines(f"Called off on {moment(one.called_off_at)}", [one.because])
    if one.outcome is not None:
        return first_capital(one.outcome.value)
    if one.state is S.LAPSED:
        return "The case was closed before it was told"
    return Unknown("Not told yet")


def _noted(said: tuple[ReminderSeen, ...]) -> object:
    return (
        Lines(reminder_line(said[0]), [reminder_line(one) for one in said[1:]]) if said else Unknown("None")
    )


def _moved(case: queries.CaseSeen) -> str:
    """How often appointments were moved, and by whose doing."""
    counted = queries.moves_counted(case.case.id)
    if not sum(counted.values()):
        return "No appointment of this case was moved."
    times = [f"{count_of(counted[one], 'time')} by {one.value}'s doing" for one in MovedBy]
    return f"Moved: {' and '.join(times)}."


def _held(rows: list[queries.CommitmentSeen]) -> Table:
    return Table(
        "What holds them in the week",
        [Column("What"), Column("When"), Column("From"), Column("Until"), Column("Recorded")],
        [
            [
                Lines(first_capital(one.kind.value), [one.note] if one.note else []),
                one.words,
                one.since,
                one.until or Unknown("No end known"),
                Lines(one.by, [moment(one.at)]),
            ]
            for one in rows
        ],
        empty="Nothing is recorded: ask about work, caring, education, faith and the hours of a curfew.",
    )


@page(Permission.RECORD_ON_TIMELINE)
def add_commitment(request: Asking, person_id: UUID) -> HttpResponse:
    """Record hours of the week that hold the person."""
    seen = open_case(request, person_id)
    form = RecordHours(request.POST or None)
    form.offer(requirements_offered_curfews(person_id))
    if request.method == "POST" and form.is_valid():
        given = {"case_id": seen.case.id, "hours": form.hours()}
        if do(request, form, actions.record_commitment, **given):
            messages.success(
                request, "The hours are recorded. An appointment that clashes with them will say so."
            )
            return redirect("appointments", person_id=person_id)
    return form_page(
        request, person_id, "Record what holds them", form, "Record the hours",
        cancel=f"/people/{person_id}/appointments",
    )  # fmt: skip


def requirements_offered_curfews(person_id: UUID) -> list[tuple[str, str]]:
    """The curfews in force, whose hours may be recorded."""
    return [(str(one.id), f"{first_capital(one.kind)}, {one.said}") for one in queries.curfews_of(person_id)]


@page(Permission.RECORD_ON_TIMELINE)
def end_commitment(request: Asking, person_id: UUID, commitment_id: UUID) -> HttpResponse:
    """Say that hours hold the person no longer; by a button only."""
    back = f"/people/{person_id}/appointments"
    if request.method != "POST":
        return redirect(back)
    case = open_case(request, person_id).case
    given = {"case_id": case.id, "commitment_id": commitment_id}
    return press(request, actions.end_commitment, "Noted: those hours are free again.", back, **given)
