"""The forms of helpers: listing and checking one, asking for one, each step of a pairing, meetings, and work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from throughcare.casework.helpers.actions import HelperSaid, MeetingSaid
from throughcare.casework.helpers.queries import HelperMatched, JobSeen
from throughcare.casework.helpers.rules import (
    CheckKind,
    CheckResult,
    HelperKind,
    JobKind,
    JobOutcome,
    JobPoint,
)
from throughcare.casework.supervision.rules.contacts import SAID, Absence, ContactKind, Outcome
from throughcare.faces.web.look.fields import ClockField, CountedField, DayField, UnitInput
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel.days import LONDON

CHOOSE = ("", "Choose")
MET_IN = (
    ContactKind.OTHER,
    ContactKind.PHONE,
    ContactKind.VIDEO,
    ContactKind.HOME,
    ContactKind.OFFICE,
    ContactKind.PRISON,
)
"""The ways in which somebody meets a helper, the usual one first."""


def choices(of: Iterable[Any]) -> list[tuple[str, str]]:
    """Values as choices, with nothing chosen."""
    return [CHOOSE, *((one.value, first_capital(one.value)) for one in of)]


class AddHelper(SentOnce, PlainForm):
    """A helper."""

    kind = forms.TypedChoiceField(label="Kind of helper", coerce=HelperKind, choices=choices(HelperKind))
    name = forms.CharField(label="Name of the person or employer", max_length=100)
    place = forms.CharField(label="Town", max_length=100)
    does = CountedField(
        label="What they do", limit=300, rows=3, help_text="Whoever works with somebody they help reads this."
    )
    takes = forms.ChoiceField(
        label="Whom they help", choices=[("everybody", "Women and men"), ("women", "Women"), ("men", "Men")]
    )
    most = forms.IntegerField(
        label="How many people at once",
        min_value=1,
        max_value=200,
        initial=1,
        widget=UnitInput(after="people"),
    )

    def clean(self) -> dict[str, Any]:
        """The answers as the act takes them."""
        cleaned = dict(super().clean() or {})
        if self.errors:
            return cleaned
        given = {name: cleaned.pop(name) for name in self.fields if name != "idempotency_key"}
        return cleaned | {"helper": HelperSaid(**given)}


class RecordCheck(SentOnce, PlainForm):
    """A check of a helper."""

    kind = forms.TypedChoiceField(label="What was checked", coerce=CheckKind)
    result = forms.TypedChoiceField(label="What came of it", coerce=CheckResult, choices=choices(CheckResult))
    done_on = DayField(
        label="Day of the check", help_text="Of one that is awaited, the day it was asked for."
    )
    until = DayField(
        label="Last day it holds, if it is not the usual one", required=False,
        help_text="Left empty, it is reckoned from how long such a check lasts.",
    )  # fmt: skip


class EndHelper(OfVersion, SentOnce, PlainForm):
    """A helper who is not offered any more."""

    because = CountedField(label="Why they are not offered any more", limit=300, rows=3)


class AskForHelper(SentOnce, PlainForm):
    """A helper asked for."""

    because = CountedField(
        label="What they need a helper for", limit=1000,
        help_text="The helpers' team reads this, and can open the person's record while this is open.",
    )  # fmt: skip
    unit_id = forms.TypedChoiceField(
        label="Team asked", coerce=UUID, required=False, empty_value=None,
        help_text="Left as it is, the team that gives support here.",
    )  # fmt: skip


class Match(OfVersion, SentOnce, PlainForm):
    """A helper chosen."""

    helper_id = forms.TypedChoiceField(label="Helper", coerce=UUID)
    note = CountedField(label="What whoever asked should know", limit=2000, rows=3, required=False)

    def offer(self, found: Iterable[HelperMatched]) -> None:
        """Those who fit."""
        fitting = [
            (str(one.helper.id), f"{one.helper.name}, {one.helper.place}") for one in found if one.fit.fits
        ]
        self.fields["helper_id"].choices = [CHOOSE, *fitting]  # type: ignore[attr-defined]


class MovePairing(OfVersion, SentOnce, PlainForm):
    """A move by hand."""

    reason = forms.ChoiceField(label="Reason")
    note = CountedField(label="What the other side should know", limit=2000, rows=3, required=False)


class TellMeeting(SentOnce, PlainForm):
    """A meeting with a helper."""

    happened_on = DayField(label="Day they met")
    happened_clock = ClockField(label="Time they met")
    kind = forms.TypedChoiceField(
        label="How they met", coerce=ContactKind, choices=[(one.value, one.words) for one in MET_IN]
    )
    outcome = forms.TypedChoiceField(label="What came of it", coerce=Outcome, choices=choices(SAID))
    absence = forms.TypedChoiceField(
        label="Why the absence is acceptable, if it is", coerce=Absence, required=False, empty_value=None,
        choices=[("", "None"), *((one.value, first_capital(one.value)) for one in Absence)],
    )  # fmt: skip
    what = CountedField(label="What was done", limit=400, rows=3)
    note = forms.CharField(
        label="More, if there is more to say", required=False, widget=forms.Textarea({"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """The answers as the act takes them."""
        cleaned = dict(super().clean() or {})
        if self.errors:
            return cleaned
        when = datetime.combine(cleaned.pop("happened_on"), cleaned.pop("happened_clock"), LONDON)
        given = {name: cleaned.pop(name) for name in ("kind", "outcome", "what", "absence", "note")}
        return cleaned | {"meeting": MeetingSaid(happened_at=when, **given)}


class CorrectMeeting(TellMeeting):
    """A meeting put right."""

    meeting_id = forms.UUIDField(widget=forms.HiddenInput)
    because = CountedField(label="Why it is put right", limit=300, rows=3)


class RecordJob(SentOnce, PlainForm):
    """Work agreed with an employer."""

    kind = forms.TypedChoiceField(label="Kind of work", coerce=JobKind, choices=choices(JobKind))
    title = forms.CharField(label="What the work is", max_length=100)
    starts_on = DayField(label="First day")


class TellOfJob(SentOnce, PlainForm):
    """What came of work."""

    job_id = forms.TypedChoiceField(label="Work", coerce=UUID)
    point = forms.TypedChoiceField(label="When", coerce=JobPoint, choices=choices(JobPoint))
    outcome = forms.TypedChoiceField(label="What came of it", coerce=JobOutcome, choices=choices(JobOutcome))
    because = CountedField(label="Why it is told again, if it is", limit=300, rows=2, required=False)

    def offer(self, jobs: Iterable[JobSeen]) -> None:
        """The work there is."""
        found = [(str(one.row.id), f"{one.row.title}, from {one.row.starts_on:%-d %B %Y}") for one in jobs]
        self.fields["job_id"].choices = [CHOOSE, *found]  # type: ignore[attr-defined]
