"""A condition that a victim asks for: put forward as everybody's are, with its day and nothing of whoever asks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.release.rules import proposed
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from ..rules import VictimState
from ..rules.asking import check_tells_nothing
from ..store import one_row
from .steps import victim_in_hand


@action(Permission.KEEP_VICTIMS_TOLD)
def ask_for_condition(
    *, by: Member, at: datetime, victim_id: UUID, code: str, said: Mapping[str, str], area: str = "", until: date | None = None
) -> UUID:  # fmt: skip
    """Put forward a condition, or an area to keep out of, that a victim asks for; whoever decides is not told who asks. Gives its id."""
    row = victim_in_hand(victim_id)
    if row.state != VictimState.OPTED_IN:
        raise Refused(f"They are {row.state}: nothing is put forward for them.")
    asked = proposed(code, said, area, until, on=day_of(at))
    check_tells_nothing(code, asked.words, name=row.name, reach=(row.address, row.telephone, row.email))
    made: UUID | None = one_row("victims_ask_for", row.id, json.dumps(asked.as_row()))
    if made is None:
        raise Refused("No open case here is of this sentence, so there is no licence to put it forward for.")
    add_to_line(victim=row.id, proposal=made)
    return made
