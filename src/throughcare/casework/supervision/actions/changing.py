"""What changes in a case: its timeline, and its end."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from ..events import CaseClosed
from ..models import Case, Gap, Responsibility, Tenure
from ..rules import EndReason
from ..rules.transfers import sight_after_closing
from ..rules.words import check_kind_of_entry
from ..store.steps import (
    change_case,
    check_answers_for,
    close_gaps,
    close_grants,
    end_tenures,
    end_transfers,
    entry,
    found_case,
)
from .jointly import work_jointly


@action(Permission.RECORD_ON_TIMELINE)
def record_on_timeline(
    *, by: Member, at: datetime, case_id: UUID, kind: str, what: str, note: str = ""
) -> UUID:
    """Write a note on the timeline; returns the entry. A contact, which has an outcome, is recorded by itself."""
    if not what.strip():
        raise Refused("Say what happened.", field="what")
    if len(what) > 200:
        raise Refused("Say what happened in at most 200 characters, and the rest in the note.", field="what")
    check_kind_of_entry(kind)
    case = found_case(case_id)
    made = entry(case, by, at, kind, what.strip(), note=note)
    insert_all([made])
    add_to_line(entry=made.id)
    return made.id


@action(Permission.CLOSE_CASE)
def close_case(*, by: Member, at: datetime, case_id: UUID, version: int, because: str) -> None:
    """Close a case: tenures, gaps and offers end now; the last team may read it for as long as policy says."""
    if not because.strip():
        raise Refused("Say why the case is closed.", field="because")
    case = found_case(case_id, version)
    check_answers_for(case, by, "close it")
    shut(case, by, at, because)


def shut(case: Case, by: Member, at: datetime, because: str) -> None:
    """Close an open case within another act: everything in it ends at an instant."""
    running = list(Tenure.objects.filter(case=case.id, during__upper_inf=True))
    end_tenures(running, at, EndReason.CASE_CLOSED)
    kinds = Gap.objects.filter(case=case.id, during__upper_inf=True).values_list("kind", flat=True)
    close_gaps(case.id, list(kinds), at)
    offers = end_transfers([case.id], at, "the case closed")
    held = list(Responsibility.objects.filter(case=case.id, during__upper_inf=True))
    for row in held:
        Responsibility.objects.filter(id=row.id).update(
            during=TimestamptzRange(row.during.lower, at),
            sight=TimestamptzRange(row.sight.lower, at + sight_after_closing(day_of(at))),
        )
    insert_all([entry(case, by, at, "closed", "Case closed", note=because)])
    change_case(case, closed_at=at, closed_because=because.strip()[:300])
    announce(CaseClosed(case.id, case.person_id), at=at, by=by.id)
    work_jointly([case], by, at)
    close_grants("transfer", offers)
    close_grants("tenure", [tenure.id for tenure in running])
    close_grants("responsibility", [row.id for row in held])
