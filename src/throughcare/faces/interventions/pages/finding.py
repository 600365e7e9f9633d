"""Which services fit a person's need, each with why, and the form that refers them."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.interventions import actions, queries
from throughcare.casework.interventions.rules import OpenTo, Order, need_areas, needs_of_requirements
from throughcare.casework.planning import queries as plans
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.service_words import needs_words, wait_words, whom_words
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .catalogue import need_choices
from .ladder_words import Called, ladder_rows, reached_words
from .referrals import referral_table


class Need(PlainForm):
    """What the person needs."""

    need = forms.ChoiceField(label="What is needed, or which requirement is to be met")
    by = forms.ChoiceField(
        label="What comes first",
        choices=[(Order.SOONEST.value, "The soonest"), (Order.NEAREST.value, "The nearest")],
        required=False,
    )

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        asked = [(f"requirement:{kind}", f"Requirement: {kind}") for kind in needs_of_requirements()]
        self.fields["need"].choices = [("", "Choose"), *need_choices(), *asked]  # type: ignore[attr-defined]

    def clean_need(self) -> str:
        """The need, or the one that a service for the requirement answers."""
        said = str(self.cleaned_data["need"])
        return needs_of_requirements()[said.partition(":")[2]] if said.startswith("requirement:") else said

    def clean_by(self) -> Order:
        """The soonest first, where nothing else is asked."""
        return Order(self.cleaned_data["by"] or Order.SOONEST)


@page(Permission.LOOK_AT_PEOPLE)
def services_for(request: Asking, person_id: UUID) -> HttpResponse:
    """A person's referrals; and for a need, which services fit, the best first with why, and which do not, with why not."""
    context = about(request, person_id, "Services")
    form = Need(request.GET or None)
    need = form.cleaned_data["need"] if form.is_bound and form.is_valid() else ""
    by = form.cleaned_data["by"] if need else Order.SOONEST
    found = queries.services_for(person_id, need, at=request.at, by=by) if need else None
    context |= {
        "heading": "Services",
        "referrals": referral_table(
            queries.referrals_of(person_id, today=day_of(request.at)),
            "Referrals",
            name=False,
            opens=request.member.may(Permission.REFER_TO_SERVICE),
        ),
        "unsent": _unsent(person_id),
        "form": form,
        "fitting": _fitting(request, person_id, need, found) if found else None,
        "out": _out(found.not_fitting) if found else None,
        "more_fit": found.more_fitting if found else 0,
        "more": found.more_not_fitting if found else 0,
    }
    return render(request, "interventions/services_for.html", context)


def _fitting(request: Asking, person_id: UUID, need: str, found: queries.Found) -> Table:
    may = request.member.may(Permission.REFER_TO_SERVICE)
    called = queries.services_called(one.overflow.rung for one in found.fitting if one.overflow)
    return Table(
        f"Services that fit: {need_areas()[need].name.lower()}",
        [Column("Service"), Column("Why"), Column("Wait"), Column("Action", hidden=True)],
        [
            [
                Lines(
                    Link(one.fit.service.title, f"/services/{one.id}"),
                    [one.fit.service.prime, whom_words(one.fit.service)],
                ),
                _why(one, found),
                _wait(one, called),
                _action(one, person_id, need) if may else "",
            ]
            for one in found.fitting
        ],
        empty="No service in the catalogue fits. What does not fit, and why, is below.",
    )


def _why(one: queries.ServiceFound, found: queries.Found) -> Lines:
    said: list[object] = [
        *([Tag("Soonest", "green")] if one.id == found.soonest else []),
        *([Tag("Nearest", "green")] if one.id == found.nearest else []),
        *(finding.because for finding in one.fit.reasons),
    ]
    said += [Tag(f"Find out: {finding.because}", "yellow") for finding in one.fit.unknown]
    return Lines(said[0], said[1:])


def _wait(one: queries.ServiceFound, called: Called) -> object:
    """The wait, and what was agreed to happen where the queue is past it."""
    said = wait_words(one.waits)
    return Lines(said, [Tag(reached_words(one.overflow, called), "yellow")]) if one.overflow else said


def _unsent(person_id: UUID) -> Table | None:
    rows = queries.not_referred_of(person_id)
    if not rows:
        return None
    return Table(
        "Not referred because of the wait",
        [Column("Service"), Column("For"), Column("Day"), Column("By"), Column("What is done instead")],
        [
            [
                Lines(Link(one.service, f"/services/{one.service_id}"), [one.provider]),
                need_areas()[one.need].name, one.on, one.by, one.instead,
            ]
            for one in rows
        ],
        empty="",
    )  # fmt: skip


def _action(one: queries.ServiceFound, person_id: UUID, need: str) -> object:
    if one.fit.service.open_to is OpenTo.ANYBODY:
        return "Open to anybody"
    if not one.receives:
        return Unknown("No team receives yet")
    here, title = f"/people/{person_id}/services/{one.id}", one.fit.service.title
    return Lines(
        Link("Refer", f"{here}/refer?need={need}", f"to {title}"),
        [Link("Do not refer because of the wait", f"{here}/not-referred?need={need}", f"to {title}")],
    )


def _out(found: tuple[queries.ServiceFound, ...]) -> Table:
    return Table(
        "Services for this need that do not fit",
        [Column("Service"), Column("Why not")],
        [
            [
                Lines(Link(one.fit.service.title, f"/services/{one.id}"), [one.fit.service.prime]),
                Lines(one.fit.against[0].because, [finding.because for finding in one.fit.against[1:]]),
            ]
            for one in found
        ],
        empty="Every service for this need fits.",
    )


class Refer(SentOnce, PlainForm):
    """Why the person is referred."""

    need = forms.CharField(widget=forms.HiddenInput, max_length=20)
    because = CountedField(
        label="What the person needs, and why this service",
        limit=1000,
        help_text="The service's team reads this, and can open the person's record while the referral is open.",
    )
    step_id = forms.ChoiceField(label="Which step of the plan this does, if any", required=False)

    def offer(self, person_id: UUID, by: Member) -> None:
        """Offer the steps of the plan that a service is to do; none to whoever does not write the plan."""
        steps = plans.steps_to_serve(person_id) if plans.may_write(person_id, by) else []
        named = [(str(one.step.id), f"{one.step.what} (towards: {one.goal.words})") for one in steps]
        self.fields["step_id"].choices = [("", "None"), *named]  # type: ignore[attr-defined]
        if not steps:
            del self.fields["step_id"]

    def clean_step_id(self) -> UUID | None:
        """The choice as an id."""
        return UUID(self.cleaned_data["step_id"]) if self.cleaned_data["step_id"] else None


@page(Permission.REFER_TO_SERVICE)
def refer(request: Asking, person_id: UUID, service_id: UUID) -> HttpResponse:
    """Refer a person to a service: what it is, who will see the record, and why."""
    seen, case = queries.service(service_id), supervision.case_of(person_id, at=request.at)
    if seen is None or case is None or case.case.closed_at is not None:
        raise Http404
    need = request.GET.get("need", "")
    form = Refer(
        request.POST or None, initial={"need": need if need in need_areas() else seen.facts.needs[0]}
    )
    form.offer(person_id, request.member)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.send_referral, person_id=person_id, service_id=service_id)
    ):
        messages.success(
            request, f"Referred to {seen.facts.title}. Its team can see the person while this is open."
        )
        return redirect("services_for", person_id=person_id)
    context = about(request, person_id, "Services")
    context |= {
        "heading": f"Refer to {seen.facts.title}",
        "form": form,
        "rows": [
            Row("Provider", seen.facts.prime),
            Row("For", needs_words(seen.facts)),
            Row("For whom", whom_words(seen.facts)),
            *ladder_rows(request, service_id),
            Row(
                "Who will see the record",
                f"{seen.unit}, {seen.organisation}" if seen.unit else Unknown("No team yet"),
            ),
        ],
        "cancel": f"/people/{person_id}/services",
    }
    return render(request, "interventions/refer.html", context)
