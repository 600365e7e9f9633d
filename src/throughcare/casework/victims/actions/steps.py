"""What every act on a victim does: look at the record locked, hold it against its version, and say whom it concerned."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Refused, new_id

from ..models import CoveredSentence, Victim, VictimStep

GONE = "There is no such record, or it is not yours to hold."
CHANGED = "Somebody else changed this record while you had it open. Look again."
NO_SENTENCE = "There is no such sentence among those your team looks after."


def covered_in_hand(covered_id: UUID, version: int | None = None) -> CoveredSentence:
    """A covered sentence of the viewer's team, locked; refused where there is none, or it changed since it was read."""
    row = CoveredSentence.objects.select_for_update().filter(id=covered_id).first()
    if row is None:
        raise Refused(NO_SENTENCE)
    if version is not None and row.version != version:
        raise Refused(CHANGED)
    if row.person_id:
        concerns(row.person_id)
    return row


def victim_in_hand(victim_id: UUID, version: int | None = None) -> Victim:
    """A victim whose record the viewer holds, locked; refused where there is none, or it changed since it was read."""
    row = Victim.objects.select_for_update().filter(id=victim_id).first()
    if row is None:
        raise Refused(GONE)
    if version is not None and row.version != version:
        raise Refused(CHANGED)
    return row


def change_victim(row: Victim, **columns: object) -> None:
    """Change a locked record; its version counts up."""
    if not Victim.objects.filter(id=row.id, version=row.version).update(**columns, version=row.version + 1):
        raise Refused(CHANGED)
    for name, value in columns.items():
        setattr(row, name, value)
    row.version += 1


def write_step(
    row: Victim, by: Member, *, move: str, before: str, after: str, on: date, note: str, at: datetime
) -> None:
    """Write the next step of a victim."""
    number = 1 + VictimStep.objects.filter(victim=row.id).count()
    insert_all(
        [
            VictimStep(
                id=new_id(), victim_id=row.id, number=number, move=move, before=before, after=after, on=on, note=note, at=at, member_id=by.id,
            )
        ]
    )  # fmt: skip


def not_ahead(on: date, today: date, field: str) -> date:
    """A day that has come; refused when it lies ahead."""
    if on > today:
        raise Refused(f"That day lies ahead. Expected a day up to {today:%-d %B %Y}.", field=field)
    return on
