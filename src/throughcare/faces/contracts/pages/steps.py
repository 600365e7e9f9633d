"""One step on an edition of terms: signed, turned down or taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.commissioning.contracts import actions, queries
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.page import Asking, do, page
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

from .listing import BACK


class Nothing(SentOnce, PlainForm):
    """Nothing to fill in."""


class Reason(SentOnce, PlainForm):
    """A reason."""

    because = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 3}), max_length=500, help_text="The other side is shown this."
    )  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One step: its heading, button, form, action, and what is said when it is done."""

    heading: str
    button: str
    form: type[PlainForm]
    act: Callable[..., object]
    said: str


STEPS: Mapping[str, Step] = {
    "sign": Step("Sign these terms", "Sign them", Nothing, actions.sign_terms, "You have signed."),
    "turn-down": Step(
        "Turn these terms down", "Turn them down", Reason, actions.turn_down_terms, "They are turned down."
    ),
    "take-back": Step(
        "Take these terms back", "Take them back", Reason, actions.take_back_terms, "They are taken back."
    ),
}


@page(May.CHANGE_AGREEMENT)
def step(request: Asking, terms_id: UUID, step: str) -> HttpResponse:
    """One step on an edition."""
    taken = STEPS.get(step)
    try:
        seen, terms = queries.agreement_of_terms(terms_id, request.member, at=request.at)
    except Refused:
        raise Http404 from None
    if taken is None:
        raise Http404
    form, address = taken.form(request.POST or None), f"{BACK}/{seen.stands.row.id}"
    if request.method == "POST" and form.is_valid() and do(request, form, taken.act, terms_id=terms_id):
        messages.success(request, taken.said)
        return redirect(address)
    context = {
        "heading": taken.heading,
        "back": Link(seen.stands.row.title, address),
        "form": form,
        "button": taken.button,
        "number": terms.row.number,
        "text": terms.row.text,
    }
    return render(request, "contracts/step.html", context)
