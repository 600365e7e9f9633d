"""What every step on a pairing does: look at it locked, hold it against the table, write it, and end what ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import must_say

from ..models import Pairing, PairingStep
from ..rules import (
    CLOSED,
    PairingSide,
    PairingState,
    Through,
    check_pairing_move,
    check_pairing_reason,
)
from ..store import Paired, pairings_whole

LONGEST_NOTE = 2000
CHANGED = "Somebody else changed this while you had it open. Look again."


def said(words: str, field: str, otherwise: str, most: int = LONGEST_NOTE) -> str:
    """Words that must be given, without the spaces around them; refused when there are none or too many."""
    return must_say(words, field, otherwise, most)


def found_pairing(pairing_id: UUID, *, version: int | None = None) -> Paired:
    """A pairing, locked; refused where there is none to be seen, or it changed since it was read."""
    row = Pairing.objects.select_for_update().filter(id=pairing_id).first()
    if row is None:
        raise Refused("There is no such pairing, or it is not yours to see.")
    concerns(row.person_id)
    add_to_line(pairing=row.id)
    if version is not None and row.version != version:
        raise Refused(CHANGED)
    return pairings_whole([row])[0]


def of_side(pairing_id: UUID, by: Member, side: PairingSide, *, version: int | None = None) -> Paired:
    """The same, refused where the member is not of the side that does this."""
    found = found_pairing(pairing_id, version=version)
    check_side(found, by, side)
    return found


def check_side(found: Paired, by: Member, side: PairingSide) -> None:
    """Refuse whoever is not of a side."""
    if side not in found.sides.of(units_below(by.unit_id)):
        who = (
            "whose helpers they are"
            if side is PairingSide.HELPERS
            else "that asked, or that answers for the case,"
        )
        raise Refused(f"Only the team {who} can do this.")


def take_step(
    paired: Paired, after: PairingState, through: Through, side: PairingSide, *, by: Member, at: datetime, reason: str = "",
    note: str = "", helper_id: UUID | None = None,
) -> None:  # fmt: skip
    """Move a locked pairing; refused when the table has no such move, or it is another side's, or is brought about in another way."""
    row = paired.row
    move = check_pairing_move(paired.state, after, side, through)
    why = check_pairing_reason(move.reasons, reason, day_of(at)) if move.reasons else ""
    number = PairingStep.objects.filter(pairing=row.id).count() + 1
    known = helper_id or row.helper_id
    insert_all(
        [
            step_of(
                row,
                number,
                row.state,
                after,
                by,
                at,
                helper_id=known,
                reason=why,
                note=note.strip()[:LONGEST_NOTE],
            )
        ]
    )
    changed: dict[str, Any] = {"state": after.value, "moved_at": at}
    if after is PairingState.ASKED:
        changed["helper_id"] = None
    elif helper_id is not None:
        changed["helper_id"] = helper_id
    if after in CLOSED:
        changed |= {"ended_at": at, "sight": TimestamptzRange(row.sight.lower, max(at, row.sight.lower))}
    change(row, **changed)
    if after in CLOSED:
        derive_grants("helper", [row.id])


def change(row: Pairing, **columns: Any) -> None:
    """Change a locked pairing, counting its version up."""
    if not Pairing.objects.filter(id=row.id, version=row.version).update(**columns, version=row.version + 1):
        raise Refused(CHANGED)
    row.version += 1


def step_of(
    row: Pairing, number: int, before: str, after: PairingState, by: Member, at: datetime, **more: Any
) -> PairingStep:
    """One step of a pairing, not yet written."""
    return PairingStep(
        id=new_id(), person_id=row.person_id, pairing_id=row.id, number=number, before=before, after=after.value, at=at,
        member_id=by.id, organisation_id=by.organisation_id, **more,
    )  # fmt: skip
