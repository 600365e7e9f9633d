"""Jobs of contracts: drawing a month's statements, one agreement at a time, each whole or not at all."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.access.work import WHEN_IT_CAN, Ended, Work, carry_out_row, work
from throughcare.foundation.kernel import Refused

from . import queries
from .actions import draw_statement, note_drawing, note_drawing_ended
from .actions.stating import DRAW
from .models import Drawing


@app.task(name=DRAW, retry=WHEN_IT_CAN)
def draw(drawing_id: str, member_id: str) -> None:
    """Draw one month's statements as the member who asked, if they still may; whatever ends it is kept for the page."""
    carry_out_row(DRAWINGS, UUID(drawing_id), UUID(member_id))


def _draw(*, by: Member, at: datetime, row: UUID) -> object:
    with viewing(by, at):
        asked = queries.drawing_waiting(row)
        ours = queries.bought_by(by.unit_id) if asked else []
    if asked is None:
        return None
    refused: dict[str, str] = {}
    for number, (agreement_id, _) in enumerate(ours):
        note_drawing(by=by, at=at, drawing_id=row, done=number, total=len(ours), refused=refused)
        try:
            draw_statement(by=by, at=at, agreement_id=agreement_id, month=asked.month)
        except Refused as refusal:
            refused[str(agreement_id)] = refusal.because
    note_drawing(by=by, at=at, drawing_id=row, done=len(ours), total=len(ours), refused=refused)
    return None


def _end(*, by: Member, at: datetime, row: UUID, ended: Ended) -> None:
    note_drawing_ended(by=by, at=at, drawing_id=row, because=ended.because)


DRAWINGS = work(Work(task=DRAW, argument="drawing_id", model=Drawing, carry_out=_draw, end=_end))
