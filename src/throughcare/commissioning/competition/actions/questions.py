"""Questions of bidders, and answers to all."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import Answered, Question
from ..rules.stages import OVER
from ..store import open_round, said_in

LONGEST, LONGEST_ANSWER = 1_000, 2_000


@action(Permission.SEND_BID)
def ask_question(*, by: Member, at: datetime, competition_id: UUID, asks: str) -> UUID:
    """Ask the buyer to make something clear, before the day that questions close. Rivals never learn who asked. Returns it."""
    stands = open_round(competition_id)
    until = stands.row.questions_until
    if stands.row.unit_id == by.unit_id:
        raise Refused("The team that published a competition answers its questions.")
    if until is None:
        raise Refused("This competition takes no questions.")
    if at >= until or stands.stage(at) in OVER:
        raise Refused("The time for questions is over.")
    row = Question(
        id=new_id(), round_id=competition_id, asks=said_in(asks, "asks", LONGEST), unit_id=by.unit_id, member_id=by.id, at=at
    )  # fmt: skip
    insert_all([row])
    add_to_line(competition=competition_id, question=row.id)
    return row.id


@action(Permission.RUN_COMPETITION)
def answer_question(
    *, by: Member, at: datetime, competition_id: UUID, question_id: UUID, asked: str, answer: str
) -> None:
    """Answer a question to all before bids close, in words of the question that name nobody."""
    stands = open_round(competition_id, lock=True)
    if stands.row.unit_id != by.unit_id:
        raise Refused("Only the team that published a competition answers its questions.")
    if at >= stands.row.closes_at or stands.called_off:
        raise Refused("Bids have closed: an answer now would help nobody alike.")
    if not Question.objects.filter(round=competition_id, id=question_id).exists():
        raise Refused("There is no such question.")
    if Answered.objects.filter(question=question_id).exists():
        raise Refused("It has been answered.")
    insert_all([Answered(
        id=new_id(), round_id=competition_id, question_id=question_id, asked=said_in(asked, "asked", LONGEST),
        answer=said_in(answer, "answer", LONGEST_ANSWER), member_id=by.id, at=at,
    )])  # fmt: skip
    add_to_line(competition=competition_id, question=question_id)
