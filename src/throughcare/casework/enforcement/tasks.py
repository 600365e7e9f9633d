"""Jobs of enforcement: asking the models again who decides, as the service."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from throughcare.foundation.access.queries import service_member
from throughcare.foundation.access.system_members import CARRIER

from .actions.asking import ask_again_who_decides


@app.periodic(cron="7 * * * *")
@app.task(name="throughcare.ask_who_decides", pass_context=False, queueing_lock="throughcare.ask_who_decides")
def ask_who_decides(timestamp: int) -> None:
    """Every hour: a model that came into force, or a body that was appointed, may decide what is open now."""
    at = timezone.now()
    by = service_member(CARRIER, at=at)
    if by is None:
        raise LookupError("the service has no member that carries cases over: migrate the database")
    ask_again_who_decides(by=by, at=at)
