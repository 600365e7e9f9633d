"""The sweep: jobs whose worker died are begun again, rows that wait without a job get one or are settled."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from .queries import service_member
from .session import viewing
from .system_members import SWEEPER
from .work import FAILED, GIVEN_UP, WORK, Ended, Work, arguments, end_row

SILENT_FOR = timedelta(seconds=20)
"""How long a worker may be silent before it is taken for dead; it makes itself heard every five seconds.

One that was heard as long after this moment died before the clock was set back.
"""
WITHOUT_A_JOB = timedelta(seconds=10)
"""How long a row may wait without a job: longer than any commit between the two."""
MOST_TIMES = 3

_ABANDONED = """SELECT j.id, j.task_name, j.attempts, j.args
  FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
  WHERE j.status = 'doing' AND (w.id IS NULL
    OR w.last_heartbeat NOT BETWEEN now() - make_interval(secs => %s) AND now() + make_interval(secs => %s)) ORDER BY j.id"""
_JOBS_OF = """SELECT args->>%s, bool_or(status IN ('todo', 'doing')), bool_or(status = 'failed')
  FROM procrastinate_jobs WHERE task_name = %s AND args->>%s = ANY(%s) GROUP BY 1"""


def sweep() -> int:
    """Begin again or settle all that was acknowledged and has nobody at work on it; returns how much there was."""
    return _begin_abandoned_again() + sum(_settle_waiting(kind) for kind in WORK.values())


def _begin_abandoned_again() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_ABANDONED, [SILENT_FOR.total_seconds()] * 2)
        abandoned = cursor.fetchall()
    for job, task, attempts, given in abandoned:
        if attempts + 1 < MOST_TIMES:
            app.job_manager.retry_job_by_id(job_id=job, retry_at=timezone.now())
            continue
        # Whoever waits is told before the job is ended: a sweep that dies between the two finds the job again.
        if task in GIVEN_UP:
            GIVEN_UP[task](json.loads(given) if isinstance(given, str) else given)
        _finish_as_failed(job)
    return len(abandoned)


def _finish_as_failed(job: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT procrastinate_finish_job_v1(%s, %s::procrastinate_job_status, false)",
            [job, Status.FAILED.value],
        )


def _settle_waiting(kind: Work) -> int:
    """Rows of one kind that wait without a job: a failed one settles them, a lost one is asked for again."""
    at = timezone.now()
    rows = _waiting(kind, at)
    with connection.cursor() as cursor:
        cursor.execute(_JOBS_OF, [kind.argument, kind.task, kind.argument, [str(row) for row in rows]])
        jobs = {UUID(row): (live, failed) for row, live, failed in cursor.fetchall()}
    left = 0
    for row, member_id in rows.items():
        live, failed = jobs.get(row, (False, False))
        if live:
            continue
        left += 1
        if failed:
            end_row(kind, row, Ended(FAILED))
        else:
            app.configure_task(kind.task).defer(**arguments(kind, row, member_id))
    return left


def _waiting(kind: Work, at: datetime) -> dict[UUID, UUID]:
    sweeper = service_member(SWEEPER, at=at)
    with viewing(sweeper, at):
        late = Q(**{f"{kind.asked_at}__lt": at - WITHOUT_A_JOB}) | Q(
            **{f"{kind.asked_at}__gt": at + WITHOUT_A_JOB}
        )
        rows = kind.model._default_manager.filter(late, state__in=kind.waiting).values_list(
            "pk", kind.asked_by
        )
        return dict(rows)
