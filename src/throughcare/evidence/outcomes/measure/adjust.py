"""Rates made comparable: corrected for who the people are, by a predictor or by strata."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from throughcare.foundation.kernel import Refused

from .intervals import Clustered, Estimate, z_for
from .moments import Moments


@dataclass(frozen=True)
class Adjusted:
    """A rate corrected for the mix of people; ``known`` of ``entries`` had a predicted chance, the rest are out."""

    observed: float
    predicted: float
    baseline_predicted: float
    adjusted: Estimate
    known: int
    entries: int


def mean_predicted(counts: Moments) -> float:
    """The mean chance predicted for a cell's entries; Refused when none is known."""
    if counts.predicted_known == 0:
        raise Refused("no predicted chance is known for these people", field="predicted")
    return counts.predicted_sum / counts.predicted_known


def adjusted(counts: Moments, *, baseline_predicted: float, confidence: float = 0.95) -> Adjusted:
    """Observed less the difference between the cohort's mean predicted chance and the baseline's.

    The arithmetic used publicly for community rehabilitation companies (assumed, not read at
    source). The interval is of the difference between what happened and what was predicted,
    widened for people who are there more than once; the baseline is taken as exact.
    """
    n, predicted = counts.predicted_known, mean_predicted(counts)
    observed = counts.predicted_reoffended / n
    value = observed - (predicted - baseline_predicted)
    squares = counts.predicted_reoffended - 2 * counts.predicted_hits + counts.predicted_squares
    spread = max(0.0, squares / n - (observed - predicted) ** 2)
    half = z_for(confidence) * math.sqrt(spread / n * design_effect(counts))
    return Adjusted(
        observed,
        predicted,
        baseline_predicted,
        Estimate(value, value - half, value + half),
        n,
        counts.entries,
    )


def design_effect(counts: Moments) -> float:
    """How many times larger the variance of the binary rate is for people being there more than once; at least 1."""
    totals = Clustered(counts.reoffended, counts.entries, counts.yy, counts.ny, counts.nn, counts.people)
    simple = totals.ratio * (1 - totals.ratio) / totals.per
    if counts.people < 2 or simple == 0:
        return 1.0
    return max(1.0, totals.variance / simple)


def standardised(
    strata: Mapping[Hashable, tuple[int, int]], standard: Mapping[Hashable, float], confidence: float = 0.95
) -> Estimate:
    """The rate that the standard's mix of people would have at these strata's own rates.

    ``strata`` gives each stratum's people and hits; Refused when the standard has people in a
    stratum where there are none to learn a rate from.
    """
    whole = sum(standard.values())
    empty = [name for name, weight in standard.items() if weight and strata.get(name, (0, 0))[0] == 0]
    if empty or whole <= 0:
        raise Refused(f"no people in {', '.join(map(str, empty)) or 'the standard'} to learn a rate from")
    value = variance = 0.0
    for name, weight in standard.items():
        if weight:
            n, hits = strata[name]
            value += weight / whole * hits / n
            variance += (weight / whole) ** 2 * (hits / n) * (1 - hits / n) / n
    half = z_for(confidence) * math.sqrt(variance)
    return Estimate(value, max(0.0, value - half), min(1.0, value + half))
