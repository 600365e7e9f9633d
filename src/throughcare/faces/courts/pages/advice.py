"""A report for the court: what was asked of whom, what is proposed, and what the court then did."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.courts import actions, queries
from throughcare.casework.courts.queries import AdviceSeen, EnquirySeen, PassedAfter
from throughcare.casework.courts.rules.advice import PROPOSABLE, Answered, AskedOf
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of


class Ask(SentOnce, PlainForm):
    """Who is asked, and what about."""

    asked_of = forms.ChoiceField(
        label="Who was asked",
        choices=[(one.value, first_capital(one)) for one in AskedOf],
        widget=forms.RadioSelect,
    )
    about = CountedField(label="What they were asked", limit=300, required=False)

    def clean_asked_of(self) -> AskedOf:
        """The word as what it means."""
        return AskedOf(self.cleaned_data["asked_of"])


class Answer(SentOnce, PlainForm):
    """What came of an enquiry."""

    answered = forms.ChoiceField(
        label="What came of it",
        choices=[(one.value, first_capital(one)) for one in Answered],
        widget=forms.RadioSelect,
    )
    said = CountedField(label="What they said", limit=1000, required=False)

    def clean_answered(self) -> Answered:
        """The word as what it means."""
        return Answered(self.cleaned_data["answered"])


class Propose(SentOnce, PlainForm):
    """An order, how long it lasts, what it holds, and why."""

    kind = forms.ChoiceField(
        label="Sentence",
        choices=[(one.value, first_capital(one)) for one in PROPOSABLE],
        widget=forms.RadioSelect,
    )
    length = forms.CharField(label="Length", max_length=60, help_text="Such as 18 months")
    requirements = CountedField(
        label="Requirements",
        limit=500,
        help_text="Parted by semicolons, such as: unpaid work 120 hours; rehabilitation activity up to 20 days",
    )
    because = CountedField(label="Why this is proposed", limit=1000)


@page(Permission.LOOK_AT_PEOPLE)
def advice(request: Asking, person_id: UUID, report_id: UUID) -> HttpResponse:
    """Everything that goes into a report, what waits first."""
    seen = _found(request, person_id, report_id)
    writes = seen.is_in_hand and request.member.may(Permission.RECORD_ON_TIMELINE)
    context = about(request, person_id, "Sentence") | {
        "heading": f"{first_capital(seen.report.kind)} report for the court",
        "seen": seen,
        "is_late": seen.is_in_hand and seen.owed.on < day_of(request.at),
        "tables": [_proposals(seen), _enquiries(seen, request, writes), _passed(seen)],
        "writes": writes,
        "here": f"/people/{person_id}/reports/{report_id}/advice",
    }
    return render(request, "courts/advice.html", context)


def _proposals(seen: AdviceSeen) -> Table:
    rows = [
        [
            Lines(f"{first_capital(one.kind)} of {one.length}", one.requirements.split("; ")),
            one.because,
            one.law,
            one.at,
        ]
        for one in seen.proposals
    ]
    columns = [Column("What is proposed"), Column("Why"), Column("Lawful under"), Column("Written")]
    return Table("Proposals, the one that stands first", columns, rows, empty="Nothing is proposed yet.")


def _enquiries(seen: AdviceSeen, request: Asking, writes: bool) -> Table:
    base = f"/people/{seen.report.person_id}/reports/{seen.report.id}/advice/enquiries"
    columns = [Column("Who was asked"), Column("Asked"), Column("What came of it"), Column("What they said")]
    rows = [
        [
            Lines(first_capital(one.row.asked_of), [one.row.about] if one.row.about else []),
            one.row.at,
            _came(one, base, writes),
            one.row.said,
        ]
        for one in seen.enquiries
    ]
    return Table("Enquiries, those without an answer first", columns, rows, empty="Nobody was asked.")


def _came(one: EnquirySeen, base: str, writes: bool) -> object:
    if one.row.answered:
        return first_capital(one.row.answered)
    waits = Tag("No answer, late", "red") if one.is_late else Tag("No answer yet", "yellow")
    by = f"By {one.due:%-d %B %Y}"
    if not writes:
        return Lines(waits, [by])
    return Lines(waits, [by, Link("Record the answer", f"{base}/{one.row.id}", f"of {one.row.asked_of}")])


def _passed(seen: AdviceSeen) -> Table:
    columns = [Column("What the court passed"), Column("On"), Column("Beside what was proposed")]
    rows = [[_sentence(one), one.on, one.followed or Unknown("Nothing was proposed")] for one in seen.passed]
    return Table("What the court then did", columns, rows, empty="No sentence has come of it yet.")


def _sentence(one: PassedAfter) -> Lines:
    return Lines(first_capital(one.kind), list(one.requirements))


def _found(request: Asking, person_id: UUID, report_id: UUID) -> AdviceSeen:
    seen = queries.advice_of(report_id, at=request.at)
    if seen is None or seen.report.person_id != person_id:
        raise Http404
    return seen


@page(Permission.RECORD_ON_TIMELINE)
def ask(request: Asking, person_id: UUID, report_id: UUID) -> HttpResponse:
    """Record that somebody was asked for a report."""
    form = Ask(request.POST or None)
    _found(request, person_id, report_id)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.ask_enquiry, report_id=report_id)
    ):
        messages.success(request, "Recorded. It waits for an answer.")
        return redirect("advice", person_id=person_id, report_id=report_id)
    return _form(request, person_id, report_id, "Record who was asked", form)


@page(Permission.RECORD_ON_TIMELINE)
def answer(request: Asking, person_id: UUID, report_id: UUID, report_enquiry_id: UUID) -> HttpResponse:
    """Record what came of an enquiry."""
    form, seen = Answer(request.POST or None), _found(request, person_id, report_id)
    if all(one.row.id != report_enquiry_id for one in seen.enquiries):
        raise Http404
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.answer_enquiry, report_enquiry_id=report_enquiry_id)
    ):
        messages.success(request, "The answer is recorded.")
        return redirect("advice", person_id=person_id, report_id=report_id)
    return _form(request, person_id, report_id, "Record the answer to an enquiry", form)


@page(Permission.RECORD_ON_TIMELINE)
def propose(request: Asking, person_id: UUID, report_id: UUID) -> HttpResponse:
    """Propose an order to the court: one that the law of the day allows."""
    form = Propose(request.POST or None)
    _found(request, person_id, report_id)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.propose_sentence, report_id=report_id)
    ):
        messages.success(request, "The proposal is lawful and kept.")
        return redirect("advice", person_id=person_id, report_id=report_id)
    return _form(request, person_id, report_id, "Propose a sentence to the court", form)


def _form(request: Asking, person_id: UUID, report_id: UUID, heading: str, form: PlainForm) -> HttpResponse:
    context = about(request, person_id, "Sentence")
    context |= {
        "heading": heading,
        "form": form,
        "submit": "Record",
        "cancel": f"/people/{person_id}/reports/{report_id}/advice",
    }
    return render(request, "throughcare/form_page.html", context)
