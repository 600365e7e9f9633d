"""From an early look at a cohort to its final figure, with the interval that honesty needs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

from throughcare.foundation.kernel import Refused

from .intervals import Estimate

if TYPE_CHECKING:
    from .definition import Definition
    from .results import Asking
    from .tables import Tables

FEWEST = 3
Curve = Mapping[int, float]
"""The share (or frequency) known by each number of months, the last being final."""


@dataclass(frozen=True)
class Forecast:
    """The final figure foreseen, from which month, and how much of the interval is others' unlikeness.

    ``maturity`` is the share of the final figure that finished cohorts had reached by that month.
    """

    final: Estimate
    month: int
    maturity: float
    finished: int
    from_unlikeness: float


def forecast(seen: Curve, entries: int, finished: Sequence[Curve], *, confidence: float = 0.95) -> Forecast:
    """Scale the latest look by how finished cohorts grew from that month to their last.

    The interval carries the chance in this cohort (binomial, at its final size) and how unlike one
    another the finished cohorts were (Student's t, one new cohort among few). Refused with fewer
    than three finished cohorts, or when they were not looked at in that month.
    """
    from scipy import stats

    month, rate = max(seen.items())
    growth = _growth(month, finished)
    mean = sum(growth) / len(growth)
    value = rate * mean
    unlike = (
        math.sqrt(sum((g - mean) ** 2 for g in growth) / (len(growth) - 1) * (1 + 1 / len(growth))) * rate
    )
    capped = min(value, 1.0)
    chance = math.sqrt(max(rate * mean * mean * (1 - rate), capped * (1 - capped)) / entries)
    error = math.hypot(unlike, chance)
    half = float(stats.t.ppf((1 + confidence) / 2, len(growth) - 1)) * error
    final = Estimate(value, max(rate, value - half), value + half)
    return Forecast(final, month, 1 / mean, len(growth), (unlike / error) ** 2 if error else 0.0)


def _growth(month: int, finished: Sequence[Curve]) -> list[float]:
    if len(finished) < FEWEST:
        raise Refused(f"a forecast needs {FEWEST} finished cohorts to learn from, found {len(finished)}")
    ends = {max(curve) for curve in finished}
    if len(ends) != 1 or any(month not in curve or curve[month] <= 0 for curve in finished):
        raise Refused(f"every finished cohort needs a figure for month {month} and the same last month")
    return [curve[max(curve)] / curve[month] for curve in finished]


def early_curve(
    tables: Tables, definition: Definition, months: Sequence[int], **asked: Unpack[Asking]
) -> dict[int, float]:
    """The binary rate of one cohort as it stood after each number of months, from the tables themselves.

    ``asked`` is as for ``reoffending`` and chooses the cohort; months at which nobody's interim
    follow-up is complete, or so few that they are withheld, are left out.
    """
    from .results import reoffending

    looks = {month: reoffending(tables, definition.interim(month), **asked) for month in months}
    rates = {month: look.cell().binary for month, look in looks.items() if look.counts}
    return {month: rate.value for month, rate in rates.items() if isinstance(rate, Estimate)}
