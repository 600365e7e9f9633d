"""The queues for services."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from throughcare.casework.interventions import queries
from throughcare.casework.interventions.rules import Expected, QueueBy, QueueTold
from throughcare.faces.api.operation import REFUSALS, allowed
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

router = Router(tags=["Services"])


class ClockTold(Schema):
    """One clock's wait in days; null is not reached, or too few to say. Counts are rounded to the nearest 5, and null under 10."""

    clock: str
    middle: int | None
    soonest_middle: int | None
    latest_middle: int | None
    ninetieth: int | None
    counted: int | None
    censored: int | None


class PastTold(Schema):
    """A past forecast of the middle wait, and what came."""

    on: date
    forecast: int | None
    came: int | None
    held: bool


class Queue(Schema):
    """One queue; counts are rounded to the nearest 5, and null under 10."""

    cell: str
    sent: int | None
    clocks: list[ClockTold]
    past: list[PastTold]
    lost: dict[str, int | None]


@router.get("/waits", response={200: list[Queue], **REFUSALS})
@allowed(May.LOOK_AT_OUTCOMES)
def list_waits(request: HttpRequest, by: QueueBy = QueueBy.SERVICE) -> Any:
    """How long people wait, by service, area, need or whom services take; queues of fewer than ten in a year are left out."""
    return [_queue(one) for one in queries.queues(by, as_at=day_of(request.at))]  # type: ignore[attr-defined]


def _queue(one: QueueTold) -> dict[str, Any]:
    return {
        "cell": one.cell,
        "sent": one.sent,
        "clocks": [_clock(clock.value, wait) for clock, wait in one.clocks],
        "past": [
            {"on": past.on, "forecast": past.forecast.waits.middle, "came": past.came, "held": past.held}
            for past in one.past
        ],
        "lost": {lost.value: count for lost, count in one.lost},
    }


def _clock(name: str, wait: Expected | None) -> dict[str, Any]:
    known = wait.waits if wait else None
    return {
        "clock": name,
        "middle": known.middle if known else None,
        "soonest_middle": wait.soonest if wait else None,
        "latest_middle": wait.latest if wait else None,
        "ninetieth": known.ninetieth if known else None,
        "counted": known.counted if known else None,
        "censored": known.censored if known else None,
    }
