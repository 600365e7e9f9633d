"""A person's programmes: what they were referred to and how far each has come, what suits them and why, and a referral."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.programmes import actions, queries
from throughcare.casework.programmes.queries import EnrolmentSeen, ProgrammesFor
from throughcare.casework.programmes.rules import ProgrammeFit
from throughcare.casework.programmes.rules import programmes as every_programme
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .catalogue import dose_words
from .enrolment_words import come_words, owed_words, state_words


@page(Permission.LOOK_AT_PEOPLE)
def programmes_for(request: Asking, person_id: UUID) -> HttpResponse:
    """A person's referrals to programmes, and each programme held against them: why it suits, why not, what is not known."""
    context = about(request, person_id, "Programmes")
    found = queries.programmes_for(person_id, at=request.at)
    context |= {
        "heading": "Programmes",
        "enrolments": _enrolments(queries.enrolments_of(person_id, today=day_of(request.at))),
        "fits": _fits(request, person_id, found),
        "not_held": found.not_held,
        "ordered": [f"{one.kind}: {one.said}" if one.said else one.kind for one in found.ordered],
    }
    return render(request, "programmes/programmes_for.html", context)


def _enrolments(found: list[EnrolmentSeen]) -> Table:
    return Table(
        "Referred to",
        [
            Column("Programme"),
            Column("State"),
            Column("How far"),
            Column("What is owed"),
            Column("Action", hidden=True),
        ],
        [
            [
                Lines(one.line.programme_name, [one.line.team]),
                state_words(one.line.state),
                come_words(one),
                owed_words(one.line),
                Link("Open", f"/enrolments/{one.line.id}", f"the referral to {one.line.programme_name}"),
            ]
            for one in found
        ],
        empty="Not referred to a programme.",
    )


def _fits(request: Asking, person_id: UUID, found: ProgrammesFor) -> Table:
    may = request.member.may(Permission.REFER_TO_SERVICE) and has_part(request, person_id)
    return Table(
        "Which programmes suit this person",
        [
            Column("Programme"),
            Column("Does it suit?"),
            Column("Why"),
            *([Column("Action", hidden=True)] if may else []),
        ],
        [
            [
                Link(fit.programme.name, f"/programmes/{fit.programme.key}"),
                _answer(fit),
                _why(fit),
                *([_refer(fit, person_id, found)] if may else []),
            ]
            for fit in found.fits
        ],
    )


def _answer(fit: ProgrammeFit) -> Tag:
    if fit.against:
        return Tag("No", "grey")
    return Tag("Not known yet", "yellow") if fit.unknown else Tag("Yes", "green")


def _why(fit: ProgrammeFit) -> Lines:
    said: list[object] = [one.because for one in (*fit.against, *fit.reasons)]
    said += [f"Find out: {one.because}" for one in fit.unknown]
    return Lines(said[0], said[1:]) if said else Lines("Nothing rules it out")


def _refer(fit: ProgrammeFit, person_id: UUID, found: ProgrammesFor) -> object:
    if fit.against and not found.ordered:
        return ""
    if not found.teams.get(fit.programme.key):
        return Unknown("No team is trained in it here")
    return Link("Refer", f"/people/{person_id}/programmes/{fit.programme.key}", f"to {fit.programme.name}")


class Refer(SentOnce, PlainForm):
    """To which team, under which requirement, and why."""

    to_unit = forms.TypedChoiceField(label="Team that delivers it", coerce=UUID)
    requirement_id = forms.TypedChoiceField(
        label="What the court ordered", required=False, coerce=UUID, empty_value=None,
        help_text="Sessions attended count towards it.",
    )  # fmt: skip
    because = CountedField(
        label="What the person needs, and why this programme",
        limit=1000,
        help_text="The team reads this, and can open the person's record while the referral is open.",
    )

    def offer(self, found: ProgrammesFor, key: str) -> None:
        """The teams that deliver the programme for the person, and what the court ordered."""
        teams = [(str(one.unit_id), f"{one.unit}, {one.organisation}") for one in found.teams.get(key, ())]
        ordered = [
            (str(one.id), f"{one.kind}, {one.said}" if one.said else one.kind) for one in found.ordered
        ]
        self.fields["to_unit"].choices = [("", "Choose"), *teams]  # type: ignore[attr-defined]
        self.fields["requirement_id"].choices = [("", "Nothing: it is not ordered"), *ordered]  # type: ignore[attr-defined]
        self.initial.setdefault("requirement_id", ordered[0][0] if ordered else "")


@page(Permission.REFER_TO_SERVICE)
def refer_to_programme(request: Asking, person_id: UUID, programme: str) -> HttpResponse:
    """Refer a person to a programme: what it takes, who will see the record, and why."""
    chosen = every_programme().get(programme)
    if chosen is None:
        raise Http404
    context: dict[str, Any] = about(request, person_id, "Programmes")
    if not has_part(request, person_id):
        raise Http404
    found = queries.programmes_for(person_id, at=request.at)
    form = Refer(request.POST or None)
    form.offer(found, programme)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.refer_to_programme, person_id=person_id, programme_key=programme)
    ):
        messages.success(
            request, f"Referred to {chosen.name}. The team can see the person while this is open."
        )
        return redirect("programmes_for", person_id=person_id)
    fit = next(one for one in found.fits if one.programme.key == programme)
    context |= {
        "heading": f"Refer to {chosen.name}",
        "form": form,
        "submit": "Refer",
        "rows": [
            Row("How much", dose_words(chosen)),
            Row("Does it suit?", Lines(_answer(fit), [_why(fit)])),
        ],
        "cancel": f"/people/{person_id}/programmes",
    }
    return render(request, "programmes/form.html", context)
