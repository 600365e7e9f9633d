"""Jobs of courts: bringing in what was sent from a page."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connections
from procrastinate.contrib.django import app

from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.work import WHEN_IT_CAN, Ended, Stopped, Work, carry_out_row, work

from .actions.uploads import BRING_IN, bring_in_upload, note_upload_ended
from .models import Upload

_EVERY = 200


@app.task(name=BRING_IN, retry=WHEN_IT_CAN)
def bring_in(upload_id: str, member_id: str) -> None:
    """Bring in one upload as the member who asked, if they still may; whatever ends it is kept for the page."""
    carry_out_row(UPLOADS, UUID(upload_id), UUID(member_id))


def _bring_in(*, by: Member, at: datetime, row: UUID) -> object:
    return bring_in_upload(by=by, at=at, upload_id=row, progress=lambda line: _progress(row, line))


def _end(*, by: Member, at: datetime, row: UUID, ended: Ended) -> None:
    note_upload_ended(by=by, at=at, upload_id=row, because=ended.because, stopped=ended.stopped)


UPLOADS = work(Work(task=BRING_IN, argument="upload_id", model=Upload, carry_out=_bring_in, end=_end))


def _progress(upload: UUID, line: int) -> None:
    """Write progress beside the import's own transaction, and stop it when somebody asked."""
    if line % _EVERY != 1:
        return
    with connections["worker"].cursor() as cursor:
        cursor.execute(
            "UPDATE courts_uploadprogress SET lines = %s WHERE upload_id = %s RETURNING stop", [line, upload]
        )
        row = cursor.fetchone()
    if row and row[0]:
        raise Stopped("Stopped by request; nothing was recorded.")
