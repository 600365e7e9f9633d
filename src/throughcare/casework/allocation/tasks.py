"""Jobs of allocation: working a plan out, and reckoning every team's load each Monday."""

from __future__ import annotations

from uuid import UUID

from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django import app

from throughcare.foundation.access import queries
from throughcare.foundation.kernel import Permission, Refused

from .actions.planning import WORK_OUT, Stopped, note_plan_ended, work_out_plan
from .actions.reckoning import reckon_workload


@app.task(name=WORK_OUT)
def work_out(plan_id: str, member_id: str) -> None:
    """Work one plan out as the member who asked, if they still may; a refusal is kept for the page."""
    plan, at = UUID(plan_id), timezone.now()
    by = queries.member(UUID(member_id), at=at)
    if by is None:
        return
    try:
        work_out_plan(by=by, at=at, plan_id=plan, tell=lambda step, stage: _tell(plan, step, stage))
    except Refused as refusal:
        note_plan_ended(
            by=by, at=at, plan_id=plan, because=refusal.because, stopped=isinstance(refusal, Stopped)
        )
    except Exception:
        # The failed job is kept for whoever runs the service; the page must not wait for it for ever.
        note_plan_ended(by=by, at=at, plan_id=plan, because="It failed. Start it again.", stopped=False)
        raise


def _tell(plan: UUID, step: int, stage: str) -> bool:
    """Write progress beside the plan's own transaction; whether to go on."""
    with connections["worker"].cursor() as cursor:
        cursor.execute(
            "UPDATE allocation_planprogress SET step = %s, stage = %s WHERE plan_id = %s RETURNING stop",
            [step, stage[:120], plan],
        )
        row = cursor.fetchone()
    return not (row and row[0])


@app.periodic(cron="15 5 * * 1")
@app.task(name="throughcare.reckon_workload", pass_context=False)
def reckon_every_team(timestamp: int) -> None:
    """Ask for each team's week to be reckoned, as one who leads it."""
    leads = queries.members_who_may(Permission.RECORD_WORKLOAD, at=timezone.now())
    for lead in {one.unit_id: one for one in leads}.values():
        reckon_team.defer(member_id=str(lead.id))


@app.task(name="throughcare.reckon_team")
def reckon_team(member_id: str) -> None:
    """Reckon the week of one member's own team, as that member."""
    at = timezone.now()
    by = queries.member(UUID(member_id), at=at)
    if by is not None and by.may(Permission.RECORD_WORKLOAD):
        reckon_workload(by=by, at=at, unit_ids=[by.unit_id])
