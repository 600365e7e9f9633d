"""How large an unseen difference between the groups would have to be to explain the result away.

Rosenbaum's bounds ask how unequal two matched people's chances of treatment could be before the test
stops speaking (Rosenbaum 1987; the separable bound of Gastwirth, Krieger and Rosenbaum 2000). The
E-value asks how strongly an unseen cause would have to go with both treatment and outcome
(VanderWeele and Ding 2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, inf, nan, sqrt

import numpy as np

from .arrays import Floats
from .effect import Effect, Measure
from .nearest import NOBODY, Matches


@dataclass(frozen=True)
class EValue:
    """Least strength, as a risk ratio, that an unseen cause needs: for the result, and for its interval."""

    of_estimate: float
    of_interval: float


@dataclass(frozen=True)
class Bounds:
    """Worst-case one-sided p-values by gamma, and the largest gamma at which the test still speaks.

    A gamma of 2 means that one of two people who look alike could be twice as likely to be treated.
    ``survives`` is nan when the test says nothing even at gamma 1.
    """

    gammas: tuple[float, ...]
    p_values: tuple[float, ...]
    survives: float
    alpha: float


def e_value(effect: Effect) -> EValue:
    """The E-value of a ratio of rates, and of the end of its interval nearer to no effect."""
    ratio, interval = effect.ratio, effect.ratio_interval
    if not ratio > 0:
        return EValue(nan, nan)
    if interval.low <= 1 <= interval.high:
        return EValue(_e(ratio), 1.0)
    return EValue(_e(ratio), _e(interval.high if ratio < 1 else interval.low))


def rosenbaum_bounds(
    outcome: Floats,
    matches: Matches,
    effect: Effect,
    *,
    gammas: tuple[float, ...] = (1.0, 1.1, 1.2, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0),
    alpha: float = 0.05,
) -> Bounds | None:
    """Bounds in the direction of the effect; None after matching with replacement, which has no sets.

    Binary outcomes are scored as they are; others by their ranks among everybody compared, so that a
    few people with very many reoffences do not settle the answer.
    """
    if matches.replaced:
        return None
    scores = _scores(outcome, matches, effect)
    worst = tuple(_worst_p(scores, gamma) for gamma in gammas)
    return Bounds(gammas, worst, _survives(scores, alpha), alpha)


def _e(ratio: float) -> float:
    up = ratio if ratio >= 1 else 1 / ratio
    return up + sqrt(up * (up - 1))


def _scores(outcome: Floats, matches: Matches, effect: Effect) -> Floats:
    """One line a set, the treated person first, unused places nan; larger means better for the claim."""
    who = matches.matched
    rows, controls = matches.treated[who], matches.controls[who]
    used = np.concatenate([rows, controls[controls != NOBODY]])
    values = outcome if effect.measure is Measure.BINARY else _ranks(outcome, used)
    sign = -1.0 if effect.difference < 0 else 1.0
    theirs = np.where(controls == NOBODY, nan, values[controls])
    return sign * np.column_stack([values[rows], theirs])


def _ranks(outcome: Floats, used: Floats) -> Floats:
    """Average ranks of the people compared; ties share theirs."""
    _, which, counts = np.unique(outcome[used], return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks = np.full(len(outcome), nan)
    ranks[used] = (ends - (counts - 1) / 2)[which]
    return ranks


def _worst_p(scores: Floats, gamma: float) -> float:
    """The largest one-sided p-value that chances of treatment this unequal could give."""
    means, spreads = _worst_moments(scores, gamma)
    spread = float(spreads.sum())
    if spread == 0:
        return 1.0
    return 0.5 * erfc((float(scores[:, 0].sum()) - float(means.sum())) / sqrt(2 * spread))


def _worst_moments(scores: Floats, gamma: float) -> tuple[Floats, Floats]:
    """For each set the expectation pushed highest, and the largest spread among ties, over all splits."""
    ordered = np.sort(scores, axis=1)  # nan sorts last
    sizes = (~np.isnan(ordered)).sum(axis=1)
    best = np.full(len(scores), -inf)
    spread = np.zeros(len(scores))
    for low in range(1, int(sizes.max(initial=1))):
        mean, variance = _split_moments(ordered, sizes, low, gamma)
        usable = low < sizes
        better = usable & (mean > best + 1e-12)
        level = usable & (np.abs(mean - best) <= 1e-12) & (variance > spread)
        best = np.where(better, mean, best)
        spread = np.where(better | level, variance, spread)
    return best, spread


def _split_moments(ordered: Floats, sizes: Floats, low: int, gamma: float) -> tuple[Floats, Floats]:
    """Mean and variance of the treated score when all but the ``low`` lowest are gamma times as likely."""
    places = np.arange(ordered.shape[1])
    weight = np.where(places < low, 1.0, gamma)[None, :] * (places[None, :] < sizes[:, None])
    total = weight.sum(axis=1)
    values = np.nan_to_num(ordered, nan=0.0)
    mean = (weight * values).sum(axis=1) / total
    square = (weight * values**2).sum(axis=1) / total
    return mean, np.maximum(square - mean**2, 0.0)


def _survives(scores: Floats, alpha: float) -> float:
    """The largest gamma at which the worst p-value is still at most alpha, by halving."""
    if _worst_p(scores, 1.0) > alpha:
        return nan
    low, high = 1.0, 2.0
    while _worst_p(scores, high) <= alpha and high < 1024:
        low, high = high, high * 2
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _worst_p(scores, middle) <= alpha else (low, middle)
    return low
