"""Staff terms and reductions: dated, added to, ended; never edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from psycopg.types.range import DateRange

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Period, Permission, Refused, new_id

from ..models import Reduction, ReductionEnd, StaffTerms
from ..rules import reductions as reducing
from ..rules.capacity import contracted_hours
from ..rules.people import Sex
from ..rules.points import workload_on


@dataclass(frozen=True)
class Terms:
    """The terms of one member from a day on; hours of None are not recorded."""

    member_id: UUID
    grade: str
    start: date
    hours: Decimal | None = None
    sex: Sex | None = None
    languages: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()


@dataclass(frozen=True)
class Off:
    """Hours a week off for one member, from a day (to a day), for a reason's code."""

    member_id: UUID
    reason: str
    hours: Decimal
    start: date
    end: date | None = None
    note: str = ""


@action(Permission.RECORD_WORKLOAD)
def record_staff_terms(*, by: Member, at: datetime, terms: Sequence[Terms]) -> tuple[UUID, ...]:
    """Record the terms of members from their days on; what was in force before ends there. All or none."""
    members = _members_of_ours(by, at, {one.member_id for one in terms})
    _check_grades(terms)
    _end_before(terms)
    rows = [
        StaffTerms(
            id=new_id(), member_id=one.member_id, unit_id=members[one.member_id].unit_id, grade=one.grade,
            hours=one.hours, sex=one.sex.value if one.sex else "", languages=list(one.languages),
            qualifications=list(one.qualifications), during=DateRange(one.start, None), recorded_by=by.id,
            recorded_at=at,
        )
        for one in terms
    ]  # fmt: skip
    insert_all(rows)
    add_to_line(terms=len(rows))
    return tuple(row.id for row in rows)


def _members_of_ours(by: Member, at: datetime, ids: set[UUID]) -> dict[UUID, Member]:
    members, ours = access.members(ids, at=at), set(access.units_below(by.unit_id))
    if any(id not in members or members[id].unit_id not in ours for id in ids):
        raise Refused("That member of staff is not in force in your teams.", field="member_id")
    return members


def _check_grades(terms: Sequence[Terms]) -> None:
    for one in terms:
        known = workload_on(one.start).table.grades
        if one.grade not in known:
            raise Refused(f"{one.grade} is not a grade: {', '.join(known)}.", field="grade")


def _end_before(terms: Sequence[Terms]) -> None:
    starts = {one.member_id: one.start for one in terms}
    if len(starts) != len(terms):
        raise Refused("The same member of staff is named twice.", field="member_id")
    for row in StaffTerms.objects.select_for_update().filter(
        member_id__in=starts, during__endswith__isnull=True
    ):
        start = starts[row.member_id]
        if row.during.lower is not None and start <= row.during.lower:
            since = f"{row.during.lower:%-d %B %Y}"
            raise Refused(f"Terms are recorded from {since}. New ones start on a later day.", field="start")
        StaffTerms.objects.filter(id=row.id).update(during=DateRange(row.during.lower, start))


@action(Permission.RECORD_WORKLOAD)
def record_reductions(*, by: Member, at: datetime, reductions: Sequence[Off]) -> tuple[UUID, ...]:
    """Add entries to members' ledgers of reductions; refused beyond what their reason allows. All or none."""
    members = _members_of_ours(by, at, {one.member_id for one in reductions})
    found = StaffTerms.objects.filter(member_id__in=members).order_by("during")
    terms = {row.member_id: row for row in found}
    for one in reductions:
        _check_off(one, terms.get(one.member_id))
    rows = [
        Reduction(
            id=new_id(), member_id=one.member_id, unit_id=members[one.member_id].unit_id, reason=one.reason,
            hours=one.hours, starts_on=one.start, ends_on=one.end, note=one.note[:300], recorded_by=by.id, recorded_at=at,
        )
        for one in reductions
    ]  # fmt: skip
    insert_all(rows)
    add_to_line(reductions=len(rows))
    return tuple(row.id for row in rows)


def _check_off(one: Off, terms: StaffTerms | None) -> None:
    if terms is None:
        raise Refused("Record the member's terms first: hours off are a part of hours.", field="member_id")
    if one.end is not None and one.end <= one.start:
        raise Refused("A reduction ends after the day it starts.", field="end")
    grade = workload_on(one.start).table.grades[terms.grade]
    entry = reducing.Reduction(one.hours, Period(one.start, one.end), one.reason, None)
    reducing.check_reduction(entry, contracted_hours(terms.hours, grade), reducing.reasons_on(one.start))


@action(Permission.RECORD_WORKLOAD)
def record_reduction(
    *,
    by: Member,
    at: datetime,
    member_id: UUID,
    reason: str,
    hours: Decimal,
    start: date,
    end: date | None = None,
    note: str = "",
) -> UUID:
    """Add one entry to a member's ledger of reductions."""
    return record_reductions(by=by, at=at, reductions=[Off(member_id, reason, hours, start, end, note)])[0]


@action(Permission.RECORD_WORKLOAD)
def end_reduction(*, by: Member, at: datetime, reduction_id: UUID, on: date, because: str = "") -> None:
    """End a reduction from a day on, before its own end; the entry itself stays as it was written."""
    row = Reduction.objects.filter(id=reduction_id).first()
    if row is None:
        raise Refused("There is no such reduction, or it is not of your teams.")
    if on < row.starts_on or (row.ends_on is not None and on >= row.ends_on):
        raise Refused("It can only end early on a day while it lasts.", field="on")
    insert_all(
        [
            ReductionEnd(
                reduction_id=row.id, unit_id=row.unit_id, on=on, because=because[:300], recorded_by=by.id, recorded_at=at
            )
        ]
    )  # fmt: skip
    add_to_line(reduction=row.id)
