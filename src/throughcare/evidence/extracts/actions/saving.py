"""Questions of the outcomes pages kept under a name, for oneself, one's team or all who may look."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused

from ..models import SavedQuestion
from ..rules.saving import SeenBy, check_question


@action(Permission.LOOK_AT_OUTCOMES)
def save_question(*, by: Member, at: datetime, name: str, address: str, seen_by: SeenBy) -> UUID:
    """Keep a question of the outcomes pages under a name, for oneself, one's team, or whoever may look at outcomes."""
    check_question(address)
    said = " ".join(name.split())
    if not said:
        raise Refused("Give the question a name.", field="name")
    kept = SavedQuestion.objects.create(
        name=said, address=address, seen_by=SeenBy(seen_by), member_id=by.id, unit_id=by.unit_id, at=at
    )
    add_to_line(question=kept.id, seen_by=str(seen_by))
    return kept.id


@action(Permission.LOOK_AT_OUTCOMES)
def forget_question(*, by: Member, at: datetime, question_id: UUID) -> None:
    """Remove a question that one kept oneself; whoever it was shared with no longer finds it."""
    removed, _ = SavedQuestion.objects.filter(id=question_id, member_id=by.id).delete()
    if not removed:
        raise Refused("You keep no such question.")
    add_to_line(question=question_id)
