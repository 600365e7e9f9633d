"""How much chance there is in a cohort of a given size."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

from throughcare.foundation.kernel import Refused

_NORMAL = NormalDist()


@dataclass(frozen=True)
class Chance:
    """The play of chance at one size, in percentage points."""

    people: int
    standard_error: float
    half_width_95: float
    half_width_99: float


def chance_at(people: int, rate: float) -> Chance:
    """Standard error and interval half-widths of a share, in percentage points, by the normal distribution."""
    error = 100 * sqrt(rate * (1 - rate) / people)
    return Chance(people, error, error * _critical(0.05), error * _critical(0.01))


def power(people: int, before: float, after: float, *, alpha: float = 0.05) -> float:
    """The chance that a two-sided test against a known baseline speaks for a true fall from before to after."""
    return power_of(before - after, sqrt(after * (1 - after) / people), alpha=alpha)


def power_of(fall: float, error: float, *, alpha: float = 0.05) -> float:
    """The chance that a fall of this size, measured with this error, is found significant as a fall."""
    if error <= 0:
        raise Refused("power needs an error above zero", field="error")
    return 1 - _NORMAL.cdf(_critical(alpha) - fall / error)


def people_needed(before: float, after: float, *, power: float = 0.8, alpha: float = 0.05) -> int:
    """The least cohort in which a true fall is found with this power, against a known baseline."""
    fall = before - after
    if fall <= 0:
        raise Refused("the rate afterwards must be below the rate before", field="after")
    reach = _critical(alpha) + _NORMAL.inv_cdf(power)
    return ceil(reach**2 * after * (1 - after) / fall**2)


def _critical(alpha: float) -> float:
    return _NORMAL.inv_cdf(1 - alpha / 2)
