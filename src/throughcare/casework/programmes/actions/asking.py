"""What is asked before somebody is referred to a programme: who refers, which body delivers, and whether anybody is trained."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import OpenCase
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld

from ..rules import programme, untrained
from ..store import delivering_body, trainings_of

MAY_REFER = ("offender manager", "supervisor", "prison manager")


def case_of(person_id: UUID, by: Member, at: datetime) -> OpenCase:
    """The open case, of which the member holds a role or whose team they are."""
    seen = supervision.case_of(person_id, at=at)
    case = supervision.open_cases_of([person_id]).get(person_id)
    if seen is None or case is None:
        raise Refused("This person has no open case that you may see.")
    concerns(person_id)
    holding = any(held.member_id == by.id for kind, held in seen.now.items() if kind in MAY_REFER)
    if not holding and case.unit_id not in units_below(by.unit_id):
        raise Refused(
            "Only somebody who holds a role in this case, or the team that answers for it, can refer the person."
        )
    return case


def check_delivers(case: OpenCase, organisation_id: UUID, at: datetime) -> None:
    """Refuse a body other than the one that the operating model gives programmes for this person to."""
    body = delivering_body(case, at)
    if isinstance(body, Unheld):
        raise Refused(f"Nobody delivers programmes for this person here: {body.value}.", field="to_unit")
    if body != organisation_id:
        held = next((one.name for one in access.organisations() if one.id == body), "another body")
        raise Refused(
            f"Under the operating model in force where this person lives, {held} delivers programmes for them.",
            field="to_unit",
        )


def check_trained(to_unit: UUID, programme_key: str, at: datetime) -> None:
    """Refuse a team of which nobody is trained in the programme today."""
    chosen, trained = programme(programme_key), trainings_of([to_unit])
    members = {one.member_id for one in trained}
    if not members - untrained(members, programme_key, trained, day_of(at)):
        raise Refused(f"Nobody of that team is trained to deliver {chosen.name} today.", field="to_unit")
