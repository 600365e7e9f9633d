"""The forms of a referral to a programme: a move, a place, a session held alone, and a score."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms

from throughcare.casework.programmes.queries import GroupOffered, ScoreSeen, SessionOf
from throughcare.casework.programmes.rules import EndedBecause, Moment
from throughcare.casework.supervision.rules.attendance import AT_A_SESSION, Absence, Outcome
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel.days import LONDON

CHOOSE = ("", "Choose")


def choices_of(kinds: Iterable[Any], first: tuple[str, str] = CHOOSE) -> list[tuple[str, str]]:
    """The values of a list as a form offers them."""
    return [first, *((kind.value, first_capital(kind.value)) for kind in kinds)]


class TimeField(forms.CharField):
    """A time of day as somebody types it, like 10:30 or 9.05; None where it is left empty."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**{"help_text": "Like 10:30"} | named)

    def to_python(self, value: Any) -> Any:
        """The time; refused in words where it is none."""
        written = str(value or "").strip()
        if not written:
            return None
        hour, _, minute = written.replace(".", ":").partition(":")
        if not (
            hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit() and len(minute) == 2
        ):
            raise forms.ValidationError("Enter a time like 10:30")
        if int(hour) > 23 or int(minute) > 59:
            raise forms.ValidationError("Enter a time from 0:00 to 23:59")
        return time(int(hour), int(minute))

    def validate(self, value: Any) -> None:
        """Present when it must be."""
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")


class Moving(OfVersion, SentOnce, PlainForm):
    """Why a referral is moved."""

    reason = forms.TypedChoiceField(
        label="Reason",
        choices=choices_of(EndedBecause),
        coerce=EndedBecause,
        required=False,
        empty_value=None,
    )
    note = CountedField(label="What the other side should know", limit=2000, rows=3, required=False)

    def ask_why(self, *, needed: bool) -> None:
        """Ask for a reason where the state is one that is reached for a reason; do not, where it is not."""
        if needed:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class Placing(OfVersion, SentOnce, PlainForm):
    """Which group."""

    group_id = forms.TypedChoiceField(label="Group", coerce=UUID)

    def offer(self, offered: Iterable[GroupOffered]) -> None:
        """The groups that have a place."""
        found = [
            (
                str(one.line.id),
                f"{one.line.code}, {one.line.where}, {one.line.capacity - one.line.taken} places left",
            )
            for one in offered
        ]
        self.fields["group_id"].choices = [CHOOSE, *found]  # type: ignore[attr-defined]


class Alone(SentOnce, PlainForm):
    """A session held with one person."""

    session = forms.TypedChoiceField(label="Session", coerce=int)
    happened_on = DayField(label="Day")
    at_time = TimeField(label="Time it began")
    outcome = forms.TypedChoiceField(
        label="What came of it", choices=choices_of(AT_A_SESSION), coerce=Outcome
    )
    absence = forms.TypedChoiceField(
        label="Why an absence is acceptable", choices=choices_of(Absence, ("", "Not an acceptable absence")), coerce=Absence,
        required=False, empty_value=None,
    )  # fmt: skip
    note = CountedField(label="Note", limit=5000, rows=3, required=False)

    def offer(self, sessions: Iterable[SessionOf]) -> None:
        """The sessions that are not done, in their order."""
        left = [
            (str(one.session.number), f"{one.session.number}: {one.session.name} ({one.session.kind.value})")
            for one in sessions
            if not one.is_done
        ]
        self.fields["session"].choices = [CHOOSE, *left]  # type: ignore[attr-defined]

    def take_time(self) -> None:
        """Put the instant in the place of the day and the time of day."""
        day, at = self.cleaned_data.pop("happened_on"), self.cleaned_data.pop("at_time")
        self.cleaned_data["happened_at"] = datetime.combine(day, at, LONDON)


class Scoring(SentOnce, PlainForm):
    """A score of a measure."""

    measure = forms.ChoiceField(label="Measure")
    moment = forms.TypedChoiceField(
        label="When it was scored",
        choices=[CHOOSE, ("before", "Before the programme"), ("after", "After it")],
        coerce=Moment,
    )
    value = forms.IntegerField(label="Score")
    on = DayField(label="Day")

    def offer(self, scores: Iterable[ScoreSeen]) -> None:
        """The measures of the programme."""
        found = [(one.key, f"{one.name}, {one.least} to {one.most}") for one in scores]
        self.fields["measure"].choices = [CHOOSE, *found]  # type: ignore[attr-defined]
