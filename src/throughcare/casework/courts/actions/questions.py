"""Settling what a court was to be asked about."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused

from ..models import CourtQuestion

_LONGEST = 500


@action(Permission.CORRECT_REFUSED_ROW)
def settle_question(*, by: Member, at: datetime, question_id: UUID, version: int, answer: str) -> None:
    """Record what was found out about something a court said; the court's words stay beside the answer."""
    if not answer.strip():
        raise Refused("Say what was found out.", field="answer")
    if len(answer) > _LONGEST:
        raise Refused(f"The answer can be {_LONGEST} characters long; it is {len(answer)}.", field="answer")
    question = CourtQuestion.objects.filter(id=question_id).first()
    if question is None:
        raise Refused("There is no such question, or it is not yours to see.")
    concerns(question.person_id)
    settled = CourtQuestion.objects.filter(
        id=question_id, version=version, state=CourtQuestion.State.OPEN
    ).update(
        state=CourtQuestion.State.SETTLED, answer=answer.strip(), settled_by=by.id, settled_at=at,
        version=version + 1,
    )  # fmt: skip
    if not settled:
        raise Refused("Somebody else settled this question while you had it open. Look again.")
    add_to_line(question=question_id)
