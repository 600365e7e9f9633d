"""Saying that hours of unpaid work serve a step of somebody's plan."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.casework.planning import actions as planning
from throughcare.casework.planning.rules import ServedBy
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, Refused

from ..models import Work


@action(Permission.WRITE_PLAN)
def serve_step(*, by: Member, at: datetime, step_id: UUID, seen: int, work_id: UUID) -> None:
    """Say that hours under way serve a step of the plan of the same case: how the step stands follows them."""
    row = Work.objects.filter(id=work_id).first()
    if row is None:
        raise Refused("There are no such hours, or they are not yours to see.", field="served_id")
    if row.ended_at is not None:
        raise Refused("These hours are no longer under way, so they serve nothing.", field="served_id")
    planning.bind_step(
        by=by,
        at=at,
        step_id=step_id,
        seen=seen,
        kind=ServedBy.UNPAID_WORK,
        served_id=row.id,
        case_id=row.case_id,
    )
