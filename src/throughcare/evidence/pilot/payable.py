"""What a payment rule pays on tallies of a year's quarters: the contracts' own settlement, with nothing of a run in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from throughcare.commissioning.contracts.rules.measuring import Expected
from throughcare.commissioning.contracts.rules.schemes import latest, scheme_names
from throughcare.commissioning.contracts.rules.settling import Terms, Variation, settle
from throughcare.commissioning.contracts.rules.statement import PeriodResult
from throughcare.commissioning.contracts.rules.tally import Tally
from throughcare.commissioning.contracts.rules.terms import Against, Kind, Paying, PaymentRule
from throughcare.foundation.kernel import Money, Period

POOL_A_PERSON: Final = Decimal("778")
"""Pounds at risk for each person followed: a million for 1,285, as the payment laboratory assumes."""
COUNTED: Final = frozenset({Kind.BINARY, Kind.FREQUENCY, Kind.PER_REOFFENDER})
"""What a run counts; severity and outcomes on the way it does not."""
QUARTERS_FOLLOWED: Final = 4
QUARTERS_A_YEAR: Final = 4
COMPARISON_TIMES: Final = 10
"""How many times the cohort a comparison group is, where the rule has one."""
QUARTER_WEEKS: Final = 13


def payable() -> list[PaymentRule]:
    """The payment rules that rest on nothing but what a run counts."""
    rules = [latest(name) for name in scheme_names()]
    return [rule for rule in rules if all(paying.kind in COUNTED for paying in rule.measures)]


def expected_of(paying: Paying, tally: Tally) -> Expected:
    """What a measure of a rule is expected to come to, where what came of these people is expected."""
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


def settled(
    rule: PaymentRule,
    starts: date,
    first: int,
    tallies: Sequence[Tally],
    expected: Sequence[Mapping[str, Expected]],
) -> float:
    """Pounds for each 1,000 people of a year's quarters, by the contracts' own settlement once all are followed."""
    people = sum(tally.people for tally in tallies)
    periods = []
    for at, (tally, given) in enumerate(zip(tallies, expected, strict=True), first):
        begins = starts + timedelta(weeks=QUARTER_WEEKS * at)
        cohort = Period(begins, begins + timedelta(weeks=QUARTER_WEEKS))
        periods.append(PeriodResult(f"quarter {at + 1}", cohort, tally, given))
    last = starts + timedelta(weeks=QUARTER_WEEKS * (first + QUARTERS_A_YEAR + QUARTERS_FOLLOWED))
    variation = Variation(starts, Period(starts), rule, rule.name)
    pool = Money((POOL_A_PERSON * people).quantize(Decimal("0.01")))
    statement = settle(Terms("pilot", (variation,), pool), periods, known_on=last, before=())
    return 1000 * float(statement.total.amount) / people
