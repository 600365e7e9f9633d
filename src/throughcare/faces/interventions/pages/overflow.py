"""What happens when the queue for a service grows, said by whoever keeps the catalogue; and a wait too long to refer into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.interventions import actions, queries
from throughcare.casework.interventions.rules import Measure, Rung, Then, Told, need_areas
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Row
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.service_words import wait_words, whom_words
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .ladder_words import ladder_rows, rung_words

NONE = ("", "None")


class Climbing(SentOnce, PlainForm):
    """Which rungs stay, one to add, from which day, and where it is agreed."""

    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    stay = forms.MultipleChoiceField(
        label="What stays as it is", required=False, widget=forms.CheckboxSelectMultiple
    )
    measure = forms.TypedChoiceField(
        label="Add: what is counted", required=False, coerce=Measure, empty_value=None,
        choices=[NONE, *((one.value, first_capital(one.value)) for one in Measure)],
        help_text="Leave it at “None” to add nothing.",
    )  # fmt: skip
    at = forms.IntegerField(label="From how many days or people on", required=False, min_value=1)
    then = forms.TypedChoiceField(
        label="What then happens", required=False, coerce=Then, empty_value=None,
        choices=[NONE, *((one.value, first_capital(one.value)) for one in Then)],
    )  # fmt: skip
    to = forms.ChoiceField(
        label="Service that takes people over",
        required=False,
        help_text="For a second provider or in-house delivery.",
    )
    pounds = forms.DecimalField(
        label="Price of each place beyond it, in pounds", required=False, min_value=0, max_value=100_000, decimal_places=2,
        help_text="For a priced band.",
    )  # fmt: skip
    told = forms.MultipleChoiceField(
        label="Who is told", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, first_capital(one.value)) for one in Told],
    )  # fmt: skip
    starts = DayField(label="From which day on")
    source = forms.CharField(label="Where it is agreed: the contract and its clause", max_length=200)

    def offer(self, rungs: Sequence[Rung], services: Sequence[tuple[str, str]]) -> None:
        """Offer the rungs that stand, and the services that may take people over."""
        self.rungs = rungs
        called = queries.services_called(rungs)
        stay = [(str(place), rung_words(one, called)) for place, one in enumerate(rungs)]
        self.fields["stay"].choices = stay  # type: ignore[attr-defined]
        self.fields["to"].choices = [NONE, *services]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The whole ladder in its order, in place of what stays and what is added."""
        cleaned = dict(super().clean() or {})
        names = ("stay", "measure", "at", "then", "to", "pounds", "told")
        given = {name: cleaned.pop(name, None) for name in names}
        rungs = [one for place, one in enumerate(self.rungs) if str(place) in (given["stay"] or [])]
        if given["measure"] is not None:
            for name, asked in (("at", "Say from how many on."), ("then", "Say what then happens.")):
                if not given[name] and name not in self.errors:
                    self.add_error(name, asked)
            if not self.errors:
                rungs = _with(rungs, _rung(given))
        cleaned["rungs"] = rungs
        return cleaned


def _rung(given: dict[str, Any]) -> Rung:
    pence = None if given["pounds"] is None else int(given["pounds"] * 100)
    told = tuple(Told(one) for one in given["told"] or ())
    return Rung(given["measure"], given["at"], given["then"], told, given["to"] or "", pence)


def _with(rungs: Sequence[Rung], new: Rung) -> list[Rung]:
    """The rungs with one more: below the first of its kind that is reached later, else above them all."""
    place = next(
        (place for place, one in enumerate(rungs) if one.measure is new.measure and one.at > new.at),
        len(rungs),
    )
    return [*rungs[:place], new, *rungs[place:]]


@page(Permission.KEEP_CATALOGUE)
def service_overflow(request: Asking, service_id: UUID) -> HttpResponse:
    """Say what happens at each length of a service's queue, from a day on."""
    seen = queries.service(service_id)
    if seen is None:
        raise Http404
    today = day_of(request.at)
    stands = queries.ladder(service_id, on=today)
    latest = stands.latest
    initial = {
        "number": stands.number, "starts": today, "source": latest.source if latest else "",
        "stay": [str(place) for place in range(len(latest.rungs) if latest else 0)],
    }  # fmt: skip
    form = Climbing(request.POST or None, initial=initial)
    others = [one for one in queries.catalogue(on=today) if one.unit_id and one.id != service_id]
    form.offer(
        latest.rungs if latest else (),
        [(one.facts.reference, f"{one.facts.title}, {one.facts.prime}") for one in others],
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.set_overflow, service_id=service_id)
    ):
        messages.success(request, "Saved. Whoever is to be told sees it on their home page.")
        return redirect("service", service_id=service_id)
    context = {"heading": f"When the queue for {seen.facts.title} grows", "form": form, "submit": "Save"}
    context["lead"] = "The highest that is reached is what happens. Nobody waits past it unseen."
    return render(request, "throughcare/form_page.html", context | {"cancel": f"/services/{service_id}"})


class NotReferring(SentOnce, PlainForm):
    """Why somebody is not referred, and what is done instead."""

    need = forms.CharField(widget=forms.HiddenInput, max_length=20)
    instead = CountedField(
        label="What is done instead",
        limit=1000,
        help_text="It is counted with those refused for want of a place, and the need stays on the person's record.",
    )


@page(Permission.REFER_TO_SERVICE)
def not_referred(request: Asking, person_id: UUID, service_id: UUID) -> HttpResponse:
    """Record that a person is not referred to a service because of its wait."""
    seen, case = queries.service(service_id), supervision.case_of(person_id, at=request.at)
    if seen is None or case is None or case.case.closed_at is not None:
        raise Http404
    need = request.GET.get("need", "")
    form = NotReferring(
        request.POST or None, initial={"need": need if need in need_areas() else seen.facts.needs[0]}
    )
    act = actions.record_not_referred
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, act, person_id=person_id, service_id=service_id)
    ):
        messages.success(request, "Recorded: not referred because of the wait.")
        return redirect("services_for", person_id=person_id)
    context = about(request, person_id, "Services")
    context |= {
        "heading": f"Not referred to {seen.facts.title} because of the wait",
        "form": form,
        "submit": "Record it",
        "rows": [
            Row("Provider", seen.facts.prime),
            Row("For whom", whom_words(seen.facts)),
            Row(
                "Wait to be taken on",
                wait_words(queries.waits_of([service_id], at=request.at).get(service_id)),
            ),
            *ladder_rows(request, service_id),
        ],
        "cancel": f"/people/{person_id}/services",
    }
    return render(request, "interventions/refer.html", context)
