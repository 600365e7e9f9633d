"""How likely each person was to be treated, given what is known of them: a logistic fit.

Newton's method on the exact likelihood, in float64, over blocks of rows small enough to stay in the
processor's cache and to be worth no more than one thread: on a busy machine, threads that wait for each
other over such small products took three times as long (measured). Where people are many it starts from a
fit to one in twenty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from throughcare.foundation.kernel import Refused

from .arrays import Flags, Floats
from .design import Design

_CELLS = 9_000
_MANY = 100_000
_EVERY = 20
_STEPS = 50
_CLOSE = 1e-9
_FAR = 30.0


@dataclass(frozen=True, eq=False)
class Propensity:
    """A fitted model of treatment: coefficients on the covariates' own scale and a score for each person."""

    names: tuple[str, ...]
    intercept: float
    coefficients: Floats
    score: Floats
    logit: Floats
    steps: int

    def by_name(self) -> dict[str, float]:
        """Coefficients by covariate."""
        return dict(zip(self.names, self.coefficients.tolist(), strict=True))


def fit_propensity(design: Design) -> Propensity:
    """Fit a logistic model of treatment; refused where a covariate settles treatment or repeats others."""
    names, matrix = design.for_fitting()
    centre, scale = matrix.mean(axis=0), matrix.std(axis=0)
    _refuse_constant(names, scale)
    wide = _standardised(matrix, centre, scale)
    beta, steps = _fit(wide, design.treated, names)
    logit = _logit(wide, beta)
    slopes = beta[1:] / scale
    return Propensity(
        names=names,
        intercept=float(beta[0] - slopes @ centre),
        coefficients=slopes,
        score=_chance(logit),
        logit=logit,
        steps=steps,
    )


def _standardised(matrix: Floats, centre: Floats, scale: Floats) -> Floats:
    wide = np.empty((len(matrix), matrix.shape[1] + 1))
    wide[:, 0] = 1.0
    np.subtract(matrix, centre, out=wide[:, 1:])
    wide[:, 1:] /= scale
    return wide


def _rows(wide: Floats) -> int:
    """Rows to a block."""
    return max(64, _CELLS // int(wide.shape[1]))


def _logit(wide: Floats, beta: Floats) -> Floats:
    logit = np.empty(len(wide))
    rows = _rows(wide)
    for start in range(0, len(wide), rows):
        np.dot(wide[start : start + rows], beta, out=logit[start : start + rows])
    return logit


def _chance(logit: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-logit))


def _fit(wide: Floats, treated: Flags, names: tuple[str, ...]) -> tuple[Floats, int]:
    response = treated.astype(np.float64)
    share = response.mean()
    beta = np.zeros(wide.shape[1])
    beta[0] = np.log(share / (1 - share))
    if len(wide) > _MANY:
        beta = _warm(wide, response, beta)
    for step in range(1, _STEPS + 1):
        slope, curve = _derivatives(wide, response, beta)
        move = _solve(curve, slope, names)
        beta = beta + move
        _refuse_separation(beta, names)
        if np.abs(move).max() < _CLOSE:
            return beta, step
    raise Refused("the model of who was treated did not settle: some covariate may decide it outright")


def _warm(wide: Floats, response: Floats, start: Floats) -> Floats:
    """A few steps on one person in twenty; only a starting place, so no fault found here is final."""
    some, theirs = np.ascontiguousarray(wide[::_EVERY]), response[::_EVERY]
    beta = start
    for _ in range(6):
        slope, curve = _derivatives(some, theirs, beta)
        try:
            beta = np.add(beta, np.linalg.solve(curve, slope), dtype=np.float64)
        except np.linalg.LinAlgError:
            return start
    return beta if np.isfinite(beta).all() and np.abs(beta).max() < _FAR else start


def _derivatives(wide: Floats, response: Floats, beta: Floats) -> tuple[Floats, Floats]:
    slope = np.zeros(len(beta))
    curve = np.zeros((len(beta), len(beta)))
    rows = _rows(wide)
    for start in range(0, len(wide), rows):
        block = wide[start : start + rows]
        chance = _chance(block @ beta)
        slope += block.T @ (response[start : start + rows] - chance)
        curve += (block * (chance * (1 - chance))[:, None]).T @ block
    return slope, curve


def _solve(curve: Floats, slope: Floats, names: tuple[str, ...]) -> Floats:
    sizes, directions = np.linalg.eigh(curve)
    if sizes[0] <= sizes[-1] * 1e-11:
        share = np.abs(directions[1:, 0])
        repeat = ", ".join(names[i] for i in np.flatnonzero(share > 0.05))
        raise Refused(f"these covariates repeat each other or settle who was treated: {repeat}")
    return np.asarray(np.linalg.solve(curve, slope), dtype=np.float64)


def _refuse_constant(names: tuple[str, ...], scale: Floats) -> None:
    same = [name for name, spread in zip(names, scale, strict=True) if spread == 0]
    if same:
        raise Refused(f"everybody has the same value of {', '.join(same)}: leave it out")


def _refuse_separation(beta: Floats, names: tuple[str, ...]) -> None:
    if not np.isfinite(beta).all() or np.abs(beta[1:]).max() > _FAR:
        worst = names[int(np.nan_to_num(np.abs(beta[1:]), nan=np.inf).argmax())]
        raise Refused(f"{worst} settles who was treated, so nobody outside is comparable on it")
