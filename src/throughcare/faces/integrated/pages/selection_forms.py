"""The forms of integrated offender management: proposing, answering, deciding, naming who leads, and removing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from throughcare.casework.integrated.rules import PartnerAnswer, Rating, Strand
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access.rules import Member

from .selection_words import rating_choice, strand_words

CHOOSE = ("", "Choose")
NONE, YES, NO = "none", "yes", "no"


def _strand(text: str) -> Strand | None:
    return None if text == NONE else Strand(text)


def _strands(of: Iterable[Strand]) -> list[tuple[str, str]]:
    return [(one.value, strand_words(one.value)) for one in of]


class Propose(SentOnce, PlainForm):
    """Somebody proposed for a strand."""

    strand = forms.TypedChoiceField(label="Strand", coerce=Strand, widget=forms.RadioSelect)
    because = CountedField(label="Why", limit=1000, rows=4)

    def offer(self, strands: Iterable[Strand]) -> None:
        """The strands there are."""
        self.fields["strand"].choices = _strands(strands)  # type: ignore[attr-defined]


class Answer(OfVersion, SentOnce, PlainForm):
    """What a partner answers."""

    body = forms.ChoiceField(label="Partner")
    said = forms.TypedChoiceField(
        label="What they say",
        coerce=PartnerAnswer,
        widget=forms.RadioSelect,
        choices=[(one.value, first_capital(one.value)) for one in PartnerAnswer],
    )
    because = CountedField(label="In their words, and who said it", limit=1000, rows=3)

    def offer(self, bodies: Sequence[str]) -> None:
        """The partners who may answer."""
        said = [(one, first_capital(one)) for one in bodies]
        self.fields["body"].choices = said if len(said) == 1 else [CHOOSE, *said]  # type: ignore[attr-defined]


class Rate(OfVersion, SentOnce, PlainForm):
    """Somebody rated, and why."""

    rating = forms.TypedChoiceField(label="Rating", coerce=Rating, widget=forms.RadioSelect)
    because = CountedField(label="Why", limit=1000, rows=4)

    def offer_ratings(self, on: date) -> None:
        """The ratings, with what each means."""
        self.fields["rating"].choices = [(one.value, rating_choice(one, on)) for one in Rating]  # type: ignore[attr-defined]


class Leads(OfVersion, SentOnce, PlainForm):
    """Who leads, of those who may."""

    lead_id = forms.TypedChoiceField(label="Lead professional", coerce=UUID, empty_value=None, required=False)

    def offer_leads(self, members: Iterable[Member]) -> None:
        """Who may lead."""
        self.fields["lead_id"].choices = [CHOOSE, *((str(one.id), one.name) for one in members)]  # type: ignore[attr-defined]


class Decide(Leads):
    """A selection decided: in a strand with a lead, or not selected."""

    strand = forms.TypedChoiceField(
        label="Decision", coerce=_strand, widget=forms.RadioSelect, empty_value=None
    )
    because = CountedField(label="Why", limit=1000, rows=4)
    field_order = ("strand", "lead_id", "because")

    def offer(self, strands: Iterable[Strand], hindered: str) -> None:
        """The strands there are, and none; none alone while something hinders it, which is said."""
        open_to = [] if hindered else _strands(strands)
        self.fields["strand"].choices = [*open_to, (NONE, "Not selected")]  # type: ignore[attr-defined]
        self.fields["strand"].help_text = hindered

    def clean(self) -> dict[str, Any]:
        """Whoever is selected has a lead."""
        cleaned = dict(super().clean() or {})
        if cleaned.get("strand") and not cleaned.get("lead_id"):
            self.add_error("lead_id", "Choose who leads.")
        return cleaned


class Lead(Leads):
    """Another lead professional."""

    because = CountedField(label="Why", limit=1000, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_id"].required = True


class ProposeRemoval(OfVersion, SentOnce, PlainForm):
    """A removal proposed."""

    because = CountedField(label="Why they are to be removed", limit=1000, rows=4)


class DecideRemoval(OfVersion, SentOnce, PlainForm):
    """A removal decided."""

    removed = forms.TypedChoiceField(
        label="Decision",
        coerce=lambda text: text == YES,
        widget=forms.RadioSelect,
        choices=[(YES, "They are removed"), (NO, "They stay selected")],
    )
    because = CountedField(label="Why", limit=1000, rows=4)

    def hinder(self, hindered: str) -> None:
        """Offer no removal while something hinders it, which is said."""
        if hindered:
            self.fields["removed"].choices = [(NO, "They stay selected")]  # type: ignore[attr-defined]
            self.fields["removed"].help_text = hindered
