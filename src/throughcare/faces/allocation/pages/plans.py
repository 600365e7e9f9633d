"""Plans: a best assignment asked for, watched, read with its gap and prices, carried out; and what would happen if."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.allocation import actions, queries
from throughcare.casework.allocation.queries import PlanRowSeen, PlanSeen
from throughcare.casework.allocation.rules.points import workload_on
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import (
    Column,
    JobProgress,
    Lines,
    Link,
    Pages,
    Row,
    Table,
    Tag,
    Unknown,
)
from throughcare.faces.web.page import Asking, do, page, press, whole
from throughcare.faces.web.value_words import first_capital, state_tag
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .allocating import SIZE, considered, offer_units, sections, tier_shown, units, units_field

_SCOPE = {"waiting": "Those who wait for a manager", "everybody": "Everybody, as if nothing were settled"}
_KINDS = {
    "continuity": "Changes of manager",
    "distance": "Distance",
    "language": "Languages not met",
    "asked_for_sex": "Sex of manager not met",
    "grade": "Grades higher than needed",
    "overload": "Overload",
    "unallocated": "Cases nobody holds",
}
_STATES = {
    "proposed": Tag("Proposed", "blue"),
    "carried out": Tag("Carried out", "green"),
    "overtaken": Tag("Overtaken", "grey"),
}


class AskPlan(SentOnce, PlainForm):
    """What a plan is about."""

    scope = forms.ChoiceField(
        label="Whose cases", widget=forms.RadioSelect, choices=list(_SCOPE.items()), initial="waiting"
    )
    unit_ids = units_field()

    def clean_unit_ids(self) -> list[UUID] | None:
        """The teams marked, or None for all."""
        return self.cleaned_data["unit_ids"] or None


@page(Permission.PLAN_ALLOCATION)
def plans(request: Asking) -> HttpResponse:
    """Ask for a plan, and see what became of others."""
    form = AskPlan(request.POST or None)
    offer_units(request, form)
    if request.method == "POST" and form.is_valid() and do(request, form, actions.ask_plan):
        messages.success(request, "The plan is being worked out.")
        return redirect("plans")
    found = queries.plans(units(request))
    context = {
        "heading": "Plans",
        "sub_navigation": sections("Plans"),
        "form": form,
        "table": _plans_table([one for one in found if not one.plan.change], "Plans, latest first"),
    }
    return render(request, "allocation/plans.html", context)


def _plans_table(rows: list[PlanSeen], caption: str) -> Table:
    return Table(
        caption,
        [Column("Asked"), Column("About"), Column("State"), Column("Cases", numeric=True), Column("By")],
        [
            [
                Link(f"{one.plan.asked_at:%-d %B %Y, %H:%M}", f"/allocation/plans/{one.plan.id}"),
                about(one),
                state_tag(one.plan.state),
                one.plan.cases if one.plan.cases is not None else Unknown("Not yet counted"),
                one.asked_by,
            ]
            for one in rows
        ],
        empty="None yet.",
    )


def about(seen: PlanSeen) -> str:
    """What a plan is about, in words."""
    change = seen.plan.change
    if not change:
        return _SCOPE[seen.plan.scope]
    if change["kind"] == "office closes":
        return f"If {change['office']} closed"
    if change["kind"] == "grade mix changes":
        return f"If {change['number']} of grade {change['taken_from']} were {change['given_to']}"
    return "If an officer left"


class CarryOut(SentOnce, PlainForm):
    """Why a plan is carried out."""

    because = CountedField(label="Reason", limit=300)


@page(Permission.PLAN_ALLOCATION)
def plan(request: Asking, plan_id: UUID) -> HttpResponse:
    """One plan: its progress; then its gap, its prices and whom it proposes; carried out whole or case by case."""
    seen = queries.plan(plan_id)
    if seen is None:
        raise Http404
    form = CarryOut(request.POST if "carry" in request.POST else None)
    here = f"/allocation/plans/{plan_id}"
    if request.method == "POST":
        if "stop" in request.POST:
            return press(request, actions.stop_plan, "It will stop.", here, plan_id=plan_id)
        if "again" in request.POST:
            return press(request, actions.start_plan_again, "It starts again.", here, plan_id=plan_id)
        if form.is_valid() and _carried_out(request, form, plan_id):
            messages.success(request, "Carried out: the managers are appointed.")
            return redirect("plan", plan_id=plan_id)
    done = seen.plan.state == "done"
    context = {
        "heading": "Plan" if not seen.plan.change else "What if",
        "caption": about(seen),
        "back": Link("What if", "/allocation/what-if")
        if seen.plan.change
        else Link("Plans", "/allocation/plans"),
        "seen": seen,
        "state": state_tag(seen.plan.state),
        "job": _job(seen, here) if seen.plan.state == "waiting" else None,
        "result": _result(seen) if done else None,
        "compared": _compared(seen) if done and seen.plan.change else None,
        **(_proposed(request, seen, form) if done and not seen.plan.change else {}),
    }
    return render(request, "allocation/plan.html", context)


def _job(seen: PlanSeen, here: str) -> JobProgress:
    return JobProgress(
        f"Working the plan out{': ' + seen.stage if seen.stage else ''}", seen.step, None, here, unit="step"
    )


def _carried_out(request: Asking, form: CarryOut, plan_id: UUID) -> bool:
    asked = request.POST.getlist("row")
    try:
        rows = [UUID(one) for one in asked]
    except ValueError:
        form.add_error(None, "This page is not complete. Open it again and send it once more.")
        return False
    if "some" in request.POST and not rows:
        form.add_error(None, "Select the cases to carry out.")
        return False
    chosen = rows if "some" in request.POST else None
    return do(request, form, actions.carry_out_plan, plan_id=plan_id, row_ids=chosen)


def _result(seen: PlanSeen) -> list[Row]:
    row = seen.plan
    objective, greedy, gap = row.objective or 0.0, row.greedy_objective or 0.0, row.gap or 0.0
    prices, cases = row.bill.get("prices", {}), row.bill.get("cases", {})
    lines = [
        f"{words}: {prices[kind]:,.0f}" + (f" ({cases[kind]} cases)" if cases.get(kind) else "")
        for kind, words in _KINDS.items()
        if prices.get(kind)
    ]
    return [
        Row("Cases and staff", f"{row.cases:,} cases, {row.practitioners} staff"),
        Row("Cost", f"{objective:,.0f} points; placing one by one would cost {greedy:,.0f}"),
        Row("Proved to be within", f"{gap:.2%} of the best there is"),
        Row("What the cost is for", Lines(lines[0], lines[1:]) if lines else "Nothing is given up"),
        Row("Nobody would hold", f"{row.unallocated} cases"),
        Row("Reckoned under", row.edition),
        Row("Worked out", row.worked_out_at),
        *considered(row.units),
    ]


def _proposed(request: Asking, seen: PlanSeen, form: CarryOut) -> dict[str, Any]:
    number = whole(request.GET.get("page", ""), 1)
    total, rows = queries.plan_rows(seen.plan.id, page=min(max(1, number), 10_000))
    open_ = [one for one in rows if one.row.state == "proposed" and one.row.to_member is not None]
    return {
        "form": form if open_ else None,
        "open": [(one.row.id, one.name) for one in open_],
        "rows": Table(
            "Cases that would change hands, the dearest first",
            [Column("Person"), Column("Tier"), Column("From"), Column("To"), Column("Why"), Column("State")],
            [_row(one) for one in rows],
            empty="Nothing would change hands.",
        ),
        "pages": Pages(number, max(1, -(-total // SIZE)), total, "case"),
    }


def _row(one: PlanRowSeen) -> list[object]:
    why = [line["because"] for line in sorted(one.row.reasons, key=lambda line: -line["price"])]
    return [
        Link(one.name, f"/people/{one.row.person_id}"),
        tier_shown(one.row.tier or None),
        one.now or Unknown("Nobody"),
        one.then or Unknown("Nobody"),
        Lines(why[0], why[1:3]) if why else "",
        _STATES[one.row.state],
    ]


def _compared(seen: PlanSeen) -> Table:
    now, then = seen.plan.compared["now"], seen.plan.compared["then"]
    words = {
        "cost": "Cost, in points",
        "unallocated": "Cases nobody would hold",
        "new_manager": "People with a new manager",
        "over_available": "Staff over their points",
        "over_110_pct": "Staff over 110%",
    }
    rows: list[list[object]] = [[said, round(now[name]), round(then[name])] for name, said in words.items()]
    offices = sorted({*now["load_by_office"], *then["load_by_office"]})
    rows += [
        [f"Points at {office}", now["load_by_office"].get(office, 0), then["load_by_office"].get(office, 0)]
        for office in offices
    ]
    return Table(
        "Now, and then", [Column("Measure"), Column("Now", numeric=True), Column("Then", numeric=True)], rows
    )


class Suppose(SentOnce, PlainForm):
    """What is supposed."""

    kind = forms.ChoiceField(
        label="What if",
        widget=forms.RadioSelect,
        choices=[
            ("officer leaves", "An officer leaves"),
            ("office closes", "An office closes"),
            ("grade mix changes", "The mix of grades changes"),
        ],
    )
    member = forms.ChoiceField(label="Officer who leaves", required=False)
    office = forms.ChoiceField(label="Office that closes", required=False)
    taken_from = forms.ChoiceField(label="From grade", required=False)
    given_to = forms.ChoiceField(label="To grade", required=False)
    number = forms.IntegerField(label="How many change grade", required=False, min_value=1, max_value=300)

    def clean(self) -> dict[str, Any]:
        """Only what the choice is made of, and all of it."""
        wanted = {"officer leaves": ["member"], "office closes": ["office"]}
        cleaned = dict(self.cleaned_data)
        for name in wanted.get(cleaned.get("kind", ""), ["taken_from", "given_to", "number"]):
            if "kind" in cleaned and not cleaned.get(name):
                self.add_error(name, "This is needed for what you chose")
        return cleaned

    def change(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        names = ("kind", "member", "office", "taken_from", "given_to", "number")
        given = {name: self.cleaned_data.pop(name) for name in names}
        wanted = {"officer leaves": ("member",), "office closes": ("office",)}
        kept = wanted.get(given["kind"], ("taken_from", "given_to", "number"))
        return {"kind": given["kind"], **{name: given[name] for name in kept}}


@page(Permission.PLAN_ALLOCATION)
def what_if(request: Asking) -> HttpResponse:
    """Suppose a change and compare it with now; a job works both out."""
    form = _suppose_form(request)
    if request.method == "POST" and form.is_valid():
        change = form.change()
        if do(request, form, actions.ask_plan, scope="everybody", change=change):
            messages.success(request, "Both are being worked out: as it is now, and as it would be.")
            return redirect("what_if")
    found = queries.plans(units(request), most=50)
    context = {
        "heading": "What if",
        "sub_navigation": sections("What if"),
        "form": form,
        "table": _plans_table([one for one in found if one.plan.change], "Supposed so far, latest first"),
    }
    return render(request, "allocation/what_if.html", context)


def _suppose_form(request: Asking) -> Suppose:
    staff = queries.staff_at_work(units(request), at=request.at)
    grades = [(g, g) for g in workload_on(day_of(request.at)).table.grades]
    form = Suppose(request.POST or None)
    choices = {
        "member": [(str(one.member.id), one.member.name) for one in staff],
        "office": [(name, first_capital(name)) for name in sorted({one.member.unit_name for one in staff})],
        "taken_from": grades,
        "given_to": grades,
    }
    for name, listed in choices.items():
        form.fields[name].choices = [("", "Not chosen"), *listed]  # type: ignore[attr-defined]
    return form
