"""Projects: those asked for, those that run, what was achieved; asked for by anybody who may, and decided by the team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.unpaid_work import actions, queries
from throughcare.casework.unpaid_work.queries import DayHeld, ProjectSeen
from throughcare.casework.unpaid_work.rules import PROJECT_MOVES, Nominator, ProjectKind, ProjectState
from throughcare.faces.web.look.fields import ClockField, CountedField, DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import OrganisationKind
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .asked import asked_table
from .project_words import RISKS, WEEKDAYS, days_of, project_rows

DELIVER = (OrganisationKind.PUBLIC_PROBATION, OrganisationKind.COMMUNITY_PROVIDER)
AHEAD, BEHIND = timedelta(days=28), timedelta(days=28)


@page(Permission.NOMINATE_PROJECT)
def unpaid_work(request: Asking) -> HttpResponse:
    """Projects of every team by state; whoever arranges sees first the days of their own that are to be held or recorded."""
    today = day_of(request.at)
    mine = access.units_below(request.member.unit_id)
    found = sorted(queries.projects(today=today), key=lambda one: one.row.unit_id not in mine)
    arranges = request.member.may(Permission.ARRANGE_UNPAID_WORK)
    held = queries.days_held(mine, since=today - BEHIND, until=today + timedelta(days=7)) if arranges else []
    context = {
        "heading": "Unpaid work",
        "days": _days(held) if arranges else None,
        "hours": _hours(request, mine) if arranges else None,
        "public": asked_table(request) if request.member.may(Permission.KEEP_PROJECTS) else None,
        "asked": _table(found, "Asked for", ProjectState.NOMINATED),
        "running": _table(found, "Running", ProjectState.APPROVED),
        "achieved": _achieved(found),
        "refused": _table(found, "Not taken on", ProjectState.REFUSED),
    }
    return render(request, "unpaid_work/unpaid_work.html", context)


def _days(held: list[DayHeld]) -> Table:
    return Table(
        "Days to hold and to record",
        [Column("Day"), Column("Project"), Column("To come", numeric=True), Column("Not recorded", numeric=True)],
        [
            [
                Link(f"{one.on:%A %-d %B}", f"/unpaid-work/projects/{one.project_id}/days/{one.on}", f"at {one.title}"),
                one.title, one.coming, one.untold,
            ]
            for one in held
        ],
        empty="Nobody is to come in the next week.",
    )  # fmt: skip


def _hours(request: Asking, units: Any) -> Table:
    from throughcare.casework.people.queries import names_of

    found = queries.hours_arranged(units, on=day_of(request.at))
    names = names_of({one.stands.row.person_id for one in found})
    shown = [one for one in found if one.stands.row.person_id in names]
    return Table(
        "Whose hours your team arranges",
        [Column("Name"), Column("Left"), Column("Next")],
        [
            [
                Link(names[one.stands.row.person_id].name, f"/people/{one.stands.row.person_id}/unpaid-work"),
                f"{one.hours.left // 60} hours {one.hours.left % 60} minutes"
                if one.hours
                else Unknown("Not known"),
                f"{one.next.on:%-d %B %Y}" if one.next else Unknown(one.away or "No turn ahead"),
            ]
            for one in sorted(shown, key=lambda one: one.next is not None)
        ],
        empty="Nobody's hours are in your team's hands.",
    )


def _table(found: list[ProjectSeen], caption: str, state: ProjectState) -> Table:
    return Table(
        caption,
        [Column("Project"), Column("The problem it answers"), Column("When"), Column("Team")],
        [
            [
                Link(one.row.title, f"/unpaid-work/projects/{one.row.id}"), Lines(one.row.problem, [one.row.place]),
                days_of(one), one.unit,
            ]
            for one in found if one.row.state == state
        ],
        empty="None.",
    )  # fmt: skip


def _achieved(found: list[ProjectSeen]) -> Table:
    return Table(
        "What was achieved",
        [Column("Project"), Column("The problem"), Column("What was achieved")],
        [
            [Link(one.row.title, f"/unpaid-work/projects/{one.row.id}"), one.row.problem, one.row.achieved]
            for one in found
            if one.row.state == ProjectState.CLOSED
        ],
        empty="No project is finished yet.",
    )


class Ask(SentOnce, PlainForm):
    """A project somebody asks for."""

    unit_id = forms.ChoiceField(label="Team that would run it")
    title = forms.CharField(label="Name of the project", max_length=100)
    problem = CountedField(label="Which local problem it would answer", limit=500)
    place = forms.CharField(label="Where it would be", max_length=100)
    nominator = forms.TypedChoiceField(
        label="Who asks for it", coerce=Nominator, choices=[("", "Choose"), *((n.value, first_capital(n)) for n in Nominator)]
    )  # fmt: skip
    asked_for_by = forms.CharField(
        label="Name of the organisation, if it is one",
        max_length=150,
        required=False,
        help_text="Everybody who uses this service can read it. Do not give the name of a resident.",
    )

    def clean_unit_id(self) -> UUID:
        """The choice as an id."""
        return UUID(self.cleaned_data["unit_id"])


@page(Permission.NOMINATE_PROJECT)
def nominate_project(request: Asking) -> HttpResponse:
    """Ask for a project."""
    form = Ask(request.POST or None)
    teams = [
        (str(unit.id), f"{unit.name}, {body.name}")
        for body in access.organisations()
        if body.kind in DELIVER
        for unit in access.units_of(body.id)
    ]
    form.fields["unit_id"].choices = [("", "Choose"), *teams]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid() and do(request, form, actions.nominate_project):
        messages.success(
            request, "Asked for. The team decides on it, and you will see here what became of it."
        )
        return redirect("unpaid_work")
    context = {"heading": "Ask for a project", "form": form, "submit": "Ask", "cancel": "/unpaid-work"}
    return render(request, "throughcare/form_page.html", context)


@page(Permission.NOMINATE_PROJECT)
def project(request: Asking, project_id: UUID) -> HttpResponse:
    """One project: the problem, how it runs, the days ahead, and what can be decided."""
    seen = _seen(request, project_id)
    today = day_of(request.at)
    ours = seen.row.unit_id in access.units_below(request.member.unit_id)
    arranges = ours and request.member.may(Permission.ARRANGE_UNPAID_WORK)
    held = (
        queries.days_held([seen.row.unit_id], since=today - BEHIND, until=today + AHEAD) if arranges else []
    )
    context = {
        "heading": seen.row.title,
        "rows": project_rows(seen),
        "steps": _steps(request, seen),
        "days": _days([one for one in held if one.project_id == project_id]) if arranges else None,
        "back": Link("Unpaid work", "/unpaid-work"),
    }
    return render(request, "unpaid_work/project.html", context)


def _seen(request: Asking, project_id: UUID) -> ProjectSeen:
    seen = queries.project(project_id, today=day_of(request.at))
    if seen is None:
        raise Http404
    return seen


class Approve(OfVersion, SentOnce, PlainForm):
    """How a project runs."""

    kind = forms.TypedChoiceField(
        label="What is done", coerce=ProjectKind, choices=[(k.value, first_capital(k)) for k in ProjectKind]
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="Days of the week",
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
    )
    starts = ClockField(label="Time it begins")
    until = ClockField(label="Time it ends")
    first = DayField(label="First day")
    last = DayField(label="Last day, if one is known", required=False)
    places = forms.IntegerField(label="Places a day", min_value=1, max_value=100)
    takes = forms.ChoiceField(
        label="Whom it takes", choices=[("", "Not recorded"), ("both", "Women and men"), ("women", "Women"), ("men", "Men")],
        required=False,
    )  # fmt: skip
    bars = forms.MultipleChoiceField(
        label="Not for somebody with a high risk of serious harm to",
        choices=list(RISKS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """The answers as the act takes them."""
        cleaned = dict(super().clean() or {})
        takes = cleaned.pop("takes", "")
        if self.errors:
            return cleaned
        given = {
            name: cleaned.pop(name)
            for name in ("kind", "weekdays", "starts", "until", "first", "last", "places", "bars")
        }
        women = None if not takes else takes != "men"
        men = None if not takes else takes != "women"
        return cleaned | {"running": actions.Running(**given, takes_women=women, takes_men=men)}


class Refuse(OfVersion, SentOnce, PlainForm):
    """Why not."""

    because = CountedField(
        label="Why it is not taken on", limit=500, help_text="Whoever asked is shown this."
    )


class Close(OfVersion, SentOnce, PlainForm):
    """What came of it."""

    achieved = CountedField(label="What was achieved", limit=1000, help_text="Whoever asked is shown this.")


@dataclass(frozen=True)
class Deciding:
    """One decision as a page offers it."""

    label: str
    act: Any
    form: type[PlainForm]
    said: str
    kind: str = ""


STEPS: Mapping[str, Deciding] = {
    "approve": Deciding("Take it on", actions.approve_project, Approve, "Taken on."),
    "refuse": Deciding("Do not take it on", actions.refuse_project, Refuse, "Not taken on.", "secondary"),
    "close": Deciding("Finish", actions.close_project, Close, "Finished.", "secondary"),
}


def _open(request: Asking, seen: ProjectSeen) -> dict[str, Deciding]:
    ours = seen.row.unit_id in access.units_below(request.member.unit_id)
    if not ours or not request.member.may(Permission.KEEP_PROJECTS):
        return {}
    return {slug: STEPS[slug] for slug in STEPS if slug in PROJECT_MOVES[ProjectState(seen.row.state)]}


def _steps(request: Asking, seen: ProjectSeen) -> list[dict[str, str]]:
    return [
        {"label": one.label, "href": f"/unpaid-work/projects/{seen.row.id}/{slug}", "kind": one.kind}
        for slug, one in _open(request, seen).items()
    ]


@page(Permission.KEEP_PROJECTS)
def project_step(request: Asking, project_id: UUID, decision: str) -> HttpResponse:
    """The form of one decision; 404 where it is not one that this team can take now."""
    seen = _seen(request, project_id)
    chosen = _open(request, seen).get(decision)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST or None, initial={"version": seen.row.version})
    if request.method == "POST" and form.is_valid() and do(request, form, chosen.act, project_id=project_id):
        messages.success(request, chosen.said)
        return redirect("project", project_id=project_id)
    context = {
        "heading": f"{chosen.label}: {seen.row.title}", "form": form, "submit": chosen.label,
        "cancel": f"/unpaid-work/projects/{project_id}",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)
