"""The forms in which a contact is told, put right, and the next appointment made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from throughcare.casework.courts import queries as courts
from throughcare.casework.supervision import queries
from throughcare.casework.supervision.actions import Booking, Meeting
from throughcare.casework.supervision.rules.contacts import (
    SAID,
    Absence,
    ContactKind,
    Evidence,
    Outcome,
    Told,
    Whom,
)
from throughcare.casework.supervision.rules.diary import Every, MovedBy
from throughcare.faces.web.look.fields import ClockField, CountedField, DayField, UnitInput
from throughcare.faces.web.look.formats import moment
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.page import Asking
from throughcare.faces.web.unsent import KeptWhenSignedOut
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import LONDON, day_of

KINDS = [(kind.value, kind.words) for kind in ContactKind]
NONE, CHOOSE = ("", "None"), ("", "Choose")


class NextAppointment(forms.Form):
    """When, how, where and with whom they are to be met next; left empty, nothing is made."""

    next_on = DayField(label="Day of the next appointment", required=False)
    next_clock = ClockField(label="Time of the next appointment", required=False)
    next_kind = forms.ChoiceField(label="Kind of the next appointment", choices=KINDS, required=False)
    next_place = forms.CharField(label="Where the next appointment is", max_length=100, required=False)
    next_held_by = forms.ChoiceField(label="Who holds the next appointment", required=False)
    next_minutes = forms.IntegerField(
        label="How long the next appointment takes",
        required=False,
        min_value=5,
        max_value=480,
        widget=UnitInput(after="minutes"),
    )

    def booking(self) -> Booking | None:
        """The appointment to make; None when no day and no time is given."""
        taken = {name: self.cleaned_data.pop(name) for name in list(NextAppointment.base_fields)}
        despite = self.cleaned_data.pop("despite", "")
        if not taken["next_on"]:
            return None
        held_by = UUID(taken["next_held_by"]) if taken["next_held_by"] else None
        kind = ContactKind(taken["next_kind"] or ContactKind.OFFICE)
        starts_at = _instant(taken["next_on"], taken["next_clock"])
        return Booking(starts_at, kind, taken["next_place"], held_by, taken["next_minutes"], despite)

    def clean(self) -> dict[str, Any]:
        """A day and a time belong together."""
        cleaned = super().clean() or self.cleaned_data
        day, clock = cleaned.get("next_on"), cleaned.get("next_clock")
        if day and not clock and "next_clock" not in self.errors:
            self.add_error("next_clock", "Enter the time of the next appointment")
        if clock and not day and "next_on" not in self.errors:
            self.add_error("next_on", "Enter the day of the next appointment")
        return cleaned


class TellContact(SentOnce, KeptWhenSignedOut, PlainForm):
    """One contact: when, how, with whom, what came of it, and what was done against the plan."""

    appointment_id = forms.ChoiceField(label="Which appointment this was", required=False)
    happened_on = DayField(label="Day it happened")
    happened_clock = ClockField(label="Time it happened")
    kind = forms.ChoiceField(label="Kind of contact", choices=[CHOOSE, *KINDS])
    with_whom = forms.ChoiceField(
        label="Whom it was with", choices=[(one.value, first_capital(one.value)) for one in Whom]
    )
    outcome = forms.ChoiceField(
        label="What came of it", choices=[CHOOSE, *((one.value, first_capital(one.value)) for one in SAID)]
    )
    absence = forms.ChoiceField(
        label="Why the absence is acceptable, if it is",
        choices=[NONE, *((one.value, first_capital(one.value)) for one in Absence)],
        required=False,
    )
    evidence = forms.ChoiceField(
        label="What shows why they were absent",
        choices=[("", "Not known"), *((one.value, first_capital(one.value)) for one in Evidence)],
        required=False,
    )
    what = CountedField(
        label="What was done", limit=500, rows=3, help_text="Against the plan, in a sentence."
    )
    note = forms.CharField(
        label="More, if there is more to say", required=False, widget=forms.Textarea({"rows": 3})
    )
    requirement_id = forms.ChoiceField(label="Requirement it counts towards", required=False)
    done = forms.DecimalField(
        label="How much of it was done, in hours or days",
        max_digits=6,
        decimal_places=2,
        required=False,
        widget=forms.TextInput({"inputmode": "decimal", "class": "govuk-input--width-4"}),
    )

    def offer(self, case: queries.CaseSeen, request: Asking) -> None:
        """Offer what there is: the appointments that wait for an outcome, and the requirements in force."""
        waiting = [a for a in queries.appointments_of(case.case.id) if a.starts_at <= request.at]
        counted = requirements_offered(case.case.person_id)
        self._choose(
            "appointment_id", [(str(a.id), f"{a.kind.words}, {moment(a.starts_at)}") for a in waiting]
        )
        self._choose("requirement_id", counted)
        if not counted:
            del self.fields["done"]
        self.written_for(request.member)

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        if choices:
            self.fields[name].choices = [NONE, *choices]  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def meeting(self, case_id: UUID) -> Meeting:
        """What the form tells, as the act takes it; what is left over stays in the cleaned data."""
        said = {name: self.cleaned_data.pop(name, None) for name in TellContact.base_fields if name != KEY}
        told = Told(
            happened_at=_instant(said["happened_on"], said["happened_clock"]),
            kind=ContactKind(said["kind"]),
            outcome=Outcome(said["outcome"]),
            with_whom=Whom(said["with_whom"]),
            absence=Absence(said["absence"]) if said["absence"] else None,
            what=said["what"],
            done=said["done"],
            evidence=Evidence(said["evidence"]) if said["evidence"] else None,
        )
        return Meeting(case_id, told, said["note"], _id(said["requirement_id"]), _id(said["appointment_id"]))


KEY = "idempotency_key"


class HeldUp(forms.Form):
    """Shows with what an appointment clashes, and asks why it is made all the same."""

    despite = forms.CharField(
        label="Why it is made all the same", max_length=300, required=False, widget=forms.HiddenInput
    )

    def is_held_up(
        self,
        person_id: UUID,
        bookings: Sequence[Booking],
        held_by: UUID,
        *,
        but: UUID | None = None,
    ) -> bool:
        """Whether a time clashes with something, and nobody has yet said why it is made all the same; then the form says so."""
        if self.data.get("despite", "").strip():
            return False
        found = queries.clashes_with(person_id, bookings, held_by, but=but)
        for booking, clashes in zip(bookings, found, strict=True):
            for one in clashes:
                self.add_error(None, f"{_whose(booking, len(bookings))}{first_capital(one.because)}.")
        if any(found):
            self.fields["despite"].widget = forms.Textarea({"rows": 2})
        return any(found)


def _whose(booking: Booking, many: int) -> str:
    """Of several appointments, the day that a clash is of."""
    return f"{moment(booking.starts_at)}: " if many > 1 else ""


class RecordContact(HeldUp, NextAppointment, TellContact):
    """A contact and the next appointment, in one form."""

    field_order = (*TellContact.base_fields, *NextAppointment.base_fields, "despite")


class CorrectContact(TellContact):
    """A contact told again as it was, and why."""

    because = CountedField(label="Why it is corrected", limit=300, rows=2)


class Book(HeldUp, SentOnce, KeptWhenSignedOut, NextAppointment, PlainForm):
    """An appointment alone, or a series of them."""

    every = forms.ChoiceField(
        label="How often it is repeated",
        choices=[("", "Not repeated"), *((one.value, first_capital(one.value)) for one in Every)],
        required=False,
    )
    times = forms.IntegerField(
        label="How many appointments the series has", required=False, min_value=2, max_value=26
    )
    field_order = (
        "next_on",
        "next_clock",
        "next_kind",
        "next_place",
        "next_held_by",
        "next_minutes",
        "every",
        "times",
        "despite",
    )

    def clean(self) -> dict[str, Any]:
        """How often and how many belong together."""
        cleaned = super().clean()
        if cleaned.get("every") and not cleaned.get("times") and "times" not in self.errors:
            self.add_error("times", "Say how many appointments the series has")
        if cleaned.get("times") and not cleaned.get("every"):
            self.add_error("every", "Select how often it is repeated")
        return cleaned


class MoveAppointment(HeldUp, SentOnce, NextAppointment, PlainForm):
    """Another time in the place of an appointment, and whose doing that is."""

    moved_by = forms.ChoiceField(
        label="Whose doing it is", choices=[(one.value, first_capital(one.value)) for one in MovedBy]
    )
    because = CountedField(label="Why it is moved", limit=300, rows=2)
    field_order = (
        "next_on", "next_clock", "next_kind", "next_place", "next_held_by", "next_minutes", "moved_by", "because", "despite",
    )  # fmt: skip

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["next_on"].required = True


def _instant(on: date, clock: time) -> datetime:
    return datetime.combine(on, clock, LONDON)


def _id(written: str | None) -> UUID | None:
    return UUID(written) if written else None


def requirements_offered(person_id: UUID) -> list[tuple[str, str]]:
    """The requirements in force that are done by attending, with how much of each is done."""
    found = [
        one
        for sentence in courts.sentences_of(person_id)
        if sentence.state in {"in force", "in breach"}
        for one in sentence.requirements
        if one.is_counted
    ]
    done = queries.credited([one.id for one in found])
    return [
        (
            str(one.id),
            f"{first_capital(one.kind)}: {plain(done.get(one.id, Decimal(0)))} of {one.length} done",
        )
        for one in found
    ]


def plain(number: Decimal) -> str:
    """A number without noughts that say nothing."""
    return f"{number.normalize():f}"


def colleagues(request: Asking, case: queries.CaseSeen) -> list[tuple[str, str]]:
    """Who may hold an appointment: the member first, then those with a role in the case and colleagues of the unit."""
    me = request.member
    found = {str(t.member_id): t.member for t in case.now.values() if t.member_id != me.id}
    found |= {
        str(m.id): m.name
        for m in access.members_of([me.unit_id], at=request.at)
        if m.id != me.id and m.may(Permission.RECORD_ON_TIMELINE)
    }
    return [("", f"{me.name} (you)"), *sorted(found.items(), key=lambda pair: pair[1])]


def told_before(old: queries.ContactSeen) -> dict[str, Any]:
    """A contact as the form shows it again."""
    return {
        "happened_on": day_of(old.happened_at),
        "happened_clock": f"{old.happened_at.astimezone(LONDON):%H:%M}",
        "kind": old.kind.value,
        "with_whom": old.with_whom.value,
        "outcome": old.outcome.value if old.outcome in SAID else "",
        "absence": old.absence.value if old.absence else "",
        "evidence": old.evidence.value if old.evidence else "",
        "what": old.what,
        "note": old.note,
        "requirement_id": str(old.requirement_id or ""),
        "done": plain(old.done) if old.done is not None else "",
    }
