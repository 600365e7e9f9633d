"""What is done with whoever is selected: given, ended and passed on, and its table on the person's tab."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.integrated import actions, queries
from throughcare.casework.integrated.queries import ActionSeen, SelectionLine
from throughcare.casework.integrated.rules import IN_FORCE, IntegratedActionState
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.look.parts import Colour, Column, Lines, Link, Table, Tag
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .giving_forms import End, Give, Owned, PassOn

TAB = "Integrated management"
OPEN = IntegratedActionState.OPEN
_STATES: dict[IntegratedActionState, Colour] = {
    OPEN: "blue",
    IntegratedActionState.DONE: "green",
    IntegratedActionState.DROPPED: "grey",
    IntegratedActionState.PASSED_ON: "grey",
}


def may_give(line: SelectionLine, request: Asking) -> bool:
    """Whether the viewer gives actions: while they are selected, to whoever has a part in the case."""
    going = line.whole.case is not None and line.whole.state in IN_FORCE
    return going and request.member.may(May.WORK_INTEGRATED) and has_part(request, line.row.person_id)


def actions_table(line: SelectionLine, request: Asking) -> Table:
    """Who does what by when, and what came of it; what is open first."""
    on = day_of(request.at)
    return Table(
        "Actions",
        [Column("What"), Column("Who"), Column("By"), Column("What came of it"), Column("Do", hidden=True)],
        [
            [
                one.row.what,
                one.owner,
                Lines(one.row.due_on, [Tag("Late", "red")] if one.is_late(on) else []),
                _came_of(one, line),
                _links(one, line, request),
            ]
            for one in line.actions
        ],
        empty="No action was given.",
    )


def actions_words(line: SelectionLine, on: date) -> object:
    """The action of a selection that is due first, by whom, and how many there are besides."""
    waiting = [one for one in line.actions if one.state is OPEN]
    if not waiting or line.whole.state not in IN_FORCE:
        return "None open"
    first, *others = waiting
    late = [Tag("Late", "red")] if first.is_late(on) else []
    more = [f"and {len(others)} more"] if others else []
    return Lines(first.row.what, [f"{first.owner}, by {first.row.due_on:%-d %B %Y}", *late, *more])


def _came_of(one: ActionSeen, line: SelectionLine) -> object:
    if one.state is OPEN and (line.whole.case is None or line.whole.state not in IN_FORCE):
        return Tag("Stopped: it ended first", "grey")
    said = [one.row.came_of_it] if one.row.came_of_it else []
    return Lines(Tag(first_capital(one.state.value), _STATES[one.state]), said)


def _links(one: ActionSeen, line: SelectionLine, request: Asking) -> object:
    going = line.whole.case is not None and line.whole.state in IN_FORCE
    if not going or one.state is not OPEN:
        return ""
    found = [
        Link(label, f"/integrated/actions/{one.row.id}/{slug}", about=one.row.what)
        for slug, label in (("end", "Say how it ended"), ("pass-on", "Pass it on"))
        if _may(one, request, slug)
    ]
    return Lines(found[0], found[1:]) if found else ""


def _may(one: ActionSeen, request: Asking, slug: str) -> bool:
    """Whether the viewer ends or passes on an action: its owner ends it, whoever leads the team does both."""
    part = has_part(request, one.row.person_id)
    if request.member.may(May.SELECT_INTEGRATED) and part:
        return True
    theirs = part or queries.is_partner_of(request.member, one.row.person_id)
    return slug == "end" and one.row.owner_id == request.member.id and theirs


@page(May.WORK_INTEGRATED)
def give_integrated_action(request: Asking, selection_id: UUID) -> HttpResponse:
    """Give somebody an action on whoever is selected."""
    line = queries.one_selection(selection_id, at=request.at)
    if line is None or not may_give(line, request):
        raise Http404
    form = Give(request.POST or None)
    form.offer(queries.may_act(selection_id, at=request.at))
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.give_action, selection_id=selection_id)
    ):
        messages.success(request, "Given. It stands on the home of whoever does it until it is ended.")
        return redirect("integrated_of", person_id=line.row.person_id)
    return _asked(request, form, "Give an action", line.row.person_id)


@page(May.WORK_INTEGRATED)
def integrated_action(request: Asking, integrated_action_id: UUID, integrated_ending: str) -> HttpResponse:
    """Say how an action ended, or pass it on."""
    one = queries.one_action(integrated_action_id)
    if one is None or integrated_ending not in {"end", "pass-on"} or one.state is not OPEN:
        raise Http404
    able = queries.may_act(one.row.selection_id, at=request.at)
    if not able or not _may(one, request, integrated_ending):
        raise Http404
    passing = integrated_ending == "pass-on"
    form: forms.Form = (PassOn if passing else End)(request.POST or None)
    if isinstance(form, Owned):
        form.offer(able)
    act = actions.pass_on_action if passing else actions.end_action
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, act, integrated_action_id=integrated_action_id)
    ):
        messages.success(request, "Passed on." if passing else "Recorded.")
        return redirect("integrated_of", person_id=one.row.person_id)
    label = "Pass it on" if passing else "Say how it ended"
    lead = f"{one.row.what} ({one.owner}, by {one.row.due_on:%-d %B %Y})"
    return _asked(request, form, label, one.row.person_id, lead)


def _asked(request: Asking, form: forms.Form, label: str, person_id: UUID, lead: str = "") -> HttpResponse:
    """The page that asks for it."""
    context = about(request, person_id, TAB)
    context |= {"heading": label, "form": form, "submit": label, "lead": lead}
    context |= {"cancel": f"/people/{person_id}/integrated"}
    return render(request, "throughcare/form_page.html", context)
