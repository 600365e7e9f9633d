"""Rates with the uncertainty shown: Wilson's interval, and errors clustered by person."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist


class Unmeasured(StrEnum):
    """Why a figure is not there; each reason is one thing."""

    SUPPRESSED = "suppressed"
    NOBODY = "nobody to measure"
    NOT_HELD = "not held in the tables"


@dataclass(frozen=True)
class Estimate:
    """A figure and the interval it is known to within, at the confidence asked."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.4f} ({self.low:.4f} to {self.high:.4f})"


def z_for(confidence: float) -> float:
    """How many standard errors reach a two-sided confidence between 0 and 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence lies between 0 and 1, not {confidence}")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(hits: float, size: float, confidence: float = 0.95) -> Estimate:
    """A share and Wilson's interval (E. B. Wilson, 1927); ``size`` may be an effective one, not whole."""
    if not 0 <= hits <= size or size <= 0:
        raise ValueError(f"a share needs 0 to {size} hits of some, not {hits}")
    z, share = z_for(confidence), hits / size
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return Estimate(share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


@dataclass(frozen=True)
class Clustered:
    """Totals of a ratio over people: of what is counted, of what it is counted per, and their squares."""

    counted: int
    per: int
    counted_squares: int
    products: int
    per_squares: int
    people: int

    @property
    def ratio(self) -> float:
        """What is counted for each of what it is counted per."""
        return self.counted / self.per

    @property
    def variance(self) -> float:
        """Variance of the ratio, every person's entries taken as one draw (Taylor's series)."""
        if self.people < 2:
            return math.inf
        # whole numbers first: the three terms nearly cancel, and floats would lose the difference
        spread = (
            self.counted_squares * self.per**2
            - 2 * self.counted * self.per * self.products
            + self.counted**2 * self.per_squares
        )
        return max(0, spread) / self.per**4 * self.people / (self.people - 1)


def ratio(totals: Clustered, confidence: float = 0.95) -> Estimate:
    """A ratio with its interval clustered by person, never below zero; infinite on one person."""
    half = z_for(confidence) * math.sqrt(totals.variance)
    return Estimate(totals.ratio, max(0.0, totals.ratio - half), totals.ratio + half)


def share(totals: Clustered, confidence: float = 0.95) -> Estimate:
    """A share with Wilson's interval at the effective size that clustering by person leaves.

    Where nobody is there twice it is Wilson's interval itself.
    """
    size = float(totals.per)
    simple = totals.ratio * (1 - totals.ratio) / size
    if totals.people != totals.per and simple > 0:
        size *= min(1.0, simple / totals.variance) if totals.variance > 0 else 1.0
    at_size = wilson(totals.ratio * size, size, confidence) if size > 0 else Estimate(totals.ratio, 0.0, 1.0)
    return Estimate(totals.ratio, at_size.low, at_size.high)
