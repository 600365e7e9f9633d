"""The form by which a condition of the policy list is chosen and filled, for whoever writes a licence and whoever asks for one, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from throughcare.casework.release.queries import ProposalAnswered
from throughcare.casework.release.rules import Condition, ConditionKind, PolicyList
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Table, Tag, Unknown
from throughcare.faces.web.value_words import first_capital

CHOOSE = ("", "Choose")


class OfPolicyList(SentOnce, PlainForm):
    """A condition of the policy list, and what is to be said at each place of it that is left open."""

    code = forms.ChoiceField(
        label="Condition of the policy list",
        help_text="A number in brackets is where something is still to be said.",
    )
    gap_1 = forms.CharField(
        label="What is to be said at (1)",
        max_length=200,
        required=False,
        help_text="Leave it empty where the condition has no (1).",
    )
    gap_2 = forms.CharField(label="What is to be said at (2)", max_length=200, required=False)
    gap_3 = forms.CharField(label="What is to be said at (3)", max_length=200, required=False)
    area = forms.CharField(
        label="Corners of the area, where a map goes with the condition",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="One on a line, in the order in which the outline passes them: degrees north, then degrees east, as 54.5742 -1.2350."
        " Follow streets and boundaries. An outline about one point would show whom it protects.",
    )

    def __init__(self, *given: Any, listed: PolicyList, **named: Any) -> None:
        super().__init__(*given, **named)
        self.listed = listed
        offered = [one for one in self.listed.of.values() if one.kind is ConditionKind.ADDITIONAL]
        grouped = [
            (first_capital(name), [(one.code, _numbered(one)) for one in offered if one.category == name])
            for name in self.listed.categories
        ]
        self.fields["code"].choices = [CHOOSE, *grouped]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """As the action takes it: each word to the gap it fills."""
        told = dict(super().clean() or {})
        given = [told.pop(name, "") for name in ("gap_1", "gap_2", "gap_3")]
        one = self.listed.of.get(told.get("code", ""))
        gaps = list(one.gaps) if one else []
        return told | {"said": dict(zip([*gaps, "more", "still more", "yet more"], given, strict=False))}


def _numbered(condition: Condition) -> str:
    """A condition's words with each place that is left open numbered, and what belongs there."""
    words = condition.words
    for number, name in enumerate(condition.gaps, 1):
        words = words.replace(f"{{{name}}}", f"({number}: {name})")
    return words


class AskForCondition(OfPolicyList):
    """A condition that is asked for, and until when."""

    until = DayField(label="Until when it is asked for", required=False)


def answers_table(asked: Sequence[ProposalAnswered], caption: str) -> Table:
    """What was asked for, and what became of each."""
    return Table(
        caption,
        [Column("Condition"), Column("Asked for"), Column("Until"), Column("Answer")],
        [
            [
                one.words,
                one.proposed_on,
                one.until or Unknown("No day was named"),
                Lines(first_capital(one.answer), [one.because]) if one.answer else Tag("Not answered yet", "yellow"),
            ]
            for one in asked
        ],
        empty="None was asked for.",
    )  # fmt: skip
