"""What of courts stands on home: breaches, reports, results to correct or awaited, sittings, a sentencer's courts."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.supervision.queries import Answered
from throughcare.casework.supervision.rules.seeing import Duty
from throughcare.faces.web.answering import answered, owed, risks_of
from throughcare.faces.web.home_card import HomeCard, Step
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Matter, Noted
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .arriving import arriving, asked
from .sentencing_figures import courts_table

ENDS_AHEAD, SITTINGS_AHEAD = timedelta(days=28), timedelta(days=7)


def cards(request: Asking) -> list[HomeCard]:
    """What is owed to a court or by one, what is on which day, and the courts whose figures may be read."""
    may = request.member.may
    found = [HomeCard(40, [*_breaches(request), *_ended(request), *_reports(request)], _diary(request))]
    if may(May.ADMINISTER_ORGANISATIONS):
        found.append(HomeCard(15, steps=[_served()]))
    if may(May.IMPORT_COURT_RESULTS):
        found.append(HomeCard(41, arriving(request), asked=asked(request)))
    if may(May.LOOK_AT_COURT_FIGURES):
        found.append(HomeCard(66, table=courts_table(request)))
    return found


def _by_person(cases: list[Answered]) -> dict[UUID, Answered]:
    return {case.person_id: case for case in cases}


def _breaches(request: Asking) -> list[Matter]:
    """The sentences in breach of those for whom the viewer enforces."""
    mine = _by_person(owed(request, Duty.ENFORCEMENT))
    return [
        Matter(
            kind="breach",
            what=f"{first_capital(one.kind)} in breach"
            + (f" since {one.since:%-d %B %Y}" if one.since else ", since a day that is not recorded"),
            do=Link("Open the sentence", f"/people/{one.person_id}/sentence"),
            since=one.since or one.imposed_on,
            due=one.since or one.imposed_on,
            person_id=one.person_id,
            risk=mine[one.person_id].risk,
        )
        for one in courts.in_breach(case.person_id for case in mine.values())
    ]


def _ended(request: Asking) -> list[Matter]:
    """The sentences of the viewer's people that stand in force past their last day."""
    mine, today = _by_person(owed(request, Duty.SENTENCE)), day_of(request.at)
    past = courts.ending([case.person_id for case in mine.values()], until=today - timedelta(days=1))
    return [
        Matter(
            kind="sentence ended",
            what=f"{first_capital(kind)} ended on {on:%-d %B %Y} and is still recorded as in force",
            do=Link("Open the sentence", f"/people/{person}/sentence"),
            since=on,
            person_id=person,
            risk=mine[person].risk,
        )
        for person, kind, on in past
    ]


def _reports(request: Asking) -> list[Matter]:
    """The reports that a court waits for: of the viewer's people, and for whoever speaks for probation in court."""
    mine = _by_person(owed(request, Duty.SENTENCE))
    for_court = request.member.may(May.REQUEST_COURT_REPORT)
    rows = courts.reports_due(None if for_court else [case.person_id for case in mine.values()])
    risks = risks_of(row.person_id for row in rows)
    waiting = courts.enquiries_waiting(row.id for row in rows)
    return [
        Matter(
            kind="court report",
            what=f"{first_capital(row.kind)} report for {row.court}, {row.state}{_unanswered(waiting[row.id])}",
            do=Link("Open the report", f"/people/{row.person_id}/reports/{row.id}/advice"),
            since=row.requested_on,
            due=row.due_on,
            person_id=row.person_id,
            risk=risks.get(row.person_id, "not_assessed"),
        )
        for row in rows
    ]


def _unanswered(many: int) -> str:
    return f"; {count_of(many, 'enquiry', 'enquiries')} without an answer" if many else ""


def _diary(request: Asking) -> list[Noted]:
    """Sentences of the viewer's people that end soon, and for a court team the sittings of the week."""
    today = day_of(request.at)
    mine = {case.person_id for case in answered(request)}
    ends = [row for row in courts.ending(mine, until=today + ENDS_AHEAD) if row[2] >= today] if mine else []
    found = [
        Noted(on, f"{first_capital(kind)} ends", f"/people/{person}/sentence", person)
        for person, kind, on in ends
    ]
    if request.member.may(May.LOOK_AT_COURT_LISTS):
        ahead = courts.sittings_ahead(after=today - timedelta(days=1), until=today + SITTINGS_AHEAD)
        found += [
            Noted(
                s.on,
                f"{first_capital(s.session)}: {count_of(s.people, 'person', 'people')}",
                f"/courts/{s.id}",
                about=s.court,
            )
            for s in ahead
        ]
    return found


def _served() -> Step:
    """Whether any court has a team that alone brings its results in; no service needs it to begin."""
    hint = "On the page of the court team. A court that no team serves is open to every court team."
    return Step(
        "Say which courts a team serves", "/organisations", courts.is_any_court_served(), hint, needed=False
    )
