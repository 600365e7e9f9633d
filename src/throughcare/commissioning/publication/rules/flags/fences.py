"""Quartiles, and the fences of Tukey beyond which one of many is out of line. Exact: everything is a fraction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import floor

from .found import Fence

_REACH = Fraction(3, 2)
_THIRD = Fraction(1, 3)


def quantile(values: Sequence[Fraction], share: Fraction) -> Fraction:
    """The value below which a share of these lies, by the estimate that is unbiased for the median (Hyndman and Fan's eighth)."""
    ordered = sorted(values)
    place = (len(ordered) + _THIRD) * share + _THIRD
    whole = floor(place)
    if whole < 1:
        return ordered[0]
    if whole >= len(ordered):
        return ordered[-1]
    below, above = ordered[whole - 1], ordered[whole]
    return below + (place - whole) * (above - below)


def fence(values: Iterable[Fraction], *, upper: bool, given: Fraction | None = None) -> Fence | None:
    """The quartiles of these and the bound a reach and a half beyond them, or the bound that was ``given``; None for none."""
    every = list(values)
    if not every:
        return None
    first, third = quantile(every, Fraction(1, 4)), quantile(every, Fraction(3, 4))
    reach = _REACH * (third - first)
    return Fence(
        first, third, given if given is not None else third + reach if upper else first - reach, upper
    )
