"""A team's workload, one member's terms, reductions and weeks, the forecast, and how lean the work is."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.allocation import actions, queries
from throughcare.casework.allocation.queries import MemberLoad, MemberSeen, ReductionSeen
from throughcare.casework.allocation.rules.capacity import NoCapacity, Percent
from throughcare.casework.allocation.rules.forecast import Forecast
from throughcare.casework.allocation.rules.people import Sex
from throughcare.casework.allocation.rules.points import workload_on
from throughcare.casework.allocation.rules.reductions import Standing, reasons_on
from throughcare.casework.allocation.rules.support import support_on
from throughcare.faces.web.look import charts
from throughcare.faces.web.look.fields import DayField, UnitInput
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Shown, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .allocating import sections, units

OVER, FULL = 110, 100
_STANDING = {
    Standing.SCHEDULED: Tag("Scheduled", "blue"),
    Standing.ACTIVE: Tag("Active", "teal"),
    Standing.ARCHIVED: Tag("Ended", "grey"),
    Standing.WITHDRAWN: Tag("Ended early", "grey"),
}


def full_shown(full: Percent | NoCapacity) -> Shown:
    """How full somebody is, in words and colour; nothing to measure against is not nought."""
    if isinstance(full, NoCapacity):
        return (
            Unknown("No points available") if not full.load else Tag("Cases but no points available", "red")
        )
    colour = "red" if full.value > OVER else "orange" if full.value > FULL else "green"
    return Tag(str(full), colour)  # type: ignore[arg-type]


@page(Permission.ALLOCATE_CASE)
def workload(request: Asking) -> HttpResponse:
    """How full everybody is, the fullest first; the week is reckoned again on request."""
    if request.method == "POST":
        return press(
            request, actions.reckon_workload, "This week was worked out and kept.", "/allocation/workload"
        )
    found = queries.team_load(units(request), at=request.at)
    context = {
        "heading": "Team workload",
        "sub_navigation": sections("Workload"),
        "load": found.load,
        "available": found.available,
        "table": _load_table(found.members),
        "support": _support_said(request),
        "unweighed": found.reports_unweighed,
        "unknown": [Link(one.name, f"/allocation/staff/{one.id}") for one in found.without_terms],
    }
    return render(request, "allocation/workload.html", context)


def _support_said(request: Asking) -> str:
    terms = support_on(day_of(request.at))
    return (
        f"Support is what somebody recorded in colleagues' cases in the last {terms.table.window_days} days, less what"
        f" colleagues recorded in theirs. Which entries count, and that those under {terms.table.adult_from} are"
        f" weighed as becoming adults, is {terms.table.basis}."
    )


def _load_table(rows: tuple[MemberLoad, ...]) -> Table:
    return Table(
        "Fullest first",
        [
            Column("Member of staff"),
            Column("Grade"),
            Column("Full"),
            Column("Points", numeric=True),
            Column("Support", numeric=True),
            Column("Available", numeric=True),
            Column("Cases", numeric=True),
            Column("Without a tier", numeric=True),
        ],
        [
            [
                Link(one.member.name, f"/allocation/staff/{one.member.id}"),
                one.grade,
                Lines(full_shown(one.full), [one.excess.because] if one.excess else []),
                one.load,
                f"{one.support:+d}" if one.support else 0,
                Lines(one.available, [f"{one.hours_off} hours off"] if Decimal(one.hours_off) else []),
                one.cases,
                one.without_tier,
            ]
            for one in rows
        ],
        empty="Nobody's terms are recorded yet.",
    )


class RecordTerms(SentOnce, PlainForm):
    """The terms somebody works on."""

    grade = forms.ChoiceField(label="Grade")
    hours = forms.DecimalField(
        label="Contracted hours",
        required=False,
        min_value=0,
        max_value=60,
        decimal_places=1,
        widget=UnitInput(after="hours a week"),
        help_text="Leave empty where not known: the grade's own are used, and said so.",
    )
    start = DayField(label="From")
    sex = forms.ChoiceField(
        label="Sex, where somebody asks for one",
        required=False,
        choices=[("", "Not recorded"), ("female", "Female"), ("male", "Male")],
    )
    languages = forms.CharField(label="Languages besides English", required=False, max_length=200)
    qualifications = forms.CharField(label="Qualifications", required=False, max_length=300)

    def terms(self, member_id: UUID) -> actions.Terms:
        """The answers as the action takes them."""
        given = {
            name: self.cleaned_data.pop(name)
            for name in ("grade", "hours", "start", "sex", "languages", "qualifications")
        }
        return actions.Terms(
            member_id,
            given["grade"],
            given["start"],
            given["hours"],
            Sex(given["sex"]) if given["sex"] else None,
            _listed(given["languages"]),
            _listed(given["qualifications"]),
        )


def _listed(words: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in words.split(",") if part.strip())


class RecordReduction(SentOnce, PlainForm):
    """Hours off, and why."""

    reason = forms.ChoiceField(label="Reason for fewer hours")
    hours = forms.DecimalField(
        label="Hours off",
        min_value=Decimal("0.1"),
        max_value=60,
        decimal_places=1,
        widget=UnitInput(after="hours a week"),
    )
    start = DayField(label="First day")
    end = DayField(label="First day back", required=False)
    note = forms.CharField(label="Note", required=False, max_length=300)


class EndReduction(SentOnce, PlainForm):
    """The day an entry ends early."""

    reduction_id = forms.ChoiceField(label="Entry to end early")
    on = DayField(label="First day back")
    because = forms.CharField(label="Reason it ends early", required=False, max_length=300)


@page(Permission.RECORD_WORKLOAD)
def staff(request: Asking, member_id: UUID) -> HttpResponse:
    """One member: terms, reductions and weeks; record what changed."""
    seen = queries.member_seen(member_id, units(request), at=request.at)
    if seen is None:
        raise Http404
    made = _forms(request, seen)
    sent = next((form for name, form in made.items() if form is not None and name in request.POST), None)
    if (
        request.method == "POST"
        and sent is not None
        and sent.is_valid()
        and _recorded(request, sent, member_id)
    ):
        messages.success(request, "Recorded.")
        return redirect("allocation_staff", member_id=member_id)
    context = {
        "heading": seen.member.name,
        "caption": first_capital(seen.member.role),
        "back": Link("Team workload", "/allocation/workload"),
        "terms_now": _terms_rows(seen),
        "reductions": _reductions(seen.reductions),
        "weeks": _weeks(seen),
        "form": sent,
        **made,
    }
    return render(request, "allocation/staff.html", context)


def _forms(request: Asking, seen: MemberSeen) -> dict[str, PlainForm | None]:
    day, open_ = (
        day_of(request.at),
        [r for r in seen.reductions if r.standing in {Standing.ACTIVE, Standing.SCHEDULED}],
    )
    now = (
        {"start": day, "grade": seen.terms.grade, "hours": seen.terms.hours} if seen.terms else {"start": day}
    )
    terms = RecordTerms(request.POST if "terms" in request.POST else None, prefix="terms", initial=now)
    terms.fields["grade"].choices = [(g, g) for g in workload_on(day).table.grades]  # type: ignore[attr-defined]
    off = RecordReduction(request.POST if "off" in request.POST else None, prefix="off")
    off.fields["reason"].choices = [(code, one.name) for code, one in reasons_on(day).table.items()]  # type: ignore[attr-defined]
    end = EndReduction(request.POST if "end" in request.POST else None, prefix="end")
    end.fields["reduction_id"].choices = [(str(r.id), f"{r.reason}, {r.hours} hours") for r in open_]  # type: ignore[attr-defined]
    return {"terms": terms, "off": off if seen.terms else None, "end": end if open_ else None}


def _recorded(request: Asking, form: PlainForm, member_id: UUID) -> bool:
    if isinstance(form, RecordTerms):
        return do(request, form, actions.record_staff_terms, terms=[form.terms(member_id)])
    if isinstance(form, RecordReduction):
        return do(request, form, actions.record_reduction, member_id=member_id)
    entry = UUID(form.cleaned_data.pop("reduction_id"))
    return do(request, form, actions.end_reduction, reduction_id=entry)


def _terms_rows(seen: MemberSeen) -> list[Row]:
    if seen.terms is None:
        return [Row("Terms", Unknown("Not recorded: no case can be suggested"))]
    row = seen.terms
    return [
        Row("Grade", row.grade),
        Row("Contracted hours", row.hours if row.hours is not None else Unknown("Not recorded")),
        Row("Since", row.during.lower),
        Row("Languages", ", ".join(row.languages)),
        Row("Qualifications", ", ".join(row.qualifications)),
    ]


def _reductions(rows: tuple[ReductionSeen, ...]) -> Table:
    return Table(
        "Fewer hours: every entry, newest first",
        [
            Column("Reason"),
            Column("Standing"),
            Column("Hours a week", numeric=True),
            Column("From"),
            Column("Until"),
        ],
        [
            [
                Lines(r.reason, [r.note] if r.note else []),
                _STANDING[r.standing],
                r.hours,
                r.starts_on,
                r.ended_early_on or r.ends_on or Unknown("No end known"),
            ]
            for r in rows
        ],
        empty="No reduction was ever recorded.",
    )


def _weeks(seen: MemberSeen) -> Table:
    return Table(
        "Weeks kept, newest first",
        [
            Column("Week of"),
            Column("Full"),
            Column("Points", numeric=True),
            Column("Available", numeric=True),
            Column("Cases", numeric=True),
        ],
        [
            [
                w.monday,
                full_shown(Percent(w.capacity) if w.capacity is not None else NoCapacity(w.load)),
                w.load,
                w.available,
                w.cases,
            ]
            for w in seen.weeks
        ],
        empty="No week is kept yet. Each is worked out on Monday morning.",
    )


@page(Permission.ALLOCATE_CASE)
def forecast(request: Asking) -> HttpResponse:
    """The team's load for the weeks to come, as a chart with its table."""
    told = queries.forecast_for(units(request), at=request.at)
    context = {
        "heading": "Forecast of the team's load",
        "sub_navigation": sections("Forecast"),
        "because": first_capital(told.finding.because),
        "unweighed": told.unweighed,
        "table": _forecast_table(told),
        "weeks": len(told.weeks),
    }
    return render(request, "allocation/forecast.html", context)


def _forecast_table(told: Forecast) -> Table:
    few = Unknown("Too little history")
    return Table(
        "Points, week by week",
        [
            Column("Week of"),
            Column("Known", numeric=True),
            Column("Expected", numeric=True),
            Column("Between"),
            Column("Available", numeric=True),
            Column("Full"),
        ],
        [
            [
                w.monday,
                w.known,
                round(w.expected),
                f"{w.interval.low:,.0f} and {w.interval.high:,.0f}" if w.interval else few,
                w.available,
                f"{w.expected_pct:.0f}%" if w.expected_pct is not None else Unknown("No points available"),
            ]
            for w in told.weeks
        ],
    )


@page(Permission.ALLOCATE_CASE)
def forecast_chart(request: Asking) -> HttpResponse:
    """The forecast as a chart."""
    told = queries.forecast_for(units(request), at=request.at)
    series: dict[str, list[tuple[str, float]]] = {
        "Expected": [(w.monday.isoformat(), w.expected) for w in told.weeks],
        "Available": [(w.monday.isoformat(), float(w.available)) for w in told.weeks],
    }
    if all(week.interval for week in told.weeks):
        series["Low"] = [(w.monday.isoformat(), w.interval.low) for w in told.weeks if w.interval]
        series["High"] = [(w.monday.isoformat(), w.interval.high) for w in told.weeks if w.interval]
    return charts.as_response(
        charts.lines("Load in the weeks to come", series, unit="Points", when="Week of")
    )
