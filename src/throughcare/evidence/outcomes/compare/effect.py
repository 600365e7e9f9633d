"""The effect of a service on those who had it, with an interval suited to how they were compared.

Without replacement the matched set is the unit: the interval follows from how much the sets' own
differences vary, which respects both matching and over-dispersion. With replacement, comparison
people stand for several, and Abadie and Imbens (2006) give the error; the plain bootstrap does not
(Abadie and Imbens 2008), so it is not offered.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import exp, inf, log, nan, sqrt

import numpy as np

from throughcare.foundation.kernel import Refused

from .arrays import Flags, Floats, Whole
from .nearest import NOBODY, Matches


class Measure(StrEnum):
    """What is compared: whether people did, how often they did, or any other amount."""

    BINARY = "binary"
    FREQUENCY = "frequency"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Interval:
    """From low to high, at a level such as 0.95."""

    low: float
    high: float
    level: float = 0.95

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def excludes_zero(self) -> bool:
        """Whether no effect at all lies outside it."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Effect:
    """Treated less comparison, a person: below zero means less reoffending.

    Rates are means a person (a share for binary, a count for frequency). ``ratio`` is treated over
    comparison. ``sets`` are the treated people compared; ``method`` names the error in words;
    ``treated_error`` is the part of ``error`` that is the treated group's own.
    """

    measure: Measure
    treated_rate: float
    comparison_rate: float
    difference: float
    error: float
    interval: Interval
    ratio: float
    ratio_interval: Interval
    p_value: float
    sets: int
    comparison_people: int
    method: str
    treated_error: float

    @property
    def is_significant(self) -> bool:
        """Whether the interval leaves out no effect at all."""
        return self.interval.excludes_zero


MATCHED_SETS = "cluster-robust on matched sets"
ABADIE_IMBENS = "Abadie and Imbens (2006), matching with replacement"


def effect_of(
    outcome: Floats, matches: Matches, distance: Floats, measure: Measure, *, level: float = 0.95
) -> Effect:
    """The effect on the treated people who were matched, with the interval suited to the matching."""
    who = matches.matched
    if int(who.sum()) < 2:
        raise Refused("fewer than two treated people have anybody to be compared with: nothing can be said")
    rows, controls, sizes = matches.treated[who], matches.controls[who], matches.sizes[who]
    ours = outcome[rows]
    theirs = _set_means(outcome, controls, sizes)
    if matches.replaced:
        errors = abadie_imbens_errors(outcome, matches, distance)
        method = ABADIE_IMBENS
    else:
        errors = _set_errors(ours, theirs)
        method = MATCHED_SETS
    return summarise(
        measure,
        float(ours.mean()),
        float(theirs.mean()),
        errors,
        sets=len(rows),
        comparison_people=len(np.unique(controls[controls != NOBODY])),
        method=method,
        level=level,
    )


def pooled_error(outcome: Floats, treated: Flags, weights: Floats) -> float:
    """The textbook error of a weighted regression on treatment, blind to the matching: only for contrast.

    Comparison weights are scaled to add up to the comparison people used, as MatchIt's users have them.
    """
    used = weights > 0
    scaled = weights.copy()
    theirs = used & ~treated
    scaled[theirs] *= theirs.sum() / weights[theirs].sum()
    squares, sizes = 0.0, []
    for group in (used & treated, theirs):
        mean = np.average(outcome[group], weights=scaled[group])
        squares += float((scaled[group] * (outcome[group] - mean) ** 2).sum())
        sizes.append(float(scaled[group].sum()))
    return sqrt(squares / (int(used.sum()) - 2) * sum(1 / size for size in sizes))


@dataclass(frozen=True)
class Errors:
    """Variances of the two rates and the covariance between them."""

    ours: float
    theirs: float
    shared: float

    @property
    def of_difference(self) -> float:
        """Standard error of treated less comparison."""
        return sqrt(max(self.ours + self.theirs - 2 * self.shared, 0.0))

    def of_log_ratio(self, ours: float, theirs: float) -> float:
        """Standard error of the logarithm of treated over comparison; infinite when either is zero."""
        if ours <= 0 or theirs <= 0:
            return inf
        spread = self.ours / ours**2 + self.theirs / theirs**2 - 2 * self.shared / (ours * theirs)
        return sqrt(max(spread, 0.0))


def summarise(
    measure: Measure,
    ours: float,
    theirs: float,
    errors: Errors,
    *,
    sets: int,
    comparison_people: int,
    method: str,
    level: float,
) -> Effect:
    """An effect from two rates and their errors, by Student's distribution on the number of sets."""
    reach, error = _reach(level, sets - 1), errors.of_difference
    difference = ours - theirs
    spread = errors.of_log_ratio(ours, theirs)
    ratio = ours / theirs if theirs > 0 else nan
    return Effect(
        measure=measure,
        treated_rate=ours,
        comparison_rate=theirs,
        difference=difference,
        error=error,
        interval=Interval(difference - reach * error, difference + reach * error, level),
        ratio=ratio,
        ratio_interval=_ratio_interval(ratio, spread, reach, level),
        p_value=_two_sided(difference, error, sets - 1),
        sets=sets,
        comparison_people=comparison_people,
        method=method,
        treated_error=sqrt(errors.ours),
    )


def _set_means(outcome: Floats, controls: Whole, sizes: Whole) -> Floats:
    values = np.where(controls == NOBODY, 0.0, outcome[controls])
    means: Floats = values.sum(axis=1) / sizes
    return means


def _set_errors(ours: Floats, theirs: Floats) -> Errors:
    """Spread of the sets' own means, over the number of sets: each set is one draw."""
    spread = np.cov(ours, theirs, ddof=1) / len(ours)
    return Errors(float(spread[0, 0]), float(spread[1, 1]), float(spread[0, 1]))


def abadie_imbens_errors(outcome: Floats, matches: Matches, distance: Floats) -> Errors:
    """Errors when comparison people are reused: spread between sets, plus what reuse adds.

    A comparison person used ``K`` times (in shares) adds ``K² - ΣK²`` times their own spread, reckoned
    from the nearest person of the same group. The whole is put on the comparison rate.
    """
    who = matches.matched
    rows, controls, sizes = matches.treated[who], matches.controls[who], matches.sizes[who]
    between = _set_errors(outcome[rows], _set_means(outcome, controls, sizes))
    share = np.repeat(1.0 / sizes, sizes)
    _, used = matches.pairs()
    times = np.bincount(used, share, minlength=matches.people)
    squares = np.bincount(used, share**2, minlength=matches.people)
    reused = np.flatnonzero(times)
    treated = np.zeros(matches.people, dtype=bool)
    treated[matches.treated] = True
    own_spread = _own_spread(outcome, distance, treated, reused)
    added = float(((times[reused] ** 2 - squares[reused]) * own_spread).sum()) / len(rows) ** 2
    return Errors(between.ours, between.theirs + added, between.shared)


def _own_spread(outcome: Floats, distance: Floats, treated: Flags, who: Whole) -> Floats:
    """Half the squared difference from the nearest other comparison person, for each of ``who``."""
    others = np.flatnonzero(~treated)
    if len(others) < 2:
        return np.zeros(len(who))
    ranked = others[np.argsort(distance[others], kind="stable")]
    place = np.empty(len(outcome), dtype=np.int64)
    place[ranked] = np.arange(len(ranked))
    at = place[who]
    lower, upper = ranked[(at - 1).clip(0)], ranked[(at + 1).clip(max=len(ranked) - 1)]
    down = np.where(at > 0, np.abs(distance[who] - distance[lower]), inf)
    up = np.where(at < len(ranked) - 1, np.abs(distance[who] - distance[upper]), inf)
    nearest = np.where(down <= up, lower, upper)
    half: Floats = (outcome[who] - outcome[nearest]) ** 2 / 2
    return half


def _reach(level: float, freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + level / 2))


def _two_sided(difference: float, error: float, freedom: int) -> float:
    from scipy.special import stdtr

    if error == 0:
        return 1.0 if difference == 0 else 0.0
    return float(2 * stdtr(freedom, -abs(difference) / error))


def _ratio_interval(ratio: float, spread: float, reach: float, level: float) -> Interval:
    if not ratio > 0 or spread == inf:
        return Interval(0.0, inf, level)
    return Interval(exp(log(ratio) - reach * spread), exp(log(ratio) + reach * spread), level)
