"""What those outside probation see first: a police partner's shared people, an inspector's sample, a court's figures."""

from __future__ import annotations

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.access.pages.sharing import last_day
from throughcare.faces.courts.pages.sentencing_figures import courts_table
from throughcare.faces.supervision.pages.samples import cases_table
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Tag, Task
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import cause_words, first_capital, gravity, risk_tag, sentence_words
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models
from throughcare.foundation.operating_model.rules import BodyKind, Function
from throughcare.foundation.operating_model.rules.handbook import for_whom

MOST = 20
MOST_AREAS = 3


def works_jointly(member: Member) -> bool:
    """Whether a member only reads what others share with their team."""
    writes = (May.RECORD_ON_TIMELINE, May.RECORD_PEOPLE, May.DRAW_SAMPLE)
    return member.may(May.LOOK_AT_PEOPLE) and not any(member.may(permission) for permission in writes)


def partner_tables(request: Asking) -> tuple[list[Task], list[Table]]:
    """What a member from outside probation sees first: tasks, and the tables below them."""
    member = request.member
    if member.may(May.DRAW_SAMPLE):
        return _inspection(request)
    if member.may(May.LOOK_AT_COURT_FIGURES):
        return [], [courts_table(request)]
    if works_jointly(member):
        return [], [_shared_people(request), agreements_table(request)]
    if not member.may(May.LOOK_AT_PEOPLE) and member.role == "victim liaison officer":
        return [], [agreements_table(request), victim_contact_table(request)]
    return [], []


def _inspection(request: Asking) -> tuple[list[Task], list[Table]]:
    cases = supervision.sampled_cases(at=request.at)
    unread = sum(not case.opened for case in cases)
    title = "Sampled cases nobody in your unit has opened"
    tasks = [Task(title, f"{unread} waiting", "#sampled")] if unread else []
    return tasks, [cases_table(cases[:MOST], "Cases sampled, those not opened first")]


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
        [Column("Name"), Column("Risk"), Column("Sentence"), Column("Where"), Column("Why your team sees them")],
        [
            [
                Link(names[p].name, f"/people/{p}"), risk_tag(cases[p].risk), sentence_words(cases[p].sentence),
                Tag("In custody", "purple") if cases[p].place == "custody" else "In the community",
                Lines(cause_words(granted[p].cause), [f"since {granted[p].since:%-d %B %Y}"]),
            ]
            for p in shown
            if p in names
        ],
        empty="Nobody is shared with your team now. An agreement and a reason, such as a joint case, let you see somebody.",
    )  # fmt: skip


def agreements_table(request: Asking) -> Table:
    """The organisations that share with the viewer's own, for what and on what basis."""
    rows = access.agreements_with(request.member.organisation_id, at=request.at)
    return Table(
        "Who shares with your organisation",
        [Column("Organisation"), Column("For"), Column("On what basis"), Column("Last day")],
        [[a.shared_by, first_capital(a.purpose), a.basis, last_day(a.until)] for a in rows],
        empty="No organisation has an agreement to share with yours. An administrator records one.",
    )


def victim_contact_table(request: Asking) -> Table:
    """Which body keeps victims told, for whom and on what ground, by the model in force: where the viewer's organisation is the victim unit, or anywhere."""
    today = day_of(request.at)
    served = models.areas_of_body(request.member.organisation_id, BodyKind.VICTIM_UNIT, today)
    areas = (served or models.areas_settling(today))[:MOST_AREAS]
    in_force = {found.model_id: found for code in areas if (found := models.model_in_force(code, today))}
    return Table(
        "Who keeps victims told, by the operating model in force",
        [Column("Held by"), Column("For whom"), Column("On what ground"), Column("Model")],
        [
            [
                first_capital(found.model.body_name(line.held_by)), first_capital(for_whom(line)), str(line.ground),
                Link(found.model.title, f"/models/{found.model.name}"),
            ]
            for found in in_force.values()
            for line in found.model.functions[Function.VICTIM_CONTACT]
            if line.is_in_force(today)
        ],
        empty="No operating model is in force yet.",
    )  # fmt: skip
