"""The forms of victim contact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from throughcare.casework.courts.rules import INDETERMINATE, SentenceKind
from throughcare.casework.victims.actions import Reach
from throughcare.casework.victims.rules import (
    HOSPITAL_ORDER,
    Choice,
    Means,
    OffenceOf,
    PassedSentence,
    StageKind,
    VictimKind,
    VictimMove,
)
from throughcare.faces.web.look.fields import CountedField, DayField, UnitInput
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital

_KINDS = [*(kind.value for kind in SentenceKind if kind.is_custodial), HOSPITAL_ORDER]
_GRAVE = {"yes": True, "no": False, "": None}


def _choices(words: Iterable[Any]) -> list[tuple[str, str]]:
    return [(one.value, first_capital(one)) for one in words]


class HowToReach(forms.Form):
    """How somebody wants to be reached."""

    means = forms.TypedChoiceField(
        label="How they want to be reached", coerce=Means, widget=forms.RadioSelect, choices=_choices(Means)
    )
    address = forms.CharField(label="Address", max_length=300, required=False)
    telephone = forms.CharField(label="Telephone number", max_length=40, required=False)
    email = forms.CharField(label="E-mail address", max_length=200, required=False)
    safe_times = CountedField(label="When it is safe to reach them", limit=300, required=False)
    never = CountedField(label="What must never be done", limit=300, required=False)
    interpreter = forms.CharField(
        label="Interpreter",
        max_length=100,
        required=False,
        help_text="The language, or nothing where none is needed.",
    )

    def clean(self) -> dict[str, Any]:
        """What was given of it, as the action takes it."""
        cleaned = dict(super().clean() or {})
        named = {one: cleaned.pop(one, "") for one in HowToReach.base_fields}
        if named["means"]:
            cleaned["reach"] = Reach(**named)
        return cleaned


class Register(SentOnce, HowToReach, PlainForm):
    """Somebody whom the police referred, or who came forward."""

    name = forms.CharField(label="Name", max_length=200)
    kind = forms.TypedChoiceField(
        label="Who they are", coerce=VictimKind, widget=forms.RadioSelect, choices=_choices(VictimKind)
    )
    speaks_for_id = forms.TypedChoiceField(
        label="For whom they answer",
        coerce=UUID,
        empty_value=None,
        required=False,
        choices=[("", "Nobody else")],
    )
    referred_on = DayField(label="Day on which they were referred")
    referred_by = forms.CharField(
        label="Who referred them", max_length=200, help_text="The police unit, or themselves."
    )

    field_order = ("name", "kind", "speaks_for_id", "referred_on", "referred_by")

    def offer(self, others: Iterable[tuple[UUID, str]]) -> None:
        """Whom they may answer for."""
        field = self.fields["speaks_for_id"]
        field.choices = [("", "Nobody else"), *((str(one), name) for one, name in others)]  # type: ignore[attr-defined]


class Amend(SentOnce, OfVersion, HowToReach, PlainForm):
    """How somebody is called and wants to be reached."""

    name = forms.CharField(label="Name", max_length=200)
    field_order = ("name",)


class NoReferral(SentOnce, OfVersion, PlainForm):
    """What the police said where they refer nobody."""

    because = CountedField(label="What the police said", limit=300)


class AskStatement(SentOnce, PlainForm):
    """The hearing for which they may make a statement."""

    hearing_on = DayField(label="Day of the hearing")


class StageOn(SentOnce, PlainForm):
    """A stage and its day."""

    stage = forms.TypedChoiceField(
        label="Stage", coerce=StageKind, widget=forms.RadioSelect, choices=_choices(StageKind)
    )
    on = DayField(label="Day")


class TakeOn(SentOnce, PlainForm):
    """A sentence as the police tell of it."""

    called = forms.CharField(label="Who was sentenced", max_length=200)
    kind = forms.ChoiceField(label="Sentence", choices=[(one, first_capital(one)) for one in _KINDS])
    months = forms.DecimalField(
        label="Length", required=False, min_value=0, max_value=1200, widget=UnitInput(after="months"),
        help_text="Leave empty for a hospital order, a life sentence, or where it is not known.",
    )  # fmt: skip
    imposed_on = DayField(label="Day of the sentence")
    court = forms.CharField(label="Court", max_length=200, required=False)
    offence = forms.CharField(label="Offence", max_length=200)
    offence_code = forms.CharField(
        label="Code of the offence", max_length=7, required=False, help_text="As 999/99."
    )
    grave = forms.ChoiceField(
        label="Whether it is violent or sexual", required=False, widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No"), ("", "Not known")],
    )  # fmt: skip
    because = CountedField(
        label="Why contact is offered where no scheme covers it", limit=300, required=False,
        help_text="Domestic abuse, say. Leave empty where a scheme covers it.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The sentence, as the action takes it."""
        cleaned = dict(super().clean() or {})
        if self.errors:
            return cleaned
        kind, months = cleaned.pop("kind"), cleaned.pop("months")
        offence = OffenceOf(cleaned.pop("offence_code"), cleaned.pop("offence"), _GRAVE[cleaned.pop("grave")])
        cleaned["length"] = f"{months:g} months" if months is not None else ""
        cleaned["sentence"] = PassedSentence(
            kind, True, float(months) if months is not None else None, cleaned.pop("imposed_on"), (offence,),
            endless=kind in INDETERMINATE,
        )  # fmt: skip
        return cleaned


class Move(SentOnce, OfVersion, PlainForm):
    """What they said or what became of them, on which day, and what they chose."""

    move = forms.TypedChoiceField(label="What happened", coerce=VictimMove, widget=forms.RadioSelect)
    on = DayField(label="Day")
    choice = forms.TypedChoiceField(
        label="How much they want to be told", coerce=Choice, empty_value=None, required=False, widget=forms.RadioSelect,
        choices=[*_choices(Choice), ("", "Not asked")], help_text="For somebody who opted in.",
    )  # fmt: skip
    stages = forms.TypedMultipleChoiceField(
        label="Stages that they want to be told of", coerce=StageKind, required=False, widget=forms.CheckboxSelectMultiple,
        choices=_choices(StageKind),
    )  # fmt: skip
    ask_on = DayField(label="When to ask them again", required=False)
    note = CountedField(label="What they said", limit=1000, required=False)

    def offer(self, moves: Iterable[tuple[str, str]]) -> None:
        """What may follow now."""
        self.fields["move"].choices = list(moves)  # type: ignore[attr-defined]


class Colleague(SentOnce, PlainForm):
    """A colleague of the team."""

    member_id = forms.TypedChoiceField(label="Colleague", coerce=UUID)

    def offer(self, members: Iterable[tuple[UUID, str]]) -> None:
        """Whom to choose from."""
        self.fields["member_id"].choices = [("", "Choose"), *((str(one), name) for one, name in members)]  # type: ignore[attr-defined]
