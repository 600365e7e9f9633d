"""What of release stands on home: days that moved, needs and licences owed before release, approvals, first meetings, parole."""

from __future__ import annotations

from throughcare.casework.release import queries
from throughcare.casework.release.queries import ConditionAsked, Owed
from throughcare.casework.release.rules import answer_by
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import Answered
from throughcare.casework.supervision.rules.seeing import Duty
from throughcare.faces.web.answering import leading, owed
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import WorkingCalendar

APPROVAL = "licence approval"
ASKED = "condition asked for"
DO = {
    "licence": "Write it", APPROVAL: "Decide", "release need": "See what is owed", "release moved": "Look at it",
    "handover": "See who is responsible", "release meeting": "Book it", "held past minimum": "See the steps", "licence end": "Look at it",
    ASKED: "Answer it",
}  # fmt: skip


def cards(request: Asking) -> list[HomeCard]:
    """What waits for whoever answers for the sentence of somebody who leaves custody, and for whoever approves licences."""
    may = request.member.may
    if not may(May.RECORD_RELEASE):
        return []
    mine = {one.case_id: one for one in owed(request, Duty.SENTENCE)}
    found = [
        _matter(one, mine[one.case_id])
        for one in queries.owed_in([(case.case_id, case.person_id) for case in mine.values()], at=request.at)
        if one.kind != APPROVAL
    ]
    if may(May.WRITE_LICENCE):
        found += [_asked(one, mine[one.case_id]) for one in queries.conditions_to_answer(mine)]
    if may(May.APPROVE_LICENCE):
        found += _approvals(request)
    return [HomeCard(44, found)] if found else []


def _asked(one: ConditionAsked, case: Answered) -> Matter:
    return Matter(
        kind=ASKED, what="A condition that somebody asks for", do=Link(DO[ASKED], f"/asked-conditions/{one.id}"),
        since=one.proposed_on, due=answer_by(one.proposed_on, WorkingCalendar()), person_id=one.person_id, risk=case.risk,
    )  # fmt: skip


def _approvals(request: Asking) -> list[Matter]:
    units = leading(request)
    cases = {one.case_id: one for one in supervision.cases_held(request.member.id, at=request.at)}
    if units:
        cases |= {one.case_id: one for one in supervision.cases_of_teams(units, at=request.at)}
    waiting = queries.owed_in([(one.case_id, one.person_id) for one in cases.values()], at=request.at)
    return [
        _matter(one, cases[one.case_id])
        for one in waiting
        if one.kind == APPROVAL and request.member.id not in one.not_by
    ]


def _matter(one: Owed, case: Answered) -> Matter:
    return Matter(
        kind=one.kind, what=one.what, do=Link(DO[one.kind], one.where), since=one.since, due=one.by, person_id=one.person_id,
        risk=case.risk,
    )  # fmt: skip
