"""Home: what needs doing first, for whoever asks."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.courts import queries as courts
from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.assessment.pages.countersigning import assessments_to_countersign
from throughcare.faces.supervision.pages.caseloads import caseload_table, waiting_table
from throughcare.faces.web.look.parts import Link, Row, Table, Task
from throughcare.faces.web.navigation import for_member
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import ROLES
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .partners import partner_tables

NEVER_A_RECORD = {
    "victim liaison officer": "Your role opens no record here. Ask the team that holds the case; an agreement below says who may tell you what."
}
WHAT_FOR = {
    "/people/search": "Look for somebody by name, date of birth or number",
    "/caseload": "See the people for whom you hold a role",
    "/team": "See who works in your team and what waits there",
    "/courts": "See who appeared in the courts your team serves",
    "/imports": "Send a file of court results and correct what was refused",
    "/matches": "Rule on records that may be one person's",
    "/organisations": "Keep organisations, units and members",
    "/audit": "Read who did what in your organisation",
    "/outcomes": "See what became of people, counted, never named",
    "/fairness": "Compare a score with what happened, group by group",
    "/newcomers": "Open a case for somebody no court has sent",
    "/samples": "Draw cases for inspection, and see what was drawn",
    "/models": "Read which body holds which function, and why",
}


@page(None)
def home(request: Asking) -> HttpResponse:
    """What needs doing first, then one's own people."""
    member = request.member
    unsigned = assessments_to_countersign(request) if member.may(May.COUNTERSIGN_ASSESSMENT) else None
    tasks = [unsigned[0]] if unsigned else []
    tasks += _own_tasks(request) if member.may(May.WRITE_ASSESSMENT) else []
    if member.may(May.APPOINT_HOLDER) and member.may(May.LOOK_AT_TEAM):
        tasks += _team_tasks(request)
    if member.may(May.IMPORT_COURT_RESULTS):
        tasks += _court_tasks(request)
    if member.may(May.DECIDE_MATCH):
        waiting = len(people.open_reviews(most=100))
        tasks.append(_task("Records that may be one person's", waiting, "/matches"))
    first, tables = partner_tables(request)
    tasks += first
    context = {
        "partner_tables": tables,
        "heading": "What needs doing" if tasks else f"Welcome, {member.name}",
        "purpose": _purpose(member.role),
        "caption": ", ".join(dict.fromkeys([member.unit_name, member.organisation_name])),
        "places": [
            Row(p.text, Link(WHAT_FOR[p.href], p.href)) for p in for_member(member, "/") if p.href in WHAT_FOR
        ],
        "tasks": [task for task in tasks if task.status != "Nothing"] or tasks,
        "unsigned": unsigned[1] if unsigned else None,
        "caseload": _caseload(request) if member.may(May.LOOK_AT_PEOPLE) else None,
        "longest": _longest(request)
        if member.may(May.LOOK_AT_TEAM) and member.may(May.APPOINT_HOLDER)
        else None,
    }
    return render(request, "index/home.html", context)


def _purpose(role: str) -> str:
    said = ROLES[role].purpose
    return f"{first_capital(role)}: {said[:1].lower()}{said[1:]} {NEVER_A_RECORD.get(role, '')}".strip()


def _own_tasks(request: Asking) -> list[Task]:
    """What one's own people wait for: assessments first, then answers to transfers."""
    mine = supervision.held_people(request.member.id)
    if not mine:
        return []
    stands = assessment.standing_of(mine, on=day_of(request.at))
    offered = [
        t
        for t in supervision.transfers_waiting([request.member.unit_id], at=request.at)
        if t.transfer.person_id in mine
    ]
    return [
        _task("My people whose assessment is past its time", len(stands.past_time), "/caseload?needs=review"),
        _task("My people never assessed", len(stands.never), "/caseload?needs=assessment"),
        _task("Assessments under way", len(stands.under_way), "/caseload?needs=finishing"),
        _task("Transfers of my people not yet answered", len(offered), "/team#transfers"),
    ]


def _task(title: str, waiting: int, href: str, hint: str = "") -> Task:
    return Task(title, f"{waiting} waiting" if waiting else "Nothing", href if waiting else "", hint)


def _team_tasks(request: Asking) -> list[Task]:
    units = access.units_below(request.member.unit_id)
    gaps = supervision.gaps_counted(units)
    transfers = supervision.transfers_waiting(units, at=request.at)
    inward = [t for t in transfers if t.transfer.to_unit in units]
    late = sum(t.working_days_left < 0 for t in inward)
    tasks = [
        _task(f"Cases without {_article(kind)} {kind}", n, f"/team?kind={kind}")
        for kind, n in sorted(gaps.items())
    ]
    return [
        *tasks,
        _task("Transfers to answer", len(inward), "/team#transfers", f"{late} late" if late else ""),
    ]


def _article(kind: str) -> str:
    return "an" if kind[0] in "aeiou" else "a"


def _court_tasks(request: Asking) -> list[Task]:
    refused = len(courts.refused_rows(most=200))
    return [_task("Court results to correct", refused, "/imports")]


def _caseload(request: Asking) -> Table | None:
    rows = supervision.caseload(request.member.id, size=10)
    if not rows:
        return None
    return caseload_table(rows, "My people, highest risk first")


def _longest(request: Asking) -> Table:
    units = access.units_below(request.member.unit_id)
    return waiting_table(supervision.without_holder(units, at=request.at, most=5), "Waiting longest", request)
