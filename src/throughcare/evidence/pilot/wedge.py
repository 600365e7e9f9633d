"""The smallest real trial: the power of a stepped wedge over areas or offices, and how large one would have to be."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from throughcare.foundation.kernel import Refused

WEEKS_A_STEP, FOLLOW_UP_MONTHS, PROOF_MONTHS = 13, 12, 6
ENOUGH: Final = 0.8
_MOST_CLUSTERS = 500


@dataclass(frozen=True)
class Wedge:
    """A stepped wedge: in each step as many clusters begin as before; everybody is counted in each period before and after.

    ``people`` are those newly followed in one cluster and period; shares lie between 0 and 1, ``between`` is the standard deviation
    of the clusters' own levels.
    """

    steps: int
    clusters_a_step: int
    people: float
    without: float
    with_it: float
    between: float
    spread: float | None = None

    def __post_init__(self) -> None:
        if self.steps < 2 or self.clusters_a_step < 1 or self.people <= 0 or self.between < 0:
            raise Refused(
                "A stepped wedge has two steps or more, a cluster or more in each, and people in each."
            )
        if self.spread is None and not (0 < self.without < 1 and 0 < self.with_it < 1):
            raise Refused("A share that reoffends lies between 0 and 1.")

    @property
    def clusters(self) -> int:
        """How many areas or offices take part."""
        return self.steps * self.clusters_a_step

    @property
    def everybody(self) -> float:
        """How many people are followed in all."""
        return self.people * self.clusters * (self.steps + 1)

    @property
    def months_to_know(self) -> int:
        """Months from the first step until the last outcome is proven: the steps, a year of follow-up, the time allowed for proof."""
        return (self.steps + 1) * WEEKS_A_STEP * 12 // 52 + FOLLOW_UP_MONTHS + PROOF_MONTHS


def standard_error(wedge: Wedge) -> float:
    """The standard error of the effect by generalised least squares: a level of each period, and of each cluster by luck."""
    periods = wedge.steps + 1
    spread = wedge.spread if wedge.spread is not None else sqrt(wedge.without * (1 - wedge.without))
    variance = spread**2 / wedge.people * np.eye(periods) + wedge.between**2 * np.ones((periods, periods))
    weight = np.linalg.inv(variance)
    known = np.zeros((periods + 1, periods + 1))
    for step in range(1, wedge.steps + 1):
        treated = (np.arange(periods) >= step).astype(float)
        design = np.column_stack([np.eye(periods), treated])
        known += wedge.clusters_a_step * design.T @ weight @ design
    return float(np.sqrt(np.linalg.inv(known)[-1, -1]))


def power(wedge: Wedge) -> float:
    """The chance that such a trial tells the effect from none at five in a hundred, two-sided (Wald)."""
    from scipy.stats import norm

    by = abs(wedge.with_it - wedge.without) / standard_error(wedge)
    least = norm.ppf(0.975)
    return float(norm.cdf(by - least) + norm.cdf(-by - least))


def smallest(steps: int, people: float, without: float, with_it: float, between: float) -> Wedge | None:
    """The trial of so many steps with the fewest clusters a step that has a power of four in five; None where none has."""
    for clusters in range(1, _MOST_CLUSTERS + 1):
        found = Wedge(steps, clusters, people, without, with_it, between)
        if power(found) >= ENOUGH:
            return found
    return None


SIX_OFFICES: Final = Wedge(6, 1, 26, 0.45, 0.36, 0.05)
"""Durham Tees Valley's own trial of structured supervision: six offices, 1,091 people of medium and high risk in a year, so
26 in each office and period; a fifth fewer reconvicted, which it could not tell from chance (the level is assumed)."""
