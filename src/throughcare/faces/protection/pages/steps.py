"""Each step in somebody's public protection: confirm, screen, decide a referral, review, end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.protection import actions, queries
from throughcare.casework.protection.queries import Protected, ProtectionLine
from throughcare.casework.protection.rules import (
    CHAIRED,
    Category,
    ProtectionLevel,
    ProtectionState,
    categories_of,
    protection_terms,
    referral_outcomes,
)
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .meeting_forms import Call
from .protection_forms import Confirm, Decide, End, Review, Screen

S = ProtectionState


@dataclass(frozen=True)
class ProtectionAct:
    """One step: its act and form, with which permission, and when it can be taken."""

    label: str
    act: Callable[..., Any]
    form: type[forms.Form]
    permission: Permission
    can: Callable[[Protected], bool]
    said: str


def _stands(whole: Protected) -> bool:
    return whole.state is S.CONFIRMED and whole.waits is None


STEPS: Mapping[str, ProtectionAct] = {
    "confirm": ProtectionAct(
        "Confirm the category", actions.confirm_category, Confirm, Permission.CONFIRM_PROTECTION,
        lambda whole: whole.state is S.PROPOSED and whole.waits is None, "Recorded.",
    ),
    "decide": ProtectionAct(
        "Decide the referral", actions.decide_level_referral, Decide, Permission.CHAIR_PROTECTION,
        lambda whole: whole.waits is not None, "Decided.",
    ),
    "screen": ProtectionAct(
        "Screen for a level", actions.screen_level, Screen, Permission.SCREEN_PROTECTION,
        lambda whole: _stands(whole) and whole.level not in CHAIRED and whole.category is not Category.OTHER,
        "Screened. Where level 2 or 3 is needed, whoever chairs decides it now.",
    ),
    "call": ProtectionAct(
        "Call a meeting", actions.call_meeting, Call, Permission.CHAIR_PROTECTION,
        lambda whole: _stands(whole) and whole.level in CHAIRED and whole.meeting is None, "Called. Whoever is invited has it on their home.",
    ),
    "review": ProtectionAct(
        "Record the level", actions.review_level, Review, Permission.CHAIR_PROTECTION,
        lambda whole: _stands(whole) and whole.level in CHAIRED and whole.held is not None and not whole.reviewed_there, "Reviewed.",
    ),
    "end": ProtectionAct(
        "End it", actions.end_protection, End, Permission.CONFIRM_PROTECTION, lambda whole: _stands(whole) and whole.held is None,
        "Ended. Nothing more is owed on it.",
    ),
}  # fmt: skip
"""The steps by what their addresses end in, the one that is due first."""


def steps_offered(whole: Protected, member: Member) -> dict[str, ProtectionAct]:
    """The steps that a member can take now; none decides or confirms what they put forward themselves."""
    own = {
        "confirm": whole.row.opened_by == member.id,
        "decide": whole.waits is not None and whole.waits.sent_by == member.id,
    }
    return {
        slug: step
        for slug, step in STEPS.items()
        if whole.case is not None and member.may(step.permission) and step.can(whole) and not own.get(slug)
    }


@page(Permission.SCREEN_PROTECTION)
def protection_step(request: Asking, protection_id: UUID, protecting: str) -> HttpResponse:
    """Take one step."""
    line = queries.one_protection(protection_id, at=request.at)
    if line is None or not has_part(request, line.row.person_id):
        raise Http404
    step = steps_offered(line.whole, request.member).get(protecting)
    if step is None:
        raise Http404
    form = step.form(
        request.POST or None, initial={"version": len(line.whole.steps), "category": str(line.row.category)}
    )
    _offer(form, line.whole, request)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, step.act, protection_id=protection_id)
    ):
        messages.success(request, step.said)
        return _back(line, protecting)
    context = about(request, line.row.person_id, "Public protection")
    back = f"/people/{line.row.person_id}/protection"
    context |= {
        "heading": step.label,
        "form": form,
        "submit": step.label,
        "cancel": back,
        "lead": _lead(protecting, line),
    }
    return render(request, "throughcare/form_page.html", context)


def _back(line: ProtectionLine, protecting: str) -> HttpResponse:
    """Where a step leads: to the meeting that it is of, else to the person."""
    if protecting == "review" and line.whole.held is not None:
        return redirect("protection_meeting", protection_meeting_id=line.whole.held.id)
    return redirect("protection_of", person_id=line.row.person_id)


def _offer(form: forms.Form, whole: Protected, request: Asking) -> None:
    """Fill in what a form offers to choose from."""
    if isinstance(form, Confirm):
        form.offer(categories_of(day_of(request.at)))
    if isinstance(form, Decide):
        form.offer(referral_outcomes(whole.category))
    if isinstance(form, Call):
        form.offer(
            protection_terms(day_of(request.at)).table.bodies, queries.to_invite(whole.row.id, at=request.at)
        )
    if isinstance(form, Review):
        least = [] if whole.category is Category.OTHER else [ProtectionLevel.ONE]
        form.offer([*least, ProtectionLevel.TWO, ProtectionLevel.THREE])


def _lead(slug: str, line: ProtectionLine) -> str:
    """What whoever takes a step has to read first."""
    whole = line.whole
    if slug == "decide" and whole.waits is not None:
        return f"Referred to level {whole.waits.level}: {whole.waits.because}"
    if slug == "screen":
        return "The risk of serious harm is read from the case. What you leave as not known is never taken for no."
    if slug == "call" and line.owed is not None:
        return f"It is due by {line.owed.by:%-d %B %Y}: {line.owed.finding}"
    return whole.row.because if slug == "confirm" else ""
