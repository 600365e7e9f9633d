"""What the viewer answers for, asked once for a page: their cases by duty, and the teams they lead."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import Answered
from throughcare.casework.supervision.rules.seeing import Duty
from throughcare.faces.web.page import Asking
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May

T = TypeVar("T")


def leading(request: Asking) -> list[UUID]:
    """The teams that the viewer leads: none unless they may look at a team and appoint in it."""
    may = request.member.may
    if not (may(May.LOOK_AT_TEAM) and may(May.APPOINT_HOLDER)):
        return []
    return _once(request, "leading", lambda: access.units_below(request.member.unit_id))


def answers_for(request: Asking, unit_id: UUID) -> bool:
    """Whether a team's cases are answered for by the viewer's own team or one below it: to see a case is not enough to act in it."""
    if unit_id == request.member.unit_id:
        return True
    return unit_id in _once(request, "own units", lambda: access.units_below(request.member.unit_id))


def has_part(request: Asking, person_id: UUID) -> bool:
    """Whether the viewer holds a role in somebody's open case, or their team answers for it: to see them is not enough to act."""
    case = supervision.open_cases_of([person_id]).get(person_id)
    if case is None:
        return False
    return answers_for(request, case.unit_id) or person_id in supervision.held_people(request.member.id)


def answered(request: Asking) -> list[Answered]:
    """The open cases in which the viewer holds a role, and those of teams they lead that nobody manages."""
    if not request.member.may(May.LOOK_AT_PEOPLE):
        return []
    units = leading(request)
    return _once(
        request, "answered", lambda: supervision.answered_by(request.member, leading=units, at=request.at)
    )


def owed(request: Asking, duty: Duty) -> list[Answered]:
    """Of those, the cases in which the viewer owes a duty: as its holder, or as one who leads where nobody holds it."""
    units = set(leading(request))
    return [
        one
        for one in answered(request)
        if one.is_owed_by(request.member.id, duty, leads=one.unit_id in units)
    ]


def risks_of(people: Iterable[UUID | None]) -> dict[UUID, str]:
    """The risk of serious harm that stands for each of these people whose open case the viewer sees; one question."""
    wanted = {person for person in people if person}
    return {person: case.risk for person, case in supervision.open_cases_of(wanted).items()} if wanted else {}


def _once(request: Asking, name: str, ask: Callable[[], T]) -> T:
    kept = request.__dict__.setdefault("asked_once", {})
    if name not in kept:
        kept[name] = ask()
    found: T = kept[name]
    return found
