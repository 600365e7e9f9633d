"""Changing the model of an area: what would change for whom, a rehearsal, putting it in force, withdrawing it, carrying cases over."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.supervision import actions as supervision
from throughcare.casework.supervision.queries import CarryingSeen, carryings
from throughcare.casework.supervision.queries import carrying as one_carrying
from throughcare.casework.supervision.rules.words import CarryingState
from throughcare.faces.operating_model.pages.comparing import GapSeen, appointed_in_words, gaps_under
from throughcare.faces.operating_model.words import FATES, RULES, counted, said_of
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, JobProgress, Lines, Link, Row, Table
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.faces.web.value_words import first_capital, state_tag
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import actions, queries
from throughcare.foundation.operating_model.queries import Adopted, Area, InForce
from throughcare.foundation.operating_model.rules import InFlight, OperatingModel
from throughcare.foundation.operating_model.rules.compare import compare, compare_values


class Change(SentOnce, PlainForm):
    """From when, and what becomes of cases in flight; rehearsed first or put in force."""

    start = DayField(label="First day")
    in_flight = forms.ChoiceField(
        label="Cases in flight",
        widget=forms.RadioSelect,
        choices=[(rule.value, said) for rule, said in RULES.items()],
    )
    because = CountedField(
        label="Why",
        limit=300,
        required=False,
        help_text="Shown beside the model for as long as it is in force.",
    )

    def clean_in_flight(self) -> InFlight:
        """The rule chosen."""
        return InFlight(self.cleaned_data["in_flight"])


@page(Permission.ADOPT_MODEL)
def change_in_area(request: Asking, model_id: UUID, area: str) -> HttpResponse:
    """What would change in an area under an adopted model; rehearse it, or put it in force from a day."""
    found, place = queries.adopted(model_id), _area(area)
    if found is None or place is None:
        raise Http404
    model = queries.model_of(found)
    form = Change(request.POST or None, initial={"in_flight": model.in_flight.value.value})
    if request.method == "POST" and form.is_valid():
        answer = _act(request, form, found, place)
        if answer is not None:
            return answer
    today = day_of(request.at)
    before = queries.model_in_force(area, today)
    context = {
        "heading": f"{model.name} in {place.name}",
        "caption": "A change of operating model",
        "back": Link(model.title, f"/models/adopted/{model_id}"),
        "now": f"In force today: {before.model.title}." if before else "No model is in force here today.",
        "changes": _changes(before.model, model, area, today) if before else None,
        "terms": _terms(before.model, model) if before else None,
        "gaps": _gaps(gaps_under(model, area, today)),
        "rehearsals": _listed(
            [
                one
                for one in carryings(200)
                for c in [one.carrying]
                if c.is_rehearsal and c.model_id == model_id and c.area_code == area
            ],
            "Rehearsals here",
        ),
        "form": form,
    }
    return render(request, "operating_model/change.html", context)


def _area(code: str) -> Area | None:
    return next((area for area in queries.areas() if area.code == code), None)


def _act(request: Asking, form: Change, found: Adopted, place: Area) -> HttpResponse | None:
    """Rehearse or put in force, as the button pressed says; None when it was refused on the form."""
    if request.POST.get("act") == "put":
        if do(request, form, actions.put_model_in_force, area=place.code, model_id=found.id):
            messages.success(request, f"{found.name} comes into force in {place.name} on the day you gave.")
            return redirect("model_changes")
        return None
    form.cleaned_data.pop("because", None)
    if do(request, form, supervision.rehearse_change, area=place.code, model_id=found.id):
        messages.success(request, "The rehearsal was asked for. It moves nobody.")
        return redirect("model_changes")
    return None


def _changes(before: OperatingModel, after: OperatingModel, area: str, on: date) -> Table:
    """Function by function, for whom it passes from whom to whom, with the organisation where one is appointed."""
    here = queries.holders(area, on)
    rows = [
        [
            row.function.label,
            first_capital(row.who),
            Lines(first_capital(row.one.body_name), [appointed_in_words(here, row.one)]),
            Lines(first_capital(row.other.body_name), [appointed_in_words(here, row.other)]),
        ]
        for row in compare(before, after, on)
        if row.differs
    ]
    columns = [Column("Function"), Column("For whom"), Column("Today"), Column("Under the new model")]
    return Table("Who changes, for whom", columns, rows, empty="Every function stays with the same body.")


def _terms(before: OperatingModel, after: OperatingModel) -> Table:
    rows = [
        [first_capital(found.what), first_capital(found.one), first_capital(found.other)]
        for found in compare_values(before, after)
    ]
    columns = [Column("Term"), Column("Today"), Column("Under the new model")]
    return Table("On what terms", columns, rows, empty="The terms are the same.")


def _gaps(rows: list[GapSeen]) -> Table:
    return Table(
        "Gaps that open unless somebody is appointed by the day",
        [Column("Body"), Column("Functions with no organisation"), Column("Paid under contract")],
        [
            [
                first_capital(gap.name),
                Lines(gap.functions[0], gap.functions[1:]),
                "Yes, and no provider is appointed" if gap.is_paid else "No",
            ]
            for gap in rows
        ],
        empty="Every body that holds a function has an organisation here.",
    )


@page(Permission.ADOPT_MODEL)
def model_changes(request: Asking) -> HttpResponse:
    """What comes into force and when, what was withdrawn, and how carrying cases over has gone."""
    rows, withdrawn = carryings(), queries.withdrawn()
    context = {
        "heading": "Changes of model",
        "back": Link("Operating models", "/models"),
        "running": [_progress(one) for one in rows if one.carrying.state == CarryingState.WAITING],
        "coming": _coming(queries.to_come(day_of(request.at))),
        "carried": _listed([one for one in rows if not one.carrying.is_rehearsal], "Cases carried over"),
        "rehearsed": _listed([one for one in rows if one.carrying.is_rehearsal], "Rehearsals"),
        "withdrawn": _withdrawn(withdrawn) if withdrawn else None,
    }
    return render(request, "operating_model/changes.html", context)


def _coming(rows: list[InForce]) -> Table:
    columns = ("Area", "Model", "First day", "Cases in flight")
    return Table(
        "To come",
        [*map(Column, columns), Column("Action", hidden=True)],
        [[*_when(row), RULES[InFlight(row.in_flight)], _withdrawing(row)] for row in rows],
        empty="No change is to come.",
    )


def _withdrawing(row: InForce) -> Link:
    return Link("Withdraw", f"/models/in-force/{row.id}/withdraw", f"{row.model.name} in {row.area.name}")


def _withdrawn(rows: list[InForce]) -> Table:
    columns = ("Area", "Model", "First day", "Withdrawn", "Why")
    shown = [[*_when(row), row.withdrawn_at, row.withdrawn_because] for row in rows]
    return Table("Withdrawn before the day", [Column(name) for name in columns], shown)


def _when(row: InForce) -> list[object]:
    """Where, which model and from which day."""
    return [row.area.name, row.model.name, row.during.lower]


def _listed(rows: list[CarryingSeen], caption: str) -> Table:
    names = {area.code: area.name for area in queries.areas()}
    return Table(
        caption,
        [
            Column("Area"),
            Column("Model"),
            Column("Day"),
            Column("State"),
            Column("Cases", numeric=True),
            Column("What became of them"),
        ],
        [
            [
                names.get(row.area_code, row.area_code),
                row.model_name,
                row.day,
                state_tag(row.state),
                counted(one.reached),
                Link(
                    said_of(one.fates), f"/models/changes/{row.id}", f"{row.model_name}, {row.day:%-d %B %Y}"
                ),
            ]
            for one in rows
            for row in [one.carrying]
        ],
        empty="None yet.",
    )


def _progress(seen: CarryingSeen) -> JobProgress:
    row = seen.carrying
    what = "Rehearsing" if row.is_rehearsal else "Carrying cases over to"
    of = None if row.is_rehearsal else row.of
    return JobProgress(
        f"{what} {row.model_name}", seen.reached.value or 0, of, f"/models/changes/{row.id}", unit="case"
    )


def _reached(seen: CarryingSeen) -> str:
    if seen.of is None:
        return "Not begun"
    said = counted(seen.reached)
    return said if seen.carrying.is_rehearsal else f"{said} of {counted(seen.of)}"


class Withdraw(SentOnce, PlainForm):
    """Why a model does not come into force after all."""

    because = CountedField(label="Why it is withdrawn", limit=300)


@page(Permission.ADOPT_MODEL)
def withdraw_model(request: Asking, in_force_id: UUID) -> HttpResponse:
    """Withdraw a model before its day, after asking why."""
    row = next((one for one in queries.to_come(day_of(request.at)) if one.id == in_force_id), None)
    if row is None:
        raise Http404
    form = Withdraw(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.withdraw_model, in_force_id=row.id)
    ):
        messages.success(request, "It is withdrawn. What is in force goes on.")
        return redirect("model_changes")
    context = {
        "heading": f"Withdraw {row.model.name} in {row.area.name}?",
        "back": Link("Changes of model", "/models/changes"),
        "said": f"It was to come into force on {row.during.lower:%-d %B %Y}. What is in force until then goes on.",
        "form": form,
    }
    return render(request, "operating_model/withdraw.html", context)


@page(Permission.ADOPT_MODEL)
def carrying(request: Asking, carrying_id: UUID) -> HttpResponse:
    """How far carrying cases over has come and its report; stop it, or go on with it."""
    seen = one_carrying(carrying_id)
    if seen is None:
        raise Http404
    row, back = seen.carrying, f"/models/changes/{carrying_id}"
    if request.method == "POST" and request.POST.get("act") == "resume":
        return press(request, supervision.resume_carrying, "It goes on.", back, carrying_id=carrying_id)
    if request.method == "POST":
        said = "It stops after the part it is at."
        return press(request, supervision.stop_carrying, said, back, carrying_id=carrying_id)
    flows = [flow for flow in seen.flows if flow.changes]
    context = {
        "heading": f"{'A rehearsal of ' if row.is_rehearsal else 'Cases carried over to '}{row.model_name}",
        "back": Link("Changes of model", "/models/changes"),
        "running": _progress(seen) if row.state == CarryingState.WAITING else None,
        "stopped": row.state == CarryingState.STOPPED,
        "because": row.because,
        "values": [
            Row("Area", next((a.name for a in queries.areas() if a.code == row.area_code), row.area_code)),
            Row("Day", f"{row.day:%-d %B %Y}"),
            Row("Cases in flight", RULES[InFlight(row.in_flight)]),
            Row("Cases reached", _reached(seen)),
            Row("Set aside, as they were", counted(seen.set_aside)),
            *[Row(FATES[fate], counted(many)) for fate, many in seen.fates.items()],
        ],
        "flows": Table(
            "Roles that change hands, or have nobody to go to",
            [Column("Role"), Column("Held by"), Column("To be held by"), Column("Cases", numeric=True)],
            [[first_capital(f.role), f.was, first_capital(f.becomes), counted(f.cases)] for f in flows],
            empty="No role changes hands.",
        ),
    }
    return render(request, "operating_model/carrying.html", context)
