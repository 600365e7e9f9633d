"""Whether the people compared are alike, covariate by covariate.

Standardised differences divide by the treated group's standard deviation before matching, so that
matching cannot flatter itself by shrinking the yardstick.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isnan, nan

import numpy as np

from .arrays import Flags, Floats, Whole
from .design import Design

_BLOCK = 1_024
_NO_SPREAD = 1e-12
"""The share of everybody's variance at which a group's own is rounding and no spread at all."""


@dataclass(frozen=True)
class CovariateBalance:
    """One covariate before and after: means, standardised difference, variance ratio (nan for yes-or-no).

    ``standardised_before`` and ``standardised_after`` are in standard deviations of the treated group
    before matching, or of everybody where the treated do not vary. ``only_one_value`` is that of an amount
    which everybody treated shares and the people compared with them do not: means say nothing of likeness.
    """

    covariate: str
    treated_mean: float
    comparison_mean_before: float
    treated_mean_after: float
    comparison_mean_after: float
    standardised_before: float
    standardised_after: float
    variance_ratio_before: float
    variance_ratio_after: float
    only_one_value: bool = False

    @property
    def apart(self) -> float:
        """How far from balance after matching, in standard deviations; infinite where likeness cannot be told."""
        after = self.standardised_after
        return inf if self.only_one_value or isnan(after) else abs(after)


@dataclass(frozen=True)
class Overlap:
    """How far two groups' scores share the same ground.

    ``shared`` is the common area of the two histograms (1: the same, 0: apart); ``treated_outside`` is
    the share of treated people whose score no comparison person reaches.
    """

    edges: tuple[float, ...]
    treated_share: tuple[float, ...]
    comparison_share: tuple[float, ...]
    shared: float
    treated_outside: float


@dataclass(frozen=True)
class Balance:
    """Every covariate's balance, worst first reading, sizes in people and in effective people."""

    covariates: tuple[CovariateBalance, ...]
    overlap_before: Overlap
    overlap_after: Overlap
    treated: int
    treated_matched: int
    comparison: int
    comparison_used: int
    comparison_effective: float

    @property
    def worst(self) -> CovariateBalance:
        """The covariate furthest from balance after matching."""
        return max(self.covariates, key=lambda one: one.apart)

    def love_plot(self) -> tuple[tuple[str, float, float], ...]:
        """Rows of a love plot, most unbalanced before matching first: name, |before|, |after|."""
        rows = [(c.covariate, abs(c.standardised_before), abs(c.standardised_after)) for c in self.covariates]
        return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))

    def standardised_after(self) -> Mapping[str, float]:
        """Standardised differences after matching, by covariate."""
        return {c.covariate: c.standardised_after for c in self.covariates}


def effective_size(weights: Floats) -> float:
    """Kish's effective number of people: how many equally weighted people would tell us as much."""
    total = float(weights.sum())
    return 0.0 if total == 0 else total * total / float((weights**2).sum())


def balance_of(design: Design, weights: Floats, score: Floats) -> Balance:
    """Balance reached by weights: one entry for each column of the design, and one for the score."""
    treated, names = design.treated, (*design.names, "distance")
    before = [_moments(design.matrix, score, flag.astype(np.float64)) for flag in (treated, ~treated)]
    after = [_moments(design.matrix, score, np.where(flag, weights, 0.0)) for flag in (treated, ~treated)]
    everybody = _moments(design.matrix, score, np.ones(len(score)))
    binary = _yes_or_no(design.matrix, score)
    rows = tuple(_row(i, name, bool(binary[i]), before, after, everybody) for i, name in enumerate(names))
    used = weights[~treated]
    return Balance(
        covariates=rows,
        overlap_before=overlap_of(score, treated, np.ones(len(score))),
        overlap_after=overlap_of(score, treated, weights),
        treated=int(treated.sum()),
        treated_matched=int((weights[treated] > 0).sum()),
        comparison=int((~treated).sum()),
        comparison_used=int((used > 0).sum()),
        comparison_effective=effective_size(used),
    )


def overlap_of(score: Floats, treated: Flags, weights: Floats, bins: int = 20) -> Overlap:
    """Histograms of both groups' scores on the same edges, and how much of them is shared."""
    edges = np.linspace(float(score.min()), float(score.max()), bins + 1)
    ours = _shares(score[treated], weights[treated], edges)
    theirs = _shares(score[~treated], weights[~treated], edges)
    present = score[~treated & (weights > 0)]
    own = score[treated & (weights > 0)]
    low, high = (float(present.min()), float(present.max())) if len(present) else (nan, nan)
    outside = float(((own < low) | (own > high)).mean()) if len(own) and len(present) else nan
    return Overlap(
        edges=tuple(edges.tolist()),
        treated_share=tuple(ours.tolist()),
        comparison_share=tuple(theirs.tolist()),
        shared=float(np.minimum(ours, theirs).sum()),
        treated_outside=outside,
    )


def _shares(score: Floats, weights: Floats, edges: Floats) -> Floats:
    counted, _ = np.histogram(score, bins=edges, weights=weights)
    total = counted.sum()
    return counted / total if total else counted


def _moments(matrix: Floats, score: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Weighted mean and variance of every column and of the score, unbiased for equal weights."""
    who = np.flatnonzero(weights)
    total, squares = weights[who].sum(), (weights[who] ** 2).sum()
    if total == 0:
        nothing = np.full(matrix.shape[1] + 1, nan)
        return nothing, nothing
    mean = _sums(matrix, score, weights, who, None) / total
    spread = _sums(matrix, score, weights, who, mean)
    left = total - squares / total
    return mean, spread / left if left > 0 else np.full_like(mean, nan)


def _sums(matrix: Floats, score: Floats, weights: Floats, who: Whole, mean: Floats | None) -> Floats:
    """Weighted sums of values, or of squared distances from a mean, in blocks that stay in cache."""
    sums = np.zeros(matrix.shape[1] + 1)
    for start in range(0, len(who), _BLOCK):
        rows = who[start : start + _BLOCK]
        share, block, own = weights[rows], matrix[rows], score[rows]
        if mean is not None:
            block, own = (block - mean[:-1]) ** 2, (own - mean[-1]) ** 2
        sums[:-1] += share @ block
        sums[-1] += share @ own
    return sums


def _yes_or_no(matrix: Floats, score: Floats) -> Flags:
    flags = [_is_yes_or_no(matrix[:, i]) for i in range(matrix.shape[1])]
    return np.array([*flags, _is_yes_or_no(score)])


def _is_yes_or_no(values: Floats) -> bool:
    if not np.isin(values[:1000], (0.0, 1.0)).all():
        return False
    return bool(((values == 0.0) | (values == 1.0)).all())


def _row(
    i: int,
    name: str,
    binary: bool,
    before: list[tuple[Floats, Floats]],
    after: list[tuple[Floats, Floats]],
    everybody: tuple[Floats, Floats],
) -> CovariateBalance:
    (ours, our_spread), (theirs, their_spread) = before
    (ours_after, our_spread_after), (theirs_after, their_spread_after) = after
    share = float(ours[i])
    yardstick = share * (1 - share) if binary else float(our_spread[i])
    if not yardstick > _NO_SPREAD * float(everybody[1][i]):
        yardstick = float(everybody[1][i])
    sd = yardstick**0.5
    one_value = not binary and not float(our_spread[i]) > _NO_SPREAD * float(everybody[1][i])
    return CovariateBalance(
        covariate=name,
        treated_mean=share,
        comparison_mean_before=float(theirs[i]),
        treated_mean_after=float(ours_after[i]),
        comparison_mean_after=float(theirs_after[i]),
        standardised_before=_ratio(float(ours[i] - theirs[i]), sd),
        standardised_after=_ratio(float(ours_after[i] - theirs_after[i]), sd),
        variance_ratio_before=nan if binary else _ratio(float(our_spread[i]), float(their_spread[i])),
        variance_ratio_after=nan
        if binary
        else _ratio(float(our_spread_after[i]), float(their_spread_after[i])),
        only_one_value=one_value and bool(their_spread_after[i] > 0 or ours[i] != theirs_after[i]),
    )


def _ratio(top: float, bottom: float) -> float:
    if bottom > 0:
        return top / bottom
    return 0.0 if top == 0 else nan
