"""What became of a sentence or of a report: recorded by those who speak for probation in court, or who write."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.courts import actions, queries
from throughcare.casework.courts.rules import ANNULLED, SentenceState
from throughcare.casework.courts.rules.moves import SENTENCE_MOVES
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Link, Table, Unknown
from throughcare.faces.web.page import Asking, do, page, press, whole
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.sentence_card import sentence_card
from throughcare.faces.web.value_words import first_capital, state_tag
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

_WORDS = {
    SentenceState.IN_BREACH: "The court found it breached",
    SentenceState.IN_FORCE: "The court let it go on",
    SentenceState.REVOKED: "It was revoked",
    SentenceState.COMPLETED: "It was completed",
    SentenceState.ENDED_BY_DEATH: "It ended by death",
    SentenceState.QUASHED: "It was quashed on appeal",
    SentenceState.SET_ASIDE: "The court set it aside",
    SentenceState.RECORDED_IN_ERROR: "It was recorded in error",
}


class Became(SentOnce, OfVersion, PlainForm):
    """What became of a sentence, on which day, and why."""

    then = forms.ChoiceField(label="What became of it", widget=forms.RadioSelect)
    on = DayField(label="Day")
    because = CountedField(label="Reason", limit=500)


class Amend(SentOnce, OfVersion, PlainForm):
    """The length to which the court changed a sentence."""

    length = forms.CharField(
        label="New length",
        max_length=60,
        help_text="As the court said it, such as 18 months 2 weeks; an extended sentence as 4 years + 2 years",
    )
    on = DayField(label="Day of the court's order")
    because = CountedField(label="Reason", limit=500)


class TakenBack(SentOnce, OfVersion, PlainForm):
    """Why what was recorded of a sentence is taken back."""

    because = CountedField(
        label="Reason",
        limit=500,
        help_text="What was recorded stays to be read, and the sentence stands as it stood before",
    )


@page(Permission.LOOK_AT_PEOPLE)
def sentence(request: Asking, person_id: UUID) -> HttpResponse:
    """Every sentence, with its requirements, what became of it, and what may be recorded; and the reports."""
    context = about(request, person_id, "Sentence")
    member, writes = request.member, request.member.may(Permission.RECORD_ON_TIMELINE)
    reports = queries.reports_of(person_id)
    context |= {
        "heading": "Sentence and requirements",
        "cards": [
            (*sentence_card(s, on=day_of(request.at)), _events(s), _links(request, s))
            for s in queries.sentences_of(person_id)
        ],
        "report_table": _reports(person_id, reports),
        "unwanted_reports": [r for r in reports if r.state in {"requested", "writing"}]
        if request.member.may(Permission.REQUEST_COURT_REPORT)
        else [],
        "open_reports": [r for r in reports if r.state in {"requested", "writing"}] if writes else [],
        "member": member,
    }
    return render(request, "courts/sentence.html", context)


def _reports(person_id: UUID, reports: list[queries.ReportRequest]) -> Table:
    waiting = queries.enquiries_waiting(r.id for r in reports)
    columns = ("Kind", "Asked for", "Due", "State", "Enquiries without an answer")
    rows = [
        [
            Link(
                first_capital(r.kind),
                f"/people/{person_id}/reports/{r.id}/advice",
                f"report of {r.requested_on:%-d %B %Y}",
            ),
            r.requested_on,
            r.due_on or Unknown("No day set"),
            state_tag(r.state),
            waiting[r.id],
        ]
        for r in reports
    ]
    return Table(
        "Reports for the court", [Column(text) for text in columns], rows, empty="No report was asked for."
    )


def _events(seen: queries.SentenceSeen) -> list[str]:
    return [f"{first_capital(k)} on {on:%-d %B %Y}{f': {why}' if why else ''}" for k, on, why in seen.events]


def _links(request: Asking, seen: queries.SentenceSeen) -> list[Link]:
    base = f"/people/{seen.person_id}/sentences/{seen.id}"
    found = []
    if _possible(request, seen) and request.member.may(Permission.RECORD_SENTENCE):
        found.append(
            Link(
                "Record what became of it",
                f"{base}/became",
                f"the {seen.kind} of {seen.imposed_on:%-d %B %Y}",
            )
        )
    if seen.state == SentenceState.IN_FORCE and request.member.may(Permission.AMEND_SENTENCE):
        found.append(
            Link("Amend its length", f"{base}/amend", f"the {seen.kind} of {seen.imposed_on:%-d %B %Y}")
        )
    if seen.taken_back and request.member.may(Permission.AMEND_SENTENCE):
        found.append(
            Link(
                f"Take back the {seen.taken_back}" if seen.counts else "Take back that it fell away",
                f"{base}/taken-back",
                f"of the {seen.kind} of {seen.imposed_on:%-d %B %Y}",
            )
        )
    return found


def _possible(request: Asking, seen: queries.SentenceSeen) -> list[SentenceState]:
    """What may be recorded of a sentence: that it fell away only by those who may amend it."""
    moves = sorted(SENTENCE_MOVES[SentenceState(seen.state)] & _WORDS.keys())
    may_amend = request.member.may(Permission.AMEND_SENTENCE)
    return [state for state in moves if may_amend or state not in ANNULLED]


def _found(person_id: UUID, sentence_id: UUID) -> queries.SentenceSeen:
    found = next((s for s in queries.sentences_of(person_id) if s.id == sentence_id), None)
    if found is None:
        raise Http404
    return found


@page(Permission.RECORD_SENTENCE)
def became(request: Asking, person_id: UUID, sentence_id: UUID) -> HttpResponse:
    """Record a breach, its end, a revocation, a completion, a death, or that the sentence fell away."""
    seen = _found(person_id, sentence_id)
    form = Became(request.POST or None, initial={"version": seen.version})
    possible = _possible(request, seen)
    choices: Any = form.fields["then"]
    choices.choices = [(state.value, _WORDS[state]) for state in possible]
    if request.method == "POST" and form.is_valid() and _recorded(request, form, sentence_id):
        messages.success(request, "Recorded.")
        return redirect("sentence", person_id=person_id)
    return _page(request, person_id, f"What became of the {seen.kind}", form, "Record")


def _recorded(request: Asking, form: Became, sentence_id: UUID) -> bool:
    then = SentenceState(form.cleaned_data.pop("then"))
    if then is SentenceState.IN_BREACH:
        return do(request, form, actions.record_breach, sentence_id=sentence_id)
    if then is SentenceState.IN_FORCE:
        return do(request, form, actions.resolve_breach, sentence_id=sentence_id)
    act = actions.annul_sentence if then in ANNULLED else actions.end_sentence
    return do(request, form, act, sentence_id=sentence_id, how=then)


@page(Permission.AMEND_SENTENCE)
def amend(request: Asking, person_id: UUID, sentence_id: UUID) -> HttpResponse:
    """Record that the court changed a sentence's length."""
    seen = _found(person_id, sentence_id)
    form = Amend(request.POST or None, initial={"version": seen.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.amend_sentence, sentence_id=sentence_id)
    ):
        messages.success(request, "Amended.")
        return redirect("sentence", person_id=person_id)
    return _page(request, person_id, f"Amend the {seen.kind}", form, "Amend")


@page(Permission.AMEND_SENTENCE)
def taken_back(request: Asking, person_id: UUID, sentence_id: UUID) -> HttpResponse:
    """Take back what was recorded of a sentence by mistake."""
    seen = _found(person_id, sentence_id)
    if not seen.taken_back:
        messages.info(request, "Nothing recorded of that sentence can be taken back.")
        return redirect("sentence", person_id=person_id)
    form = TakenBack(request.POST or None, initial={"version": seen.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.take_back, sentence_id=sentence_id)
    ):
        messages.success(request, "Taken back. The sentence stands as it stood before.")
        return redirect("sentence", person_id=person_id)
    return _page(request, person_id, f"Take back what was recorded: {seen.taken_back}", form, "Take it back")


def _page(request: Asking, person_id: UUID, heading: str, form: PlainForm, submit: str) -> HttpResponse:
    context = about(request, person_id, "Sentence")
    context |= {"heading": heading, "form": form, "submit": submit, "cancel": f"/people/{person_id}/sentence"}
    return render(request, "throughcare/form_page.html", context)


@page(Permission.RECORD_ON_TIMELINE)
def report(request: Asking, person_id: UUID, report_id: UUID) -> HttpResponse:
    """Begin a report for the court, or say that it was sent."""
    back = f"/people/{person_id}/sentence"
    version = whole(request.POST.get("version", ""), -1)
    if request.method != "POST" or version < 0:
        return redirect(back)
    act, said = (
        (actions.send_report, "The report is recorded as sent.")
        if "send" in request.POST
        else (actions.start_report, "The report is being written.")
    )
    return press(request, act, said, back, report_id=report_id, version=version)


@page(Permission.REQUEST_COURT_REPORT)
def withdraw_report(request: Asking, person_id: UUID, report_id: UUID) -> HttpResponse:
    """Record that the court no longer wants a report."""
    back = f"/people/{person_id}/sentence"
    version = whole(request.POST.get("version", ""), -1)
    if request.method != "POST" or version < 0:
        return redirect(back)
    said = "The report is recorded as no longer wanted."
    return press(request, actions.withdraw_report, said, back, report_id=report_id, version=version)
