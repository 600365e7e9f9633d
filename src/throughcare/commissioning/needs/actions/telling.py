"""Telling what came of those whom a service served, for the review of what bought it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import IntentionOutcome
from ..rules.intentions import Stage
from ..rules.worked import Outcome, check_outcome
from ..store.intentions import one_seen, writers
from ..store.outcomes import outcomes_of


@action(Permission.TELL_OUTCOME)
def tell_outcome(*, by: Member, at: datetime, intention_id: UUID, outcome: Outcome) -> UUID:
    """Tell one outcome of those served while an intention is reviewed; refused to whoever wrote any of it. Returns it."""
    row = one_seen(intention_id)
    if row.stage != Stage.REVIEWING:
        raise Refused("Outcomes are told while an intention is reviewed.")
    if by.id in writers(row):
        raise Refused("Whoever wrote an intention does not tell what came of it.")
    check_outcome(outcome)
    if outcome in outcomes_of(row.id):
        raise Refused("That was told already.", field="measure")
    told = IntentionOutcome(
        id=new_id(), intention_id=row.id, unit_id=by.unit_id, member_id=by.id, at=at, **vars(outcome)
    )  # fmt: skip
    insert_all([told])
    add_to_line(intention=row.id)
    return told.id
