"""Conditions that somebody asks for: the table of them, and the answer of whoever writes the licence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from throughcare.casework.release import actions, queries
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.condition_form import AskForCondition, answers_table
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .forms import AnswerAsked
from .zones import drawn


def asked_table(request: Asking, person_id: UUID) -> Table | None:
    """What somebody asks for, what is not answered first; None where nobody asked for anything."""
    found = queries.conditions_asked_for(person_id)
    if not found:
        return None
    able = request.member.may(May.WRITE_LICENCE) and has_part(request, person_id)
    return Table(
        "Conditions that somebody asks for",
        [Column("Condition"), Column("Asked for"), Column("Until"), Column("Answer")],
        [
            [
                one.words,
                one.proposed_on,
                one.until or Unknown("They named no day"),
                Lines(first_capital(one.answer), [one.because])
                if one.answer
                else Link("Answer it", f"/asked-conditions/{one.id}", one.words)
                if able
                else Tag("Not answered", "yellow"),
            ]
            for one in found
        ],
    )


@page(May.WRITE_LICENCE)
def asked_condition(request: Asking, proposal_id: UUID) -> HttpResponse:
    """Answer a condition that somebody asks for; 404 where there is none that the viewer can answer."""
    row = queries.condition_asked_for(proposal_id)
    if row is None or row.answer or not has_part(request, row.person_id):
        raise Http404
    context = about(request, row.person_id, "Release")
    form = AnswerAsked(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.answer_proposal, proposal_id=proposal_id)
    ):
        messages.success(request, "Answered. Where it is taken, add it to the licence.")
        return redirect("release", person_id=row.person_id)
    shown = drawn(row.words, row.area) if row.area else None
    context |= {
        "heading": "A condition that somebody asks for",
        "words": row.words,
        "until": row.until,
        "zone": {"title": shown.title, "drawn": mark_safe(shown.svg)} if shown else None,
        "form": form,
        "submit": "Answer it",
        "cancel": f"/people/{row.person_id}/release",
    }
    return render(request, "release/asked.html", context)


@page(May.PROPOSE_CONDITION)
def condition_to_propose(request: Asking, person_id: UUID) -> HttpResponse:
    """Ask for a condition of somebody's licence, and see what became of those one asked for; whoever writes it is not told by whom."""
    context = about(request, person_id, "Release")
    form: Any = AskForCondition(request.POST or None, listed=queries.conditions_to_choose(day_of(request.at)))
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.propose_condition, person_id=person_id)
    ):
        messages.success(request, "Put forward. You see here what becomes of it.")
        return redirect("condition_to_propose", person_id=person_id)
    context |= {
        "heading": "Ask for a condition",
        "form": form,
        "mine": answers_table(queries.conditions_put_forward(person_id), "Conditions you asked for"),
        "submit": "Put it forward",
        "cancel": f"/people/{person_id}/release",
    }
    return render(request, "release/propose.html", context)
