"""The form by which hours of the week that hold a person are recorded."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from django import forms

from throughcare.casework.supervision.actions import Hours
from throughcare.casework.supervision.rules.commitments import WEEKDAYS, CommitmentKind, Weekly
from throughcare.faces.web.look.fields import ClockField, DayField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital

KINDS = [("", "Choose"), *((one.value, first_capital(one.value)) for one in CommitmentKind)]


class RecordHours(SentOnce, PlainForm):
    """What holds a person, on which days of the week, between which hours, from when until when."""

    kind = forms.ChoiceField(label="What holds them", choices=KINDS)
    requirement_id = forms.ChoiceField(label="Which curfew, if it is one", required=False)
    weekdays = forms.MultipleChoiceField(
        label="On which days",
        choices=[(str(n), day) for n, day in enumerate(WEEKDAYS, start=1)],
        widget=forms.CheckboxSelectMultiple,
    )
    starts = ClockField(label="From what time")
    ends = ClockField(
        label="Until what time", help_text="Earlier than it begins means the next day, as a curfew does."
    )
    since = DayField(label="From which day")
    until = DayField(label="Until which day", required=False, help_text="Leave empty if no end is known.")
    note = forms.CharField(label="What else to know", max_length=200, required=False)

    def offer(self, curfews: list[tuple[str, str]]) -> None:
        """Offer the curfews in force; without one the question is not asked."""
        if curfews:
            self.fields["requirement_id"].choices = [("", "None of them"), *curfews]  # type: ignore[attr-defined]
        else:
            del self.fields["requirement_id"]

    def hours(self) -> Hours:
        """What the form tells, as the act takes it; what is left over stays in the cleaned data."""
        said: dict[str, Any] = {name: self.cleaned_data.pop(name, None) for name in RecordHours.base_fields if name != "idempotency_key"}  # fmt: skip
        starts: time = said["starts"]
        since: date = said["since"]
        weekly = Weekly(
            CommitmentKind(said["kind"]), tuple(int(day) for day in said["weekdays"]), starts, said["ends"],
            since, said["until"],
        )  # fmt: skip
        requirement = UUID(said["requirement_id"]) if said["requirement_id"] else None
        return Hours(weekly, said["note"] or "", requirement)
