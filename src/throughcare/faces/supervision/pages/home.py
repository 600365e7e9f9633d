"""What of supervision stands on home: what one's own people and team wait for, and who they are."""

from __future__ import annotations

from dataclasses import replace

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.answering import leading
from throughcare.faces.web.home_card import HomeCard, Step, works_jointly
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Tag
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import cause_words, gravity, risk_tag, sentence_words
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models

from .home_matters import asked, changed, contacts, not_reminded, not_taken, offered, sampled, unheld
from .people_lists import counted_table, listed
from .requirement_matters import waiting
from .risk import falls_to_agree
from .samples import cases_table

MOST = 20
TOLD_OF_THEIR_PEOPLE = {"provider lead"}
"""Who is told on home how many their own team has of each tier: who answers for a service, and not for each case."""


def cards(request: Asking) -> list[HomeCard]:
    """What waits for the viewer and is on their days, then the people it is about."""
    may = request.member.may
    to_see, diary = contacts(request)
    matters = [
        *to_see,
        *unheld(request),
        *offered(request),
        *not_taken(request),
        *sampled(request),
        *not_reminded(request),
    ]
    matters += [*falls_to_agree(request), *waiting(request)]
    return [
        *([HomeCard(14, steps=[_serving(request)])] if may(May.ADMINISTER_ORGANISATIONS) else []),
        HomeCard(30, matters, diary, asked(request), changed(request), own_work=bool(leading(request))),
        *(_inspection(request) if may(May.DRAW_SAMPLE) else []),
        *([HomeCard(61, table=_shared_people(request))] if works_jointly(request.member) else []),
        *(_caseload(request) if may(May.LOOK_AT_PEOPLE) else []),
        *(_own_people(request) if request.member.role in TOLD_OF_THEIR_PEOPLE else []),
    ]


def _serving(request: Asking) -> Step:
    """Whether any area has a team that its cases go to."""
    settling = models.areas_settling(day_of(request.at))
    where = f"/areas/{settling[0]}/teams" if settling else "/areas"
    hint = "Until one is named, a case goes to the organisation's first team by name, or stays with the court team."
    return Step("Say which team serves the area", where, bool(supervision.teams_serving()), hint)


def _inspection(request: Asking) -> list[HomeCard]:
    cases = supervision.sampled_cases(at=request.at)
    return [HomeCard(60, table=cases_table(cases[:MOST], "Cases sampled, those not opened first"))]


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


def _caseload(request: Asking) -> list[HomeCard]:
    """A way to one's own people, and to one's team, for those who have any."""
    held = supervision.caseload_size(request.member.id)
    found = (
        [HomeCard(91, more=Link(f"My team: {request.member.unit_name}", "/team"))]
        if leading(request) or (request.member.may(May.LOOK_AT_TEAM) and not held)
        else []
    )
    if held:
        many = count_of(held, "person", "people")
        found.append(HomeCard(90, more=Link(f"My caseload: {many}", "/caseload"), own_work=True))
    return found


def _own_people(request: Asking) -> list[HomeCard]:
    """How many people the viewer's team, and those below it, hold a role for, by sentence and tier."""
    cases = supervision.cases_of_teams(access.units_below(request.member.unit_id), at=request.at)
    counted = counted_table(listed(cases, on=day_of(request.at)))
    if counted is None:
        return []
    table = replace(counted, caption="My team's people, by sentence and tier")
    return [HomeCard(62, table=table, more=Link("Everybody my team answers for", "/team/people"))]
