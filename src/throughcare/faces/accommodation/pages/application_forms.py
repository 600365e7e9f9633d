"""The forms of an application: asking, each move of it, a bed, an arrival, a leaving, and who goes first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from throughcare.casework.accommodation.actions import Asked
from throughcare.casework.accommodation.queries import ApplicationWhole, BedMatched
from throughcare.casework.accommodation.rules import (
    AccommodationKind,
    Priority,
    Regime,
    accommodation_terms,
    reasons_of,
)
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital

from .premises_forms import CHOOSE, having


class Apply(SentOnce, PlainForm):
    """A place asked for."""

    route = forms.ChoiceField(label="From where they come")
    regime = forms.TypedChoiceField(
        label="What the premises are run for", coerce=Regime, choices=[(r.value, first_capital(r)) for r in Regime], required=False,
        empty_value=Regime.NORMAL,
    )  # fmt: skip
    because = CountedField(
        label="Why they need a place, and why this kind",
        limit=1000,
        help_text="The team that gives the place reads this, and can open the person's record while this is open.",
    )
    arrival = DayField(label="Day they are to arrive, if it is known", required=False)
    parole_decided = DayField(
        label="Day of the Parole Board's decision, if no other day is known", required=False
    )
    nights = forms.IntegerField(
        label="For how many nights, if not the usual number", min_value=1, max_value=1000, required=False
    )
    why_longer = forms.CharField(label="Why another number of nights", max_length=300, required=False)
    needs = forms.MultipleChoiceField(
        label="What they need",
        choices=[*having("bed"), *having("premises")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    contingency = CountedField(
        label="What happens if it goes wrong", limit=1000, rows=3, required=False,
        help_text="Needed where they are to arrive within four weeks.",
    )  # fmt: skip
    exception = forms.CharField(
        label="Why an exception is asked for", max_length=300, required=False,
        help_text="Where this kind of accommodation is not meant for somebody of their tier.",
    )  # fmt: skip

    def offer(self, kind: AccommodationKind, on: date) -> None:
        """The ways into a kind, and only what that kind asks."""
        self.kind = kind
        routes = [one for one in accommodation_terms(on).table.routes if one.kind is kind]
        self.fields["route"].choices = [CHOOSE, *((one.key, one.words) for one in routes)]  # type: ignore[attr-defined]
        if kind is not AccommodationKind.APPROVED_PREMISES:
            for name in ("regime", "parole_decided"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """The answers as the act takes them."""
        cleaned = dict(super().clean() or {})
        if self.errors:
            return cleaned
        given = {name: cleaned.pop(name) for name in self.fields if name != "idempotency_key"}
        return cleaned | {"asked": Asked(kind=self.kind, **given)}


class OfApplication(OfVersion, SentOnce, PlainForm):
    """A form about an application, which offers what there is to choose."""

    def offer(self, whole: ApplicationWhole, beds: Iterable[BedMatched]) -> None:
        """The reasons of its list, and the beds that fit, where the form asks for one."""
        if "bed_id" in self.fields:
            fitting = [
                (
                    str(one.bed.id),
                    f"{one.premises.name}, bed {one.bed.name}{' (find out first)' if one.fit.unsure else ''}",
                )
                for one in beds
                if one.fit.fits
            ]
            self.fields["bed_id"].choices = [CHOOSE, *fitting]  # type: ignore[attr-defined]

    def choose_from(self, name: str, reasons: str, whole: ApplicationWhole) -> None:
        """Offer the reasons of a list in a field; without a list, do not ask."""
        if not reasons:
            del self.fields[name]
            return
        found = [(one.key, one.words) for one in reasons_of(reasons, whole.line.placing.kind)]
        self.fields[name].choices = [CHOOSE, *found]  # type: ignore[attr-defined]


class Moving(OfApplication):
    """A move by hand."""

    reason = forms.ChoiceField(label="Reason")
    arrival = DayField(label="Day they are to arrive now, if it has changed", required=False)
    note = CountedField(label="What the other side should know", limit=2000, rows=3, required=False)


class Booking(OfApplication):
    """A bed."""

    bed_id = forms.TypedChoiceField(label="Bed", coerce=UUID)
    arrives = DayField(label="Day they arrive")
    leaves = DayField(label="Day they leave, if not after the nights asked for", required=False)


class GivingUp(OfApplication):
    """A bed given up, or somebody who did not come."""

    reason = forms.ChoiceField(label="Why")
    note = CountedField(label="What the other side should know", limit=2000, rows=3, required=False)


class Arriving(OfApplication):
    """The day somebody came."""

    on = DayField(label="Day they arrived")


class Departing(OfApplication):
    """The day somebody left."""

    on = DayField(label="Day they left")
    reason = forms.ChoiceField(label="Why they left")
    moved_on = forms.ChoiceField(label="Where they went")
    note = CountedField(label="What the other side should know", limit=2000, rows=3, required=False)


class Leaving(OfApplication):
    """Another day of leaving."""

    leaves = DayField(label="Day they are to leave")


class StayingLonger(Leaving):
    """Leave to stay beyond the most nights."""

    because = CountedField(label="Why they may stay longer", limit=300)


class MovingOver(OfApplication):
    """Another bed."""

    bed_id = forms.TypedChoiceField(label="Bed", coerce=UUID)
    on = DayField(label="Day they moved")
    reason = forms.ChoiceField(label="Why")


class Ordering(OfApplication):
    """Who goes first."""

    priority = forms.TypedChoiceField(
        label="They go", coerce=Priority, choices=[CHOOSE, *((p.value, first_capital(p)) for p in Priority)]
    )
    because = CountedField(label="Why", limit=300)


class MovingOn(OfApplication):
    """Where a resident goes on to."""

    move_on = forms.ChoiceField(label="Where they go on to")
