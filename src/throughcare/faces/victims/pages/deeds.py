"""Each act on a victim's record that the viewer can do now, and its form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.queries import VictimSeen
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .forms import Amend, AskStatement, Colleague, Move


@dataclass(frozen=True)
class Deed:
    """One act as a page offers it."""

    label: str
    act: Callable[..., object]
    form: type[PlainForm]
    said: str
    kind: str = "secondary"


DEEDS: Mapping[str, Deed] = {
    "move": Deed("Record what happened", actions.move_victim, Move, "Recorded.", ""),
    "amend": Deed("Change how to reach them", actions.amend_victim, Amend, "Changed."),
    "statement": Deed(
        "Ask about a statement", actions.ask_for_statement, AskStatement, "Recorded: hear what they say."
    ),
    "checker": Deed(
        "Name a colleague who checks", actions.name_checker, Colleague, "Named. They can read this record."
    ),
    "hand-over": Deed(
        "Hand it over", actions.hand_over_victim, Colleague, "Handed over. You hold it no longer."
    ),
    "end-check": Deed("End that a colleague checks", actions.end_hold, Colleague, "Ended."),
}


def deeds_open(request: Asking, seen: VictimSeen) -> dict[str, Deed]:
    """The acts that the viewer can do now."""
    others = queries.colleagues(by=request.member, at=request.at)
    held = {one.member_id for one in seen.holders}
    open_now = {
        "move": bool(seen.moves),
        "amend": True,
        "statement": seen.can_be_asked,
        "checker": any(one.member_id not in held for one in others),
        "hand-over": seen.leads == request.member.id and bool(others),
        "end-check": any(not one.leads for one in seen.holders),
    }
    return {slug: deed for slug, deed in DEEDS.items() if open_now[slug]}


@page(May.KEEP_VICTIMS_TOLD)
def victim_step(request: Asking, victim_id: UUID, victim_deed: str) -> HttpResponse:
    """The form of one act; 404 where it is not one that the viewer can do now."""
    seen = queries.victim(victim_id)
    deed = deeds_open(request, seen).get(victim_deed) if seen else None
    if seen is None or deed is None:
        raise Http404
    form = deed.form(request.POST or None, initial=_start(seen, request))
    _offer(form, victim_deed, seen, request)
    if request.method == "POST" and form.is_valid() and do(request, form, deed.act, victim_id=victim_id):
        messages.success(request, deed.said)
        return redirect("victims") if victim_deed == "hand-over" else redirect("victim", victim_id=victim_id)
    context = {
        "heading": deed.label,
        "caption": seen.row.name,
        "form": form,
        "submit": deed.label,
        "cancel": f"/victims/{victim_id}",
    }
    return render(request, "throughcare/form_page.html", context)


def _start(seen: VictimSeen, request: Asking) -> dict[str, Any]:
    row = seen.row
    kept = (
        "means",
        "address",
        "telephone",
        "email",
        "safe_times",
        "never",
        "interpreter",
        "name",
        "version",
        "stages",
    )
    start: dict[str, Any] = {name: getattr(row, name) for name in kept}
    return start | {"choice": row.choice or "", "on": day_of(request.at), "ask_on": row.ask_on}


def _offer(form: Any, slug: str, seen: VictimSeen, request: Asking) -> None:
    if isinstance(form, Move):
        form.offer([(one.move.value, first_capital(one.move)) for one in seen.moves])
    if isinstance(form, Colleague):
        held = {one.member_id for one in seen.holders}
        checking = [(one.member_id, one.name) for one in seen.holders if not one.leads]
        others = queries.colleagues(by=request.member, at=request.at)
        named = [
            (one.member_id, one.name) for one in others if slug == "hand-over" or one.member_id not in held
        ]
        form.offer(checking if slug == "end-check" else named)
