"""What courts said that has to be asked about, with the courts' own words."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.courts import actions, queries
from throughcare.casework.courts.rules import Outcome, ReportKind, Runs, SentenceKind, Unit
from throughcare.casework.people import queries as people
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Link, Table, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission

_ABOUT = {"pnc": "PNC number", "cro": "CRO number"}


def about_words(about: str) -> str:
    """What a question is about, as it is named on a page."""
    return _ABOUT.get(about) or first_capital(about.replace("_", " "))


def questions_table(rows: list[queries.QuestionSeen]) -> Table:
    """The questions that are open, each with a way to settle it."""
    return Table(
        "To ask the court about",
        [Column("About"), Column("The court's words"), Column("Case"), Column("Action", hidden=True)],
        [
            [
                about_words(q.about),
                q.said or Unknown("Nothing"),
                q.case_number,
                Link("Settle", f"/imports/questions/{q.id}", f"{about_words(q.about)}, case {q.case_number}"),
            ]
            for q in rows
        ],
        empty="Nothing a court sent has to be asked about.",
    )


class Settling(SentOnce, OfVersion, PlainForm):
    """What was found out."""

    answer = CountedField(label="What you found out", limit=500)


class NamingOffence(SentOnce, OfVersion, PlainForm):
    """Which offence it is."""

    code = forms.CharField(label="Home Office code", max_length=10, help_text="Like 105/01")


def _choices(words: type, first: str) -> list[tuple[str, str]]:
    return [("", first), *((str(word), first_capital(str(word))) for word in words)]  # type: ignore[attr-defined]


class SayingResult(SentOnce, OfVersion, PlainForm):
    """What the court passed."""

    outcome = forms.ChoiceField(
        label="What became of the hearing",
        choices=[c for c in _choices(Outcome, "Choose") if c[0] != Outcome.LISTED],
    )
    sentence_kind = forms.ChoiceField(
        label="Sentence", choices=_choices(SentenceKind, "None"), required=False
    )
    sentence_length = forms.CharField(
        label="Length",
        max_length=120,
        required=False,
        help_text="As the court said it, like 18 months 2 weeks, or 12 months less 45 days on remand",
    )
    sentence_unit = forms.ChoiceField(label="Counted in", choices=_choices(Unit, "Choose"), required=False)
    custody_months = forms.CharField(label="Custody suspended, in months", max_length=60, required=False)
    requirements = forms.CharField(
        label="Requirements",
        max_length=500,
        required=False,
        help_text="Parted by ;, like unpaid work 80 hours; RAR up to 20 days; Building Choices 21 days",
    )
    minimum_term = forms.CharField(
        label="Minimum term of a life sentence",
        max_length=120,
        required=False,
        help_text="Like 14 years less 212 days on remand, or whole life",
    )
    runs = forms.ChoiceField(
        label="How it runs beside another",
        choices=_choices(Runs, "Alone")[:1] + _choices(Runs, "")[2:],
        required=False,
    )
    runs_with = forms.CharField(
        label="The reference of the result it runs beside", max_length=60, required=False
    )
    report_kind = forms.ChoiceField(label="Report", choices=_choices(ReportKind, "None"), required=False)


_FORMS: dict[str, type[PlainForm]] = {"offence": NamingOffence, "result": SayingResult}


def _settled(request: Asking, form: PlainForm, question_id: UUID) -> bool:
    if isinstance(form, NamingOffence):
        return do(request, form, actions.name_offence, question_id=question_id)
    if isinstance(form, SayingResult):
        said = {
            name: form.cleaned_data.pop(name)
            for name in list(form.cleaned_data)
            if name in actions.OF_A_RESULT
        }
        return do(request, form, actions.say_result, question_id=question_id, said=said)
    return do(request, form, actions.settle_question, question_id=question_id)


@page(Permission.CORRECT_REFUSED_ROW)
def question(request: Asking, question_id: UUID) -> HttpResponse:
    """One question: the court's words, why they are asked about, and a place for the answer."""
    seen = queries.question(question_id)
    if seen is None:
        raise Http404
    if seen.state != "open":
        messages.info(request, "That question has been settled.")
        return redirect("imports")
    kind = _FORMS.get(seen.about, Settling)
    typed = request.POST if request.method == "POST" else None
    other = _FORMS.get(seen.about) is not None and typed is not None and "answer" in typed
    form = (Settling if other else kind)(typed, initial={"version": seen.version})
    if request.method == "POST" and form.is_valid() and _settled(request, form, question_id):
        messages.success(request, "Recorded.")
        return redirect("imports")
    name = people.names_of([seen.person_id])
    context = {
        "heading": about_words(seen.about),
        "caption": f"{seen.court}, {seen.on:%-d %B %Y}, case {seen.case_number}",
        "seen": seen,
        "because": first_capital(seen.because),
        "person": Link(name[seen.person_id].name, f"/people/{seen.person_id}") if name else None,
        "form": form,
        "aside": None if isinstance(form, Settling) else Settling(initial={"version": seen.version}),
        "back": Link("Court results", "/imports"),
    }
    return render(request, "courts/question.html", context)
