"""Recording a contact with the next appointment, correcting one, making an appointment, calling one off, and a note."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.rules.contacts import Whom
from throughcare.casework.supervision.rules.diary import Every, repeated
from throughcare.casework.supervision.rules.words import NOTE
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.formats import moment
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.unsent import KeptWhenSignedOut, unsent
from throughcare.foundation.kernel import Permission, Refused, WorkingCalendar
from throughcare.foundation.kernel.days import LONDON, day_of

from .case_forms import form_page, open_case
from .contact_forms import Book, CorrectContact, RecordContact, colleagues, told_before

OFFERED_AGAIN = (
    "You were signed out before this was saved. It is as you wrote it: look it through and send it."
)


def _written(request: Asking) -> Any:
    """What was sent, or what was written before the session ended and is offered again."""
    kept = unsent(request)
    if kept is not None:
        messages.warning(request, OFFERED_AGAIN)
    return request.POST or kept or None


def _contact_page(
    request: Asking, person_id: UUID, heading: str, form: PlainForm, **more: Any
) -> HttpResponse:
    context = about(request, person_id, "Summary")
    names = [name for name in form.fields if name.startswith("next_") or name == "despite"]
    context |= {
        "heading": heading,
        "form": form,
        "cancel": f"/people/{person_id}",
        "told": [form[n] for n in form.fields if n not in names and not form[n].is_hidden],
        "following": [form[name] for name in names if not form[name].is_hidden],
        **more,
    }
    return render(request, "supervision/contact.html", context)


@page(Permission.RECORD_ON_TIMELINE)
def record(request: Asking, person_id: UUID) -> HttpResponse:
    """Record a contact and, in the same form, the next appointment."""
    seen = open_case(request, person_id)
    form = RecordContact(_written(request), initial=_start(request, seen))
    form.offer(seen, request)
    form.fields["next_held_by"].choices = colleagues(request, seen)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        following = form.booking()
        meeting = form.meeting(seen.case.id)
        holder = (following.held_by if following else None) or request.member.id
        if following and form.is_held_up(person_id, [following], holder):
            return _record_page(request, person_id, form)
        if do(request, form, actions.record_contact, meeting=meeting, following=following):
            _say_recorded(request, meeting, following)
            return redirect("person", person_id=person_id)
    return _record_page(request, person_id, form)


def _record_page(request: Asking, person_id: UUID, form: RecordContact) -> HttpResponse:
    return _contact_page(request, person_id, "Record a contact", form, submit="Record the contact")


def _start(request: Asking, seen: queries.CaseSeen) -> dict[str, Any]:
    """Today and the person, or the appointment whose outcome is asked for."""
    start: dict[str, Any] = {"happened_on": day_of(request.at), "with_whom": Whom.PERSON.value}
    waiting = [a for a in queries.appointments_of(seen.case.id) if a.starts_at <= request.at]
    asked = next((a for a in waiting if str(a.id) == request.GET.get("appointment")), None)
    if asked is not None:
        start |= {
            "appointment_id": str(asked.id), "happened_on": day_of(asked.starts_at), "kind": asked.kind.value,
            "happened_clock": f"{asked.starts_at.astimezone(LONDON):%H:%M}",
        }  # fmt: skip
    return start


def _say_recorded(request: Asking, meeting: actions.Meeting, following: actions.Booking | None) -> None:
    said = "The contact is recorded."
    if following is not None:
        said += f" Next appointment: {following.kind.words.lower()}, {moment(following.starts_at)}."
    messages.success(request, said)
    for finding in queries.follows_from(meeting, by=request.member):
        messages.warning(request, f"{finding.because}. {finding.clause}.")


@page(Permission.RECORD_ON_TIMELINE)
def correct(request: Asking, person_id: UUID, contact_id: UUID) -> HttpResponse:
    """Put a contact right by a new entry, which shows the old one."""
    seen, old = open_case(request, person_id), queries.contact(contact_id)
    if old is None or old.case_id != seen.case.id:
        raise Http404
    form = CorrectContact(_written(request), initial=told_before(old))
    form.offer(seen, request)
    form.fields.pop("appointment_id", None)
    if request.method == "POST" and form.is_valid():
        meeting = form.meeting(seen.case.id)
        if do(request, form, actions.correct_contact, contact_id=contact_id, meeting=meeting):
            messages.success(request, "Corrected. The old entry is shown under the new one.")
            return redirect("timeline", person_id=person_id)
    lead = "The contact as it was recorded. Change what is wrong: both entries stay on the timeline."
    return _contact_page(
        request, person_id, "Correct a contact", form, submit="Save the correction", lead=lead
    )


@page(Permission.RECORD_ON_TIMELINE)
def book(request: Asking, person_id: UUID) -> HttpResponse:
    """Make an appointment without recording a contact."""
    seen = open_case(request, person_id)
    form = Book(_written(request))
    form.fields["next_held_by"].choices = colleagues(request, seen)  # type: ignore[attr-defined]
    form.fields["next_on"].required = True
    form.written_for(request.member)
    if request.method == "POST" and form.is_valid():
        booking = form.booking()
        held_by = booking.held_by if booking else None
        if (
            booking
            and not form.is_held_up(person_id, _all_of(form, booking), held_by or request.member.id)
            and _made(request, form, seen, booking)
        ):
            return redirect("person", person_id=person_id)
    return form_page(request, person_id, "Make an appointment", form, "Make the appointment")


def _all_of(form: Book, booking: actions.Booking) -> list[actions.Booking]:
    """Each appointment that the form asks for: one, or a whole series."""
    every, times = form.cleaned_data["every"], form.cleaned_data["times"]
    if not every:
        return [booking]
    try:
        days = repeated(booking.starts_at, Every(every), times, WorkingCalendar())
    except Refused:  # the act says why, beside the answer at fault
        return []
    return [replace(booking, starts_at=starts_at) for starts_at in days]


def _made(request: Asking, form: Book, seen: queries.CaseSeen, booking: actions.Booking) -> bool:
    """Make one appointment or a series of them, as the form says; whether it was done."""
    every, times = form.cleaned_data.pop("every"), form.cleaned_data.pop("times")
    form.cleaned_data.pop("written_by", None)
    given = {"case_id": seen.case.id, "booking": booking}
    if not every:
        done = do(request, form, actions.book_appointment, **given)
        said = "The appointment is made."
    else:
        done = do(request, form, actions.book_series, **given, every=Every(every), times=times)
        said = f"{times} appointments are made, {every}."
    if done:
        messages.success(request, said)
    return done


class CallOff(SentOnce, PlainForm):
    """Why an appointment is called off."""

    because = CountedField(label="Reason", limit=300, rows=2)


@page(Permission.RECORD_ON_TIMELINE)
def call_off(request: Asking, person_id: UUID, appointment_id: UUID) -> HttpResponse:
    """Call off an appointment that lies ahead."""
    seen = queries.appointment(appointment_id)
    if seen is None or seen.person_id != person_id:
        raise Http404
    form = CallOff(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.call_off_appointment, appointment_id=appointment_id)
    ):
        messages.success(request, "The appointment is called off.")
        return redirect("book", person_id=person_id)
    lead = f"{seen.kind.words} on {moment(seen.starts_at)}, held by {seen.holder}."
    return form_page(request, person_id, "Call off an appointment", form, "Call it off", lead=lead)


class Note(SentOnce, KeptWhenSignedOut, PlainForm):
    """Something to be remembered that was no contact."""

    what = CountedField(label="What happened", limit=200, rows=2)
    note = forms.CharField(label="More, if there is more to say", required=False, widget=forms.Textarea)


@page(Permission.RECORD_ON_TIMELINE)
def note(request: Asking, person_id: UUID) -> HttpResponse:
    """Write a note on the timeline."""
    seen, form = open_case(request, person_id), Note(_written(request))
    form.written_for(request.member)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data.pop("written_by", None)
        if do(request, form, actions.record_on_timeline, case_id=seen.case.id, kind=NOTE):
            messages.success(request, "The note is on the timeline.")
            return redirect("person", person_id=person_id)
    return form_page(request, person_id, "Write a note", form, "Save the note")
