"""What an intention cites, as it stood on the day: the figure of need, demand that was lost, and gaps that were reported."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from throughcare.casework.interventions import queries as interventions
from throughcare.casework.interventions.rules import QueueBy
from throughcare.casework.interventions.rules.words import need_areas
from throughcare.foundation.kernel.days import day_of

from ..models import GapReported, NeedPublished
from ..rules.gaps import NeedTold
from .published import need_told, told

YEAR = timedelta(days=365)


def evidence_of(row: NeedPublished, need: str, at: datetime) -> dict[str, Any]:
    """The figure, and what providers, referrers and sentencers said of the year; what cannot be told is null."""
    return {
        "figure": _figure(need_told(told(row), need)),
        "place": row.place,
        "first": row.first.isoformat(),
        "last": row.last.isoformat(),
        "lost": _lost(need, at),
        "gaps": GapReported.objects.filter(place=row.place, need=need, at__gt=at - YEAR, at__lte=at).count(),
    }


def _figure(one: NeedTold) -> dict[str, Any]:
    share, many = one.share_not_met, one.to_be_expected
    return {
        "people": one.people, "with_it": one.with_it, "not_met": one.not_met, "unknown": one.unknown,
        "share_not_met": [share.value, share.low, share.high] if share else None,
        "expected": [many.low, many.high] if many else None,
    }  # fmt: skip


def _lost(need: str, at: datetime) -> dict[str, int] | None:
    """Demand lost to waits for services for a need, everywhere, by why; None where too few were sent to say."""
    name = need_areas()[need].name
    found = interventions.queues(QueueBy.NEED, as_at=day_of(at))
    queue = next((one for one in found if one.cell == name), None)
    return None if queue is None else {why.value: count for why, count in queue.lost if count}
