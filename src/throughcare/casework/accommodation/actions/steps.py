"""What every move of an application does: look at it locked, hold it against the table, write it, and end what ended."""

from __future__ import annotations

from collections.abc import Iterable
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
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.written_words import must_say

from ..models import Application, ApplicationMove, Stay
from ..rules import (
    CLOSED,
    ApplicationState,
    PlacingSide,
    StayState,
    Through,
    check_reason,
    placing_move,
    placing_moves,
)
from ..store import Placing, placings

LONGEST_NOTE = 2000
CHANGED = "Somebody else changed this application while you had it open. Look again."
RESTARTS = frozenset({ApplicationState.ASKED, ApplicationState.REFUSED, ApplicationState.WAITING})
"""States from which an assessment begins anew: its clock counts from then."""


def said(words: str, field: str, otherwise: str, most: int = LONGEST_NOTE) -> str:
    """Words that must be given, without the spaces around them; refused when there are none or too many."""
    return must_say(words, field, otherwise, most)


def of_side(application_id: UUID, by: Member, side: PlacingSide, *, version: int) -> Placing:
    """An application, locked; refused where there is none to be seen, it changed since it was read, or the side may not do this."""
    row = Application.objects.select_for_update().filter(id=application_id).first()
    if row is None:
        raise Refused("There is no such application, or it is not yours to see.")
    concerns(row.person_id)
    add_to_line(application=row.id)
    found = placings([row])[0]
    if side not in found.sides.of(units_below(by.unit_id)):
        who = (
            "gives the place"
            if side is PlacingSide.DELIVERER
            else "asked for the place, or that answers for the case,"
        )
        raise Refused(f"Only the team that {who} can do this.")
    if row.version != version:
        raise Refused(CHANGED)
    return found


def one_bed_at_a_time(bed_ids: Iterable[UUID]) -> None:
    """Wait for whoever does something with the same beds, so that the last night is had once and never lost unseen."""
    with connection.cursor() as cursor:
        for bed in sorted(bed_ids):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"bed {bed}"])


def first_move(row: Application, by: Member, at: datetime) -> ApplicationMove:
    """The sending of an application, not yet written."""
    return _move(row, 1, "", ApplicationState.SENT, by, at, note=row.because)


def take_move(
    placing: Placing,
    after: ApplicationState,
    through: Through,
    *,
    by: Member,
    at: datetime,
    reason: str = "",
    note: str = "",
    columns: dict[str, Any] | None = None,
) -> None:
    """Move a locked application; refused when the table has no such move, or it is brought about in another way."""
    row, before = placing.row, placing.state
    move = placing_move(before, after)
    if move.through is not through:
        raise Refused(
            f"An application becomes {after} by what is done with a bed, and no other way.", field="to"
        )
    if move.reasons:
        reason = check_reason(move.reasons, reason, placing.kind).key
    number = ApplicationMove.objects.filter(application=row.id).count() + 1
    insert_all(
        [_move(row, number, before.value, after, by, at, reason=reason, note=note.strip()[:LONGEST_NOTE])]
    )
    changed: dict[str, Any] = {"state": after.value, "moved_at": at} | (columns or {})
    if after is ApplicationState.ASSESSED and before in RESTARTS:
        changed["clock_from"] = at
    if after in CLOSED:
        changed |= {"ended_at": at, "sight": TimestamptzRange(row.sight.lower, max(at, row.sight.lower))}
    change(row, **changed)
    if after is ApplicationState.WITHDRAWN and placing.stay is not None:
        end_stay(placing.stay, StayState.CANCELLED, at, reason="practitioner")
    if after in CLOSED:
        derive_grants("accommodation", [row.id])


def change(row: Application, **columns: Any) -> None:
    """Change a locked application, counting its version up."""
    if not Application.objects.filter(id=row.id, version=row.version).update(
        **columns, version=row.version + 1
    ):
        raise Refused(CHANGED)
    for name, value in columns.items():
        setattr(row, name, value)
    row.version += 1


def end_stay(stay: Stay, state: StayState, at: datetime, **columns: Any) -> None:
    """End a stay, and the sight that it gave."""
    during = TimestamptzRange(stay.during.lower, max(at, stay.during.lower))
    Stay.objects.filter(id=stay.id).update(state=state.value, during=during, **columns)
    derive_grants("stay", [stay.id])


def by_hand(placing: Placing, after: ApplicationState, side: PlacingSide) -> None:
    """Refuse a move that a side cannot make by hand, naming those it can."""
    found = next((m for m in placing_moves() if m.before is placing.state and m.after is after), None)
    if found is None:
        raise Refused(f"This application is {placing.state}, so it cannot become {after}.", field="to")
    if found.side is not side:
        whose = "that gives the place" if found.side is PlacingSide.DELIVERER else "that asked for it"
        raise Refused(f"The team {whose} says whether an application becomes {after}.", field="to")


def _move(
    row: Application, number: int, before: str, after: ApplicationState, by: Member, at: datetime, **more: Any
) -> ApplicationMove:
    return ApplicationMove(
        id=new_id(), person_id=row.person_id, application_id=row.id, number=number, before=before, after=after.value, at=at,
        member_id=by.id, organisation_id=by.organisation_id, **more,
    )  # fmt: skip
