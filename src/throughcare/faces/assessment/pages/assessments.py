"""The assessment journey: a task list, a page for each area, and the steps that finish it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.assessment import actions, queries
from throughcare.casework.assessment.queries import AssessmentSeen, NeverAssessed
from throughcare.casework.assessment.rules.needs.life_cycle import Step
from throughcare.casework.assessment.rules.needs.sections import (
    AnswerSet,
    Need,
    SectionScore,
    sections,
)
from throughcare.casework.assessment.rules.where_asked import words_of
from throughcare.faces.web.look.parts import Column, Item, Link, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital, risk_tag
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from .forms import SignForm, StepForm, StepWithReason
from .journey import gap_links, progress_of, said
from .mapping import SETS
from .own_summary import is_alive

NEED: dict[Need, tuple[str, Any]] = {
    Need.NONE: ("No need", "green"),
    Need.STANDARD: ("Need", "yellow"),
    Need.SEVERE: ("Severe need", "red"),
    Need.OPEN: ("Not settled", "blue"),
    Need.NOT_SCORED: ("Not scored", "grey"),
}
FRESH: dict[str, Any] = {"fresh": "green", "due for review": "orange", "stale": "red"}


@page(Permission.LOOK_AT_PEOPLE)
def assessments(request: Asking, person_id: UUID) -> HttpResponse:
    """Every assessment of a person, how fresh the last one is, and where to go from here."""
    context = about(request, person_id, "Assessment")
    rows, base = queries.assessments_of(person_id), context["base"]
    under_way = queries.under_way(person_id)
    cells = [
        [
            Link(f"Started {row.started_at:%-d %B %Y}", f"{base}/assessments/{row.id}"),
            state_tag(row.state),
            row.signed_at or Unknown("Not signed"),
            risk_tag(row.harm_level or "not_assessed"),
            Link("Compare", f"{base}/assessments/{row.id}/beside/{rows[at + 1].id}", "with the one before")
            if at + 1 < len(rows)
            else Unknown("The first"),
        ]
        for at, row in enumerate(rows)
    ]
    columns = [Column("Assessment"), Column("State"), Column("Signed"), Column("Harm"), Column("Compare")]
    context |= {
        "heading": "Assessment",
        "table": Table("Assessments", columns, cells, empty="Nobody has assessed this person yet."),
        "fresh": freshness_words(person_id, request),
        "level": level_words(person_id),
        "under_way": under_way,
        "under_way_href": f"{base}/assessments/{under_way}",
        "start_href": f"{base}/assessments/start",
        "newer_set": {"answer_set": AnswerSet.STRENGTHS_AND_NEEDS.value},
        "may_write": request.member.may(Permission.WRITE_ASSESSMENT),
        "links": [
            Item("Scores", f"{base}/scores"),
            Item("Tier", f"{base}/tier"),
            *([Item("Summary for the person", f"{base}/own-summary")] if is_alive(context) else []),
        ],
    }
    return render(request, "assessment/list.html", context)


def freshness_words(person_id: UUID, request: Asking) -> tuple[Tag, str]:
    """How fresh the last assessment is, as a tag and a sentence."""
    found = queries.freshness_of(person_id, on=day_of(request.at))
    if isinstance(found, NeverAssessed):
        return Tag("Not assessed", "orange"), found.because
    words = found.finding.because
    return Tag(first_capital(found.freshness.value), FRESH[found.freshness.value]), f"{first_capital(words)}."


def level_words(person_id: UUID) -> tuple[Tag, str]:
    """The risk of serious harm that stands, the same on every tab, as a tag and a sentence that says where it comes from."""
    stands = queries.level_standing(person_id)
    if stands is None:
        return risk_tag("not_assessed"), "No level of risk of serious harm stands yet."
    return risk_tag(stands.level), f"Since {day_of(stands.since):%-d %B %Y}: {stands.because}."


def state_tag(state: str) -> Tag:
    """Where an assessment stands, as a tag."""
    done = {"signed", "countersigned", "countersigned twice", "locked"}
    colour: Any = "green" if state in done else "blue" if state.startswith("awaiting") else "teal"
    return Tag(first_capital(state), "grey" if state == "locked incomplete" else colour)


@page(Permission.WRITE_ASSESSMENT)
def start(request: Asking, person_id: UUID) -> HttpResponse:
    """Start an assessment, filled from what is known."""
    back = f"/people/{person_id}/assessment"
    if request.method != "POST":
        return redirect(back)
    asked = request.POST.get("answer_set", AnswerSet.OLDER_SECTIONS.value)
    if asked not in {one.value for one in AnswerSet}:
        raise Http404
    try:
        made = actions.start_assessment(
            by=request.member, at=request.at, person_id=person_id, answer_set=AnswerSet(asked)
        )
    except Refused as refusal:
        messages.error(request, refusal.because)
        return redirect(back)
    messages.success(request, "Started. What is known already is filled in; each page shows where from.")
    return redirect("assessment", person_id=person_id, assessment_id=made)


def seen_or_404(request: Asking, person_id: UUID, assessment_id: UUID) -> AssessmentSeen:
    """The assessment, if it is this person's and the viewer's to see."""
    seen = queries.assessment(assessment_id, on=day_of(request.at))
    if seen is None or seen.person_id != person_id:
        raise Http404
    return seen


@page(Permission.LOOK_AT_PEOPLE)
def assessment(request: Asking, person_id: UUID, assessment_id: UUID) -> HttpResponse:
    """One assessment: what is done, what is left, what it says, and the steps that can be taken."""
    context = about(request, person_id, "Assessment")
    seen = seen_or_404(request, person_id, assessment_id)
    base = f"{context['base']}/assessments/{seen.id}"
    writes = request.member.may(Permission.WRITE_ASSESSMENT)
    context |= {
        "heading": f"Assessment started {seen.started_at:%-d %B %Y}",
        "seen": seen,
        "answer_set": SETS[AnswerSet(seen.answer_set)],
        "base": base,
        "state": state_tag(seen.state.value),
        "level": level_words(person_id),
        "progress": progress_of(seen, base, writes=writes),
        "gaps": gap_links(seen.gaps, base)
        if writes
        else [Item(first_capital(gap.because), f"{base}/read") for gap in seen.gaps],
        "read_href": f"{base}/read",
        "costs_href": f"{context['base']}/scores",
        "sections": _sections_table(seen),
        "steps": Table(
            "What has been done",
            [Column("Step"), Column("By"), Column("When"), Column("Reason")],
            [[first_capital(s.step), s.by, s.at, s.because or Unknown("None given")] for s in seen.steps],
            empty="Nothing has been signed yet.",
        ),
        "possible": _possible(request, seen, base),
        "may_score": request.member.may(Permission.RECORD_SCORE),
        "score_href": f"{base}/score",
    }
    return render(request, "assessment/assessment.html", context)


def _sections_table(seen: AssessmentSeen) -> Table:
    rows = [
        [sections()[code].title, _range(one), Tag(*NEED[one.need]), _not_known(one)]
        for code, one in seen.sections.items()
    ]
    columns = [Column("Section"), Column("Score", numeric=True), Column("Need"), Column("Not known")]
    return Table("Needs", columns, rows)


def _range(one: SectionScore) -> str:
    most = 2 * len(sections()[one.section].items)  # each item scores from 0 to 2
    known = f"{one.lowest}" if one.is_known else f"{one.lowest} to {one.highest}"
    return f"{known} of {most}"


def _not_known(one: SectionScore) -> object:
    items = sections()[one.section].items
    return ", ".join(items[name] for name in one.missing) or "Nothing"


_STEPS: dict[Step, tuple[str, str, Permission]] = {
    Step.SIGN: ("Sign", "sign", Permission.SIGN_ASSESSMENT),
    Step.COUNTERSIGN: ("Read and countersign", "read", Permission.COUNTERSIGN_ASSESSMENT),
    Step.COUNTERSIGN_AGAIN: ("Read and countersign", "read", Permission.COUNTERSIGN_ASSESSMENT),
    Step.LOCK: ("Lock", "lock", Permission.SIGN_ASSESSMENT),
    Step.LOCK_INCOMPLETE: ("Lock as incomplete", "lock", Permission.SIGN_ASSESSMENT),
    Step.ROLL_BACK: ("Roll back", "roll-back", Permission.ROLL_BACK_ASSESSMENT),
}


def _possible(request: Asking, seen: AssessmentSeen, base: str) -> list[Item]:
    allowed = [_STEPS[step] for step in seen.possible if step in _STEPS]
    if seen.gaps:
        allowed = [one for one in allowed if one[1] != "sign"]
    return [
        Item(text, f"{base}/read" if name == "read" else f"{base}/steps/{name}")
        for text, name, may in allowed
        if request.member.may(may)
    ]


_TAKEN: dict[str, tuple[str, Callable[..., object], type[StepForm]]] = {
    "sign": ("Sign the assessment", actions.sign, SignForm),
    "lock": ("Lock the assessment", actions.lock, StepWithReason),
    "roll-back": ("Roll the assessment back", actions.roll_back, StepWithReason),
}


@page(Permission.LOOK_AT_PEOPLE)
def take_step(request: Asking, person_id: UUID, assessment_id: UUID, name: str) -> HttpResponse:
    """Take a step in an assessment's life; the action refuses whoever may not, and says what is missing."""
    context = about(request, person_id, "Assessment")
    seen = seen_or_404(request, person_id, assessment_id)
    if name not in _TAKEN:
        raise Http404
    heading, act, kind = _TAKEN[name]
    form = kind(request.POST or None, initial={"version": seen.version})
    if request.method == "POST" and form.is_valid() and do(request, form, act, assessment_id=seen.id):
        messages.success(request, f"{heading}: done.")
        return redirect("assessment", person_id=person_id, assessment_id=seen.id)
    back = f"{context['base']}/assessments/{seen.id}"
    context |= {"heading": heading, "form": form, "submit": heading, "cancel": back}
    context["gaps"] = gap_links(seen.gaps, back) if name == "sign" else []
    return render(request, "assessment/step.html", context)


@page(Permission.RECORD_SCORE)
def score_now(request: Asking, person_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Score every instrument from the answers."""
    seen = seen_or_404(request, person_id, assessment_id)
    if request.method != "POST":
        return redirect("assessment", person_id=person_id, assessment_id=seen.id)
    said = "Scored. What could not be scored says what is missing."
    return press(request, actions.record_scores, said, f"/people/{person_id}/scores", assessment_id=seen.id)


MOVED = {"better": Tag("Better", "green"), "worse": Tag("Worse", "red"), "same": "The same"}


@page(Permission.LOOK_AT_PEOPLE)
def beside(request: Asking, person_id: UUID, assessment_id: UUID, other_id: UUID) -> HttpResponse:
    """Two assessments side by side: which needs moved, and every answer that differs."""
    context = about(request, person_id, "Assessment")
    seen_or_404(request, person_id, assessment_id)
    found = queries.side_by_side(assessment_id, other_id)
    if found is None:
        raise Http404
    first, second = (f"{one.started_at:%-d %B %Y}" for one in (found.before, found.after))
    context |= {
        "heading": "Two assessments side by side",
        "tables": [_needs_beside(found, first, second), _answers_beside(found, first, second)],
    }
    return render(request, "assessment/beside.html", context)


def _needs_beside(found: queries.SideBySide, first: str, second: str) -> Table:
    rows = [
        [
            sections()[row.section].title,
            _range(row.before),
            _range(row.after),
            MOVED.get(row.movement.value, Unknown("Cannot be told")),
        ]
        for row in found.sections
    ]
    columns = [Column("Section"), Column(first, numeric=True), Column(second, numeric=True), Column("Moved")]
    return Table("Needs", columns, rows)


def _answers_beside(found: queries.SideBySide, first: str, second: str) -> Table:
    differing = [
        [words_of(row.question), said(row.question, row.before), said(row.question, row.after)]
        for row in found.answers
        if row.change.value != "same"
    ]
    columns = [Column("Question"), Column(first), Column(second)]
    return Table("Answers that differ", columns, differing, empty="Every answer is the same.")
