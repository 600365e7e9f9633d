"""One step in a competition: a key made or turned, a bid sent or taken back, a competition called off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from throughcare.commissioning.competition import actions
from throughcare.commissioning.competition.queries import CompetitionSeen
from throughcare.commissioning.competition.rules.noticing import Kind
from throughcare.commissioning.providers import queries as providers
from throughcare.commissioning.providers.rules.register import register_on
from throughcare.commissioning.providers.rules.standing import standing
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Link, Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.passport_shown import findings
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .places import BACK, found, text_of

_KEPT_NOWHERE = "At least 12 characters. It is kept nowhere: if you lose it, the bids stay sealed for ever."


class Key(SentOnce, PlainForm):
    """A new passphrase, typed twice."""

    passphrase = forms.CharField(
        label="Passphrase", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), help_text=_KEPT_NOWHERE, max_length=200
    )  # fmt: skip
    again = forms.CharField(
        label="The same passphrase again", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), max_length=200
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.pop("again", None) != cleaned.get("passphrase") and not self.errors:
            self.add_error("again", "The two passphrases are not the same.")
        return cleaned


class Turn(SentOnce, PlainForm):
    """The passphrase that one's key was made with."""

    passphrase = forms.CharField(
        label="Your passphrase", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), max_length=200
    )  # fmt: skip


class Send(SentOnce, PlainForm):
    """A bid as a file."""

    file = forms.FileField(
        label="Your packages",
        help_text="YAML in UTF-8. It is sealed as it arrives, and read by nobody before the close.",
    )


EXAMPLE = """\
packages:
  - {package: homes, units: [Housing], price: 318000.00}
  - {package: homes with mentors, units: [Housing, Mentors], price: 425000.00, not_with: [homes]}
"""
"""Two packages of which one at most is taken; units are those of the competition, prices pounds a year; what its quality is, no bid says."""


class Nothing(SentOnce, PlainForm):
    """Nothing to fill in."""


class Ground(SentOnce, PlainForm):
    """A reason that the other side reads."""

    because = CountedField(label="Why", limit=2_000, rows=5)


class Reason(SentOnce, PlainForm):
    """A reason."""

    because = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 3}), max_length=500, help_text="Every bidder is shown this."
    )  # fmt: skip


class Ask(SentOnce, PlainForm):
    """A question."""

    asks = CountedField(
        label="Question",
        limit=1_000,
        rows=4,
        help_text="All who bid read it and its answer. None of them learns who asked.",
    )


class PublishAward(SentOnce, PlainForm):
    """Whether a standstill that the law leaves open is entered."""

    with_standstill = forms.BooleanField(
        label="Enter a standstill, where the law leaves it to you", required=False, initial=True
    )


@dataclass(frozen=True)
class Step:
    """One step: its heading, button, form, action, and what is said when it is done."""

    heading: str
    button: str
    form: type[PlainForm]
    act: Callable[..., object]
    said: str
    given: Mapping[str, object] = field(default_factory=dict)


STEPS: Mapping[str, Step] = {
    "make-key": Step("Make your key", "Make it", Key, actions.make_opening_key, "Your key is made."),
    "turn-key": Step("Turn your key", "Turn it", Turn, actions.turn_key, "Your key is turned."),
    "bid": Step("Send a bid", "Seal and send", Send, actions.send_bid, "Your team's bid is sealed."),
    "withdraw": Step(
        "Take your team's bid back", "Take it back", Nothing, actions.withdraw_bid, "Your team's bid is taken back."
    ),
    "hand-in": Step(
        "Hand in your scores", "Hand them in", Nothing, actions.hand_in_scores,
        "Your scores are handed in. You see the others’ once all have.",
    ),
    "sign": Step("Sign quality", "Sign it", Nothing, actions.sign_quality, "Quality is signed. Prices may be opened."),
    "decide": Step(
        "Decide by the published rule", "Decide", Nothing, actions.decide_award,
        "It is decided. Each bidder is told of its own bid.",
    ),
    "ask": Step("Ask a question", "Ask it", Ask, actions.ask_question, "It is asked. The answer comes to all who bid."),
    "publish-award": Step(
        "Publish the award", "Publish it", PublishAward, actions.publish_award, "The award is published."
    ),
    "challenge": Step(
        "Challenge the award", "Challenge it", Ground, actions.challenge_award,
        "The award is challenged. Nothing is signed until the challenge has ended.",
    ),
    "withdraw-challenge": Step(
        "Withdraw your team's challenge", "Withdraw it", Ground, actions.withdraw_challenge, "The challenge is withdrawn."
    ),
    "sign-contract": Step(
        "Record that it is signed", "It is signed", Nothing, actions.sign_contract, "It is recorded as signed."
    ),
    "give-details": Step(
        "Give the notice of the contract's details", "Give it", Nothing, actions.give_notice, "The notice is given.",
        {"kind": Kind.DETAILS.value},
    ),
    "give-termination": Step(
        "Give the notice that it was abandoned", "Give it", Nothing, actions.give_notice, "The notice is given.",
        {"kind": Kind.TERMINATION.value},
    ),
    "call-off": Step("Call it off", "Call it off", Reason, actions.call_off_competition, "It is called off."),
}  # fmt: skip


@sensitive_post_parameters("passphrase", "again")
@page(Permission.TRY_AWARD)
def step(request: Asking, competition_id: UUID, step: str) -> HttpResponse:
    """One step of a competition."""
    seen, taken = found(request, competition_id), STEPS.get(step)
    if taken is None:
        raise Http404
    form = taken.form(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _done(request, form, taken, competition_id):
        messages.success(request, taken.said)
        return redirect(f"{BACK}/{competition_id}")
    context = {
        "heading": taken.heading, "back": Link(seen.stands.row.title, f"{BACK}/{competition_id}"), "form": form,
        "button": taken.button,
    }  # fmt: skip
    if step == "bid":
        context |= {"warned": _warned(request, seen), "example": EXAMPLE}
    return render(request, "competition/step.html", context)


def _warned(request: Asking, seen: CompetitionSeen) -> Table:
    """What would put a bid out at the close if the passport stayed as it is."""
    stands, closes = providers.passport_of(request.member.organisation_id), day_of(seen.stands.row.closes_at)
    found = standing(stands.passport, register_on(closes), closes).out if stands else ()
    empty = "Nothing in your passport." if stands else "You have no passport yet: fill it in before you bid."
    return findings(f"What would put your bid out at the close, on {closes:%-d %B %Y}", found, empty)


def _done(request: Asking, form: PlainForm, taken: Step, competition_id: UUID) -> bool:
    given: dict[str, Any] = dict(taken.given)
    if "file" in form.cleaned_data:
        said = text_of(form, form.cleaned_data.pop("file"))
        if said is None:
            return False
        given["said"] = said
    return do(request, form, taken.act, competition_id=competition_id, **given)
