"""The forms of the steps on somebody's hours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
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


Offers = Sequence[tuple[str, str]]


class OfHours(SentOnce, PlainForm):
    """A form in which one thing is chosen among what somebody's hours offer; ``chosen`` is its field."""

    chosen: ClassVar[str]

    def __init__(self, *given: Any, offers: Offers, asked: str, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields[self.chosen].choices = [CHOOSE, *offers]  # type: ignore[attr-defined]
        self.initial[self.chosen] = asked


class Place(OfHours):
    """A place on a project."""

    chosen = "project_id"
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


class EndPlace(OfHours):
    """The last day of a place."""

    chosen = "placement_id"
    placement_id = forms.TypedChoiceField(label="Place", coerce=UUID)
    last = DayField(label="Last day they come")
    because = CountedField(label="Why it ends", limit=300)


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

    chosen = "turn_id"
    turn_id = forms.TypedChoiceField(label="Turn they travelled to", coerce=UUID)
    minutes = forms.IntegerField(label="How long it took", min_value=1, widget=UnitInput(after="minutes"))
    what = forms.CharField(label="From where, and how", max_length=200)

    def clean(self) -> dict[str, Any]:
        """With its kind."""
        return dict(super().clean() or {}) | {"kind": CreditKind.TRAVEL}


class WithdrawCredit(OfHours):
    """Why a credit is withdrawn."""

    chosen = "credit_id"
    credit_id = forms.TypedChoiceField(label="Credit", coerce=UUID)
    because = CountedField(label="Why it is withdrawn", limit=300)


def _projects(seen: HoursSeen, on: date) -> Offers:
    found = queries.projects_for(seen.stands.row.person_id, unit_id=seen.stands.row.to_unit, on=on)
    return [(str(one.project.row.id), one.project.row.title) for one in found if one.fits]


def _places(seen: HoursSeen, on: date) -> Offers:
    running = [one for one in seen.stands.placements if one.last is None or one.last >= on]
    return [(str(one.id), f"{one.project.title}, {WEEKDAYS[one.weekday]}") for one in running]


def _attended(seen: HoursSeen, on: date) -> Offers:
    credited = {one.turn_id for one in seen.stands.credits if one.withdrawn_at is None}
    came = [t.row for t in seen.stands.turns if t.last and t.last.counted and t.row.id not in credited]
    return [(str(row.id), f"{row.on:%-d %B %Y}, {row.project.title}") for row in reversed(came)]


def _credits(seen: HoursSeen, on: date) -> Offers:
    kept = [one for one in seen.stands.credits if one.withdrawn_at is None]
    return [(str(one.id), f"{one.on:%-d %B %Y}, {one.what}") for one in kept]


OFFERED: Mapping[type[PlainForm], Callable[[HoursSeen, date], Offers]] = {
    Place: _projects,
    EndPlace: _places,
    CreditTravel: _attended,
    WithdrawCredit: _credits,
}
"""What each form offers to choose from: projects that suit, places that go on, turns attended, credits that stand."""
