"""The forms of public protection: proposing, confirming, screening, deciding a referral, reviewing and ending."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from throughcare.casework.protection.rules import (
    QUESTIONS,
    Category,
    LevelReferral,
    ProtectionAnswer,
    ProtectionEnd,
    ProtectionLevel,
)
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital

CHOOSE = ("", "Choose")
NONE = "none"


def _categories(of: Iterable[Category]) -> list[tuple[str, str]]:
    return [(str(one.value), f"Category {one.value}: {one.words}") for one in of]


def _category(text: str) -> Category | None:
    return None if text == NONE else Category(int(text))


class Propose(SentOnce, PlainForm):
    """A category proposed."""

    category = forms.TypedChoiceField(label="Category", coerce=_category, widget=forms.RadioSelect)
    because = CountedField(label="Why they are in it", limit=1000, rows=4)

    def offer(self, categories: Iterable[Category]) -> None:
        """The categories there are."""
        self.fields["category"].choices = _categories(categories)  # type: ignore[attr-defined]


class Confirm(OfVersion, SentOnce, PlainForm):
    """A category confirmed, or none."""

    category = forms.TypedChoiceField(
        label="Category", coerce=_category, widget=forms.RadioSelect, empty_value=None
    )
    because = CountedField(label="Why", limit=1000, rows=4)

    def offer(self, categories: Iterable[Category]) -> None:
        """The categories there are, and none of them."""
        self.fields["category"].choices = [*_categories(categories), (NONE, "In no category")]  # type: ignore[attr-defined]


class _Screens(SentOnce, PlainForm):
    """What the screening asks; what nobody answers stays not known."""

    because = CountedField(label="What it rests on", limit=1000, rows=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in QUESTIONS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=words, coerce=ProtectionAnswer, widget=forms.RadioSelect, initial=ProtectionAnswer.NOT_KNOWN,
                choices=[(one.value, first_capital(one)) for one in ProtectionAnswer],
            )  # fmt: skip
        self.order_fields([*QUESTIONS, "because"])

    def clean(self) -> dict[str, Any]:
        """With the answers by their questions."""
        cleaned = dict(super().clean() or {})
        answers = {name: cleaned.pop(name) for name in QUESTIONS if name in cleaned}
        return cleaned | {"answers": answers}


class Refer3(_Screens):
    """A referral of somebody whom no other category covers."""


class Screen(OfVersion, _Screens):
    """A screening for a level."""


class Decide(OfVersion, SentOnce, PlainForm):
    """A referral decided."""

    to = forms.TypedChoiceField(label="Decision", coerce=LevelReferral, widget=forms.RadioSelect)
    because = CountedField(label="Why", limit=1000, rows=4)

    def offer(self, outcomes: Iterable[LevelReferral]) -> None:
        """What it may come to."""
        self.fields["to"].choices = [(one.value, first_capital(one)) for one in outcomes]  # type: ignore[attr-defined]


class Review(OfVersion, SentOnce, PlainForm):
    """A level reviewed."""

    level = forms.TypedChoiceField(
        label="Level from now on", coerce=ProtectionLevel, widget=forms.RadioSelect
    )
    because = CountedField(label="Why", limit=1000, rows=4)
    dissent = CountedField(label="Who differed, and why", limit=1000, rows=3, required=False)

    def offer(self, levels: Iterable[ProtectionLevel]) -> None:
        """The levels there are for their category."""
        self.fields["level"].choices = [(one.value, f"Level {one}") for one in levels]  # type: ignore[attr-defined]


class End(OfVersion, SentOnce, PlainForm):
    """A category ended."""

    why = forms.TypedChoiceField(
        label="Why it ends", coerce=ProtectionEnd, choices=[CHOOSE, *((one.value, first_capital(one)) for one in ProtectionEnd)]
    )  # fmt: skip
    because = CountedField(label="What shows it", limit=1000, rows=4)
