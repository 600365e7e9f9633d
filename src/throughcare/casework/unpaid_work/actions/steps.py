"""What every act on somebody's hours asks first: hours that the member sees, and on the side that may do it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.written_words import must_say

from ..models import Work
from ..store import WorkStands, works

LONGEST = 300


def open_work(work_id: UUID, by: Member) -> WorkStands:
    """Hours under way that the member's team arranges, locked; refused where there are none to be seen, or they ended."""
    row = Work.objects.select_for_update().filter(id=work_id).first()
    if row is None:
        raise Refused("There are no such hours, or they are not yours to see.")
    concerns(row.person_id)
    add_to_line(hours=row.id)
    if row.ended_at is not None:
        raise Refused("These hours are no longer under way.")
    if row.to_unit not in units_below(by.unit_id):
        raise Refused("Only the team that arranges these hours can do this.")
    return works([row])[0]


def said(words: str, field: str, otherwise: str, most: int = LONGEST) -> str:
    """Words that must be given, without the spaces around them; refused when there are none or too many."""
    return must_say(" ".join(words.split()), field, otherwise, most)


def in_order(first: date, last: date | None, field: str = "last") -> None:
    """Refuse a last day before the first."""
    if last is not None and last < first:
        raise Refused(f"The last day is before the first, {first:%-d %B %Y}.", field=field)
