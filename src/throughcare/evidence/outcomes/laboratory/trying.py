"""A rule tried on many cohorts: what it pays, and how often it pays for the wrong thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from throughcare.commissioning.contracts.rules.measuring import Expected
from throughcare.commissioning.contracts.rules.settling import Terms, Variation, settle
from throughcare.commissioning.contracts.rules.statement import PeriodResult, Statement
from throughcare.commissioning.contracts.rules.tally import Tally
from throughcare.commissioning.contracts.rules.terms import PaymentRule
from throughcare.evidence.population.bands import NO_HELP, Draw, Help, Plan, Population
from throughcare.foundation.kernel import Money, Period

from .expecting import expectations, tallies

_DAY = date(2000, 1, 1)
_ALWAYS = Period(_DAY)


@dataclass(frozen=True)
class Trial:
    """A rule, the money at risk, and the people it would be tried on; ``cohorts`` are how many times.

    ``comparison_ratio`` is the size of a comparison group beside the cohort, where the rule has one.
    """

    rule: PaymentRule
    pool: Money
    population: Population
    people: int
    cohorts: int = 1000
    seed: int = 20131
    comparison_ratio: int = 10

    def with_rule(self, rule: PaymentRule) -> Trial:
        """The same people and luck under another rule."""
        return replace(self, rule=rule)

    @property
    def draw(self) -> Draw:
        """The cohorts, always the same ones."""
        return Draw(self.population, self.people, self.cohorts, self.seed)

    def tallies(self, plan: Plan) -> Iterator[Tally]:
        """A tally for each cohort, under a plan of help."""
        return tallies(self.draw, plan)


@dataclass(frozen=True)
class Paid:
    """Pounds paid over all cohorts tried: mean, its standard error, and shares of cohorts."""

    mean: float
    error: float
    paid_something: float
    charged_something: float


@dataclass(frozen=True)
class Mistakes:
    """How a rule errs: shares of cohorts, 0 to 1.

    ``paid_for_nothing`` when nobody was helped; ``unpaid_for_real`` when everybody was; ``power`` is the
    rest of the latter.
    """

    paid_for_nothing: float
    unpaid_for_real: float

    @property
    def power(self) -> float:
        """The share of cohorts in which real help is paid for."""
        return 1 - self.unpaid_for_real


def settled(trial: Trial, tally: Tally) -> Statement:
    """One cohort settled by the contract's own rules."""
    given = expectations(trial.rule, trial.population, trial.people, trial.comparison_ratio)
    return _settled(_terms(trial), tally, given)


def payments(trial: Trial, plan: Plan) -> NDArray[np.float64]:
    """Pounds paid for each cohort tried, in order."""
    terms = _terms(trial)
    given = expectations(trial.rule, trial.population, trial.people, trial.comparison_ratio)
    totals = (_settled(terms, tally, given).total.amount for tally in trial.tallies(plan))
    return np.array([float(total) for total in totals])


def paid(trial: Trial, given: Help = NO_HELP) -> Paid:
    """What the rule pays over all cohorts when everybody has this help."""
    pounds_paid = payments(trial, Plan(given))
    return Paid(
        mean=float(pounds_paid.mean()),
        error=float(pounds_paid.std(ddof=1) / np.sqrt(len(pounds_paid))),
        paid_something=float((pounds_paid > 0).mean()),
        charged_something=float((pounds_paid < 0).mean()),
    )


def mistakes(trial: Trial, real: Help) -> Mistakes:
    """How often the rule pays when nobody was helped, and does not when everybody was."""
    return Mistakes(
        paid_for_nothing=paid(trial).paid_something,
        unpaid_for_real=1 - paid(trial, real).paid_something,
    )


@dataclass(frozen=True)
class Side:
    """One rule's answer for a cohort: what it pays, and how often it errs on cohorts like it."""

    rule: str
    title: str
    statement: Statement
    mistakes: Mistakes
    mean_for_help: float
    assumed: int


def side_by_side(trial: Trial, rules: Sequence[PaymentRule], tally: Tally, real: Help) -> tuple[Side, ...]:
    """The same cohort, and the same luck, under every rule."""
    sides = []
    for rule in rules:
        under = trial.with_rule(rule)
        helped = paid(under, real)
        erring = Mistakes(paid(under).paid_something, 1 - helped.paid_something)
        sides.append(
            Side(rule.name, rule.title, settled(under, tally), erring, helped.mean, len(rule.assumed))
        )
    return tuple(sides)


def _terms(trial: Trial) -> Terms:
    return Terms("trial", (Variation(_DAY, _ALWAYS, trial.rule, trial.rule.name),), trial.pool)


def _settled(terms: Terms, tally: Tally, given: Mapping[str, Expected]) -> Statement:
    return settle(terms, [PeriodResult("cohort", _ALWAYS, tally, given)], known_on=_DAY, before=())


def pounds(amount: float | str) -> Money:
    """Pounds from a number, exactly as written."""
    return Money(Decimal(str(amount)))
