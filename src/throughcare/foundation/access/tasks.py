"""Jobs of access: delivering announcements, and trying again what failed or was lost."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from throughcare.foundation.audit.outbox import DELIVER

from . import delivery
from .sweeping import sweep


@app.task(name=DELIVER)
def deliver(delivery_id: str) -> None:
    """Deliver one announcement to one listener."""
    attempt(UUID(delivery_id))


@app.periodic(cron="* * * * * */20")
@app.task(name="throughcare.sweep", pass_context=False, queueing_lock="throughcare.sweep")
def sweep_up(timestamp: int) -> None:
    """Begin again or settle what was acknowledged and has nobody at work on it."""
    sweep()


@app.periodic(cron="* * * * * */20")
@app.task(name="throughcare.deliver_late", pass_context=False, queueing_lock="throughcare.deliver_late")
def deliver_late(timestamp: int) -> None:
    """Try again every delivery that is late: its job failed, stalled or was lost."""
    for delivery_id in delivery.waiting(before=timezone.now()):
        attempt(delivery_id)


def attempt(delivery_id: UUID) -> None:
    """Deliver, keeping a failure where it can be seen instead of losing the job."""
    try:
        delivery.deliver(delivery_id)
    except Exception as failure:
        delivery.note_failure(delivery_id, failure)
