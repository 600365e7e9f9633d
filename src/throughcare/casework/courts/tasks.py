"""Jobs of courts: bringing in what was sent from a page."""

from __future__ import annotations

from uuid import UUID

from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django import app

from throughcare.foundation.access import queries
from throughcare.foundation.kernel import Refused

from .actions.uploads import BRING_IN, bring_in_upload, note_upload_ended

_EVERY = 200


class Stopped(Refused):
    """Somebody asked for the upload to be stopped."""


@app.task(name=BRING_IN)
def bring_in(upload_id: str, member_id: str) -> None:
    """Bring in one upload as the member who asked, if they still may; a refusal is kept for the page."""
    upload, at = UUID(upload_id), timezone.now()
    by = queries.member(UUID(member_id), at=at)
    if by is None:
        return
    try:
        bring_in_upload(by=by, at=at, upload_id=upload, progress=lambda line: _progress(upload, line))
    except Refused as refusal:
        note_upload_ended(
            by=by, at=at, upload_id=upload, because=refusal.because, stopped=isinstance(refusal, Stopped)
        )


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
