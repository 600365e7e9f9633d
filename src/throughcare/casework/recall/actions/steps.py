"""What every step on a recall does: look at it locked, on the side that may, hold it against the table, write it, say what is owed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.range import TimestamptzRange

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import at_most as kept_to
from throughcare.foundation.kernel.written_words import must_say

from ..models import Recall, RecallStep
from ..rules import RecallMove, RecallState, check_recall_move, recall_states
from ..store import owed_on, was_refused

CHANGED = "Somebody else changed this recall while you had it open. Look again."
GONE = "There is no such recall under way, or it is not yours to move on."
LONGEST = 4000


def said(words: str, field: str, otherwise: str, most: int = LONGEST) -> str:
    """Words that must be given; refused when there are none or too many."""
    return must_say(words, field, otherwise, most)


def at_most(words: str, field: str, most: int = LONGEST) -> str:
    """Words that may be left out, without the spaces around them; refused when there are too many."""
    return kept_to(words, field, most)


def recall_in_hand(recall_id: UUID, by: Member, version: int | None) -> Recall:
    """A recall that is not over, locked; refused where there is none to be seen, or it changed since it was read."""
    row = Recall.objects.select_for_update().filter(id=recall_id).first()
    if row is None:
        raise Refused(GONE)
    concerns(row.person_id)
    add_to_line(recall=row.id)
    if version is not None and row.version != version:
        raise Refused(CHANGED)
    return row


def check_decides(row: Recall, by: Member) -> None:
    """Refuse whoever does not belong to the team that, by the operating model, asks for recalls in this case, or leads it."""
    if row.to_unit not in units_below(by.unit_id):
        raise Refused("Another team decides on recalls in this case. You can see who on the recall's page.")


def check_unshaken(row: Recall) -> None:
    """Refuse to take a recall further that rests on a failure which was rescinded, until whoever decides has looked at it again."""
    if row.shaken:
        raise Refused(
            "A failure that this recall rests on was rescinded since. Look at it again, or take it back, first."
        )


def check_manages(row: Recall, by: Member) -> None:
    """Refuse whoever has no part in the recall: neither the case's team or a role in it, nor the team that decides."""
    ours = units_below(by.unit_id)
    case = supervision.open_case(row.case_id)
    of_case = case is not None and (case.unit_id in ours or case.person_id in supervision.held_people(by.id))
    if not of_case and row.from_unit not in ours and row.to_unit not in ours:
        raise Refused("Only a team of this recall, or somebody who holds a role in the case, can do this.")


def first_step(row: Recall, by: Member, at: datetime) -> RecallStep:
    """The opening of a recall, not yet written."""
    return _step(row, 1, "", "", RecallState.CONSIDERED, at, by, at, "")


def take_step(
    row: Recall,
    move: RecallMove,
    *,
    by: Member,
    at: datetime,
    happened_at: datetime | None = None,
    after: RecallState | None = None,
    note: str = "",
    columns: dict[str, Any] | None = None,
) -> None:
    """Move a locked recall; refused when the table has no such move, or when it is said to have happened before the last or to come."""
    before, when = RecallState(row.state), happened_at or at
    found = check_recall_move(before, move, after)
    _check_when(when, row.since, at)
    number = RecallStep.objects.filter(recall=row.id).count() + 1
    insert_all([_step(row, number, move, before, found.after, when, by, at, note)])
    change(row, at=at, state=found.after.value, since=when, **(columns or {}))


def note_step(row: Recall, *, by: Member, at: datetime, note: str) -> None:
    """Write on a locked recall what was done that moves it nowhere."""
    state, number = RecallState(row.state), RecallStep.objects.filter(recall=row.id).count() + 1
    insert_all([_step(row, number, "", state, state, at, by, at, note)])


def change(row: Recall, *, at: datetime, **columns: Any) -> None:
    """Change a locked recall, with what is owed on it as it then stands; its version counts up, and once over its sight ends."""
    for name, value in columns.items():
        setattr(row, name, value)
    over = recall_states()[RecallState(row.state)].is_over
    owed = None if over else owed_on(row, refused=was_refused(row.id))
    columns |= {
        "due": owed.what if owed else "",
        "due_by": owed.side.value if owed else "",
        "due_at": owed.by if owed else None,
    }
    if over:
        columns |= {"ended_at": at, "sight": TimestamptzRange(row.sight.lower, max(at, row.sight.lower))}
    if not Recall.objects.filter(id=row.id, version=row.version).update(**columns, version=row.version + 1):
        raise Refused(CHANGED)
    row.version += 1
    if over:
        derive_grants("recall", [row.id])


def _check_when(when: datetime, since: datetime, at: datetime) -> None:
    if when > at:
        raise Refused("A step is recorded once it has happened: the time lies ahead.", field="happened_at")
    if when < since:
        raise Refused(
            f"That is before the step before it, on {day_of(since):%-d %B %Y}. Expected a time after it.",
            field="happened_at",
        )


def _step(
    row: Recall, number: int, move: str, before: str, after: RecallState, when: datetime, by: Member, at: datetime, note: str
) -> RecallStep:  # fmt: skip
    return RecallStep(
        id=new_id(), person_id=row.person_id, recall_id=row.id, number=number, move=move, before=before, after=after.value,
        happened_at=when, note=at_most(note, "note", 1000), at=at, member_id=by.id, organisation_id=by.organisation_id,
    )  # fmt: skip


def named(recall_id: UUID, member_id: UUID) -> None:
    """Name a member on a recall, by the one function that may write it; refused where it names nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT recall_name(%s, %s, %s)", [new_id(), recall_id, member_id])
        (done,) = cursor.fetchone() or (False,)
    if not done:
        raise Refused(GONE)
