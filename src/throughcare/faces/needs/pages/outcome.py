"""What came of those served: the form in which it is told for a review, and how it is shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from throughcare.commissioning.needs.queries import IntentionSeen
from throughcare.commissioning.needs.rules.worked import FEWEST, Good, Outcome, worked
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Table
from throughcare.faces.web.value_words import first_capital

_GOOD = [(Good.LESS.value, "Less is better"), (Good.MORE.value, "More is better")]


def _points(label: str, help_text: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, min_value=-100, max_value=100, decimal_places=1
    )


class TellOutcome(SentOnce, PlainForm):
    """One outcome, as a comparison under Outcomes gives it."""

    measure = forms.CharField(
        label="What was measured",
        help_text="With how long after, as “convicted again within a year”.",
        max_length=200,
    )
    good = forms.ChoiceField(label="Which way it is better", choices=_GOOD, widget=forms.RadioSelect)
    served = forms.IntegerField(label="How many people served are counted", min_value=FEWEST)
    compared = forms.CharField(
        label="With whom they are compared", help_text="And how the two were made alike.", max_length=500
    )
    difference = _points(
        "Difference, in points of a hundred", "Below nought where fewer of those served had it."
    )
    low = _points("Lower end of its interval of 95%")
    high = _points("Upper end of its interval of 95%")
    found_at = forms.CharField(
        label="Address of the comparison",
        help_text="What stands after the site’s name, from “/outcomes/” on.",
        max_length=1000,
    )

    def told(self) -> dict[str, Any]:
        """What the action takes, in place of the fields."""
        given = dict(self.cleaned_data)
        self.cleaned_data = {"idempotency_key": given.pop("idempotency_key", None)}
        return {"outcome": Outcome(**given | {"good": Good(given["good"])})}


def outcomes_told(seen: IntentionSeen) -> Table | None:
    """What was told of those served; nothing until an intention is reviewed."""
    if not seen.outcomes:
        return None
    return Table(
        "What came of those served",
        [Column("Measured"), Column("People served", numeric=True), Column("Against"), Column("Difference in points of a hundred"), Column("It says")],
        [
            [
                Link(one.measure, one.found_at), f"{one.served:,}", one.compared,
                Lines(_signed(one.difference), [f"from {_signed(one.low)} to {_signed(one.high)}"]), first_capital(worked(one).value),
            ]
            for one in seen.outcomes
        ],
        empty="Nothing was told.",
    )  # fmt: skip


def _signed(points: Decimal) -> str:
    return f"{points:+.1f}".replace("-", "−")
