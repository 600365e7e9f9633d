"""Jobs of access: delivering announcements, and trying again what failed or was lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from throughcare.foundation.audit.outbox import DELIVER

from . import hearing

LATE = timedelta(minutes=2)


@app.task(name=DELIVER)
def deliver(delivery_id: str) -> None:
    """Deliver one announcement to one listener."""
    attempt(UUID(delivery_id))


@app.periodic(cron="*/2 * * * *")
@app.task(name="throughcare.deliver_late", pass_context=False)
def deliver_late(timestamp: int) -> None:
    """Try again every delivery that is late: its job failed, stalled or was lost."""
    for delivery_id in hearing.waiting(before=timezone.now() - LATE):
        attempt(delivery_id)


def attempt(delivery_id: UUID) -> None:
    """Deliver, keeping a failure where it can be seen instead of losing the job."""
    try:
        hearing.deliver(delivery_id)
    except Exception as failure:
        hearing.note_failure(delivery_id, failure)
