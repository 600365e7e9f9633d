"""What payment by results would come to for the people of a run, and how much of it is for chance: the contracts' own settlement on counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from throughcare.commissioning.contracts.rules.measuring import Expected
from throughcare.commissioning.contracts.rules.schemes import latest, scheme_names
from throughcare.commissioning.contracts.rules.settling import Terms, Variation, settle
from throughcare.commissioning.contracts.rules.statement import PeriodResult
from throughcare.commissioning.contracts.rules.tally import Tally
from throughcare.commissioning.contracts.rules.terms import Against, Kind, Paying, PaymentRule
from throughcare.foundation.kernel import Money, Period

from .running import QUARTER, Run
from .world.state import FOLLOWED, PREDICTED, REOFFENCES, REOFFENDED, SQUARES

Real = NDArray[np.float64]
POOL_A_PERSON: Final = Decimal("778")
"""Pounds at risk for each person followed: a million for 1,285, as the payment laboratory assumes."""
COUNTED: Final = frozenset({Kind.BINARY, Kind.FREQUENCY, Kind.PER_REOFFENDER})
"""What a run counts; severity and outcomes on the way it does not."""
QUARTERS_FOLLOWED: Final = 4
QUARTERS_A_YEAR: Final = 4
COMPARISON_TIMES: Final = 10
"""How many times the cohort a comparison group is, where the rule has one."""


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


def payable() -> list[PaymentRule]:
    """The payment rules that rest on nothing but what a run counts."""
    rules = [latest(name) for name in scheme_names()]
    return [rule for rule in rules if all(paying.kind in COUNTED for paying in rule.measures)]


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
                expected = [{m.name: _expected(m, one) for m in rule.measures} for one in usual]
                found.append(_settled(rule, run.design.starts, first, tallies, expected))
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


def _expected(paying: Paying, tally: Tally) -> Expected:
    reoffenders = paying.kind is Kind.PER_REOFFENDER
    people = tally.reoffenders if reoffenders else tally.people
    binary = paying.kind is Kind.BINARY
    mean = Decimal(tally.reoffenders if binary else tally.reoffences) / people
    square = mean if binary else Decimal(tally.reoffence_squares) / people
    others = people * COMPARISON_TIMES if paying.against is Against.COMPARISON else 0
    variance = square - mean * mean
    return Expected(
        rate=mean,
        error=(variance / others).sqrt() if others else Decimal(0),
        variance=variance,
        predicted=(tally.predicted or Decimal(0)) / tally.people,
    )


def _settled(
    rule: PaymentRule,
    starts: date,
    first: int,
    tallies: Sequence[Tally],
    expected: Sequence[dict[str, Expected]],
) -> float:
    people = sum(tally.people for tally in tallies)
    periods = []
    for at, (tally, given) in enumerate(zip(tallies, expected, strict=True), first):
        begins = starts + timedelta(weeks=QUARTER * at)
        cohort = Period(begins, begins + timedelta(weeks=QUARTER))
        periods.append(PeriodResult(f"quarter {at + 1}", cohort, tally, given))
    last = starts + timedelta(weeks=QUARTER * (first + QUARTERS_A_YEAR + QUARTERS_FOLLOWED))
    variation = Variation(starts, Period(starts), rule, rule.name)
    pool = Money((POOL_A_PERSON * people).quantize(Decimal("0.01")))
    statement = settle(Terms("pilot", (variation,), pool), periods, known_on=last, before=())
    return 1000 * float(statement.total.amount) / people
