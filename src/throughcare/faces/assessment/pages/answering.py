"""One page of questions: what a register says is shown, the rest is asked, and whatever is answered is kept as it is given."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from throughcare.casework.assessment import actions, queries
from throughcare.casework.assessment.queries import AssessmentSeen, SavedSince
from throughcare.casework.assessment.rules.needs.drafts import Answered, Origin
from throughcare.casework.assessment.rules.needs.sections import sections
from throughcare.casework.assessment.rules.questions import pages
from throughcare.casework.assessment.rules.where_asked import words_of
from throughcare.faces.web.look.formats import moment
from throughcare.faces.web.look.parts import Lines, Link, Row, Tag
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital, risk_tag
from throughcare.foundation.access.action import once
from throughcare.foundation.kernel import Permission, Refused, new_id

from .assessments import NEED, seen_or_404
from .forms import AnswersForm, asked_on, on_record
from .journey import gap_links, next_page, progress_of, said, unanswered
from .mapping import mapping_table

HELD_ELSEWHERE = {"sex": "identity", "date_of_birth": "identity", "mappa_eligible": "tier"}
"""What is put right where it is held and not in an assessment: the tab of the person that holds it."""


@page(Permission.WRITE_ASSESSMENT)
def answers(request: Asking, person_id: UUID, assessment_id: UUID, key: str) -> HttpResponse:
    """One page of questions; whatever is answered is saved, and the next page follows."""
    context = about(request, person_id, "Assessment")
    seen = seen_or_404(request, person_id, assessment_id)
    if key not in pages():
        raise Http404
    base = f"{context['base']}/assessments/{seen.id}"
    form = AnswersForm(seen, key, request.GET.get("correct", "")[:90], request.POST or None)
    if request.method == "POST" and "draft" in request.POST:
        return _kept(request, form, seen)
    if request.method == "POST" and form.is_valid():
        given = form.answers
        if _save(request, form, seen.id):
            return _onward(request, person_id, seen, key, form, base)
        _show_both(form, seen, given)
    context |= {
        "heading": pages()[key],
        "caption": f"Section {list(pages()).index(key) + 1} of {len(pages())} of the assessment",
        "form": form.shown_as_asked(),
        "groups": form.groups(),
        "base": base,
        "editable": seen.editable,
        "progress": progress_of(seen, base),
        "gaps": gap_links((gap for gap in seen.gaps if gap.page == key), base),
        "open": len(unanswered(seen, key)),
        "scores": [_score_line(seen, code) for code in sections() if sections()[code].area == key],
        "record": _record(seen, key, context["base"], f"{base}/pages/{key}"),
        "mapping": mapping_table(seen, key) if form.of_set else None,
    }
    return render(request, "assessment/answers.html", context)


def _onward(
    request: Asking, person_id: UUID, seen: AssessmentSeen, key: str, form: AnswersForm, base: str
) -> HttpResponse:
    """After saving: the same page where the answers led to more questions, else wherever something is still missing."""
    now = seen_or_404(request, person_id, seen.id)
    messages.success(request, f"{pages()[key]} is saved.")
    record = {one.name for one in on_record(now, key)}
    if {one.name for one in asked_on(now, key)} - form.fields.keys() - record:
        messages.info(request, "Your answers lead to more questions on this page.")
        return redirect(f"{base}/pages/{key}")
    return redirect(f"{base}/{next_page(now, key)}".rstrip("/"))


def _save(request: Asking, form: AnswersForm, assessment_id: UUID) -> bool:
    given = form.answers
    for name in given:
        form.cleaned_data.pop(name, None)
    return do(request, form, actions.save_answers, assessment_id=assessment_id, answers=given)


def _kept(request: Asking, form: AnswersForm, seen: AssessmentSeen) -> HttpResponse:
    """A draft sent while somebody is still writing: what can be kept is, and the page is told what cannot and why."""
    form.is_valid()
    wrong = [str(form.fields[name].label) for name in form.errors if name in form.fields]
    if {"version", "idempotency_key"} & form.errors.keys():
        return JsonResponse({"said": "Not saved: open the page again."}, status=422)
    given = {name: value for name, value in form.answers.items() if name in form.cleaned_data}
    key, version = form.cleaned_data["idempotency_key"], form.cleaned_data["version"]
    try:
        once(
            key, actions.save_answers, by=request.member, at=request.at, assessment_id=seen.id,
            version=version, answers=given, confirms=False,
        )  # fmt: skip
    except Refused as refusal:
        return JsonResponse({"said": f"Not saved yet. {refusal.because}", "key": str(new_id())}, status=409)
    now = queries.version_of(seen.id)
    words = f"Saved. Not yet: {', '.join(wrong)}." if wrong else "Everything on this page is saved."
    return JsonResponse({"said": words, "version": now, "key": str(new_id())})


def _show_both(form: AnswersForm, seen: AssessmentSeen, given: dict[str, Any]) -> None:
    """Where somebody else answered the same: both answers at the question, and the form ready to be sent knowingly."""
    since = queries.saved_since(seen.id, form.cleaned_data.get("version", seen.version))
    for name, other in since.items():
        if name in form.fields and name in given and _plain(given[name]) != _plain(other.answered.value):
            form.errors.pop(name, None)
            form.add_error(name, _both(name, other, given[name]))
    if since:
        again = form.data.copy()  # type: ignore[attr-defined]
        again["version"] = str(seen.version)
        form.data = again


def _plain(value: Any) -> object:
    return (sorted(value) or None) if isinstance(value, list | tuple) else value or None


def _both(name: str, other: SavedSince, mine: Any) -> str:
    value = tuple(mine) if isinstance(mine, list) else mine
    yours = Answered(value or None, Origin.PRACTITIONER, "", other.at)
    return (
        f"{other.by} answered “{_flat(name, other.answered)}” ({moment(other.at)}); you answered"
        f" “{_flat(name, yours)}”. Nothing was changed. Send it again only if yours should stand."
    )


def _flat(name: str, answered: Answered) -> str:
    shown = said(name, answered)
    parts = [shown.first, *shown.rest] if isinstance(shown, Lines) else ["not answered"]
    return ", ".join(map(str, parts))


def _score_line(seen: AssessmentSeen, code: str) -> Row:
    one = seen.sections[code]
    return Row(sections()[code].title, Lines(Tag(*NEED[one.need]), [one.finding.because]))


def _record(seen: AssessmentSeen, key: str, person: str, here: str) -> list[Row]:
    """What a register answers on this page, each with where from and where it is put right."""
    rows = [
        Row(
            words_of(one.name), _sourced(one.name, seen.answers[one.name]), _put_right(one.name, person, here)
        )
        for one in on_record(seen, key)
    ]
    return rows + (_harm_known(seen, person) if key == "record" else [])


def _sourced(name: str, answered: Answered) -> Lines:
    return Lines(said(name, answered), [f"{first_capital(answered.source)}, {answered.at:%-d %B %Y}"])


def _put_right(name: str, person: str, here: str) -> list[Link]:
    if name in HELD_ELSEWHERE:
        return [Link("Put right", f"{person}/{HELD_ELSEWHERE[name]}", f": {words_of(name)}")]
    return [Link("Say otherwise", f"{here}?correct={name}#id_{name}", f": {words_of(name)}")]


def _harm_known(seen: AssessmentSeen, person: str) -> list[Row]:
    known = queries.harm_known(seen.person_id)
    words = {"rosh": "Risk of serious harm that stands", "highest_rosh": "Highest risk of serious harm ever"}
    return [
        Row(
            words[name],
            Lines(
                risk_tag(str(known[name].value)),
                [first_capital(known[name].source) + (f", {on:%-d %B %Y}" if (on := known[name].on) else "")],
            ),
        )
        for name in words
        if name in known
    ]
