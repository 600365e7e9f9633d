"""The forms of a meeting: calling it, saying who came, putting it off, what it decides, who does what of it, and closing it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from throughcare.casework.protection.queries import InvitedSeen
from throughcare.casework.protection.rules import Came, MeetingDecides, PersonTold
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access.rules import Member

CHOOSE = ("", "Choose")


def _named(members: Iterable[Member]) -> list[tuple[str, str]]:
    return [(str(one.id), f"{one.name}, {one.role}") for one in members]


def _differed() -> CountedField:
    return CountedField(label="Who differed, and why", limit=1000, rows=3, required=False)


class Call(OfVersion, SentOnce, PlainForm):
    """A meeting called, with whom it invites."""

    meets_on = DayField(label="Day")
    place = forms.CharField(
        label="At what time and where", max_length=200, help_text="For example: 10:00, at the civic centre"
    )
    bodies = forms.MultipleChoiceField(label="Agencies to invite", widget=forms.CheckboxSelectMultiple)
    member_ids = forms.TypedMultipleChoiceField(
        label="Colleagues to invite", coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )
    late_because = CountedField(
        label="Why it meets later than it is due",
        limit=1000,
        rows=3,
        required=False,
        help_text="Only where it does.",
    )

    def offer(self, bodies: Iterable[str], members: Iterable[Member]) -> None:
        """Whom there is to invite."""
        self.fields["bodies"].choices = [(one, first_capital(one)) for one in bodies]  # type: ignore[attr-defined]
        self.fields["member_ids"].choices = _named(members)  # type: ignore[attr-defined]


class Hold(SentOnce, PlainForm):
    """Of everybody invited whether they came."""

    def offer(self, invited: Iterable[InvitedSeen]) -> None:
        """Those invited."""
        said = [(one.value, first_capital(one)) for one in Came if one is not Came.NOT_SAID]
        for one in invited:
            self.fields[f"came_{one.row.id}"] = forms.TypedChoiceField(
                label=first_capital(one.name),
                coerce=Came,
                choices=said,
                widget=forms.RadioSelect,
                error_messages={"required": f"Say whether {one.name} came"},
            )

    def clean(self) -> dict[str, Any]:
        """With what is said of each by their invitation."""
        cleaned = dict(super().clean() or {})
        said = [name for name in cleaned if name.startswith("came_")]
        return cleaned | {"came": {UUID(name.removeprefix("came_")): cleaned.pop(name) for name in said}}


class PutOff(SentOnce, PlainForm):
    """A meeting put off."""

    because = CountedField(label="Why it is put off", limit=1000, rows=4)


class DecideAnything(SentOnce, PlainForm):
    """A decision besides the level and disclosure."""

    what = CountedField(label="What was decided", limit=1000, rows=4)
    because = CountedField(label="Why", limit=1000, rows=4)
    dissent = _differed()


class Disclose(SentOnce, PlainForm):
    """A decision on disclosure."""

    kind = forms.TypedChoiceField(
        label="Decision",
        coerce=MeetingDecides,
        widget=forms.RadioSelect,
        choices=[
            (MeetingDecides.DISCLOSURE.value, "Something is disclosed"),
            (MeetingDecides.NO_DISCLOSURE.value, "Nothing is disclosed"),
        ],
    )
    what = CountedField(label="What is disclosed", limit=1000, rows=3, required=False)
    to_whom = forms.CharField(
        label="To whom",
        max_length=200,
        required=False,
        help_text="Never name a victim here: their liaison officer tells them.",
    )
    because = CountedField(
        label="Why",
        limit=1000,
        rows=4,
        help_text="Why the disclosure is proportionate, or why nothing is disclosed.",
    )
    told = forms.TypedChoiceField(
        label="Whether the person is told",
        coerce=PersonTold,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        choices=[(one.value, first_capital(one)) for one in PersonTold],
        help_text="Where something is disclosed.",
    )
    told_because = CountedField(label="Why they are not told", limit=1000, rows=3, required=False)
    dissent = _differed()


class _Owned(SentOnce, PlainForm):
    """Who does something, and by when."""

    owner_id = forms.TypedChoiceField(label="Who does it", coerce=UUID)
    due_on = DayField(label="By which day")

    def offer(self, members: Iterable[Member]) -> None:
        """Whom there is to choose from."""
        self.fields["owner_id"].choices = [CHOOSE, *_named(members)]  # type: ignore[attr-defined]


class Give(_Owned):
    """An action of a meeting."""

    what = CountedField(label="What is to be done", limit=1000, rows=3)
    field_order = ("what", "owner_id", "due_on")


class PassOn(_Owned):
    """An action passed on to another."""

    because = CountedField(label="Why somebody else does it", limit=1000, rows=3)


class Finish(SentOnce, PlainForm):
    """An action done."""

    came_of_it = CountedField(label="What came of it", limit=1000, rows=4)


class Close(SentOnce, PlainForm):
    """The minutes of a meeting."""

    shared = CountedField(label="What each agency told", limit=4000, rows=8)
    assessed = CountedField(label="How the risk was assessed", limit=4000, rows=6)
    planned = CountedField(label="What the plan is", limit=4000, rows=6)
