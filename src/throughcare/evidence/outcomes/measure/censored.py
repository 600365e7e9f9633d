"""The likelihood of censored normal errors, and its peak by Newton's steps: exact to the last digit a table prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_STEPS, _HALVINGS, _FLAT = 200, 40, 1e-10


@dataclass(frozen=True)
class Peak:
    """Where the likelihood is highest: coefficients with their errors, sigma, and the log-likelihood of the logarithms."""

    coefficients: Any
    errors: Any
    sigma: float
    log_likelihood: float


def peak(logs: Any, seen: Any, design: Any) -> Peak:
    """The censored regression of ``logs`` on ``design``; where ``seen`` is false the log is of a time not yet over.

    ArithmeticError where the likelihood has no peak, as where nothing was seen or two columns say the same.
    """
    import numpy as np

    at = _begin(logs, design)
    height, slope, bend = _likelihood(at, logs, seen, design)
    for _ in range(_STEPS):
        try:
            step = np.linalg.solve(bend, -slope)
        except np.linalg.LinAlgError as wrong:
            raise ArithmeticError("the likelihood has no single peak") from wrong
        for _ in range(_HALVINGS):
            there = _likelihood(at + step, logs, seen, design)
            if there[0] >= height:
                break
            step = step / 2
        at, (height, slope, bend) = at + step, there
        if np.abs(step).max() < _FLAT:
            errors = np.sqrt(np.diag(np.linalg.inv(-bend)))
            return Peak(at[:-1], errors[:-1], float(np.exp(at[-1])), float(height))
    raise ArithmeticError("the likelihood was still rising when the steps were over")


def _begin(logs: Any, design: Any) -> Any:
    import numpy as np

    start, *_ = np.linalg.lstsq(design, logs, rcond=None)
    spread = float(np.std(logs - design @ start)) or 1.0
    return np.append(start, np.log(spread))


def _likelihood(at: Any, logs: Any, seen: Any, design: Any) -> tuple[float, Any, Any]:
    """The log-likelihood with its first and second derivatives, by the coefficients and the logarithm of sigma."""
    import numpy as np
    from scipy.special import log_ndtr

    sigma = np.exp(at[-1])
    z = (logs - design @ at[:-1]) / sigma
    density = -0.5 * z**2 - 0.5 * np.log(2 * np.pi)
    beyond = log_ndtr(-z)
    hazard = np.exp(density - beyond)
    height = np.where(seen, density - at[-1], beyond).sum()
    first = np.where(seen, z, hazard)
    turn = np.where(seen, 1.0, hazard * (hazard - z))
    slope = np.append(design.T @ first / sigma, np.where(seen, z**2 - 1, hazard * z).sum())
    bend = np.empty((len(at), len(at)))
    bend[:-1, :-1] = -(design.T * turn) @ design / sigma**2
    bend[:-1, -1] = bend[-1, :-1] = -design.T @ (turn * z + first) / sigma
    bend[-1, -1] = -(z * (turn * z + np.where(seen, z, hazard))).sum()
    return float(height), slope, bend
