"""Entropy balancing: weights on comparison people that make the groups' means agree exactly.

The least change from equal weights that reaches the treated group's means (Hainmueller 2012), found
by Newton's method on its dual. A second method beside matching: nobody is dropped, and what it needs
is overlap in means only, so both are worth seeing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from throughcare.foundation.kernel import Refused

from .arrays import Flags, Floats
from .design import Design
from .effect import Effect, Errors, Measure, summarise

ENTROPY = "entropy balancing, error from its influence function"
_STEPS = 200
_CLOSE = 1e-10


@dataclass(frozen=True, eq=False)
class EntropyWeights:
    """Weights by row: one for each treated person; comparison people's add up to as many."""

    weights: Floats
    steps: int
    largest_gap: float


def entropy_balance(design: Design) -> EntropyWeights:
    """Weights with which every covariate's mean agrees between the groups; refused where none can."""
    _, matrix = design.for_fitting()
    ours, theirs = matrix[design.treated], matrix[~design.treated]
    target = ours.mean(axis=0)
    scale = theirs.std(axis=0)
    _refuse_unreachable(design, target, scale)
    varying = scale > 0
    shifted = (theirs[:, varying] - target[varying]) / scale[varying]
    shares, steps = _newton(shifted)
    weights = np.ones(design.people)
    weights[~design.treated] = shares * len(ours)
    return EntropyWeights(weights, steps, float(np.abs(shares @ shifted).max(initial=0.0)))


def weighted_effect(
    outcome: Floats, design: Design, found: EntropyWeights, measure: Measure, *, level: float = 0.95
) -> Effect:
    """The effect on all treated people under entropy balancing, allowing for the weights being estimated."""
    _, matrix = design.for_fitting()
    treated = design.treated
    ours, theirs = outcome[treated], outcome[~treated]
    shares = found.weights[~treated] / found.weights[~treated].sum()
    expected = _projection(matrix[~treated], theirs, shares, matrix)
    rate = float(shares @ theirs)
    errors = _influence_errors(ours, theirs, shares, expected, treated)
    return summarise(
        measure,
        float(ours.mean()),
        rate,
        errors,
        sets=len(ours),
        comparison_people=len(theirs),
        method=ENTROPY,
        level=level,
    )


def _newton(shifted: Floats) -> tuple[Floats, int]:
    """Minimise the logarithm of the sum of exponentials: its slope is the gap still to close."""
    dual = np.zeros(shifted.shape[1])
    level, shares = _tilt(shifted, dual)
    for step in range(1, _STEPS + 1):
        gap = shares @ shifted
        if np.abs(gap).max(initial=0.0) < _CLOSE:
            return shares, step
        curve = (shifted * shares[:, None]).T @ shifted - np.outer(gap, gap)
        move = np.asarray(np.linalg.lstsq(curve, -gap, rcond=1e-12)[0], dtype=np.float64)
        dual, level, shares = _walk(shifted, dual, move, level, float(gap @ move))
    raise Refused("no weights make the groups alike: some treated people have nobody like them")


def _walk(
    shifted: Floats, dual: Floats, move: Floats, level: float, slope: float
) -> tuple[Floats, float, Floats]:
    """Halve the step until it helps, as Newton's far from the answer may overshoot."""
    size = 1.0
    for _ in range(60):
        lower, shares = _tilt(shifted, dual + size * move)
        if lower <= level + 1e-4 * size * slope + 1e-15:
            return dual + size * move, lower, shares
        size /= 2
    raise Refused("no weights make the groups alike: some treated people have nobody like them")


def _tilt(shifted: Floats, dual: Floats) -> tuple[float, Floats]:
    tilt = shifted @ dual
    top = float(tilt.max(initial=-np.inf))
    raised = np.exp(tilt - top)
    total = float(raised.sum())
    return top + float(np.log(total)), raised / total


def _projection(theirs: Floats, outcome: Floats, shares: Floats, everyone: Floats) -> Floats:
    """What each person's covariates lead us to expect, from weighted comparison people."""
    root = np.sqrt(shares)[:, None]
    wide = np.column_stack([np.ones(len(theirs)), theirs])
    slopes = np.linalg.lstsq(wide * root, outcome * root[:, 0], rcond=None)[0]
    expected: Floats = slopes[0] + everyone @ slopes[1:]
    return expected


def _influence_errors(
    ours: Floats, theirs: Floats, shares: Floats, expected: Floats, treated: Flags
) -> Errors:
    """Each person's pull on the two rates, squared and added up."""
    number = len(ours)
    pull_ours = (ours - ours.mean()) / number
    mine = expected[treated]
    pull_theirs_by_us = (mine - mine.mean()) / number
    pull_theirs = shares * (theirs - expected[~treated])
    small = number / (number - 1)
    return Errors(
        ours=small * float((pull_ours**2).sum()),
        theirs=small * float((pull_theirs_by_us**2).sum()) + float((pull_theirs**2).sum()),
        shared=small * float((pull_ours * pull_theirs_by_us).sum()),
    )


def _refuse_unreachable(design: Design, target: Floats, scale: Floats) -> None:
    names, matrix = design.for_fitting()
    theirs = matrix[~design.treated]
    low, high = theirs.min(axis=0), theirs.max(axis=0)
    beyond = [n for n, t, a, b in zip(names, target, low, high, strict=True) if t < a or t > b]
    if beyond:
        raise Refused(f"no comparison people reach the treated group's average of {', '.join(beyond)}")
