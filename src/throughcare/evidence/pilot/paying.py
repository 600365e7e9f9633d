"""What payment by results would come to for the people of a run, and how much of it is for chance: the contracts' own settlement on counts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from throughcare.commissioning.contracts.rules.tally import Tally

from .payable import QUARTERS_A_YEAR, QUARTERS_FOLLOWED, expected_of, payable, settled
from .running import Run
from .world.state import FOLLOWED, PREDICTED, REOFFENCES, REOFFENDED, SQUARES

if TYPE_CHECKING:
    from throughcare.commissioning.contracts.rules.terms import PaymentRule

Real = NDArray[np.float64]


@dataclass(frozen=True)
class Payment:
    """What one rule would pay in a year for each 1,000 people followed, in pounds, under two designs; both against the first.

    ``for_chance`` is what it pays where nothing differs but luck, ``paid_something`` in how many of 100 such years it pays.
    """

    scheme: str
    title: str
    for_chance: float
    paid_something: float
    under_other: float


def payments(one: Run, other: Run) -> tuple[Payment, ...]:
    """Every payable rule on both runs, with the first run's mean as what is expected; none where no year was followed whole."""
    found = []
    for rule in payable():
        chance, under = (paid(run, one, rule) for run in (one, other))
        if len(chance) and len(under):
            something = 100 * float((chance > 0).mean())
            mean = float(chance.mean())
            found.append(Payment(rule.name, rule.title, mean, something, float(under.mean())))
    return tuple(found)


def paid(run: Run, base: Run, rule: PaymentRule) -> Real:
    """Pounds for each 1,000 people followed, for each replication and year followed whole, expecting what the base did in the mean.

    A year in a quarter of which nobody reoffended is left out: a rule cannot be read on it.
    """
    whole = base.out.sum(axis=(0, 1, 3))
    found = []
    for replication in run.out.sum(axis=(1, 3)):
        for first in range(0, _quarters(run), QUARTERS_A_YEAR):
            year = slice(first, first + QUARTERS_A_YEAR)
            if _somebody(replication[year]) and _somebody(whole[year]):
                tallies, usual = ([tally_of(row) for row in rows[year]] for rows in (replication, whole))
                expected = [{m.name: expected_of(m, one) for m in rule.measures} for one in usual]
                found.append(settled(rule, run.design.starts, first, tallies, expected))
    return np.array(found)


def _somebody(quarters: NDArray[np.int64]) -> bool:
    """Whether somebody was followed and reoffended in each quarter: otherwise nothing can be paid on it."""
    return bool((quarters[:, REOFFENDED] > 0).all())


def _quarters(run: Run) -> int:
    """The quarters whose year of follow-up the run holds, in whole years."""
    left = int(run.out.shape[2]) - QUARTERS_FOLLOWED
    return max(0, left // QUARTERS_A_YEAR * QUARTERS_A_YEAR)


def tally_of(counts: NDArray[np.int64]) -> Tally:
    """The tally of a row of counts by measure."""
    return Tally(
        people=int(counts[FOLLOWED]),
        reoffenders=int(counts[REOFFENDED]),
        reoffences=int(counts[REOFFENCES]),
        reoffence_squares=int(counts[SQUARES]),
        predicted=Decimal(int(counts[PREDICTED])) / 1000,
    )
