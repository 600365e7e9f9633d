"""The whole of an assessment on one page, for whoever must answer for it: what was said, what is missing, and the decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.assessment import actions
from throughcare.casework.assessment.queries import AssessmentSeen
from throughcare.casework.assessment.rules.harm.analysis import Level
from throughcare.casework.assessment.rules.harm.tables import HarmTable, harm_on
from throughcare.casework.assessment.rules.needs.drafts import Answered, is_on_record
from throughcare.casework.assessment.rules.needs.life_cycle import Step
from throughcare.casework.assessment.rules.questions import Question, pages
from throughcare.casework.assessment.rules.where_asked import words_of
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Item, Lines, Row, Tag, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital, risk_tag
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .assessments import seen_or_404, state_tag
from .forms import Countersigning, asked_on
from .journey import said, unanswered

_WAITS = {Step.COUNTERSIGN, Step.COUNTERSIGN_AGAIN}


@page(Permission.LOOK_AT_PEOPLE)
def read(request: Asking, person_id: UUID, assessment_id: UUID) -> HttpResponse:
    """The whole assessment with its gaps flagged; whoever may countersign it does so here, or sends it back."""
    context = about(request, person_id, "Assessment")
    seen = seen_or_404(request, person_id, assessment_id)
    may = bool(_WAITS & set(seen.possible)) and request.member.may(Permission.COUNTERSIGN_ASSESSMENT)
    form = Countersigning(request.POST or None, initial={"version": seen.version}) if may else None
    if form is not None and Step.COUNTERSIGN_AGAIN in seen.possible:
        del form.fields["second"]
    if form is not None and request.method == "POST" and form.is_valid() and _decided(request, form, seen):
        return redirect("assessment", person_id=person_id, assessment_id=seen.id)
    base, table = f"{context['base']}/assessments/{seen.id}", harm_on(day_of(request.at)).table
    whole = request.GET.get("open") == "all"
    context |= {
        "heading": "The whole assessment",
        "caption": f"Started {day_of(seen.started_at):%-d %B %Y} by {seen.started_by}",
        "seen": seen,
        "state": state_tag(seen.state.value),
        "base": base,
        "form": form,
        "parts": [_part(seen, key, title) for key, title in pages().items()],
        "whole": whole,
        "folded": not whole,
        "flags": _flags(seen),
        "harm": _harm_rows(seen, table),
        "steps": [(first_capital(one.step), one.by, one.at, one.because) for one in seen.steps],
    }
    return render(request, "assessment/read.html", context)


def _decided(request: Asking, form: Countersigning, seen: AssessmentSeen) -> bool:
    """Countersign, or send back with the comment; whether it was done."""
    chosen = form.cleaned_data.pop("decision")
    second = form.cleaned_data.pop("second", False)
    if chosen == "return":
        done = do(request, form, actions.return_assessment, assessment_id=seen.id)
        said_so = "Sent back. The officer sees your comment on the assessment and on their home page."
    else:
        done = do(request, form, actions.countersign, assessment_id=seen.id, second=second)
        said_so = "Countersigned."
    if done:
        messages.success(request, said_so)
    return done


def _flags(seen: AssessmentSeen) -> list[Item]:
    """What a reader should know is not there, each with its place on this page: it kept nobody from signing."""
    found = []
    for key, title in pages().items():
        left, doubtful = len(unanswered(seen, key)), len(_unconfirmed(seen, key))
        if key in seen.left_out:
            found.append(Item(f"{title} is left out: {seen.left_out[key]}", f"#part-{key}"))
        if left:
            asked = count_of(_questions_of(seen, key), "question")
            found.append(Item(f"{title}: {left} of {asked} not answered", f"#part-{key}"))
        if doubtful:
            found.append(
                Item(
                    f"{title}: {count_of(doubtful, 'answer')} carried over and not confirmed", f"#part-{key}"
                )
            )
    found += [Item(first_capital(one), "#part-harm") for one in (*seen.harm.blocks,)]
    return found


def _unconfirmed(seen: AssessmentSeen, key: str) -> list[str]:
    answers = ((one.name, seen.answers.get(one.name)) for one in asked_on(seen, key))
    return [
        name
        for name, one in answers
        if one is not None and one.value is not None and not one.sure and not is_on_record(one)
    ]


def _part(seen: AssessmentSeen, key: str, title: str) -> dict[str, object]:
    """A section as it is folded: what is to be known of it unopened, its gaps first, and what was answered."""
    asked = [one for one in asked_on(seen, key) if not _is_empty_reason(seen, one.name)]
    gaps = [one for one in asked if _is_silent(seen, one.name)]
    return {
        "title": title,
        "place": f"part-{key}",
        "told": _told(seen, key, bool(gaps)),
        "gaps": [_question(one, title) for one in gaps],
        "rows": [
            Row(_question(one, title), _answer(one.name, seen.answers[one.name]))
            for one in asked
            if one not in gaps
        ],
    }


def _told(seen: AssessmentSeen, key: str, gaps: bool) -> Tag:
    """What the heading of a folded section says beside it, in the numbers of the list of flags."""
    if key in seen.left_out:
        return Tag("Left out", "grey")
    left, doubtful = len(unanswered(seen, key)), len(_unconfirmed(seen, key))
    if left:
        return Tag(f"{left} of {_questions_of(seen, key)} not answered", "orange")
    if gaps:
        return Tag("Judgement not complete", "orange")
    return Tag(f"{doubtful} not confirmed", "orange") if doubtful else Tag("All answered", "green")


def _questions_of(seen: AssessmentSeen, key: str) -> int:
    """How many questions a section asks, beside the judgements of whoever writes it."""
    return sum(not one.name.startswith(f"{key}.") for one in asked_on(seen, key))


def _question(one: Question, title: str) -> str:
    return words_of(one.name).removeprefix(f"{title}: ").capitalize() if "." in one.name else one.words


def _is_silent(seen: AssessmentSeen, name: str) -> bool:
    return name not in seen.answers or seen.answers[name].value is None


def _is_empty_reason(seen: AssessmentSeen, name: str) -> bool:
    """Why an area was left out is no gap where it was not."""
    return name.endswith(".left_out") and _is_silent(seen, name)


def _answer(name: str, answered: Answered) -> object:
    shown: Any = said(name, answered)
    if is_on_record(answered):
        return Lines(shown, [f"{first_capital(answered.source)}, {answered.at:%-d %B %Y}"])
    return shown if answered.sure else Lines(shown, [Tag(f"Not confirmed: from {answered.source}", "orange")])


def _harm_rows(seen: AssessmentSeen, table: HarmTable) -> list[Row]:
    analysis, level = seen.harm.analysis, seen.harm.level
    found = [
        Row(
            "Level",
            Lines(
                risk_tag(level.level if isinstance(level, Level) else "not_assessed"),
                [first_capital(level.finding.because)],
            ),
        )
    ]
    found += [
        Row(title, first_capital(analysis.screening[code].value) if code in analysis.screening else Tag("Not answered", "orange"))
        for code, title in table.screening.items()
    ]  # fmt: skip
    for risk in analysis.risks:
        soon = f"How soon: {risk.imminence.value}" if risk.imminence else ""
        parts = (
            risk.who and f"Who: {risk.who}", risk.nature, soon, risk.circumstances and f"Raised by: {risk.circumstances}",
            risk.lowered_by and f"Lowered by: {risk.lowered_by}",
        )  # fmt: skip
        title = f"Risk to {table.groups.get(risk.group, risk.group).lower()}"
        found.append(Row(title, Lines(risk_tag(risk.level), [one for one in parts if one])))
    for made in analysis.enquiries:
        when = f"answered {made.answered:%-d %B %Y}" if made.answered else Tag("Not answered", "orange")
        title = (
            first_capital(table.enquiries[made.enquiry].title)
            if made.enquiry in table.enquiries
            else made.enquiry
        )
        found.append(
            Row(
                title,
                Lines(made.found or Unknown("Nothing written"), [f"Asked {made.asked:%-d %B %Y}", when]),
            )
        )
    for one in analysis.plan:
        by = f"{one.by_whom}, by {one.by_day:%-d %B %Y}" if one.by_day else one.by_whom
        found.append(Row(f"Plan: {table.measures.get(one.kind, one.kind).lower()}", Lines(one.what, [by])))
    return found
