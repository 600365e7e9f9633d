"""Whom effort goes to: of those who would be put forward for a service, the even share, those who need it most, or those a payment pays for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from throughcare.commissioning.contracts.rules.tally import Tally

from .effort import Effort, Follows, rules_payable
from .payable import QUARTERS_A_YEAR, expected_of, settled

if TYPE_CHECKING:
    from throughcare.commissioning.contracts.rules.measuring import Expected
    from throughcare.commissioning.contracts.rules.terms import PaymentRule

Real = NDArray[np.float64]
YEAR_WEEKS: Final = 52
A_QUARTER: Final = 1_285
"""People of the quarter on which a rule is asked what it pays, as in the payment laboratory."""
LUCKS, TOGETHER = 65, 16
"""Over how many lucks what is paid is meant, and into how many groups of bands people are put."""
ASKED_ON: Final = date(2026, 4, 1)


def shares(even: float, worth: Real, follows: float) -> Real:
    """The share put forward in each band: ``even`` in the mean, ``follows`` of it in proportion to worth, none above one.

    A worth below nothing is none; where nobody is worth anything the share is even. Shape: one for each band.
    """
    wanted = np.clip(worth, 0, None)
    if not wanted.any():
        return np.full(len(worth), even)
    weights = 1 - follows + follows * wanted / wanted.mean()
    return _filled(even, weights)


def _filled(even: float, weights: Real) -> Real:
    """Shares in proportion to weights, cut at one, what is cut going to the others, until the mean is right or all that weigh are full."""
    open_ = weights > 0
    found = np.zeros(len(weights))
    left = even * len(weights)
    while left > 1e-12 and open_.any():
        tried = left * weights / weights[open_].sum()
        full = open_ & (tried >= 1)
        if not full.any():
            found[open_] = tried[open_]
            break
        found[full] = 1.0
        left -= full.sum()
        open_ &= ~full
    return found


def worth(rule: PaymentRule, hazards: Real, several: float, helped: float) -> Real:
    """Pounds that a rule pays for each person helped in each band, everybody else being helped: solved from the rule, not assumed.

    What is paid is meant over luck, so that who may carry a cohort over a threshold is worth something. ``hazards`` are the hazards of
    a year by band, ``helped`` what a service multiplies one by, ``several`` the offences of an occasion.
    """
    return np.array(_worth(rule.name, tuple(hazards), several, helped))


@lru_cache(maxsize=32)
def _worth(name: str, hazards: tuple[float, ...], several: float, helped: float) -> tuple[float, ...]:
    rule, usual = rules_payable()[name], np.array(hazards)
    expected = {m.name: expected_of(m, _tally(usual, usual, several, 0.0)) for m in rule.measures}

    def pays(of: Real) -> float:
        return float(np.mean([_pays(rule, expected, _tally(of, usual, several, luck)) for luck in _lucks()]))

    everybody, width = pays(usual * helped), len(usual) // TOGETHER
    found = []
    for group in range(TOGETHER):
        but_some = usual * helped
        but_some[group * width : (group + 1) * width] = usual[group * width : (group + 1) * width]
        found.append((everybody - pays(but_some)) / 1000 * TOGETHER)
    middles = (np.arange(TOGETHER) + 0.5) * width - 0.5
    return tuple(np.interp(np.arange(len(usual)), middles, found))


def _lucks() -> Real:
    """How many standard deviations chance adds: the middles of equal shares of a normal law."""
    return np.array([NormalDist().inv_cdf((turn + 0.5) / LUCKS) for turn in range(LUCKS)])


def _pays(rule: PaymentRule, expected: Mapping[str, Expected], tally: Tally) -> float:
    return settled(rule, ASKED_ON, 0, [tally] * QUARTERS_A_YEAR, [expected] * QUARTERS_A_YEAR)


def _tally(hazards: Real, usual: Real, several: float, luck: float) -> Tally:
    """What comes of a quarter's people, as many in each band: occasions by Poisson's law, each of several offences, and luck.

    What was predicted of them is what is usual, whatever help they have.
    """
    again = float(1 - np.exp(-hazards).mean())
    squares = hazards * (2 * several**2 - several) + (hazards * several) ** 2
    by_luck = 1 + luck * ((1 - again) / (again * A_QUARTER)) ** 0.5
    many, of_squares = (round(A_QUARTER * by_luck * float(at.mean())) for at in (hazards * several, squares))
    predicted = Decimal(str(round(A_QUARTER * float(1 - np.exp(-usual).mean()), 3)))
    return Tally(A_QUARTER, round(A_QUARTER * by_luck * again), many, of_squares, predicted=predicted)


def put_forward(
    effort: Effort,
    *,
    even: float,
    follows: float,
    chances: Real,
    hazard: Real,
    several: float,
    helped: float,
) -> Real:
    """The shares of those put forward under a design, by whether the body is paid and by band. Shape: (2, bands)."""
    plain = np.full(len(chances), even)
    if effort.follows is Follows.NEED:
        by_need = shares(even, chances, follows)
        return np.stack([by_need, by_need])
    if effort.follows is Follows.PAYMENT:
        rule = rules_payable()[effort.rule]
        return np.stack([plain, shares(even, worth(rule, hazard[:, YEAR_WEEKS], several, helped), follows)])
    return np.stack([plain, plain])
