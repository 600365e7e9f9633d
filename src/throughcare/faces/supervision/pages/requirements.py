"""What the orders require of a person: whether each has begun, what is done and left and by when; and a team's list of waits."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.actions import BeginningTold
from throughcare.casework.supervision.queries import RequirementStanding
from throughcare.casework.supervision.rules.requirement_clocks import Begins, Stage, Word, clocks_on
from throughcare.casework.supervision.rules.requirement_steps import DoneBy, StepStands
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Tag, Unknown, Why
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .case_forms import open_case
from .contact_forms import plain

TAB = "Requirements"


@page(Permission.LOOK_AT_PEOPLE)
def requirements(request: Asking, person_id: UUID) -> HttpResponse:
    """What the orders in force require of a person, and how each stands."""
    context = about(request, person_id, TAB)
    case: queries.CaseSeen | None = context["case"]
    is_open = case is not None and case.case.closed_at is None
    found = queries.requirements_of(case.case, at=request.at) if case is not None and is_open else []
    may = request.member.may(Permission.RECORD_ON_TIMELINE) and is_open
    ours = case is not None and case.case.unit_id in access.units_below(request.member.unit_id)
    table = Table(
        "What the orders in force require",
        [Column("Requirement"), Column("Begun"), Column("Done and left"), Column("By when"), Column("Who delivers it")],
        [
            [
                Lines(first_capital(one.requirement.kind), [one.requirement.said, f"{one.sentence}, from {one.made:%-d %B %Y}"]),
                _begun(request, one, may=may, holds=ours),
                _progress(one),
                _by(one),
                Lines(first_capital(one.deliverer), [Why(f"Done when {one.clock.done.words}")]),
            ]
            for one in found
        ],
        empty="No order in force requires anything of this person.",
    )  # fmt: skip
    context |= {"heading": TAB, "table": table, "steps": _steps_table(found, may=may)}
    return render(request, "supervision/requirements.html", context)


def _steps_table(found: list[RequirementStanding], *, may: bool) -> Table | None:
    """What is to be done under each requirement: by whom, when it was done, and by when it is next to be."""
    rows: list[list[object]] = [
        [
            Lines(first_capital(one.requirement.kind), [step.step.words]),
            first_capital(one.deliverer)
            if step.step.by is DoneBy.DELIVERER
            else "Whoever answers for the case",
            Lines(f"{step.done[-1]:%-d %B %Y}", _times(step)) if step.done else Unknown("Not yet"),
            Lines(_due(step), [Why(str(step.step.clause))]),
            Link(
                "Record it",
                f"/people/{one.person_id}/requirements/{one.requirement.id}/step?step={step.step.key}",
                step.step.words,
            )
            if may
            else "",
        ]
        for one in found
        for step in one.steps
    ]
    columns = [
        Column("Step"),
        Column("Who does it"),
        Column("Last done"),
        Column("By when"),
        Column("Action", hidden=True),
    ]
    return Table("What is to be done under them", columns, rows) if rows else None


def _times(step: StepStands) -> list[object]:
    return [f"{len(step.done)} times so far"] if len(step.done) > 1 else []


def _due(step: StepStands) -> object:
    if step.due is None:
        return "Done" if step.done else "Not due yet"
    return Tag(f"Late: {step.due:%-d %B %Y}", "red") if step.is_late else f"{step.due:%-d %B %Y}"


def _begun(request: Asking, one: RequirementStanding, *, may: bool, holds: bool) -> Lines:
    """The stage with why, what was recorded of it, and what can be done about it."""
    base = f"/people/{one.person_id}/requirements/{one.requirement.id}"
    more: list[object] = [Why(str(one.stands.finding)), *_recorded(request, one, may=may)]
    if may and one.stands.stage is not Stage.BEGUN and one.clock.begins is not Begins.AT_ONCE:
        kind = one.requirement.kind
        more.append(Link("Record that it has begun", f"{base}/begun", kind))
        if holds:
            more.append(Link("Record why it has not begun", f"{base}/held", kind))
    return Lines(stage_tag(one), more)


def stage_tag(one: RequirementStanding) -> Tag:
    """The stage as a tag: red past its limit, grey while it is held."""
    stands = one.stands
    if stands.is_done:
        return Tag("Done", "green")
    if stands.stage is Stage.WAITING:
        return Tag("Past its limit", "red") if stands.is_past else Tag("Waiting to begin", "orange")
    return Tag("Begun", "blue") if stands.stage is Stage.BEGUN else Tag("Held", "grey")


def _recorded(request: Asking, one: RequirementStanding, *, may: bool) -> list[object]:
    found: list[object] = []
    for said in one.recorded:
        words = (
            f"Began on {said.on:%-d %B %Y}"
            if said.word is Word.BEGUN
            else f"{said.reason}, {said.on:%-d %B %Y}"
            if said.word is Word.STEP
            else f"Held until {said.until:%-d %B %Y}: {said.reason}"
        )
        found.append(
            f"{words}. {said.note} ({said.member}, {day_of(said.at):%-d %B %Y})".replace(". (", " (")
        )
        if may and said.organisation_id == request.member.organisation_id:
            found.append(Link("Take back", f"/beginnings/{said.id}/take-back", words))
    return found


def _progress(one: RequirementStanding) -> object:
    """How much is done and left, where it is counted; nothing is ever said to be less than nought."""
    stands, unit = one.stands, one.requirement.unit
    if stands.ordered is None or stands.left is None:
        return "Its time runs" if stands.stage is Stage.BEGUN else Unknown("Not counted")
    most = "at most " if one.requirement.at_most else ""
    more = [f"{plain(stands.left)} {unit} left"]
    if stands.over:
        more.append(f"{plain(stands.over)} {unit} more than is now ordered")
    return Lines(f"{plain(stands.done)} of {most}{plain(stands.ordered)} {unit} done", more)


def _by(one: RequirementStanding) -> object:
    stands = one.stands
    if stands.limit is not None:
        last = f"the rest by {stands.by:%-d %B %Y}" if stands.by else "no last day is known"
        return Lines(f"To begin by {stands.limit:%-d %B %Y}", [last])
    return f"{stands.by:%-d %B %Y}" if stands.by else Unknown("No last day is known")


class Begun(SentOnce, PlainForm):
    """On which day a requirement began."""

    on = DayField(label="Day it began")
    note = CountedField(label="What began, if there is more to say", limit=500, rows=2, required=False)


class Held(SentOnce, PlainForm):
    """Why a requirement has not begun, and until when that holds."""

    reason = forms.ChoiceField(label="Why it has not begun", widget=forms.RadioSelect)
    until = DayField(
        label="Day until which that holds",
        help_text="After it the clock runs again, and it is on your list once more.",
    )
    note = CountedField(label="What shows it", limit=500, rows=2, required=False)


@page(Permission.RECORD_ON_TIMELINE)
def requirement_begun(request: Asking, person_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Record that a requirement began on a day."""
    one, case_id = _one(request, person_id, requirement_id)
    form = Begun(request.POST or None, initial={"on": day_of(request.at)})
    if request.method == "POST" and form.is_valid():
        told = BeginningTold(
            case_id,
            requirement_id,
            Word.BEGUN,
            form.cleaned_data.pop("on"),
            note=form.cleaned_data.pop("note"),
        )
        if do(request, form, actions.record_beginnings, beginnings=[told]):
            messages.success(request, f"{first_capital(one.requirement.kind)} is recorded as begun.")
            return redirect("requirements", person_id=person_id)
    return _form_page(request, one, form, "Record that it has begun", one.clock.begins.words)


@page(Permission.RECORD_ON_TIMELINE)
def requirement_held(request: Asking, person_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Record the lawful reason why a requirement has not begun, and until when it holds."""
    one, case_id = _one(request, person_id, requirement_id)
    form: Any = Held(request.POST or None)
    form.fields["reason"].choices = [
        (key, first_capital(words)) for key, words in clocks_on(day_of(request.at)).table.reasons.items()
    ]
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data.pop(name) for name in ("reason", "until", "note")}
        told = BeginningTold(case_id, requirement_id, Word.HELD, day_of(request.at), **said)
        if do(request, form, actions.record_beginnings, beginnings=[told]):
            messages.success(request, "The reason is recorded. The clock runs again after its last day.")
            return redirect("requirements", person_id=person_id)
    lead = "That there is no place for it is no reason: then it waits, and its clock runs."
    return _form_page(request, one, form, "Record why it has not begun", lead)


class StepDone(SentOnce, PlainForm):
    """Which step was done, and on which day."""

    step = forms.ChoiceField(label="What was done")
    on = DayField(label="Day it was done")
    note = CountedField(label="What came of it, if there is more to say", limit=500, rows=2, required=False)


@page(Permission.RECORD_ON_TIMELINE)
def requirement_step(request: Asking, person_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Record a step done under a requirement."""
    one, case_id = _one(request, person_id, requirement_id)
    form: Any = StepDone(
        request.POST or None, initial={"on": day_of(request.at), "step": request.GET.get("step", "")}
    )
    form.fields["step"].choices = [("", "Choose"), *((step.step.key, step.step.words) for step in one.steps)]
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data.pop(name) for name in ("step", "on", "note")}
        told = BeginningTold(case_id, requirement_id, Word.STEP, said["on"], said["step"], note=said["note"])
        if do(request, form, actions.record_beginnings, beginnings=[told]):
            messages.success(request, "It is recorded.")
            return redirect("requirements", person_id=person_id)
    lead = "" if one.steps else "Nothing is to be done under it but what the order says."
    return _form_page(request, one, form, "Record what was done", lead)


def _one(request: Asking, person_id: UUID, requirement_id: UUID) -> tuple[RequirementStanding, UUID]:
    case = open_case(request, person_id)
    found = queries.requirements_of(case.case, at=request.at)
    one = next((one for one in found if one.requirement.id == requirement_id), None)
    if one is None:
        raise Http404
    return one, case.case.id


def _form_page(request: Asking, one: RequirementStanding, form: Any, heading: str, lead: str) -> HttpResponse:
    context = about(request, one.person_id, TAB)
    context |= {
        "heading": f"{first_capital(one.requirement.kind)}: {heading[0].lower()}{heading[1:]}",
        "lead": first_capital(lead) if lead else "",
        "form": form,
        "submit": "Record",
        "cancel": f"/people/{one.person_id}/requirements",
    }
    return render(request, "throughcare/form_page.html", context)


class TakeBack(SentOnce, PlainForm):
    """Why something recorded is taken back."""

    because = CountedField(label="Why it is taken back", limit=500, rows=2)


@page(Permission.RECORD_ON_TIMELINE)
def take_back_beginning(request: Asking, beginning_id: UUID) -> HttpResponse:
    """Take back what was recorded of a requirement's beginning."""
    person_id = queries.beginning_of(beginning_id)
    if person_id is None:
        raise Http404
    form = TakeBack(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.take_back_beginning, beginning_id=beginning_id)
    ):
        messages.success(request, "It is taken back.")
        return redirect("requirements", person_id=person_id)
    context = about(request, person_id, TAB)
    context |= {
        "heading": "Take back what was recorded",
        "form": form,
        "submit": "Take it back",
        "cancel": f"/people/{person_id}/requirements",
    }
    return render(request, "throughcare/form_page.html", context)


@page(Permission.LOOK_AT_TEAM)
def team_requirements(request: Asking) -> HttpResponse:
    """Every requirement of the team's people that has not begun, those past their limit first."""
    rows = queries.requirements_not_begun(access.units_below(request.member.unit_id), at=request.at)
    names = people.names_of({one.person_id for one in rows})
    table = Table(
        "Requirements that have not begun",
        [Column("Name"), Column("Requirement"), Column("State"), Column("To begin by"), Column("Who delivers it")],
        [
            [
                Link(names[one.person_id].name, f"/people/{one.person_id}/requirements"),
                Lines(first_capital(one.requirement.kind), [f"ordered from {one.made:%-d %B %Y}"]),
                stage_tag(one),
                _limit(one.stands.limit, one.stands.until, one.stands.reason),
                first_capital(one.deliverer),
            ]
            for one in rows
            if one.person_id in names
        ],
        empty="Every requirement of the team's people has begun.",
    )  # fmt: skip
    context = {
        "heading": "Requirements that have not begun",
        "back": Link(f"Team: {request.member.unit_name}", "/team"),
        "table": table,
    }
    return render(request, "supervision/requirements.html", context)


def _limit(limit: date | None, until: date | None, reason: str) -> object:
    if limit is not None:
        return f"{limit:%-d %B %Y}"
    return Lines(first_capital(reason), [f"until {until:%-d %B %Y}"] if until else [])
