"""Conditions that a victim asks for, and what became of each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.release import queries as release
from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.queries import VictimSeen
from throughcare.faces.web.condition_form import AskForCondition, answers_table
from throughcare.faces.web.look.parts import Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of


def conditions_table(seen: VictimSeen) -> Table:
    """What they asked for, and what became of each."""
    return answers_table(queries.asked_for(seen.row.id), "Conditions they asked for")


@page(May.KEEP_VICTIMS_TOLD)
def ask_for(request: Asking, victim_id: UUID) -> HttpResponse:
    """Put forward a condition, or an area to keep out of, that they ask for."""
    seen = queries.victim(victim_id)
    if seen is None or not seen.can_be_asked or seen.covered.row.person_id is None:
        raise Http404
    form: Any = AskForCondition(request.POST or None, listed=release.conditions_to_choose(day_of(request.at)))
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.ask_for_condition, victim_id=victim_id)
    ):
        messages.success(request, "Put forward. You see here what becomes of it.")
        return redirect("victim", victim_id=victim_id)
    context = {
        "heading": "Ask for a condition", "caption": seen.row.name, "form": form, "submit": "Put it forward", "cancel": f"/victims/{victim_id}",
        "lead": "Whoever writes the licence sees the condition and its day, and not who asks. Say nothing that shows it.",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)
