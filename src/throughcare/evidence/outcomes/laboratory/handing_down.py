"""A result handed down to the contract: what the comparison group did becomes what was expected.

The contract then judges the same difference by the same error, so a comparison and the payment made on
it cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from throughcare.commissioning.contracts.rules.measuring import Expected
from throughcare.commissioning.contracts.rules.tally import Tally
from throughcare.foundation.kernel import Refused

from ..compare.effect import Effect


def expected_of(effect: Effect) -> Expected:
    """The comparison group's rate, with all of the effect's error that is not the treated group's own."""
    error = sqrt(max(effect.error**2 - effect.treated_error**2, 0.0))
    return Expected(rate=_exact(effect.comparison_rate), error=_exact(error))


def tally_of(
    reoffences: ArrayLike,
    *,
    severity: ArrayLike | None = None,
    predicted: ArrayLike | None = None,
    achieved: Mapping[str, ArrayLike] | None = None,
) -> Tally:
    """A cohort's tally from columns: whole reoffences a person, severity, chances, outcomes on the way.

    An outcome is 1, 0, or nan where nobody knows; a predicted chance that is nan leaves the sum unknown.
    """
    counts = np.asarray(reoffences, dtype=np.float64)
    if not np.isfinite(counts).all() or (counts < 0).any() or (counts % 1).any():
        raise Refused("reoffences must be whole numbers, zero or more, for everybody", field="reoffences")
    harm = np.zeros(len(counts)) if severity is None else np.asarray(severity, dtype=np.float64)
    outcomes = {name: np.asarray(column, dtype=np.float64) for name, column in (achieved or {}).items()}
    return Tally(
        people=len(counts),
        reoffenders=int((counts > 0).sum()),
        reoffences=int(counts.sum()),
        reoffence_squares=int((counts**2).sum()),
        severity=_exact(harm.sum()),
        severity_squares=_exact((harm**2).sum()),
        achieved={name: int(np.nansum(column)) for name, column in outcomes.items()},
        known={name: int(np.isfinite(column).sum()) for name, column in outcomes.items()},
        predicted=_sum_of(predicted),
    )


def _sum_of(predicted: ArrayLike | None) -> Decimal | None:
    if predicted is None:
        return None
    chances = np.asarray(predicted, dtype=np.float64)
    return _exact(chances.sum()) if np.isfinite(chances).all() else None


def _exact(number: float) -> Decimal:
    return Decimal(repr(float(number)))
