"""What holds a person at certain hours of the week: recorded by who and when, and said to be no longer so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Commitment
from ..rules.commitments import CommitmentKind, Weekly, check_commitment
from ..store.steps import found_case


@dataclass(frozen=True)
class Hours:
    """Hours of the week to record, what there is to know of them, and the curfew whose hours they are, if they are one's."""

    weekly: Weekly
    note: str = ""
    requirement_id: UUID | None = None


@action(Permission.RECORD_ON_TIMELINE)
def record_commitment(*, by: Member, at: datetime, case_id: UUID, hours: Hours) -> UUID:
    """Record what holds the person of an open case at certain hours of the week; the very same again is recorded once."""
    case, weekly = found_case(case_id), hours.weekly
    check_commitment(weekly, note=hours.note, today=day_of(at))
    _check_requirement(hours, case.person_id)
    said = {
        "person_id": case.person_id, "kind": weekly.kind.value, "weekdays": sorted(weekly.weekdays),
        "starts": weekly.starts, "ends": weekly.ends, "since": weekly.since, "until": weekly.until,
        "note": hours.note.strip(), "requirement_id": hours.requirement_id,
    }  # fmt: skip
    same = Commitment.objects.filter(**said, ended_at=None).first()
    if same is not None:
        return same.id
    made = Commitment(id=new_id(), at=at, member_id=by.id, organisation_id=by.organisation_id, **said)
    Commitment.objects.bulk_create([made])
    add_to_line(commitment=made.id)
    return made.id


def _check_requirement(hours: Hours, person_id: UUID) -> None:
    if hours.requirement_id is None:
        return
    if hours.weekly.kind is not CommitmentKind.CURFEW:
        raise Refused("Only a curfew has hours that a court ordered.", field="requirement_id")
    found = courts.requirements([hours.requirement_id]).get(hours.requirement_id)
    if found is None or found.person_id != person_id:
        raise Refused("That is no requirement of this person's.", field="requirement_id")


@action(Permission.RECORD_ON_TIMELINE)
def end_commitment(*, by: Member, at: datetime, case_id: UUID, commitment_id: UUID) -> None:
    """Say that hours which held the person of an open case are no longer so; they stay to be read in the audit."""
    case = found_case(case_id)
    ended = Commitment.objects.filter(id=commitment_id, person_id=case.person_id, ended_at=None).update(
        ended_at=at, ended_by=by.id
    )
    if not ended:
        raise Refused("Somebody said so already, or it is not this person's.")
    concerns(case.person_id)
    add_to_line(commitment=commitment_id)
