"""The forms of what is written to victims."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from throughcare.casework.victims.rules import Going, LetterMove, Means
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital

YEAR, FIRST = "year", "first"


class Write(SentOnce, PlainForm):
    """What to write about."""

    stage_id = forms.ChoiceField(label="What you write to them about", widget=forms.RadioSelect)

    def offer(self, stages: Iterable[tuple[UUID, str]], *, yearly: bool, first: bool) -> None:
        """The first letter, or the stages of which they are still to be told and the letter of the year where they chose it."""
        other = [(FIRST, "The first letter, which offers contact")] if first else []
        other += [(YEAR, "The letter of the year")] if yearly else []
        self.fields["stage_id"].choices = [*((str(one), words) for one, words in stages), *other]  # type: ignore[attr-defined]

    def clean_stage_id(self) -> UUID | None:
        """The stage; nothing for the first letter or that of the year: which of them it is follows from where they stand."""
        said = self.cleaned_data["stage_id"]
        return None if said in {YEAR, FIRST} else UUID(said)


class Rewrite(SentOnce, OfVersion, PlainForm):
    """Its words."""

    text = CountedField(
        label="What they are told", limit=4000, rows=16,
        help_text="Nothing that says where anybody is held or lives: no prison, no town, no postcode.",
    )  # fmt: skip


class Check(SentOnce, OfVersion, PlainForm):
    """Whether it is right."""

    right = forms.TypedChoiceField(
        label="Whether it can go", coerce=lambda said: said == "yes", widget=forms.RadioSelect,
        choices=[("yes", "It is right: it can go"), ("no", "Send it back")],
    )  # fmt: skip
    note = CountedField(
        label="What is to be put right", limit=2000, required=False, help_text="Where you send it back."
    )


class Send(SentOnce, OfVersion, PlainForm):
    """How it went."""

    on = DayField(label="Day on which it went")
    means = forms.TypedChoiceField(
        label="How it went", coerce=Means, widget=forms.RadioSelect,
        choices=[(one.value, first_capital(one)) for one in Means if one is not Means.NONE],
    )  # fmt: skip
    safely = forms.BooleanField(
        label="It went when it is safe, and nothing was done that must never be done", required=False
    )
    in_language = forms.BooleanField(
        label="It went in their language, or with an interpreter", required=False
    )

    def clean(self) -> dict[str, Any]:
        """How it went, as the action takes it."""
        cleaned = dict(super().clean() or {})
        said = (cleaned.pop("means", None), cleaned.pop("safely", False), cleaned.pop("in_language", False))
        if said[0]:
            cleaned["going"] = Going(*said)
        return cleaned


class Hear(SentOnce, OfVersion, PlainForm):
    """What became of it."""

    move = forms.TypedChoiceField(label="What became of it", coerce=LetterMove, widget=forms.RadioSelect)
    on = DayField(label="Day")
    note = CountedField(label="What they said", limit=2000, required=False)

    def offer(self, moves: Iterable[LetterMove]) -> None:
        """What may follow now."""
        self.fields["move"].choices = [(one.value, first_capital(one)) for one in moves]  # type: ignore[attr-defined]
