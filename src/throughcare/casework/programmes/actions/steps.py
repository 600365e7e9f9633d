"""What every move of a referral does: look at it locked, hold it against the table, write it, say what is owed next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.range import TimestamptzRange

from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import must_say

from ..models import Enrolment, EnrolmentMove, Place
from ..rules import OPEN_ENROLMENTS, EnrolmentState, MovedThrough, Side, check_move, enrolment_due
from ..store import come_so_far, sides_of

LONGEST_NOTE = 2000
CHANGED = "Somebody else changed this referral while you had it open. Look again."
IN_A_GROUP = frozenset({EnrolmentState.SCHEDULED, EnrolmentState.ON_PROGRAMME})


def said(words: str, field: str, otherwise: str, most: int = LONGEST_NOTE) -> str:
    """Words that must be given; refused when there are none or too many."""
    return must_say(words, field, otherwise, most)


def of_side(
    enrolment_id: UUID, by: Member, which: Collection[Side], *, version: int | None = None
) -> Enrolment:
    """A referral, locked; refused where there is none to be seen, it changed since it was read, or the side may not do this."""
    row = Enrolment.objects.select_for_update().filter(id=enrolment_id).first()
    if row is None:
        raise Refused("There is no such referral, or it is not yours to see.")
    concerns(row.person_id)
    add_to_line(enrolment=row.id)
    if not sides_of(row).of(units_below(by.unit_id)) & set(which):
        who = (
            "team that delivers the programme"
            if Side.SENDER not in which
            else "team that referred, or that answers for the case,"
        )
        raise Refused(f"Only the {who} can do this.")
    if version is not None and row.version != version:
        raise Refused(CHANGED)
    return row


def one_at_a_time(group_id: UUID) -> None:
    """Let one give a place in a group at a time, of whichever team: the last place is given once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"group {group_id}"])


def first_move(row: Enrolment, by: Member, at: datetime) -> EnrolmentMove:
    """The sending of a referral, not yet written; what is owed first is put on the row."""
    return _move(row, 1, "", EnrolmentState.SENT, MovedThrough.HAND, by, at, note=row.because)


def take_move(
    row: Enrolment,
    after: EnrolmentState,
    through: MovedThrough,
    *,
    by: Member,
    at: datetime,
    reason: str = "",
    note: str = "",
    columns: dict[str, Any] | None = None,
) -> None:
    """Move a locked referral; refused when the table has no such move. A place in a group ends when it is left."""
    before = EnrolmentState(row.state)
    check_move(before, after, through)
    number = EnrolmentMove.objects.filter(enrolment=row.id).count() + 1
    insert_all([_move(row, number, before, after, through, by, at, reason=reason, note=note)])
    row.state, row.moved_at = after.value, at
    changed = {"state": after.value, "moved_at": at, **_owed(row, at), **(columns or {})}
    if after not in OPEN_ENROLMENTS:
        changed |= {"ended_at": at, "sight": TimestamptzRange(row.sight.lower, max(at, row.sight.lower))}
    change(row, **changed)
    left = leave_group(row.id, at) if before in IN_A_GROUP and after not in IN_A_GROUP else []
    if left:
        derive_grants("programme group", left)
    if after not in OPEN_ENROLMENTS:
        derive_grants("programme", [row.id])


def change(row: Enrolment, **columns: Any) -> None:
    """Change a locked referral, counting its version up."""
    if not Enrolment.objects.filter(id=row.id, version=row.version).update(
        **columns, version=row.version + 1
    ):
        raise Refused(CHANGED)
    for name, value in columns.items():
        setattr(row, name, value)
    row.version += 1


def owe(row: Enrolment, at: datetime) -> None:
    """Put on a referral what is owed on it now, by which side and by which day, where that has changed."""
    owed = _owed(row, at)
    if any(getattr(row, name) != value for name, value in owed.items()):
        change(row, **owed)


def _owed(row: Enrolment, at: datetime) -> dict[str, Any]:
    done = row.state == EnrolmentState.ON_PROGRAMME and come_so_far([row])[row.id].progress.is_done
    since = day_of(at if done else row.moved_at)
    due = enrolment_due(EnrolmentState(row.state), since, WorkingCalendar(), is_done=done)
    return {
        "due": due.what if due else "",
        "due_by_deliverer": due.side is Side.DELIVERER if due else True,
        "due_on": due.by if due else None,
    }


def leave_group(enrolment_id: UUID, at: datetime) -> list[UUID]:
    """End the place that a referral has in a group; returns it, whose grant must be derived last."""
    left = list(Place.objects.filter(enrolment=enrolment_id, during__upper_inf=True))
    for one in left:
        during = TimestamptzRange(one.during.lower, max(at, one.during.lower))
        Place.objects.filter(id=one.id).update(during=during)
    return [one.id for one in left]


def _move(
    row: Enrolment,
    number: int,
    before: str,
    after: EnrolmentState,
    through: MovedThrough,
    by: Member,
    at: datetime,
    **more: Any,
) -> EnrolmentMove:
    return EnrolmentMove(
        id=new_id(), person_id=row.person_id, enrolment_id=row.id, number=number, before=before, after=after.value,
        through=through.value, at=at, member_id=by.id, organisation_id=by.organisation_id, **more,
    )  # fmt: skip
