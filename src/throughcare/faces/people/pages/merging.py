"""Making one record of two, or saying that two are never one: what moves is shown first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.courts import queries as courts
from throughcare.casework.people import queries as people
from throughcare.casework.people.actions import keep_apart, lift_apart, merge_people
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Unknown
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from .amending import changed
from .searching import Search


class Ruling(SentOnce, PlainForm):
    """What the two are, and why."""

    ruling = forms.ChoiceField(
        label="What are they?",
        widget=forms.RadioSelect,
        choices=[
            ("keep", "One person: keep this record, and move the other into it"),
            ("give", "One person: keep the other record, and move this one into it"),
            ("apart", "Never one person: do not offer them as one again"),
        ],
    )
    because = CountedField(label="How it is known", limit=500)


@page(Permission.MERGE_PEOPLE)
def other_record(request: Asking, person_id: UUID) -> HttpResponse:
    """Find the other record, among those the viewer may see."""
    context = about(request, person_id, "Identity")
    form, table = Search(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            found = people.search(**{name: form.cleaned_data[name] for name in ("words", "born", "number")})
        except Refused as refusal:
            form.refuse(refusal)
        else:
            table = _found(person_id, found)
    context |= {
        "heading": "Another record of this person",
        "lead": "Find the other record. What would move, and what would be closed, is shown before anything happens.",
        "form": form,
        "table": table,
        "submit": "Search",
        "cancel": f"{context['base']}/identity",
    }
    return render(request, "people/other_record.html", context)


def _found(person_id: UUID, found: list[people.Found]) -> Table:
    rows: list[list[Any]] = [
        [Link(one.name, f"/people/{person_id}/merge/{one.id}"), one.date_of_birth or Unknown(), one.sex]
        for one in found
        if one.id != person_id
    ]
    columns = [Column("Name"), Column("Date of birth"), Column("Sex")]
    return Table("People found", columns, rows, empty="Nobody else you may see fits.")


@page(Permission.MERGE_PEOPLE)
def merge(request: Asking, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Two records side by side, what moves from one to the other, and the ruling."""
    context = about(request, person_id, "Identity")
    other = people.person_page(other_id, on=day_of(request.at))
    if other is None or other_id == person_id:
        raise Http404
    form = Ruling(request.POST or None)
    if request.method == "POST" and form.is_valid() and _ruled(request, form, person_id, other_id):
        return _done(request, person_id, other_id, form.data["ruling"])
    context |= {
        "heading": "One person, or two?",
        "form": form,
        "submit": "Record the ruling",
        "cancel": f"{context['base']}/identity",
        "tables": [
            _beside(request, context["person"], other),
            _what_happens(request, context["person"], other),
        ],
    }
    return render(request, "people/merge.html", context)


def _ruled(request: Asking, form: Ruling, person_id: UUID, other_id: UUID) -> bool:
    ruling = form.cleaned_data.pop("ruling")
    if ruling == "apart":
        return do(request, form, keep_apart, person_id=person_id, other_id=other_id)
    stays, goes = (person_id, other_id) if ruling == "keep" else (other_id, person_id)
    return do(request, form, merge_people, survivor_id=stays, merged_id=goes)


def _done(request: Asking, person_id: UUID, other_id: UUID, ruling: str) -> HttpResponse:
    if ruling == "apart":
        return changed(request, person_id, "They are kept apart, and will not be offered as one again.")
    stays = person_id if ruling == "keep" else other_id
    return changed(request, stays, "The two records are one. What hangs on the other follows within moments.")


def _beside(request: Asking, this: people.PersonPage, other: people.PersonPage) -> Table:
    rows: list[list[Any]] = [
        [words, *(Lines(*_lines(tell(one))) for one in (this, other))] for words, tell in _TOLD
    ]
    return Table("Side by side", [Column("What"), Column("This record"), Column("The other record")], rows)


def _lines(found: list[str]) -> tuple[Any, list[str]]:
    return (found[0], found[1:]) if found else (Unknown("Nothing"), [])


_TOLD = (
    ("Name", lambda p: [p.name]),
    ("Date of birth", lambda p: [f"{p.date_of_birth:%-d %B %Y}"] if p.date_of_birth else []),
    ("Sex", lambda p: [first_capital(p.characteristics["sex"])]),
    ("Other names", lambda p: [name for name, _, _ in p.aliases]),
    ("Numbers", lambda p: [f"{first_capital(n.kind.words)} {n.value}" for n in p.numbers]),
    ("Homes", lambda p: [f"{h.lines} {h.postcode}".strip() or h.kind for h in p.homes]),
    ("Died", lambda p: [f"{p.died_on:%-d %B %Y}"] if p.died_on else []),
)


def _what_happens(request: Asking, this: people.PersonPage, other: people.PersonPage) -> Table:
    """What each record brings, so that it is seen before it moves; and what of two can go on as one alone."""
    one, two = (_hanging(request, p) for p in (this, other))
    rows: list[list[Any]] = [
        [what, Lines(*_lines(one[what])), Lines(*_lines(two[what])), rule] for what, rule in _RULES
    ]
    columns = [
        Column("What moves"),
        Column("This record"),
        Column("The other record"),
        Column("What becomes of it"),
    ]
    return Table("What moves", columns, rows)


_RULES = (
    ("Sentences", "All follow to the record that stays."),
    ("Reports for court", "All follow to the record that stays."),
    ("Open case", "Of two open cases the one of the record that goes is closed; the higher risk stands."),
    ("Assessments", "All follow; of two under way the one of the record that goes is locked as it is."),
    ("Tier", "Worked out again from all of it."),
    (
        "Who could see",
        "Whoever may see either may see the record that stays; whoever was barred from either is barred.",
    ),
)


def _hanging(request: Asking, person: people.PersonPage) -> dict[str, list[str]]:
    case = supervision.case_of(person.id, at=request.at)
    open_case = [f"held by {case.unit}, {case.organisation}"] if case and case.case.closed_at is None else []
    tier = assessment.tier_of(person.id)
    return {
        "Sentences": [
            f"{first_capital(s.kind)} of {s.imposed_on:%-d %B %Y}, {s.state}"
            for s in courts.sentences_of(person.id)
        ],
        "Reports for court": [
            f"{first_capital(r.kind)}, {r.get_state_display()}" for r in courts.reports_of(person.id)
        ],
        "Open case": open_case,
        "Assessments": [f"{len(found)} recorded"] if (found := assessment.assessments_of(person.id)) else [],
        "Tier": [tier.tier] if tier and tier.tier else [],
        "Who could see": [],
    }


@page(Permission.MERGE_PEOPLE)
def lift(request: Asking, person_id: UUID, ruling_id: UUID) -> HttpResponse:
    """Lift a ruling that two are never one person."""
    if request.method != "POST":
        return redirect("identity", person_id=person_id)
    given = {"ruling_id": ruling_id, "because": request.POST.get("because", "")[:500]}
    return press(request, lift_apart, "The ruling was lifted.", f"/people/{person_id}/identity", **given)
