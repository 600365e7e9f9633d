"""The forms by which something of a release, or of a licence, is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from throughcare.casework.release.actions import InsideFacts
from throughcare.casework.release.queries import LicenceSeen, ReleaseSeen
from throughcare.casework.release.rules import (
    BoardSays,
    ConditionKind,
    DateKind,
    EarlyReason,
    Group,
    NeedKind,
    NeedState,
    Owes,
    ParoleKind,
    ProposalAnswer,
    need_in_words,
)
from throughcare.faces.web.condition_form import OfPolicyList
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import INCOMPLETE, NO_ID, PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital

CHOOSE = ("", "Choose")
Choices = Sequence[tuple[str, str]]
YES_NO = [("", "Not known"), ("yes", "Yes"), ("no", "No")]


def words_of(kind: Any) -> Choices:
    """The words of an enumeration to choose from."""
    return [CHOOSE, *((one.value, first_capital(one)) for one in kind)]


class Seen(SentOnce, PlainForm):
    """A form that carries how much had been said when it was shown, so that nobody writes over what they had not read."""

    seen = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput(attrs=NO_ID),
        error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE},
    )


class GiveFigure(SentOnce, PlainForm):
    """A day as the prison gives it."""

    kind = forms.TypedChoiceField(label="Which day", coerce=DateKind, choices=words_of(DateKind))
    on = DayField(label="The day, unless the prison says that there is none", required=False)
    given_on = DayField(label="Day of the prison's document")
    source = forms.CharField(label="Which document", max_length=200)


class SayTerm(SentOnce, PlainForm):
    """Which law of release a sentence falls under."""

    sentence_id = forms.TypedChoiceField(label="Sentence", coerce=UUID)
    group = forms.TypedChoiceField(
        label="Law of release",
        coerce=Group,
        choices=[CHOOSE, *((one.value, first_capital(one.told)) for one in Group)],
    )
    youth = forms.BooleanField(label="It is a young person's detention under section 250", required=False)
    credit_days = forms.IntegerField(
        label="Days on remand or tagged bail that count, where the court did not say",
        required=False,
        min_value=0,
    )
    because = CountedField(label="How it is known", limit=300)

    def __init__(self, *given: Any, sentences: Choices, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["sentence_id"].choices = [CHOOSE, *sentences]  # type: ignore[attr-defined]


class AddDays(SentOnce, PlainForm):
    """Days added, or given back."""

    days = forms.IntegerField(label="How many days are added, or with a minus, given back")
    because = CountedField(label="Why, and by which decision", limit=300)


class TimeInside(Seen):
    """What is known of somebody's time inside."""

    early_reasons = forms.TypedMultipleChoiceField(
        label="What speaks for handing over early", coerce=EarlyReason, required=False,
        choices=[(one.value, first_capital(one)) for one in EarlyReason], widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    early_agreed = forms.ChoiceField(label="The community agreed to it", choices=YES_NO, required=False)
    managed_together = forms.ChoiceField(
        label="Managed by agencies together, at level 2 or 3", choices=YES_NO, required=False
    )
    womens_prison = forms.ChoiceField(label="In a women's prison", choices=YES_NO, required=False)
    open_since = DayField(label="In open conditions since", required=False)
    immigration = forms.ChoiceField(
        label="Held under immigration powers as well", choices=YES_NO, required=False
    )
    more_to_come = forms.ChoiceField(
        label="A further sentence without an end is still to come", choices=YES_NO, required=False
    )
    no_curfew = forms.ChoiceField(label="Cannot go home on a tag", choices=YES_NO, required=False)
    confirmed_release = DayField(label="Day of release that the prison has confirmed", required=False)

    def clean(self) -> dict[str, Any]:
        """As the action takes it: what was left open is not known."""
        told: dict[str, Any] = dict(super().clean() or {})
        kept: dict[str, Any] = {name: told.pop(name) for name in ("idempotency_key", "seen") if name in told}
        known = {"yes": True, "no": False, "": None}
        facts: dict[str, Any] = {
            name: known[value] if isinstance(value, str) else value for name, value in told.items()
        }
        kept["facts"] = InsideFacts(**facts)
        return kept


class SayNeed(Seen):
    """What is known of one need."""

    state = forms.TypedChoiceField(label="What is known", coerce=NeedState, widget=forms.RadioSelect)
    what = CountedField(label="What is in place, or what is needed", limit=300, required=False)
    due = DayField(label="By which day it is to be in place or known", required=False)
    owner_id = forms.TypedChoiceField(label="Who owes it", coerce=UUID, required=False, empty_value=None)

    def __init__(self, *given: Any, kind: NeedKind, owners: Choices, **named: Any) -> None:
        super().__init__(*given, **named)
        states = [(one.value, first_capital(need_in_words(kind, one))) for one in NeedState]
        self.fields["state"].choices = states  # type: ignore[attr-defined]
        self.fields["owner_id"].choices = [("", "Whoever records this"), *owners]  # type: ignore[attr-defined]


class Looked(SentOnce, PlainForm):
    """That the days were looked at."""


class BeginLicence(SentOnce, PlainForm):
    """Beginning a licence needs no words."""


class AgreeStep(Seen):
    """A step to parole."""

    kind = forms.TypedChoiceField(label="What is to be done", coerce=ParoleKind, choices=words_of(ParoleKind))
    owes = forms.TypedChoiceField(
        label="Who owes it, where not as usual",
        coerce=Owes,
        choices=words_of(Owes),
        required=False,
        empty_value=None,
    )
    due = DayField(label="By which day")
    note = CountedField(label="What exactly", limit=300, required=False)


class StepDone(SentOnce, PlainForm):
    """That a step was done."""

    on = DayField(label="On which day")
    says = forms.TypedChoiceField(
        label="What the Parole Board decided, where this was its decision", coerce=BoardSays, choices=words_of(BoardSays),
        required=False, empty_value=None,
    )  # fmt: skip
    note = CountedField(label="What came of it", limit=300, required=False)


class MoveOn(Seen):
    """A move of a licence."""

    note = CountedField(label="Why, where there is something to say", limit=300, required=False)


class AddCondition(OfPolicyList):
    """A condition of the policy list of a licence."""

    def __init__(self, *given: Any, seen: LicenceSeen, **named: Any) -> None:
        super().__init__(*given, listed=seen.listed, **named)


class AnswerAsked(SentOnce, PlainForm):
    """What became of a condition that somebody asked for."""

    answer = forms.TypedChoiceField(
        label="Whether it is taken", coerce=ProposalAnswer, widget=forms.RadioSelect,
        choices=[(one.value, first_capital(one)) for one in ProposalAnswer],
    )  # fmt: skip
    because = CountedField(
        label="Why", limit=300, help_text="Whoever asked for it is told. Name nobody and no place."
    )


class AddBespoke(SentOnce, PlainForm):
    """A condition of one's own making."""

    words = CountedField(label="The condition", limit=600)
    plain = CountedField(label="What it means, in plain words for the person", limit=600)


class TakeOut(SentOnce, PlainForm):
    """A condition to take out."""

    condition_id = forms.TypedChoiceField(label="Condition to take out", coerce=UUID)

    def __init__(self, *given: Any, seen: LicenceSeen, **named: Any) -> None:
        super().__init__(*given, **named)
        offered = [(str(one.id), one.words) for one in seen.written if one.kind != ConditionKind.STANDARD]
        self.fields["condition_id"].choices = [CHOOSE, *offered]  # type: ignore[attr-defined]


def sentences_in(seen: ReleaseSeen) -> Choices:
    """The sentences of a release to choose from."""
    return [
        (one.key, f"{first_capital(one.kind)}, {one.length or 'no length known'}, {one.passed_on:%-d %B %Y}")
        for one in seen.stands.terms
    ]
