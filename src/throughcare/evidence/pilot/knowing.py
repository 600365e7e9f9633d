"""What it would be worth to know: by how much a better choice would be made, in whatever price somebody sets."""

from __future__ import annotations

from math import exp, pi, sqrt

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
BINS = 8


def of_normal(mean: float, deviation: float) -> float:
    """The value of knowing a normal difference exactly, before choosing (closed form)."""
    from scipy.stats import norm

    if deviation <= 0:
        return 0.0
    at = mean / deviation
    return float(deviation * exp(-at * at / 2) / sqrt(2 * pi) - abs(mean) * norm.cdf(-abs(at)))


def of_everything(gains: Real) -> float:
    """The value of knowing everything: of choosing by each draw's own gain and not by their mean."""
    return float(np.maximum(gains, 0).mean() - max(float(gains.mean()), 0.0))


def of_one(gains: Real, known: Real, bins: int = BINS) -> float:
    """The value of knowing one thing alone: of choosing by the mean gain among draws in which it is much the same.

    It is never below nought and never above that of knowing everything, and equal to it where each draw stands alone.
    """
    if float(np.ptp(known)) == 0.0:
        return 0.0
    order = np.argsort(known, kind="stable")
    parts = np.array_split(order, min(bins, len(order)))
    best = sum(len(part) * max(float(gains[part].mean()), 0.0) for part in parts) / len(gains)
    return max(0.0, float(best) - max(float(gains.mean()), 0.0))


def wrong(gains: Real) -> float:
    """The chance of choosing wrongly by the mean: the share of draws in which the other design is the better."""
    return float((gains < 0).mean() if gains.mean() >= 0 else (gains > 0).mean())
