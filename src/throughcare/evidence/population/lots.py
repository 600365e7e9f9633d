"""Things drawn by weight, and counts drawn by their law: one look into a table of sums for each piece of luck."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from random import Random
from typing import Any

import numpy as np

from .chance import Real, Whole

_ENOUGH = 1 - 1e-13
_MOST_AT_ONCE = 500


class Lot:
    """Things drawn by weight; those without weight are never drawn."""

    def __init__(self, weighted: Iterable[tuple[Any, float]]) -> None:
        pairs = [(thing, weight) for thing, weight in weighted if weight > 0]
        self.things: list[Any] = [thing for thing, _ in pairs]
        sums = np.cumsum([weight for _, weight in pairs])
        self.sums: Real = sums / sums[-1]

    def places(self, luck: Real) -> Whole:
        """The place among the things that each piece of luck, from 0 up to 1, falls on."""
        return np.searchsorted(self.sums[:-1], luck, side="right").astype(np.int64)

    def picked(self, luck: Real) -> list[Any]:
        """The thing that each piece of luck falls on."""
        return [self.things[place] for place in self.places(luck).tolist()]

    def draw(self, by: Random) -> Any:
        """One of them."""
        return self.things[int(np.searchsorted(self.sums[:-1], by.random(), side="right"))]

    @property
    def shares(self) -> dict[Any, float]:
        """The share of each thing."""
        return dict(zip(self.things, np.diff(self.sums, prepend=0.0).tolist(), strict=True))


def poisson(luck: Real, mean: Real) -> Whole:
    """Counts of things that come at any time alike, each of its own mean (at most 500), found by their sums."""
    if mean.size and mean.max() > _MOST_AT_ONCE:
        raise ValueError(f"a mean of more than {_MOST_AT_ONCE} is beyond what is summed here")
    counts = np.zeros(len(luck), np.int64)
    left = np.arange(len(luck))
    term = np.exp(-mean)
    upto, wanted, means, count = term.copy(), np.minimum(luck, _ENOUGH), mean, 0
    while (more := wanted >= upto).any():
        left, term, upto, wanted, means = left[more], term[more], upto[more], wanted[more], means[more]
        count += 1
        counts[left] = count
        term = term * means / count
        upto += term
    return counts


def alike(luck: Real, mean: float) -> Whole:
    """Counts of things that come at any time alike, all of one mean."""
    return _counted(_poisson_sums(mean), luck)


def uneven(luck: Real, mean: float, spread: float) -> Whole:
    """Counts that vary more than chance makes them: a mean of its own for each, gamma with this shape (Greenwood and Yule 1920)."""
    return _counted(_uneven_sums(mean, spread), luck)


def of_many(luck: Real, many: int, share: float) -> Whole:
    """How many of so many have what each has by a share (binomial)."""
    return _counted(_of_many_sums(many, share), luck)


def _counted(sums: Real, luck: Real) -> Whole:
    return np.searchsorted(sums[:-1], luck, side="right").astype(np.int64)


@lru_cache(maxsize=64)
def _poisson_sums(mean: float) -> Real:
    term = upto = float(np.exp(-mean))
    sums, count = [upto], 0
    while upto < _ENOUGH:
        count += 1
        term *= mean / count
        upto += term
        sums.append(upto)
    return np.array(sums)


@lru_cache(maxsize=64)
def _uneven_sums(mean: float, spread: float) -> Real:
    often = mean / (mean + spread)
    term = upto = (1 - often) ** spread
    sums, count = [upto], 0
    while upto < _ENOUGH and term > 0:
        term *= (count + spread) / (count + 1) * often
        upto += term
        count += 1
        sums.append(upto)
    return np.array(sums)


@lru_cache(maxsize=64)
def _of_many_sums(many: int, share: float) -> Real:
    if share <= 0 or share >= 1:
        return np.array([1.0] if share <= 0 else [0.0] * many + [1.0])
    before = np.arange(many)
    logs = np.cumsum(np.log((many - before) / (before + 1)) + np.log(share / (1 - share)))
    logs = np.concatenate([[0.0], logs])
    sums: Real = np.cumsum(np.exp(logs - logs.max()))
    sums /= sums[-1]
    return sums
