"""Jobs of supervision: bringing in whoever was sent from a page without a court."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from throughcare.foundation.access import queries
from throughcare.foundation.kernel import Refused

from .actions.arriving import BRING_IN, bring_in_newcomer, note_newcomer_refused
from .actions.newcomers import HeldElsewhere


@app.task(name=BRING_IN)
def bring_in(arrival_id: str, member_id: str) -> None:
    """Bring in one arrival as the member who asked, if they still may; a refusal is kept for the page."""
    arrival, at = UUID(arrival_id), timezone.now()
    by = queries.member(UUID(member_id), at=at)
    if by is None:
        return
    try:
        bring_in_newcomer(by=by, at=at, arrival_id=arrival)
    except Refused as refusal:
        known = refusal.person_ids if isinstance(refusal, HeldElsewhere) else ()
        note_newcomer_refused(by=by, at=at, arrival_id=arrival, because=refusal.because, known=known)
