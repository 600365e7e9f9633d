"""Saying that a referral to a programme serves a step of somebody's plan."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.casework.planning import actions as planning
from throughcare.casework.planning.rules import ServedBy
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, Refused

from ..models import Enrolment
from ..rules import OPEN_ENROLMENTS


@action(Permission.WRITE_PLAN)
def serve_step(*, by: Member, at: datetime, step_id: UUID, seen: int, enrolment_id: UUID) -> None:
    """Say that an open referral to a programme serves a step of the plan of the same case: how the step stands follows it."""
    row = Enrolment.objects.filter(id=enrolment_id).first()
    if row is None:
        raise Refused("There is no such referral, or it is not yours to see.", field="served_id")
    if row.state not in OPEN_ENROLMENTS:
        raise Refused(f"This referral is {row.state}, so it serves nothing.", field="served_id")
    planning.bind_step(
        by=by,
        at=at,
        step_id=step_id,
        seen=seen,
        kind=ServedBy.PROGRAMME,
        served_id=row.id,
        case_id=row.case_id,
    )
