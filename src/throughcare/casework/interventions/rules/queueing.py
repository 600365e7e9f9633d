"""The queue for services: three clocks on every referral, the wait to be expected with its interval, and demand that was lost.

A wait that still runs, or that ended another way, is censored and counted; a mean is never given.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .waits import FEWEST, Waited, Waits, about, waits
from .words import RefusalReason, WithdrawalReason

WINDOW, STEP, LOOKS_BACK = timedelta(days=365), timedelta(days=30), 6
"""A year's referrals make a forecast; the last six forecasts, thirty days apart, are held against what came (assumed)."""
NORMAL_95 = 1.959963984540054


class WaitClock(StrEnum):
    """What a wait runs to, from the day a referral was sent."""

    ACCEPT = "to be taken on"
    OFFER = "to a first session"
    ATTEND = "to a first session attended"


class Lost(StrEnum):
    """Why demand was lost to a queue."""

    REFUSED = "refused for want of a place"
    TOO_SLOW = "taken back because the wait was too long"
    NOT_REFERRED = "not referred because of the wait"


@dataclass(frozen=True)
class Queued:
    """One referral as its days tell: None is not yet, or never. ``reason`` is why it was refused or taken back."""

    sent: date
    accepted: date | None
    offered: date | None
    attended: date | None
    ended: date | None
    reason: str = ""

    def reached(self, clock: WaitClock) -> date | None:
        """The day on which a clock stopped because what was waited for came."""
        return {
            WaitClock.ACCEPT: self.accepted,
            WaitClock.OFFER: self.offered,
            WaitClock.ATTEND: self.attended,
        }[clock]


def waited(one: Queued, clock: WaitClock, as_at: date) -> Waited:
    """How long a referral waited by a clock, as it was known on a day; what came after that day is not known yet."""
    came = one.reached(clock)
    if came is not None and came <= as_at:
        return Waited(max(0, (came - one.sent).days), True)
    stopped = one.ended if one.ended is not None and one.ended <= as_at else as_at
    return Waited(max(0, (stopped - one.sent).days), False)


@dataclass(frozen=True)
class Expected:
    """The wait to be expected: the middle, the 95% interval it lies in (None: beyond what was seen), and the 90th percentile."""

    waits: Waits
    soonest: int | None
    latest: int | None


def expected(rows: Sequence[Waited]) -> Expected | None:
    """The middle wait with its interval by Brookmeyer and Crowley (1982) on the log-log scale; None for too few."""
    known = waits(rows)
    if known is None:
        return None
    soonest = latest = None
    still, spread, at_risk = 1.0, 0.0, len(rows)
    here = Counter(row.days for row in rows)
    ended = Counter(row.days for row in rows if row.ended)
    for day in sorted(here):
        if ended[day]:
            still *= 1 - ended[day] / at_risk
            left = at_risk - ended[day]
            spread = spread + ended[day] / (at_risk * left) if left else math.inf
            low, high = _limits(still, spread)
            soonest = day if soonest is None and low <= 0.5 else soonest
            latest = day if latest is None and high <= 0.5 else latest
        at_risk -= here[day]
    return Expected(known, soonest, latest)


def _limits(still: float, spread: float) -> tuple[float, float]:
    """The 95% limits of the share that still waits, by Greenwood's variance on the log-log scale."""
    if still <= 0.0 or math.isinf(spread):
        return 0.0, 0.0
    if still >= 1.0:
        return 1.0, 1.0
    width = NORMAL_95 * math.sqrt(spread) / abs(math.log(still))
    return still ** math.exp(width), still ** math.exp(-width)


@dataclass(frozen=True)
class PastForecast:
    """A forecast made on a day, the middle wait of those sent in the thirty days after it, and whether their intervals meet."""

    on: date
    forecast: Expected
    came: int | None
    held: bool


def past_forecasts(queue: Sequence[Queued], clock: WaitClock, as_at: date) -> tuple[PastForecast, ...]:
    """How good the last forecasts were, each made from what was known on its day; days with too few to say are left out."""
    found = []
    for back in range(LOOKS_BACK, 0, -1):
        on = as_at - back * STEP
        before = [waited(one, clock, on) for one in queue if on - WINDOW <= one.sent <= on]
        after = [waited(one, clock, as_at) for one in queue if on < one.sent <= on + STEP]
        forecast, came = expected(before), expected(after)
        if forecast is not None and came is not None:
            found.append(PastForecast(on, forecast, came.waits.middle, _meet(forecast, came)))
    return tuple(found)


def _meet(forecast: Expected, came: Expected) -> bool:
    """Whether the interval forecast and that of the waits that came have a day in common; an end not reached is open."""
    ends = [
        math.inf if end is None else end
        for end in (forecast.soonest, forecast.latest, came.soonest, came.latest)
    ]
    return ends[2] <= ends[1] and ends[0] <= ends[3]


_LOSES = {
    RefusalReason.CAPACITY.value: Lost.REFUSED,
    WithdrawalReason.SERVICE_SLOW.value: Lost.TOO_SLOW,
}


def lost_demand(queue: Iterable[Queued], not_referred: int = 0) -> dict[Lost, int]:
    """How many referrals were lost to the queue, and how; with the people whom whoever looked did not refer because of the wait."""
    counted = Counter(_LOSES[one.reason] for one in queue if one.reason in _LOSES and one.ended is not None)
    counted[Lost.NOT_REFERRED] = not_referred
    return {lost: counted[lost] for lost in Lost}


class QueueBy(StrEnum):
    """What a queue is told by."""

    SERVICE = "service"
    AREA = "area"
    NEED = "need"
    COHORT = "cohort"


@dataclass(frozen=True)
class QueueTold:
    """One queue: who is in it, how many were sent, each clock's wait, how the last forecasts fared, and what was lost.

    Counts are rounded, and None where they are of few: queues by service, area and need are one another's totals.
    """

    cell: str
    sent: int | None
    clocks: tuple[tuple[WaitClock, Expected | None], ...]
    past: tuple[PastForecast, ...]
    lost: tuple[tuple[Lost, int | None], ...]

    @property
    def held(self) -> int:
        """How many of the past forecasts agree with the waits that came."""
        return sum(one.held for one in self.past)


def told_of(cell: str, queue: Sequence[Queued], as_at: date, not_referred: int = 0) -> QueueTold | None:
    """A queue by the last year's referrals; None for fewer than ``FEWEST``."""
    year = [one for one in queue if as_at - WINDOW <= one.sent <= as_at]
    if len(year) < FEWEST:
        return None
    clocks = tuple((clock, expected([waited(one, clock, as_at) for one in year])) for clock in WaitClock)
    return QueueTold(
        cell,
        about(len(year)),
        clocks,
        past_forecasts(queue, WaitClock.ACCEPT, as_at),
        tuple((lost, about(count)) for lost, count in lost_demand(year, not_referred).items()),
    )
