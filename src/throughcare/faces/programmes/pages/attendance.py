"""The register of a group's session: what came of it for everybody in one form, without JavaScript; and moving a session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.programmes import actions, queries
from throughcare.casework.programmes.actions import AttendanceReport, Mark
from throughcare.casework.programmes.queries import RegisterLine, RegisterSeen
from throughcare.casework.supervision.rules.attendance import AT_A_SESSION, Absence, Outcome
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Row
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import DoneBefore, once
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import LONDON

from .enrolment_forms import TimeField, choices_of
from .enrolment_words import when_words

AS_IT_IS = ("", "As it stands")
NOT_YET = ("", "Not recorded yet")


class Register(SentOnce, PlainForm):
    """What came of a session for each person, for the rest of them at once, and why what stood is put right."""

    rest = forms.TypedChoiceField(
        label="Everybody for whom nothing is chosen below",
        choices=choices_of((Outcome.ATTENDED, Outcome.OFF_SERVICE), ("", "Is recorded later")),
        coerce=Outcome,
        required=False,
        empty_value=None,
    )

    def __init__(self, *given: Any, seen: RegisterSeen, **named: Any) -> None:
        super().__init__(*given, **named)
        self.people = seen.people
        for line in seen.people:
            self._ask(line)
        if any(line.stands for line in seen.people):
            self.fields["because"] = forms.CharField(
                label="Why something recorded already is put right", max_length=300, required=False
            )

    def _ask(self, line: RegisterLine) -> None:
        key, stands = line.enrolment_id, line.stands
        said = (
            f"Recorded: {stands.outcome.value}, by {line.by}. Choose only to put it right." if stands else ""
        )
        self.fields[f"outcome_{key}"] = forms.TypedChoiceField(
            label=line.name, choices=choices_of(AT_A_SESSION, AS_IT_IS if stands else NOT_YET), coerce=Outcome, required=False,
            empty_value=None, help_text=said,
        )  # fmt: skip
        self.fields[f"absence_{key}"] = forms.TypedChoiceField(
            label=f"Why an absence is acceptable: {line.name}", choices=choices_of(Absence, ("", "Not an acceptable absence")),
            coerce=Absence, required=False, empty_value=None,
        )  # fmt: skip
        self.fields[f"note_{key}"] = forms.CharField(
            label=f"Note: {line.name}", max_length=1000, required=False
        )
        self.fields[f"seen_{key}"] = forms.UUIDField(
            widget=forms.HiddenInput, required=False, initial=stands.id if stands else None
        )

    def marks(self) -> Iterator[Mark]:
        """What is to be recorded: of everybody chosen, and of the rest where something is said of them all."""
        given, rest = self.cleaned_data, self.cleaned_data["rest"]
        for line in self.people:
            key = line.enrolment_id
            outcome = given[f"outcome_{key}"] or (
                rest if line.stands is None and given[f"seen_{key}"] is None else None
            )
            if outcome is not None:
                yield Mark(key, outcome, given[f"absence_{key}"], given[f"note_{key}"], given[f"seen_{key}"])


def _register(request: Asking, session_id: UUID) -> RegisterSeen:
    """The register of a session of one's own teams' groups; 404 for any other."""
    found = queries.register(session_id, at=request.at)
    if found is None or found.unit_id not in access.units_below(request.member.unit_id):
        raise Http404
    return found


@page(Permission.DELIVER_PROGRAMME)
def attendance(request: Asking, session_id: UUID) -> HttpResponse:
    """Record what came of a session for everybody in its group; whoever could not be recorded is named with why."""
    seen = _register(request, session_id)
    form = Register(request.POST or None, seen=seen)
    if request.method == "POST" and form.is_valid():
        report = _recorded(request, form, session_id)
        if report is not None and not report.not_recorded:
            return redirect("group", group_id=seen.session.group_id)
        if report is not None:
            seen = _register(request, session_id)
            form = Register(None, seen=seen, initial=_typed(form, report))
    context = {
        "heading": f"Attendance of group {seen.session.code}",
        "rows": _rows(seen),
        "form": form if seen.people and not seen.is_ahead else None,
        "ahead": seen.is_ahead,
        "group": f"/groups/{seen.session.group_id}",
    }
    return render(request, "programmes/attendance.html", context)


def _rows(seen: RegisterSeen) -> list[Row]:
    one = seen.session
    return [
        Row("Session", f"{one.place}: {one.session.name}"),
        Row("Programme", one.programme_name),
        Row("When", f"{when_words(one.starts_at)}, {one.minutes} minutes"),
        Row("Where", one.where),
        Row("Recorded", f"{one.recorded} of {one.expected}"),
    ]


def _recorded(request: Asking, form: Register, session_id: UUID) -> AttendanceReport | None:
    """Record the marks once and say what became of them; None where the whole was refused."""
    key = form.cleaned_data["idempotency_key"]
    because = form.cleaned_data.get("because", "")
    try:
        found = once(
            key, actions.record_attendance, by=request.member, at=request.at, session_id=session_id,
            marks=list(form.marks()), because=because,
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return None
    if isinstance(found, DoneBefore):
        messages.success(request, "This form was recorded before. Nothing was recorded twice.")
        return AttendanceReport(0, 0, 0, ())
    _tell(request, form, found)
    return found


def _tell(request: Asking, form: Register, report: AttendanceReport) -> None:
    said = [f"{report.recorded} recorded"] if report.recorded or not report.corrected else []
    said += [f"{report.corrected} put right"] if report.corrected else []
    said += [f"{report.unchanged} as they stood"] if report.unchanged else []
    messages.success(request, f"{first_capital(', '.join(said))}.")
    names = {line.enrolment_id: line.name for line in form.people}
    for one in report.not_recorded:
        messages.error(request, f"Not recorded: {names.get(one.enrolment_id, 'somebody')}. {one.because}")


def _typed(form: Register, report: AttendanceReport) -> Mapping[str, Any]:
    """What was typed for those of whom nothing was recorded, to be put right and sent again."""
    missed = {one.enrolment_id for one in report.not_recorded}
    kept: dict[str, Any] = {}
    for mark in form.marks():
        if mark.enrolment_id in missed:
            kept |= {
                f"outcome_{mark.enrolment_id}": mark.outcome.value, f"note_{mark.enrolment_id}": mark.note,
                f"absence_{mark.enrolment_id}": mark.absence.value if mark.absence else "",
            }  # fmt: skip
    return kept


class MovingSession(OfVersion, SentOnce, PlainForm):
    """Another time for a session."""

    on = DayField(label="New day")
    at_time = TimeField(label="Time it begins")
    because = CountedField(label="Why it is moved", limit=300, rows=2)


@page(Permission.DELIVER_PROGRAMME)
def move_session(request: Asking, session_id: UUID) -> HttpResponse:
    """Put a session that was not held yet at another time."""
    seen = _register(request, session_id)
    form = MovingSession(request.POST or None, initial={"version": seen.session.version})
    if request.method == "POST" and form.is_valid():
        day, at = form.cleaned_data.pop("on"), form.cleaned_data.pop("at_time")
        starts_at = datetime.combine(day, at, LONDON)
        if do(request, form, actions.move_session, session_id=session_id, starts_at=starts_at):
            messages.success(request, "The session is moved.")
            return redirect("group", group_id=seen.session.group_id)
    context = {
        "heading": f"Move a session of group {seen.session.code}", "form": form, "submit": "Move the session",
        "lead": f"Session {seen.session.place} is on {when_words(seen.session.starts_at)}.",
        "cancel": f"/groups/{seen.session.group_id}",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)
