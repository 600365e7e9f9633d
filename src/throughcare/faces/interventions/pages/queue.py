"""How long people wait for services, by service, area, need or whom they take; how good past forecasts were; demand lost."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from throughcare.casework.interventions import queries
from throughcare.casework.interventions.rules import Expected, QueueBy, QueueTold, WaitClock
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Lines, Table, Unknown
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.service_words import rounded
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of


class By(PlainForm):
    """What the queues are told by."""

    by = forms.ChoiceField(
        label="Told by", required=False, choices=[(one.value, first_capital(one.value)) for one in QueueBy]
    )

    def clean_by(self) -> QueueBy:
        """By service, where nothing else is asked."""
        return QueueBy(self.cleaned_data["by"] or QueueBy.SERVICE)


@page(Permission.LOOK_AT_OUTCOMES)
def waits(request: Asking) -> HttpResponse:
    """Every queue that enough people were in to tell of."""
    form = By(request.GET or None)
    by = form.cleaned_data["by"] if form.is_bound and form.is_valid() else QueueBy.SERVICE
    found = queries.queues(by, as_at=day_of(request.at))
    return render(
        request,
        "interventions/waits.html",
        {"heading": "Waits for services", "form": form, "table": _table(by, found)},
    )


def _table(by: QueueBy, found: list[QueueTold]) -> Table:
    return Table(
        "Referrals of the last year",
        [
            Column(first_capital(by.value)),
            Column("Sent", numeric=True),
            *(Column(first_capital(clock.value)) for clock in WaitClock),
            Column("Past forecasts"),
            Column("Lost"),
        ],
        [
            [
                one.cell,
                rounded(one.sent),
                *(wait_lines(wait) for _, wait in one.clocks),
                _past(one),
                _lost(one),
            ]
            for one in found
        ],
        empty="No queue has ten referrals in a year: too few to say how long people wait.",
    )


def wait_lines(wait: Expected | None) -> object:
    """A wait to be expected in words: the middle with its interval, the 90th percentile, and who is not counted as done."""
    if wait is None:
        return Unknown("Too few referrals to say")
    known = wait.waits
    middle = "More than half still wait" if known.middle is None else f"Half within {known.middle} days"
    between = f"{_days(wait.soonest)} to {_days(wait.latest)} days with 95% confidence"
    ninth = (
        "90th percentile not reached"
        if known.ninetieth is None
        else f"nine of ten within {known.ninetieth} days"
    )
    still = f"{rounded(known.censored)} of {rounded(known.counted)} not so far"
    return Lines(middle, [between, ninth, first_capital(still)])


def _days(day: int | None) -> str:
    return "more than seen" if day is None else str(day)


def _past(one: QueueTold) -> object:
    if not one.past:
        return Unknown("Too few to say")
    return f"{one.held} of {len(one.past)} agree with the waits that came"


def _lost(one: QueueTold) -> object:
    said = [first_capital(f"{rounded(count)} {lost.value}") for lost, count in one.lost]
    return Lines(said[0], said[1:])
