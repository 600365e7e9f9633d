"""Jobs of extracts: checking every row of tables that somebody sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from throughcare.evidence.outcomes.measure.sent import receive
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.work import WHEN_IT_CAN, Ended, Work, carry_out_row, work

from .actions.sending import CHECK, keep_received, note_not_taken
from .models import SentTables
from .queries import sent


@app.task(name=CHECK, retry=WHEN_IT_CAN)
def check_tables(tables_id: str, member_id: str) -> None:
    """Check tables as the member who sent them, if they still may; whatever ends it is kept for the page."""
    carry_out_row(CHECKS, UUID(tables_id), UUID(member_id))


def _check(*, by: Member, at: datetime, row: UUID) -> object:
    """Read the files outside a transaction, so that whoever waits sees how far it is; keep what came of it in one."""
    waiting = sent.waiting_files(row, by=by, at=at)
    if waiting is None:
        return None
    files, known_to = waiting
    received = receive(files, known_to, lambda done, of: sent.note_progress(row, done, of))
    return keep_received(by=by, at=at, tables_id=row, received=received)


def _end(*, by: Member, at: datetime, row: UUID, ended: Ended) -> None:
    note_not_taken(by=by, at=at, tables_id=row, because=ended.because)


CHECKS = work(Work(task=CHECK, argument="tables_id", model=SentTables, carry_out=_check, end=_end))
