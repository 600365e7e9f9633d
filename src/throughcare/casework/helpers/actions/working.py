"""Work agreed with an employer, and what came of it at its start and 13 and 26 weeks later."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Job, JobTold
from ..rules import (
    CLOSED,
    PAIRED,
    HelperKind,
    JobKind,
    JobOutcome,
    JobPoint,
    PairingSide,
    check_job_outcome,
)
from .steps import check_side, found_pairing, of_side, said

AHEAD, BACK = timedelta(days=183), timedelta(days=28)


@action(Permission.PAIR_HELPERS)
def record_job(
    *, by: Member, at: datetime, pairing_id: UUID, kind: JobKind, title: str, starts_on: date
) -> UUID:
    """Record work agreed with the employer somebody is matched with: what came of it is owed at three points from its first day."""
    paired = of_side(pairing_id, by, PairingSide.HELPERS)
    if paired.kind is not HelperKind.EMPLOYER or paired.state not in PAIRED or paired.helper is None:
        raise Refused(
            "Work is agreed with an employer somebody is matched with, and this is another pairing."
        )
    today = day_of(at)
    if not today - BACK <= starts_on <= today + AHEAD:
        raise Refused(
            f"Expected a day from {today - BACK:%-d %B %Y} to {today + AHEAD:%-d %B %Y}.", field="starts_on"
        )
    row = Job(
        id=new_id(), person_id=paired.row.person_id, pairing_id=paired.row.id, helper_id=paired.helper.id, kind=kind,
        title=said(title, "title", "Say what the work is.", 100), starts_on=starts_on, at=at, member_id=by.id,
        organisation_id=by.organisation_id,
    )  # fmt: skip
    insert_all([row])
    add_to_line(job=row.id)
    return row.id


@action(Permission.RECORD_ON_TIMELINE)
def tell_of_job(
    *, by: Member, at: datetime, job_id: UUID, point: JobPoint, outcome: JobOutcome, because: str = ""
) -> None:
    """Tell what came of work at a point; told again it needs a reason, and the last stands. Not known is an answer.

    The helpers' team tells it while the pairing is open, and the team that answers for the case once it is closed.
    """
    row = Job.objects.filter(id=job_id).first()
    if row is None:
        raise Refused("There is no such work, or it is not yours to see.")
    paired = found_pairing(row.pairing_id)
    check_side(paired, by, PairingSide.SENDER if paired.state in CLOSED else PairingSide.HELPERS)
    job = next(one for one in paired.jobs if one.row.id == row.id)
    check_job_outcome(job.facts, point, outcome, today=day_of(at))
    last, words = job.told.get(point), because.strip()
    if last is not None and last.outcome == outcome.value:
        return
    if last is not None:
        words = said(
            because, "because", f"It is told already as “{last.outcome}”. Say why it is another.", 300
        )
    number = last.number + 1 if last else 1
    insert_all([
        JobTold(
            id=new_id(), person_id=row.person_id, job_id=row.id, point=point, number=number, outcome=outcome,
            because=words if last else "", at=at, member_id=by.id, organisation_id=by.organisation_id,
        )
    ])  # fmt: skip
    add_to_line(job=row.id, point=point.value)
