"""A team's queues, one's own caseload, and what is done about a case."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.rules import EndReason, TenureKind
from throughcare.faces.web.answering import answers_for, leading
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Item, Link, Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.prepared import asked_often
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission

from .case_forms import form_page, open_case
from .caseloads import kinds_appointed, waiting_table
from .people_lists import people_page
from .team_picture import RISKS, flow_drawn, flow_table, workload_drawn
from .transfers import transfer_table

CHOOSE = ("", "Choose")


@page(Permission.LOOK_AT_TEAM)
@asked_often
def team(request: Asking) -> HttpResponse:
    """Cases without a manager and transfers waiting: the longest first."""
    kind = request.GET.get("kind", "")[:30]
    units = access.units_below(request.member.unit_id)
    counted = queries.gaps_counted(units)
    waiting = queries.without_holder(units, at=request.at, kind=kind)
    transfers = queries.transfers_waiting(units, at=request.at)
    context = {
        "heading": f"Team: {request.member.unit_name}",
        "kinds": [Item(first_capital(k), f"?kind={k}", k == kind, n) for k, n in sorted(counted.items())],
        "kind": kind,
        "waiting": waiting_table(waiting, "Nobody holds these", request),
        "transfers": transfer_table(transfers, units),
        **_pictures(units, request),
        "everybody": Link("Everybody this team answers for", "/team/people"),
        "waits": Link("Requirements that have not begun", "/team/requirements"),
    }
    return render(request, "supervision/team.html", context)


def _pictures(units: list[UUID], request: Asking) -> dict[str, object]:
    """Whom each member holds and, for whoever leads, how many cases came and went: each drawn, with its table."""
    members = access.members_of(units, at=request.at)[:100]
    risks = queries.caseload_risks([m.id for m in members])
    fullest = sorted(members, key=lambda m: (-sum(risks.get(m.id, {}).values()), m.name))
    holding = [(m.name, risks[m.id]) for m in fullest if m.id in risks]
    found: dict[str, object] = {
        "workload": mark_safe(workload_drawn(holding)),
        "staff": _staff_table(fullest, risks),
    }
    if leading(request):
        months = queries.flow_of(units, at=request.at)
        found |= {"flow": mark_safe(flow_drawn(months)), "months": flow_table(months)}
    return found


def _staff_table(members: list[Member], risks: Mapping[UUID, Mapping[str, int]]) -> Table:
    return Table(
        "Who works here, and for how many people they hold a role",
        [
            Column("Name"),
            Column("Role"),
            Column("Team"),
            *(Column(words, numeric=True) for words, _ in RISKS.values()),
            Column("All", numeric=True),
        ],
        [
            [
                m.name, first_capital(m.role), m.unit_name,
                *(risks.get(m.id, {}).get(risk, 0) for risk in RISKS),
                sum(risks.get(m.id, {}).values()),
            ]
            for m in members
        ],
    )  # fmt: skip


@page(Permission.LOOK_AT_PEOPLE)
@asked_often
def caseload(request: Asking) -> HttpResponse:
    """One's own people, highest risk first unless another order is asked."""
    cases = queries.cases_held(request.member.id, at=request.at)
    context = people_page(request, cases, "My people", holders=False)
    return render(request, "throughcare/list_page.html", context | {"heading": "My caseload"})


@page(Permission.LOOK_AT_TEAM)
def team_people(request: Asking) -> HttpResponse:
    """Everybody for whom the viewer's team, and those below it, answer, or hold a role: how many of each kind, and who."""
    cases = queries.cases_of_teams(access.units_below(request.member.unit_id), at=request.at)
    context = people_page(request, cases, "The team's people", holders=True)
    context |= {
        "heading": f"People of {request.member.unit_name}",
        "back": Link(f"Team: {request.member.unit_name}", "/team"),
    }
    return render(request, "supervision/team_people.html", context)


class Appoint(SentOnce, PlainForm):
    """Who is to hold which role."""

    kind = forms.ChoiceField(label="Role", choices=[(k.value, first_capital(k.value)) for k in TenureKind])
    member_id = forms.ChoiceField(label="Member of staff")
    because = forms.ChoiceField(
        label="Why whoever holds it now stops",
        choices=[
            (r.value, first_capital(r.value))
            for r in (EndReason.REPLACED, EndReason.STAFF_LEFT, EndReason.WORKLOAD)
        ],
        help_text="Asked for each change of hands, so that continuity can be measured. Ignored when nobody holds it.",
    )
    saw = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)


@page(Permission.APPOINT_HOLDER)
def appoint(request: Asking, person_id: UUID) -> HttpResponse:
    """Appoint somebody to a role in a case."""
    seen = open_case(request, person_id)
    kinds = kinds_appointed(request, seen)
    if not kinds:
        raise Http404
    saw = _held(seen)
    form = Appoint(request.POST or None, initial={"kind": request.GET.get("kind", "")[:30], "saw": saw})
    form.fields["kind"].choices = [(k, first_capital(k)) for k in kinds]  # type: ignore[attr-defined]
    form.fields["member_id"].choices = _who_may(request, seen)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        kind, shown = TenureKind(chosen.pop("kind")), chosen.pop("saw")
        asked = actions.Appointing(
            seen.case.id,
            kind,
            UUID(chosen.pop("member_id")),
            EndReason(chosen.pop("because")),
            dict(part.split("=", 1) for part in shown.split(";") if "=" in part).get(kind.value, ""),
        )
        if do(request, form, actions.appoint_holders, appointments=[asked]):
            messages.success(request, "Appointed.")
            return redirect("person", person_id=person_id)
        again = request.POST.copy()
        again["saw"] = saw
        form.data = again
    lead = _ranked(seen) if request.member.may(Permission.ALLOCATE_CASE) else ""
    return form_page(request, person_id, "Appoint somebody", form, "Appoint", lead=lead)


def _ranked(seen: queries.CaseSeen) -> SafeString:
    """The way to the ranked list, with the reasons for each."""
    words = "See who is suggested for this case, in order and with reasons"
    return format_html('<a class="govuk-link" href="/allocation/cases/{}">{}</a>', seen.case.id, words)


def _held(seen: queries.CaseSeen) -> str:
    """Who holds each role as the page shows it, so that nobody who came since is overwritten unseen."""
    return ";".join(f"{kind}={tenure.id}" for kind, tenure in sorted(seen.now.items()))


def _who_may(request: Asking, seen: queries.CaseSeen) -> list[tuple[str, str]]:
    able = queries.may_be_appointed(seen.case, by=request.member, at=request.at)
    if not answers_for(request, seen.case.unit_id):  # in another body's case one's own staff alone
        able = [(m, size) for m, size in able if answers_for(request, m.unit_id)]
    return [CHOOSE, *((str(m.id), f"{m.name}, {m.role}, {m.unit_name}{_holds(size)}") for m, size in able)]


def _holds(size: int | None) -> str:
    return "" if size is None else f": {count_of(size, 'person', 'people')}"


class Close(SentOnce, OfVersion, PlainForm):
    """Why a case is closed."""

    because = CountedField(label="Reason", limit=300)


@page(Permission.CLOSE_CASE)
def close(request: Asking, person_id: UUID) -> HttpResponse:
    """Close a case."""
    seen = open_case(request, person_id)
    form = Close(request.POST or None, initial={"version": seen.case.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.close_case, case_id=seen.case.id)
    ):
        messages.success(request, "The case is closed.")
        return redirect("person", person_id=person_id)
    lead = "Every appointment and offer ends now. Your team can read the record for a year."
    return form_page(request, person_id, "Close the case", form, "Close the case", lead=lead)
