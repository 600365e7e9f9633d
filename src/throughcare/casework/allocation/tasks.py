"""Jobs of allocation: working a plan out, and reckoning every team's load each Monday."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connections
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from throughcare.foundation.access import queries
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.work import WHEN_IT_CAN, Ended, Work, carry_out_row, work
from throughcare.foundation.kernel import Permission

from .actions.planning import WORK_OUT, note_plan_ended, work_out_plan
from .actions.reckoning import reckon_workload
from .models import Plan


@app.task(name=WORK_OUT, retry=WHEN_IT_CAN)
def work_out(plan_id: str, member_id: str) -> None:
    """Work one plan out as the member who asked, if they still may; whatever ends it is kept for the page."""
    carry_out_row(PLANS, UUID(plan_id), UUID(member_id))


def _work_out(*, by: Member, at: datetime, row: UUID) -> object:
    return work_out_plan(by=by, at=at, plan_id=row, tell=lambda step, stage: _tell(row, step, stage))


def _end(*, by: Member, at: datetime, row: UUID, ended: Ended) -> None:
    note_plan_ended(by=by, at=at, plan_id=row, because=ended.because, stopped=ended.stopped)


PLANS = work(
    Work(
        task=WORK_OUT,
        argument="plan_id",
        model=Plan,
        carry_out=_work_out,
        end=_end,
        asked_by="asked_by",
        asked_at="asked_at",
    )
)


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


@app.task(name="throughcare.reckon_team", retry=RetryStrategy(max_attempts=12, exponential_wait=2))
def reckon_team(member_id: str) -> None:
    """Reckon the week of one member's own team, as that member; tried again by itself when it fails."""
    at = timezone.now()
    by = queries.member(UUID(member_id), at=at)
    if by is not None and by.may(Permission.RECORD_WORKLOAD):
        reckon_workload(by=by, at=at, unit_ids=[by.unit_id])
