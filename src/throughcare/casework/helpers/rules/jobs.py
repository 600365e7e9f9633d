"""What came of work with an employer: asked at its start and 13 and 26 weeks later, each once due, and not known is an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from throughcare.foundation.kernel import Refused

from .terms import helper_terms
from .words import JobOutcome, JobPoint

AT_START = frozenset({JobOutcome.IN_IT, JobOutcome.NOT_STARTED, JobOutcome.NOT_KNOWN})
LATER = frozenset({JobOutcome.IN_IT, JobOutcome.OTHER_WORK, JobOutcome.NO_WORK, JobOutcome.NOT_KNOWN})


@dataclass(frozen=True)
class JobTold:
    """A job as it was agreed, from which day, and what was told at each point so far."""

    starts_on: date
    told: Mapping[JobPoint, JobOutcome] = field(default_factory=dict)


def outcomes_at(point: JobPoint) -> frozenset[JobOutcome]:
    """What can be told at a point."""
    return AT_START if point is JobPoint.START else LATER


def point_on(starts_on: date, point: JobPoint) -> date:
    """The day of a point, by the terms of the day the job was to start."""
    return starts_on + timedelta(weeks=helper_terms(starts_on).table.points[point])


def points_owed(job: JobTold) -> tuple[JobPoint, ...]:
    """The points of which nothing is told yet, the earliest first; none after a job that did not start."""
    if job.told.get(JobPoint.START) is JobOutcome.NOT_STARTED:
        return ()
    return tuple(point for point in JobPoint if point not in job.told)


def next_point(jobs: Sequence[JobTold]) -> tuple[int, JobPoint, date] | None:
    """Of several jobs the point that comes next: of which job, which, and its day; None where every point is told."""
    found = [
        (number, owed[0], point_on(job.starts_on, owed[0]))
        for number, job in enumerate(jobs)
        if (owed := points_owed(job))
    ]
    return min(found, key=lambda one: (one[2], one[0]), default=None)


def check_job_outcome(job: JobTold, point: JobPoint, outcome: JobOutcome, *, today: date) -> None:
    """Refuse what cannot be told at a point, before its day, or before an earlier point is told."""
    if outcome not in outcomes_at(point):
        known = ", ".join(sorted(outcomes_at(point)))
        raise Refused(f"At {point}, expected one of: {known}.", field="outcome")
    if job.told.get(JobPoint.START) is JobOutcome.NOT_STARTED and point is not JobPoint.START:
        raise Refused("This work did not start, so nothing is told of it later.", field="point")
    due = point_on(job.starts_on, point)
    if today < due:
        raise Refused(f"“{point}” is on {due:%-d %B %Y}. Tell it once that day has come.", field="point")
    before = [one for one in list(JobPoint)[: list(JobPoint).index(point)] if one not in job.told]
    if before:
        raise Refused(f"Tell first what came of it at {before[0]}.", field="point")
    if point is JobPoint.START and outcome is JobOutcome.NOT_STARTED and len(job.told) > (point in job.told):
        raise Refused("It is told already how this work went later, so it started.", field="outcome")
