"""What was done recorded: to help, and apart from it to disrupt, by whoever has a part in it, of whichever agency."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.parts import NotShown, Part
from throughcare.foundation.access.parts_shown import parts_shown
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import must_say

from ..models import Disruption, Help
from ..rules import check_entry
from .steps import LONGEST, found_by_agency


@action(Permission.WORK_INTEGRATED)
def record_help(*, by: Member, at: datetime, selection_id: UUID, what: str, done_on: date) -> UUID:
    """Record what was done to help somebody who is selected. Returns the entry."""
    return _record(Help, by, at, selection_id, what, done_on)


@action(Permission.SEE_DISRUPTION)
def record_disruption(*, by: Member, at: datetime, selection_id: UUID, what: str, done_on: date) -> UUID:
    """Record what was done to disrupt the offending of somebody who is selected; refused where the agreement leaves it out."""
    return _record(Disruption, by, at, selection_id, what, done_on)


def _record(
    kind: type[Help] | type[Disruption], by: Member, at: datetime, selection_id: UUID, what: str, done_on: date,
) -> UUID:  # fmt: skip
    words = must_say(what, "what", "Say what was done.", LONGEST)
    found, body = found_by_agency(selection_id, by)
    if kind is Disruption and Part.DISRUPTION not in parts_shown(found.row.person_id, at=at):
        raise NotShown(Part.DISRUPTION)
    check_entry(found.state, done_on, day_of(at))
    made = kind(
        id=new_id(), person_id=found.row.person_id, selection_id=found.row.id, what=words, body=body, done_on=done_on, at=at,
        member_id=by.id,
    )  # fmt: skip
    insert_all([made])
    return made.id
