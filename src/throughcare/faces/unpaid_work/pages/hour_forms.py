"""The forms of the steps on somebody's hours."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from throughcare.casework.unpaid_work import queries
from throughcare.casework.unpaid_work.queries import HoursSeen
from throughcare.casework.unpaid_work.rules import CreditKind, Frequency
from throughcare.faces.web.look.fields import ClockField, CountedField, DayField, UnitInput
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital

from .project_words import WEEKDAYS

CHOOSE = ("", "Choose")


class Send(SentOnce, PlainForm):
    """Sending hours needs no words."""


class Confirm(SentOnce, PlainForm):
    """Nor does confirming them."""


class TakeBack(SentOnce, PlainForm):
    """Why hours are taken back."""

    because = CountedField(label="Why they are taken back", limit=300)


class OfHours(SentOnce, PlainForm):
    """A form whose choices come from somebody's hours."""

    def __init__(self, *given: Any, seen: HoursSeen, asked: Any, on: date, **named: Any) -> None:
        super().__init__(*given, **named)
        self.offer(seen, asked, on)

    def offer(self, seen: HoursSeen, asked: Any, on: date) -> None:
        """Offer what there is to choose from."""
        raise NotImplementedError


class Place(OfHours):
    """A place on a project."""

    project_id = forms.TypedChoiceField(label="Project", coerce=UUID)
    frequency = forms.TypedChoiceField(
        label="How often", coerce=Frequency, choices=[(f.value, first_capital(f)) for f in Frequency], initial=Frequency.WEEKLY
    )  # fmt: skip
    weekday = forms.TypedChoiceField(
        label="Day of the week", coerce=int, choices=[CHOOSE, *enumerate(WEEKDAYS)]
    )
    first = DayField(label="First day")
    last = DayField(label="Last day, if one is known", required=False)
    starts = ClockField(label="Time they begin, where it is later than the project", required=False)
    until = ClockField(label="Time they end, where it is earlier than the project", required=False)

    def offer(self, seen: HoursSeen, asked: Any, on: date) -> None:
        """The team's projects that suit, or may."""
        found = queries.projects_for(seen.stands.row.person_id, unit_id=seen.stands.row.to_unit, on=on)
        fits = [(str(one.project.row.id), one.project.row.title) for one in found if one.fits]
        self.fields["project_id"].choices = [CHOOSE, *fits]  # type: ignore[attr-defined]


class EndPlace(OfHours):
    """The last day of a place."""

    placement_id = forms.TypedChoiceField(label="Place", coerce=UUID)
    last = DayField(label="Last day they come")
    because = CountedField(label="Why it ends", limit=300)

    def offer(self, seen: HoursSeen, asked: Any, on: date) -> None:
        """The places that go on."""
        running = [one for one in seen.stands.placements if one.last is None or one.last >= on]
        self.fields["placement_id"].choices = [  # type: ignore[attr-defined]
            CHOOSE,
            *((str(one.id), f"{one.project.title}, {WEEKDAYS[one.weekday]}") for one in running),
        ]
        self.initial["placement_id"] = asked.get("placement", "")


class CreditLearning(SentOnce, PlainForm):
    """Minutes of learning."""

    minutes = forms.IntegerField(label="How long it took", min_value=1, widget=UnitInput(after="minutes"))
    on = DayField(label="Day it was done")
    what = forms.CharField(label="What was learnt", max_length=200)

    def clean(self) -> dict[str, Any]:
        """With its kind."""
        return dict(super().clean() or {}) | {"kind": CreditKind.EDUCATION}


class CreditTravel(OfHours):
    """Minutes of travel to a turn."""

    turn_id = forms.TypedChoiceField(label="Turn they travelled to", coerce=UUID)
    minutes = forms.IntegerField(label="How long it took", min_value=1, widget=UnitInput(after="minutes"))
    what = forms.CharField(label="From where, and how", max_length=200)

    def offer(self, seen: HoursSeen, asked: Any, on: date) -> None:
        """The turns in which they took part, the latest first."""
        credited = {one.turn_id for one in seen.stands.credits if one.withdrawn_at is None}
        came = [
            turn
            for turn in seen.stands.turns
            if turn.last and turn.last.counted and turn.row.id not in credited
        ]
        self.fields["turn_id"].choices = [  # type: ignore[attr-defined]
            CHOOSE,
            *((str(t.row.id), f"{t.row.on:%-d %B %Y}, {t.row.project.title}") for t in reversed(came)),
        ]

    def clean(self) -> dict[str, Any]:
        """With its kind."""
        return dict(super().clean() or {}) | {"kind": CreditKind.TRAVEL}


class WithdrawCredit(OfHours):
    """Why a credit is withdrawn."""

    credit_id = forms.TypedChoiceField(label="Credit", coerce=UUID)
    because = CountedField(label="Why it is withdrawn", limit=300)

    def offer(self, seen: HoursSeen, asked: Any, on: date) -> None:
        """The credits that stand."""
        kept = [one for one in seen.stands.credits if one.withdrawn_at is None]
        self.fields["credit_id"].choices = [  # type: ignore[attr-defined]
            CHOOSE,
            *((str(one.id), f"{one.on:%-d %B %Y}, {one.what}") for one in kept),
        ]
        self.initial["credit_id"] = asked.get("credit", "")
