"""What a fee comes to by year and month, and how a volume outside its range is settled. Pence; halves away from nothing."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from .agreed import Agreement, Earns, Fee, Volumes

A_YEAR = 12
_WHOLE = Fraction(100)


def to_the_penny(amount: Fraction) -> int:
    """Whole pence, halves away from nothing."""
    size = (abs(amount) * 2 + 1) // 2
    return int(size if amount >= 0 else -size)


def year_fee(fee: Fee, year: int) -> int:
    """The fee of a year of the term, from 1: less the learning discount and more the indexation of each year before."""
    a_year = (1 - Fraction(fee.learning) / _WHOLE) * (1 + Fraction(fee.indexation) / _WHOLE)
    return to_the_penny(fee.a_year * a_year ** (year - 1))


def month_fee(fee: Fee, month: int) -> int:
    """The fee of a month of the term, from 0: a twelfth of its year's, so rounded that twelve of them are the year's to the penny."""
    whole, part = year_fee(fee, month // A_YEAR + 1), month % A_YEAR
    return to_the_penny(Fraction(whole * (part + 1), A_YEAR)) - to_the_penny(Fraction(whole * part, A_YEAR))


def weighed(volumes: Volumes, counts: Mapping[Earns, Fraction | int]) -> Fraction:
    """The volume that counts come to: each times its weight, nothing where it has none."""
    parts = (Fraction(volumes.weights.get(kind, 0)) * count for kind, count in counts.items())
    return sum(parts, Fraction(0))


def reconciled(volumes: Volumes, fee: int, volume: Fraction, months: Fraction | int = A_YEAR) -> int:
    """What is added to the fee paid for so many months, or (below nothing) taken back, for the volume that came.

    Nothing inside the range. Above it each unit earns the price of its band; below it each unit short is taken back at the
    marginal price, and never more than leaves the fixed share. So there is no step at any edge, and more never earns less.
    """
    part = Fraction(months) / A_YEAR
    if volume > volumes.upper * part:
        return to_the_penny(_above(volumes, volume, part))
    short = volumes.lower * part - volume
    if short <= 0:
        return 0
    most = fee * (1 - Fraction(volumes.fixed_share) / _WHOLE)
    return -to_the_penny(min(short * volumes.below, most))


def _above(volumes: Volumes, volume: Fraction, part: Fraction) -> Fraction:
    earned, reached = Fraction(0), volumes.upper * part
    for band in volumes.above:
        end = volume if band.up_to is None else min(volume, band.up_to * part)
        earned += max(Fraction(0), end - reached) * band.price
        reached = max(reached, end)
    return earned


def whole_fee(agreed: Agreement, since: int = 0) -> int:
    """The fees of every month of the term from a month on, in pence."""
    return sum(month_fee(agreed.fee, month) for month in range(since, agreed.months))
