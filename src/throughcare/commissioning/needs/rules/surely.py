"""How surely a share is known and whether it moved: intervals for the figures that are told, rounding and all.

Worked out from figures after they were withheld and rounded, so that nothing more is told. Wilson (1927) for a share; Newcombe
(1998), method 10, for the difference of two.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, sqrt

Z = 1.959963984540054
"""The 97.5th percentile of the normal distribution: intervals hold with 95% confidence."""
ROUNDED_BY = 2
"""The most by which rounding to the nearest 5 moves a number of people."""


@dataclass(frozen=True)
class Share:
    """A share from 0 to 1 and the interval it lies in."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class People:
    """How many people there are to be expected, from fewest to most: a range, never a point alone."""

    low: int
    middle: int
    high: int


def share_of(those: int, of: int) -> Share | None:
    """The share of some people among others, both rounded, with its interval; None where there is nobody to be a share of."""
    if of <= 0:
        return None
    fewest, most = max(of - ROUNDED_BY, 1), of + ROUNDED_BY
    low = wilson(max(those - ROUNDED_BY, 0) / most, most)[0]
    high = wilson(min((those + ROUNDED_BY) / fewest, 1.0), fewest)[1]
    value = min(those / of, 1.0)
    return Share(value, min(low, value), max(high, value))


def wilson(share: float, of: int) -> tuple[float, float]:
    """Wilson's interval for a share seen among so many."""
    middle = (share + Z * Z / (2 * of)) / (1 + Z * Z / of)
    half = Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of)) / (1 + Z * Z / of)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def expected(share: Share, people: int) -> People:
    """How many of all the people a share comes to if those who were not assessed are as those who were; outward to 5."""
    low = 5 * floor(share.low * max(people - ROUNDED_BY, 0) / 5)
    high = -5 * floor(-share.high * (people + ROUNDED_BY) / 5)
    return People(low, min(max(5 * round(share.value * people / 5), low), high), high)


def change(before: Share | None, now: Share | None) -> str:
    """In words, how a share moved: only where the interval of the difference leaves out no difference."""
    if before is None or now is None:
        return "not known"
    moved = now.value - before.value
    low = moved - sqrt((now.value - now.low) ** 2 + (before.high - before.value) ** 2)
    high = moved + sqrt((now.high - now.value) ** 2 + (before.value - before.low) ** 2)
    if low > 0:
        return "rose"
    return "fell" if high < 0 else "no change that chance alone would not make"
