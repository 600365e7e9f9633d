"""What each thing that can be done about a failure asks."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any
from uuid import UUID

from django import forms

from throughcare.casework.enforcement.rules import CourtOutcome, Move, NotEnforceable, PaperKind, Pause
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital

CHOOSE = ("", "Choose")


def choices(kinds: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """Kinds as they are offered, none of them chosen beforehand."""
    return [CHOOSE, *((kind.value, first_capital(kind.value)) for kind in kinds)]


class Plain(OfVersion, SentOnce, PlainForm):
    """A move that needs no words."""


class Noted(Plain):
    """A move with something to say."""

    note = CountedField(label="What to say", limit=2000)


class Refer(Plain):
    """What shows a failure."""

    note = CountedField(
        label="What shows the failure",
        limit=2000,
        help_text="How they were told to come, and what was done when they did not. Whoever decides reads it.",
    )


class Return(Plain):
    """What is missing, and until when."""

    note = CountedField(label="What is missing", limit=2000)
    until = DayField(label="Wanted by", required=False, help_text="Left empty, the time that the terms give.")


class PauseClock(Plain):
    """Why a clock stops, and until when."""

    reason = forms.TypedChoiceField(label="Reason", choices=choices(Pause), coerce=Pause)
    until = DayField(label="Until", required=False, help_text="Left empty, the longest that the terms allow.")
    note = CountedField(label="Anything else", limit=2000, required=False)


class Decide(Plain):
    """Why, for a decision whose kind its own button says."""

    note = CountedField(
        label="Why",
        limit=2000,
        help_text="Whoever recorded the failure reads it. Keep what they may not know out of it.",
    )


class DecideNot(Decide):
    """Why a failure is not enforced."""

    reason = forms.TypedChoiceField(label="Reason", choices=choices(NotEnforceable), coerce=NotEnforceable)
    field_order = ("reason", "note")


class Lodge(Plain):
    """Of which order a breach is before the court, since when, and when it is heard."""

    sentence_id = forms.ChoiceField(label="Order")
    on = DayField(label="Laid before the court on")
    hearing_on = DayField(label="Day of the hearing", required=False, help_text="If it is known.")

    def clean_sentence_id(self) -> UUID:
        """The choice as an id."""
        return UUID(self.cleaned_data["sentence_id"])


class AtCourt(Plain):
    """What happened at court, on which day."""

    on = DayField(label="On")
    note = CountedField(label="What was done", limit=2000, required=False)


class Adjourn(Plain):
    """Until when the court put it off."""

    on = DayField(label="Adjourned on")
    until = DayField(label="Day of the next hearing")


class Outcome(Plain):
    """What the court did."""

    outcome = forms.TypedChoiceField(
        label="What the court did",
        choices=choices(one for one in CourtOutcome if one is not CourtOutcome.PROVED),
        coerce=CourtOutcome,
    )
    on = DayField(label="On")
    note = CountedField(label="Anything else", limit=2000, required=False)


class Draft(SentOnce, PlainForm):
    """A paper drawn from the record; its kind is that of the button."""


def written_for(state: str, licence: bool) -> PaperKind | None:
    """Which paper is written about a failure that stands so; None where none is."""
    letter = PaperKind.LICENCE if licence else PaperKind.WARNING
    kinds = {
        "to be warned": letter, "to be withdrawn": PaperKind.WITHDRAWAL, "breach begun": PaperKind.REPORT,
    }  # fmt: skip
    return kinds.get(state)


DECIDED_BY: dict[str, dict[str, Any]] = {
    "warn": {"decision": Move.WARNED},
    "breach": {"decision": Move.BREACH_BEGUN},
    "recall": {"decision": Move.PUT_FORWARD},
    "not-enforceable": {"decision": Move.NOT_ENFORCEABLE},
    "adjourn": {"what": Move.ADJOURNED},
    "warrant": {"what": Move.WARRANT_ISSUED},
    "look-at-warrant": {"what": Move.WARRANT_REVIEWED},
    "executed": {"what": Move.WARRANT_EXECUTED},
}
"""What a button says besides its form."""
