"""The forms of premises, beds and lost nights."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from throughcare.casework.accommodation.actions import House
from throughcare.casework.accommodation.queries import PremisesWhole
from throughcare.casework.accommodation.rules import (
    AccommodationKind,
    Regime,
    characteristics,
    reasons_of,
)
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital

CHOOSE = ("", "Choose")


def having(of: str) -> list[tuple[str, str]]:
    """What premises, or beds, can be recorded to have."""
    return [(code, words) for code, (whose, words) in characteristics().items() if whose == of]


def boxes(label: str, of: str) -> forms.MultipleChoiceField:
    """A box for each thing that premises, or beds, can be recorded to have."""
    return forms.MultipleChoiceField(
        label=label, choices=having(of), widget=forms.CheckboxSelectMultiple, required=False
    )


class AddPremises(SentOnce, PlainForm):
    """Premises."""

    name = forms.CharField(label="Name", max_length=100)
    place = forms.CharField(
        label="Town",
        max_length=100,
        help_text="Everybody who uses this service can read it. Do not give the address.",
    )
    kind = forms.TypedChoiceField(
        label="Kind",
        coerce=AccommodationKind,
        choices=[CHOOSE, *((k.value, first_capital(k)) for k in AccommodationKind)],
    )
    regime = forms.TypedChoiceField(
        label="What they are run for", coerce=Regime, choices=[(r.value, first_capital(r)) for r in Regime]
    )
    takes = forms.ChoiceField(
        label="Whom they take", choices=[("everybody", "Women and men"), ("women", "Women"), ("men", "Men")]
    )
    opens = DayField(label="First day")
    has = boxes("They have", "premises")
    has_not = boxes("They have not", "premises")

    def clean(self) -> dict[str, Any]:
        """The answers as the act takes them."""
        cleaned = dict(super().clean() or {})
        if self.errors:
            return cleaned
        names = ("kind", "name", "place", "opens", "regime", "takes", "has", "has_not")
        given = {name: cleaned.pop(name) for name in names}
        return cleaned | {"house": House(**given)}


class OfPremises(SentOnce, PlainForm):
    """A form about premises, which offers what there is to choose."""

    def offer(self, whole: PremisesWhole) -> None:
        """The beds and lost nights there are, where the form asks for one."""
        if "bed_id" in self.fields:
            beds = [(str(one.row.id), f"Bed {one.row.name}") for one in whole.beds]
            self.fields["bed_id"].choices = [CHOOSE, *beds]  # type: ignore[attr-defined]
        if "void_id" in self.fields:
            voids = [
                (str(void.id), f"Bed {one.row.name}, from {void.nights.lower:%-d %B %Y}")
                for one in whole.beds
                for void in one.voids
                if not void.nights.isempty
            ]
            self.fields["void_id"].choices = [CHOOSE, *voids]  # type: ignore[attr-defined]
        if "reason" in self.fields:
            kind = AccommodationKind(whole.seen.row.kind)
            reasons = [(one.key, one.words) for one in reasons_of("void", kind)]
            self.fields["reason"].choices = [CHOOSE, *reasons]  # type: ignore[attr-defined]


class AddBeds(OfPremises):
    """Beds alike in what they have."""

    names = forms.CharField(
        label="Their names, one on each line", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )
    first = DayField(label="First day they are there")
    has = boxes("They have", "bed")
    has_not = boxes("They have not", "bed")

    def clean_names(self) -> list[str]:
        """One name on each line."""
        return str(self.cleaned_data["names"]).splitlines()


class LoseBed(OfPremises):
    """Nights on which a bed is lost."""

    bed_id = forms.TypedChoiceField(label="Bed", coerce=UUID)
    first = DayField(label="First night it is lost")
    until = DayField(label="Day it is back, if it is known", required=False)
    reason = forms.ChoiceField(label="Why")


class CloseBed(OfPremises):
    """A bed taken away."""

    bed_id = forms.TypedChoiceField(label="Bed", coerce=UUID)
    last = DayField(label="Last night it is there")


class BedBack(OfPremises):
    """A lost bed that can be used again."""

    void_id = forms.TypedChoiceField(label="Lost nights", coerce=UUID)
    on = DayField(label="Day it can be used again")
    because = forms.CharField(label="What was done", max_length=300, required=False)
