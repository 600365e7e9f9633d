"""The forms of what is done: giving an action, saying how it ended, and passing it on."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django import forms

from throughcare.casework.integrated.rules import IntegratedActionState
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access.rules import Member

from .selection_forms import CHOOSE

_ENDS = (IntegratedActionState.DONE, IntegratedActionState.DROPPED)


class Owned(SentOnce, PlainForm):
    """Who does something, and by when."""

    owner_id = forms.TypedChoiceField(label="Who does it", coerce=UUID)
    due_on = DayField(label="By which day")

    def offer(self, members: Iterable[Member]) -> None:
        """Whom there is to choose from."""
        named = [(str(one.id), f"{one.name}, {one.role}") for one in members]
        self.fields["owner_id"].choices = [CHOOSE, *named]  # type: ignore[attr-defined]


class Give(Owned):
    """An action given."""

    what = CountedField(label="What is to be done", limit=1000, rows=3)
    field_order = ("what", "owner_id", "due_on")


class PassOn(Owned):
    """An action passed on to another."""

    because = CountedField(label="Why somebody else does it", limit=1000, rows=3)


class End(SentOnce, PlainForm):
    """How an action ended."""

    state = forms.TypedChoiceField(
        label="How it ended",
        coerce=IntegratedActionState,
        widget=forms.RadioSelect,
        choices=[(one.value, first_capital(one.value)) for one in _ENDS],
    )
    came_of_it = CountedField(label="What came of it, or why it is dropped", limit=1000, rows=4)
