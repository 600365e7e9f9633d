"""What of supervision stands on home: what one's own people and team wait for, and who they are."""

from __future__ import annotations

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.home_card import HomeCard, Step, task, works_jointly
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Tag, Task
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import cause_words, gravity, risk_tag, sentence_words
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models

from .caseloads import caseload_table, waiting_table
from .samples import cases_table

MOST = 20


def cards(request: Asking) -> list[HomeCard]:
    """What the member's role gives them to do, then the people it is about."""
    may = request.member.may
    leads = may(May.LOOK_AT_TEAM) and may(May.APPOINT_HOLDER)
    return [
        *([HomeCard(14, steps=[_serving(request)])] if may(May.ADMINISTER_ORGANISATIONS) else []),
        *([HomeCard(20, _own_tasks(request))] if may(May.WRITE_ASSESSMENT) else []),
        *([HomeCard(30, _team_tasks(request))] if leads else []),
        *(_inspection(request) if may(May.DRAW_SAMPLE) else []),
        *([HomeCard(61, table=_shared_people(request))] if works_jointly(request.member) else []),
        *([HomeCard(80, table=_longest(request), own_work=True)] if leads else []),
        *(_caseload(request) if may(May.LOOK_AT_PEOPLE) else []),
    ]


def _serving(request: Asking) -> Step:
    """Whether any area has a team that its cases go to."""
    settling = models.areas_settling(day_of(request.at))
    where = f"/areas/{settling[0]}/teams" if settling else "/areas"
    hint = "Until one is named, a case goes to the organisation's first team by name, or stays with the court team."
    return Step("Say which team serves the area", where, bool(supervision.teams_serving()), hint)


def _own_tasks(request: Asking) -> list[Task]:
    """What one's own people wait for: assessments first, then answers to transfers."""
    mine = supervision.held_people(request.member.id)
    if not mine:
        return []
    stands = assessment.standing_of(mine, on=day_of(request.at))
    waiting = supervision.transfers_waiting([request.member.unit_id], at=request.at)
    offered = [t for t in waiting if t.transfer.person_id in mine]
    return [
        task("My people whose assessment is past its time", len(stands.past_time), "/caseload?needs=review"),
        task("My people never assessed", len(stands.never), "/caseload?needs=assessment"),
        task("Assessments under way", len(stands.under_way), "/caseload?needs=finishing"),
        task("Transfers of my people not yet answered", len(offered), "/team#transfers"),
    ]


def _team_tasks(request: Asking) -> list[Task]:
    units = access.units_below(request.member.unit_id)
    gaps = supervision.gaps_counted(units)
    inward = [t for t in supervision.transfers_waiting(units, at=request.at) if t.transfer.to_unit in units]
    late = sum(t.working_days_left < 0 for t in inward)
    return [
        *(task(f"Cases without {_article(k)} {k}", n, f"/team?kind={k}") for k, n in sorted(gaps.items())),
        task("Transfers to answer", len(inward), "/team#transfers", f"{late} late" if late else ""),
    ]


def _article(kind: str) -> str:
    return "an" if kind[0] in "aeiou" else "a"


def _inspection(request: Asking) -> list[HomeCard]:
    cases = supervision.sampled_cases(at=request.at)
    unread = sum(not case.opened for case in cases)
    title = "Sampled cases nobody in your unit has opened"
    tasks = [task(title, unread, "#sampled")] if unread else []
    table = cases_table(cases[:MOST], "Cases sampled, those not opened first")
    return [HomeCard(60, tasks, table, anchor="sampled")]


def _shared_people(request: Asking) -> Table:
    granted = {g.person_id: g for g in access.granted_here(at=request.at, most=200)}
    cases = supervision.open_cases_of(granted)
    highest = sorted(
        cases, key=lambda person: (gravity(cases[person].risk), -granted[person].since.timestamp())
    )
    shown = highest[:MOST]
    names = people.names_of(shown)
    return Table(
        "People shared with your team, highest risk first",
        [
            Column("Name"),
            Column("Risk"),
            Column("Sentence"),
            Column("Where"),
            Column("Why your team sees them"),
        ],
        [
            [
                Link(names[p].name, f"/people/{p}"),
                risk_tag(cases[p].risk),
                sentence_words(cases[p].sentence),
                Tag("In custody", "purple") if cases[p].place == "custody" else "In the community",
                Lines(cause_words(granted[p].cause), [f"since {granted[p].since:%-d %B %Y}"]),
            ]
            for p in shown
            if p in names
        ],
        empty="Nobody is shared with your team now. An agreement and a reason, such as a joint case, let you see somebody.",
    )


def _longest(request: Asking) -> Table:
    units = access.units_below(request.member.unit_id)
    return waiting_table(supervision.without_holder(units, at=request.at, most=5), "Waiting longest", request)


def _caseload(request: Asking) -> list[HomeCard]:
    rows = supervision.caseload(request.member.id, size=10)
    if not rows:
        return []
    table = caseload_table(rows, "My people, highest risk first")
    return [HomeCard(90, table=table, more=Link("My whole caseload", "/caseload"), own_work=True)]
