"""Time to the first reoffence, with people lost to sight counted only while they were watched."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from .intervals import Estimate, z_for
from .reference import Duration


@dataclass(frozen=True)
class Step:
    """A day on which somebody reoffended: how many had not until then, how many did, the share left."""

    day: int
    at_risk: int
    reoffended: int
    free: Estimate


@dataclass(frozen=True)
class Survival:
    """The share of entries free of reoffending, by days since the index event."""

    entries: int
    steps: tuple[Step, ...]
    watched_to: int

    def free_at(self, day: int) -> Estimate:
        """The share still free at the end of a day; ValueError past the last day anybody was watched."""
        if not 0 <= day <= self.watched_to:
            raise ValueError(f"nobody was watched on day {day}: the last was day {self.watched_to}")
        place = bisect_right([step.day for step in self.steps], day)
        return self.steps[place - 1].free if place else Estimate(1.0, 1.0, 1.0)

    def reoffended_by(self, day: int) -> Estimate:
        """The share that had reoffended by the end of a day."""
        free = self.free_at(day)
        return Estimate(1 - free.value, 1 - free.high, 1 - free.low)

    @property
    def median(self) -> int | None:
        """The first day by which half had reoffended; None when half never did while watched."""
        return next((step.day for step in self.steps if step.free.value <= 0.5), None)


def survival(durations: Mapping[Duration, int], confidence: float = 0.95) -> Survival:
    """Kaplan and Meier's estimate, with Greenwood's variance on the log-log scale.

    Somebody lost to sight on a day was still at risk on it.
    """
    z, left = z_for(confidence), sum(durations.values())
    product, spread, steps, by_day = 1.0, 0.0, [], _by_day(durations)
    for day in sorted(by_day):
        reoffended, lost = by_day[day]
        if reoffended:
            product *= 1 - reoffended / left
            spread += reoffended / (left * (left - reoffended)) if reoffended < left else math.inf
            steps.append(Step(day, left, reoffended, _with_limits(product, spread, z)))
        left -= reoffended + lost
    return Survival(sum(durations.values()), tuple(steps), max(by_day, default=0))


def _by_day(durations: Mapping[Duration, int]) -> dict[int, tuple[int, int]]:
    reoffended, lost = Counter[int](), Counter[int]()
    for (day, happened), entries in durations.items():
        (reoffended if happened else lost)[day] += entries
    return {day: (reoffended[day], lost[day]) for day in {*reoffended, *lost}}


def _with_limits(free: float, spread: float, z: float) -> Estimate:
    if free <= 0 or free >= 1:
        return Estimate(free, free, free)
    half = z * math.sqrt(spread) / abs(math.log(free))
    return Estimate(free, free ** math.exp(half), free ** math.exp(-half))
