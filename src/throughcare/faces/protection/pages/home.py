"""What of public protection stands on home: of whoever manages what they propose and screen, of whoever leads and chairs what they decide, of each what they do of a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from throughcare.casework.protection import queries
from throughcare.casework.protection.queries import ProtectionLine
from throughcare.casework.protection.rules import ProtectionOwed, ProtectionSide
from throughcare.casework.supervision.rules.seeing import Duty
from throughcare.faces.web.answering import leading, owed, risks_of
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.page import Asking
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of


def cards(request: Asking) -> list[HomeCard]:
    """Each side's own, and nobody else's."""
    matters = [*_managed(request), *_of_teams(request), *_of_meetings(request), *_actions_left(request)]
    return [HomeCard(46, matters)] if matters else []


def _managed(request: Asking) -> list[Matter]:
    """What whoever manages owes: categories to propose, levels to screen for and level 1 to review."""
    if not request.member.may(May.SCREEN_PROTECTION):
        return []
    cases = {one.person_id: one for one in owed(request, Duty.SENTENCE)}
    lines = queries.protections_among(cases, at=request.at)
    found = [
        _matter(one.row.person_id, one.owed, cases[one.row.person_id].risk)
        for one in lines
        if one.owed is not None and one.owed.side is ProtectionSide.MANAGER
    ]
    due = queries.proposals_owed(cases, at=request.at)
    return [*found, *(_matter(person, one, cases[person].risk) for person, one in due.items())]


def _of_teams(request: Asking) -> list[Matter]:
    """What whoever leads a team confirms, and what whoever chairs decides and reviews there."""
    may = request.member.may
    sides = set()
    units = set(leading(request))
    if may(May.CONFIRM_PROTECTION) and units:
        sides.add(ProtectionSide.SENIOR)
    if may(May.CHAIR_PROTECTION):
        sides.add(ProtectionSide.CHAIR)
        units |= set(access.units_below(request.member.unit_id))
    if not sides:
        return []
    return [
        _matter(one.row.person_id, one.owed, _risk(one))
        for one in queries.protections_of_teams(units, at=request.at)
        if one.owed is not None and one.owed.side in sides
    ]


def _of_meetings(request: Asking) -> list[Matter]:
    """The meetings to which the viewer is asked, and the actions that are theirs, until they are held and done."""
    if not request.member.may(May.SCREEN_PROTECTION):
        return []
    asked, own = queries.meetings_to_come(request.member), queries.actions_owed_by(request.member)
    risks = risks_of([*(one.person_id for one in asked), *(one.person_id for one in own)])
    return [
        *(
            _of(
                one.person_id,
                f"Come to the meeting on them: {one.place}",
                f"/protection/meetings/{one.id}",
                one.meets_on,
                risks,
            )
            for one in asked
        ),
        *(
            _of(one.person_id, one.what, f"/protection/actions/{one.id}/done", one.due_on, risks)
            for one in own
        ),
    ]


def _actions_left(request: Asking) -> list[Matter]:
    """For whoever chairs: actions that are late, or whose owner has no part in the case any more, to be passed on or asked after."""
    if not request.member.may(May.CHAIR_PROTECTION):
        return []
    units = access.units_below(request.member.unit_id)
    left = [
        one
        for one in queries.actions_left(units, on=day_of(request.at), at=request.at)
        if one.row.owner_id != request.member.id
    ]
    risks = risks_of([one.row.person_id for one in left])
    return [
        _of(
            one.row.person_id, f"{'Late' if one.is_anybodys else 'Nobody here does it'}: {one.row.what}",
            f"/protection/actions/{one.row.id}/pass-on", one.row.due_on, risks,
        )
        for one in left
    ]  # fmt: skip


def _of(person: UUID, what: str, href: str, due: date, risks: Mapping[UUID, str]) -> Matter:
    return Matter(
        kind="public protection", what=what, do=Link("Open", href), since=due, due=due, person_id=person,
        risk=risks.get(person, "not_assessed"),
    )  # fmt: skip


def _risk(one: ProtectionLine) -> str:
    return one.whole.case.risk if one.whole.case else "not_assessed"


def _matter(person: UUID, one: ProtectionOwed, risk: str) -> Matter:
    return Matter(
        kind="public protection", what=one.what, do=Link("Open", f"/people/{person}/protection"), since=one.by, due=one.by,
        person_id=person, risk=risk,
    )  # fmt: skip
