"""The forms of the steps on a recall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms

from throughcare.casework.recall.rules import (
    QUESTIONS,
    Ground,
    Length,
    NewOffence,
    RecallMove,
    Said,
    Tried,
    Urgency,
)
from throughcare.faces.web.look.fields import ClockField, CountedField, DayField, UnitInput
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel.days import LONDON, day_of

CHOOSE = ("", "Choose")
NOON = time(12)


class WordsOfPapers(forms.Form):
    """What an officer writes in the papers."""

    led_to = CountedField(label="What led to it", limit=4000, rows=8)
    response = CountedField(
        label="How they responded to supervision, and what protects them", limit=4000, required=False
    )
    conditions = CountedField(
        label="Which conditions of the licence were not kept", limit=4000, required=False
    )
    tried = forms.TypedMultipleChoiceField(
        label="What was tried before", coerce=Tried, required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, first_capital(one)) for one in Tried],
    )  # fmt: skip


class Consider(SentOnce, WordsOfPapers, PlainForm):
    """Why a recall is considered, and how urgent it is."""

    ground = forms.TypedChoiceField(
        label="Why a recall is considered", coerce=Ground, widget=forms.RadioSelect,
        choices=[(one.value, first_capital(one)) for one in Ground],
    )  # fmt: skip
    urgency = forms.TypedChoiceField(
        label="How urgent it is", coerce=Urgency, widget=forms.RadioSelect, initial=Urgency.STANDARD,
        choices=[(one.value, first_capital(one)) for one in Urgency],
    )  # fmt: skip


class Plain(SentOnce, OfVersion, PlainForm):
    """A step that needs no words."""


class Write(WordsOfPapers, Plain):
    """The papers written anew."""


class Because(Plain):
    """Why."""

    because = CountedField(label="Why", limit=1000)


class Approver(Plain):
    """Who is asked to approve."""

    approver_id = forms.TypedChoiceField(label="Who is asked to approve", coerce=UUID)

    def offer(self, approvers: Iterable[Any]) -> None:
        """Let one of these be chosen."""
        told = [(str(one.id), f"{one.name}, {one.role}") for one in approvers]
        self.fields["approver_id"].choices = [CHOOSE, *told]  # type: ignore[attr-defined]


class DoNotRecall(Approver):
    """Why they are not recalled."""

    because = CountedField(label="Why they are not recalled, and what is done instead", limit=4000, rows=8)


ANSWER = [(one.value, first_capital(one)) for one in Said]


class Decide(Approver):
    """For how long, and each thing that may rule a fixed term out; what nobody answers stays not known."""

    length = forms.TypedChoiceField(
        label="How long the recall is for", coerce=Length, widget=forms.RadioSelect,
        choices=[(one.value, first_capital(one)) for one in Length],
    )  # fmt: skip
    new_offence = forms.TypedChoiceField(
        label="Whether a new offence stands behind it", coerce=NewOffence, initial=NewOffence.NOT_KNOWN,
        choices=[(one.value, first_capital(one)) for one in NewOffence],
    )  # fmt: skip

    def ask(
        self, questions: Iterable[str], *, of_new_offence: bool, known: Mapping[str, Said] | None = None
    ) -> None:
        """Ask what the rule set of the day asks, each begun with what the record says of it."""
        for name in questions:
            self.fields[f"asked_{name}"] = forms.TypedChoiceField(
                label=QUESTIONS[name],
                coerce=Said,
                choices=ANSWER,
                initial=(known or {}).get(name, Said.NOT_KNOWN),
            )
        if not of_new_offence:
            self.fields["new_offence"].required = False

    def clean(self) -> dict[str, Any]:
        """With the answers by their questions."""
        cleaned = dict(super().clean() or {})
        answers = {name: cleaned.pop(f"asked_{name}") for name in QUESTIONS if f"asked_{name}" in cleaned}
        cleaned["new_offence"] = cleaned.get("new_offence") or NewOffence.NOT_KNOWN
        return cleaned | {"answers": answers}


class Happened(Plain):
    """When it happened."""

    on = DayField(label="Day it happened")
    clock = ClockField(label="Time it happened, if you know it", required=False)

    def when(self, at: datetime) -> datetime:
        """The instant that was said: now where it is today and no time is known, noon on any other day."""
        on, clock = self.cleaned_data.pop("on"), self.cleaned_data.pop("clock")
        return at if clock is None and on == day_of(at) else datetime.combine(on, clock or NOON, LONDON)


class HappenedWithNote(Happened):
    """And what is to be said of it."""

    note = CountedField(label="What there is to say of it", limit=1000, required=False)


class TakeIn(HappenedWithNote):
    """Which prison they went to."""

    prison = forms.ChoiceField(label="Prison, if you know it", required=False)


class OneMove(HappenedWithNote):
    """Which of several moves."""

    move = forms.TypedChoiceField(label="What happened", coerce=RecallMove, widget=forms.RadioSelect)

    field_order = ("move", "on", "clock", "note")

    def offer(self, moves: Iterable[tuple[RecallMove, str]]) -> None:
        """Let one of these be chosen."""
        self.fields["move"].choices = [(one.value, words) for one, words in moves]  # type: ignore[attr-defined]


class Answer(OneMove):
    """Who answered, and what."""

    note = CountedField(label="Who answered, and what", limit=1000)


class Rescind(Happened):
    """Why it is taken back."""

    because = CountedField(label="Why it is taken back, and by whom", limit=1000)


class AddDays(Plain):
    """How many days were added in all."""

    days = forms.IntegerField(
        label="Days added in custody in all, those given back taken off",
        min_value=0,
        widget=UnitInput(after="days"),
    )


class Colleague(SentOnce, PlainForm):
    """Which colleague."""

    member_id = forms.TypedChoiceField(label="Colleague", coerce=UUID)

    def offer(self, people: Iterable[tuple[UUID, str]]) -> None:
        """Let one of these be chosen."""
        self.fields["member_id"].choices = [CHOOSE, *((str(one), name) for one, name in people)]  # type: ignore[attr-defined]
