"""Questions kept under a name: for oneself, for one's team, or for everybody who may look at outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughcare.evidence.extracts import actions
from throughcare.evidence.extracts.queries.saved import Saved, saved_questions
from throughcare.evidence.extracts.rules.saving import LONGEST, SeenBy
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.foundation.kernel import Permission

from .waiting import places

WHO = {
    SeenBy.ONESELF: "Only you",
    SeenBy.TEAM: "Your team",
    SeenBy.EVERYBODY: "Everybody who may look at outcomes",
}
BACK = "/outcomes"


class Keep(SentOnce, PlainForm):
    """A name for a question, and who sees it."""

    name = forms.CharField(label="Name", max_length=80)
    address = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST)
    seen_by = forms.ChoiceField(
        label="Who sees it",
        choices=[(who.value, words) for who, words in WHO.items()],
        widget=forms.RadioSelect,
    )


@page(Permission.LOOK_AT_OUTCOMES)
def saved(request: Asking) -> HttpResponse:
    """Keep the question of the address given, or forget one kept before."""
    if "forget" in request.POST:
        return _forget(request)
    form = Keep(request.POST or None, initial={"address": request.GET.get("address", "")[:LONGEST]})
    if request.method == "POST" and form.is_valid() and do(request, form, actions.save_question):
        messages.success(request, "The question was kept.")
        return redirect(BACK)
    context = {
        "heading": "Keep a question",
        "form": form,
        "lead": "It is asked anew whenever it is opened, of the tables as they then are.",
        "submit": "Keep",
        "cancel": BACK,
        "sub_navigation": places(BACK),
    }
    return render(request, "throughcare/form_page.html", context)


def _forget(request: Asking) -> HttpResponse:
    try:
        which = UUID(request.POST["forget"])
    except ValueError:
        return redirect(BACK)
    return press(request, actions.forget_question, "The question was removed.", BACK, question_id=which)


@dataclass(frozen=True)
class Kept:
    """One kept question as the start page shows it; ``id`` is empty where the viewer may not remove it."""

    link: Link
    who: str
    id: str


def listed(request: Asking) -> list[Kept]:
    """Every question the viewer sees, the newest first."""
    return [_kept(one, own=one.member_id == request.member.id) for one in saved_questions()]


def _kept(one: Saved, *, own: bool) -> Kept:
    who = WHO[one.seen_by] if own else f"Shared with {WHO[one.seen_by][0].lower()}{WHO[one.seen_by][1:]}"
    return Kept(Link(one.name, one.address), who, str(one.id) if own else "")
