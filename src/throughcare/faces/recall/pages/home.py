"""What of recall stands on home: what is owed, on the home of the side that owes it, and what is waited for from outside."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from throughcare.casework.recall import queries
from throughcare.casework.recall.queries import RecallLine
from throughcare.casework.recall.rules import Level, RecallSide, Urgency, is_of_level
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Asked, Matter
from throughcare.faces.web.page import Asking
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import LONDON, day_of

from ..words import SIDES


def cards(request: Asking) -> list[HomeCard]:
    """Of an officer the recalls whose next step is theirs; of whoever approves those to approve; of both what others owe them."""
    if not request.member.may(May.ASK_FOR_RECALL):
        return []
    units = access.units_below(request.member.unit_id)
    found = queries.recalls_under_way(units, at=request.at)
    cases = supervision.open_cases_of([one.person_id for one in found])
    matters = [
        _matter(one, risk_of(one, cases)) for one in found if one.side.works_here and _owes(request, one)
    ]
    matters += [
        _shaken(one, risk_of(one, cases)) for one in found if one.shaken and _looks_again(request, one)
    ]
    asked = [_asked(one) for one in found if not one.side.works_here and _manages(request, one)]
    asked += [_asked(one) for one in found if one.side is RecallSide.APPROVER and _manages(request, one)]
    return [HomeCard(44, matters, asked=asked)] if matters or asked else []


def risk_of(one: RecallLine, cases: Mapping[UUID, supervision.OpenCase]) -> str:
    """The risk of serious harm of whoever a recall is about, as their open case says."""
    return cases[one.person_id].risk if one.person_id in cases else "not_assessed"


def _looks_again(request: Asking, one: RecallLine) -> bool:
    """Whether it is the viewer who is to look again: whoever approves while it waits for approval, else whoever manages
    it, and the leads of a team elsewhere that decides."""
    if one.side is RecallSide.APPROVER:
        return _owes(request, one)
    elsewhere = one.to_unit != one.from_unit and one.to_unit == request.member.unit_id
    return _manages(request, one) or (elsewhere and request.member.may(May.APPROVE_RECALL))


def _owes(request: Asking, one: RecallLine) -> bool:
    """Whether the next step is the viewer's: to approve, for whoever may at the level; else of whoever manages it."""
    if one.side is RecallSide.APPROVER:
        return (
            request.member.may(May.APPROVE_RECALL)
            and one.to_unit in access.units_below(request.member.unit_id)
            and is_of_level(request.member.role, Level(one.level))
        )
    return _manages(request, one)


def _manages(request: Asking, one: RecallLine) -> bool:
    """Whether the viewer manages a recall: the offender manager, and of a case that nobody manages the leads of its team."""
    if one.manager_id is not None:
        return one.manager_id == request.member.id
    return request.member.may(May.APPROVE_RECALL) and request.member.unit_id in {one.from_unit, one.to_unit}


def _matter(one: RecallLine, risk: str) -> Matter:
    by = one.due_at.astimezone(LONDON)
    urgent = "Emergency recall" if one.urgency is Urgency.EMERGENCY else "Recall"
    return Matter(
        kind="recall",
        what=f"{urgent}: {one.due[0].lower()}{one.due[1:]}, by {by:%H:%M on %-d %B}",
        do=Link("Open the recall", f"/recalls/{one.id}"),
        since=day_of(one.since),
        due=day_of(one.due_at),
        person_id=one.person_id,
        risk=risk,
    )


def _shaken(one: RecallLine, risk: str) -> Matter:
    many = "A failure" if one.shaken == 1 else f"{one.shaken} failures"
    was = "was" if one.shaken == 1 else "were"
    return Matter(
        kind="recall",
        what=f"{many} that a recall rests on {was} rescinded: look at it again",
        do=Link("Look at the recall again", f"/recalls/{one.id}"),
        since=day_of(one.since),
        due=day_of(one.due_at),
        person_id=one.person_id,
        risk=risk,
    )


def _asked(one: RecallLine) -> Asked:
    return Asked(
        f"Recall: {one.due[0].lower()}{one.due[1:]}", SIDES[one.side], f"/recalls/{one.id}", day_of(one.due_at), one.person_id
    )  # fmt: skip
