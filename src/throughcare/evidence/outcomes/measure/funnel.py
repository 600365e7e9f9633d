"""Funnel plots: who differs by more than chance and common variation, with nobody ranked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from throughcare.foundation.kernel import Refused

from .intervals import z_for
from .moments import Moments

WARNING, ALARM = 0.95, 0.998
"""The two limits that funnels in public services carry."""
TRIMMED = 0.1
"""Share of places at either end whose distance is drawn in before common variation is judged."""


class Standing(StrEnum):
    """Where a place lies."""

    WITHIN = "within the limits"
    LOW = "below the 95% limit"
    VERY_LOW = "below the 99.8% limit"
    HIGH = "above the 95% limit"
    VERY_HIGH = "above the 99.8% limit"


@dataclass(frozen=True)
class Place:
    """One area or provider: its size, its figure, and its distance from the target in standard errors."""

    name: str
    entries: int
    value: float
    distance: float
    standing: Standing


@dataclass(frozen=True)
class Limits:
    """What a place of a size may show by chance and common variation."""

    entries: int
    low_alarm: float
    low_warning: float
    high_warning: float
    high_alarm: float


@dataclass(frozen=True)
class Funnel:
    """Places in order of size, the target, and the limits to draw; ``spread`` is 1 when chance explains all."""

    target: float
    spread: float
    places: tuple[Place, ...]
    limits: tuple[Limits, ...]


def funnel(
    cells: Mapping[str, Moments],
    *,
    frequency: bool = False,
    target: float | None = None,
    common_variation: bool = True,
) -> Funnel:
    """A funnel of the binary rate, or of reoffences per person, about the pooled figure or a target.

    Frequency takes its variance from the people themselves, never from Poisson. With
    ``common_variation`` the limits widen by the spread that most places share (Spiegelhalter,
    2005, winsorised multiplicative). Refused on fewer than three places with people in them.
    """
    held = {name: counts for name, counts in cells.items() if counts.entries}
    if len(held) < 3:
        raise Refused("a funnel needs three places with people to measure")
    hits = {name: c.reoffences if frequency else c.reoffended for name, c in held.items()}
    whole = sum(c.entries for c in held.values())
    middle = sum(hits.values()) / whole if target is None else target
    one = _variance_of_one(held, middle, frequency)
    errors = {name: math.sqrt(one / c.entries) for name, c in held.items()}
    distances = {name: (hits[name] / held[name].entries - middle) / errors[name] for name in held}
    spread = _spread(list(distances.values())) if common_variation else 1.0
    places = [
        _place(name, held[name].entries, hits[name], distances[name] / math.sqrt(spread)) for name in held
    ]
    places.sort(key=lambda place: (place.entries, place.name))
    return Funnel(middle, spread, tuple(places), _limits(places, middle, one * spread, frequency))


def _variance_of_one(held: Mapping[str, Moments], middle: float, frequency: bool) -> float:
    if frequency:
        n = sum(c.entries for c in held.values())
        f, ff = sum(c.reoffences for c in held.values()), sum(c.ff for c in held.values())
        found = ff / n - (f / n) ** 2
    else:
        found = middle * (1 - middle)
    if found <= 0:
        raise Refused("every place shows the same: there is nothing to compare")
    return found


def _spread(distances: Sequence[float]) -> float:
    """Mean square distance once the furthest at either end are drawn in; never below 1."""
    ordered = sorted(distances)
    trim = int(TRIMMED * len(ordered))
    low, high = ordered[trim], ordered[-1 - trim]
    return max(1.0, sum(min(high, max(low, d)) ** 2 for d in ordered) / len(ordered))


def _place(name: str, entries: int, hits: int, distance: float) -> Place:
    return Place(name, entries, hits / entries, distance, _standing(distance))


def _standing(distance: float) -> Standing:
    if abs(distance) <= z_for(WARNING):
        return Standing.WITHIN
    if abs(distance) <= z_for(ALARM):
        return Standing.LOW if distance < 0 else Standing.HIGH
    return Standing.VERY_LOW if distance < 0 else Standing.VERY_HIGH


def _limits(places: Sequence[Place], middle: float, one: float, frequency: bool) -> tuple[Limits, ...]:
    """Limits at forty sizes from the smallest place to the largest, evenly spaced in ratio."""
    small, large = places[0].entries, places[-1].entries
    sizes = sorted({round(small * (large / small) ** (step / 39)) for step in range(40)})
    top = math.inf if frequency else 1.0
    drawn = []
    for size in sizes:
        error = math.sqrt(one / size)
        low = [max(0.0, middle - z_for(level) * error) for level in (ALARM, WARNING)]
        high = [min(top, middle + z_for(level) * error) for level in (WARNING, ALARM)]
        drawn.append(Limits(size, *low, *high))
    return tuple(drawn)
