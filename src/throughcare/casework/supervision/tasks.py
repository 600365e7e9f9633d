"""Jobs of supervision: bringing in whoever was sent from a page without a court."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.work import Ended, Work, carry_out_row, work

from .actions.arriving import BRING_IN, bring_in_newcomer, note_newcomer_refused
from .actions.newcomers import HeldElsewhere
from .models import Arrival


@app.task(name=BRING_IN)
def bring_in(arrival_id: str, member_id: str) -> None:
    """Bring in one arrival as the member who asked, if they still may; whatever ends it is kept for the page."""
    carry_out_row(ARRIVALS, UUID(arrival_id), UUID(member_id))


def _bring_in(*, by: Member, at: datetime, row: UUID) -> object:
    return bring_in_newcomer(by=by, at=at, arrival_id=row)


def _end(*, by: Member, at: datetime, row: UUID, ended: Ended) -> None:
    known = ended.refusal.person_ids if isinstance(ended.refusal, HeldElsewhere) else ()
    note_newcomer_refused(by=by, at=at, arrival_id=row, because=ended.because, known=known)


ARRIVALS = work(Work(task=BRING_IN, argument="arrival_id", model=Arrival, carry_out=_bring_in, end=_end))
