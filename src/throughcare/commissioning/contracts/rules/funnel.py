"""Service levels of many agreements side by side without a league table: each against what chance alone would do at its size."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import sqrt

LIMITS = {"95 of 100": 1.959964, "998 of 1,000": 3.090232}
"""How many of as many teams as good as the whole lie within a limit by chance, and how many standard errors that is."""


class Where(StrEnum):
    """Where one lies."""

    WITHIN = "as chance alone would have it"
    APART = "outside 95 of 100"
    FAR = "outside 998 of 1,000"
    TOO_FEW = "too few to say"


@dataclass(frozen=True)
class Counted:
    """What one agreement counted of a service level: how many were due, of whom how many in time."""

    title: str
    due: int
    in_time: int

    @property
    def of_a_hundred(self) -> Fraction | None:
        """How many of a hundred; None where none were due."""
        return Fraction(self.in_time * 100, self.due) if self.due else None


LEAST = 5
"""Fewer due than this are not placed (small numbers tell of chance and of people)."""


def whole_rate(found: list[Counted]) -> Fraction | None:
    """How many of a hundred over all of them together; None where none were due."""
    due = sum(one.due for one in found)
    return Fraction(sum(one.in_time for one in found) * 100, due) if due else None


def limits(rate: Fraction, due: int, times: float) -> tuple[float, float]:
    """Between which figures of a hundred one as good as the whole lies, at a size: by the normal approximation, cut at 0 and 100."""
    share = float(rate) / 100
    error = 100 * times * sqrt(share * (1 - share) / due)
    return max(0.0, float(rate) - error), min(100.0, float(rate) + error)


def placed(one: Counted, rate: Fraction | None) -> Where:
    """Where one lies against all of them together."""
    own = one.of_a_hundred
    if rate is None or own is None or one.due < LEAST:
        return Where.TOO_FEW
    near, far = (limits(rate, one.due, times) for times in LIMITS.values())
    if not far[0] <= float(own) <= far[1]:
        return Where.FAR
    return Where.WITHIN if near[0] <= float(own) <= near[1] else Where.APART
