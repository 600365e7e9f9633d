"""Results that an official measure told of, and what they come to under the scheme of the terms: settled, put right, taken back.

Whatever is known by the end of a month is settled anew as one, so that separate statements never come to more than one would. What
a cohort comes to is owed in the month in which it was first known; a later figure for the same cohort puts that right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from throughcare.foundation.kernel import Money, NoEdition, Refused

from .agreed import ByResults
from .fees import to_the_penny
from .measuring import Expected, Reading
from .reckoning import reckon
from .schemes import scheme, scheme_on
from .settling import Terms, Variation, settle
from .signing import Edition, in_force
from .statement import PeriodResult, Statement
from .terms import Change

_INTERVAL = Decimal("1.96")
"""Standard errors on each side of a figure within which it lies 95 times of 100."""


@dataclass(frozen=True)
class Told:
    """A cohort's result as it was told: its place among all that were told of the agreement, the day, and whether it is official.

    One that is not official is accrued and never stated.
    """

    number: int
    known: date
    official: bool
    result: PeriodResult


@dataclass(frozen=True)
class Settled:
    """What a cohort comes to: pence, and why in words."""

    label: str
    first_known: date
    pence: int
    words: str


def by_results(editions: Sequence[Edition], told: PeriodResult) -> ByResults:
    """The scheme that decides a cohort: of the terms in force on its first day; refused where they pay nothing by results."""
    terms = in_force(editions, told.cohort.start).agreed.results
    if terms is None:
        raise Refused(
            f"The terms in force on {told.cohort.start:%-d %B %Y} pay nothing by results.", field="result"
        )
    return terms


def check_may_tell(editions: Sequence[Edition], told: PeriodResult, known: date) -> None:
    """Refuse a result that no terms pay for, of a cohort that is not over, or that lacks what the scheme measures against."""
    terms = by_results(editions, told)
    last = told.cohort.end
    if last is None or last > known:
        raise Refused("The cohort is not over on the day on which its result is told.", field="result")
    try:
        rule = scheme_on(terms.scheme, told.cohort.start).table
    except NoEdition:
        raise Refused(
            f"“{terms.scheme}” was not in force on {told.cohort.start:%-d %B %Y}.", field="result"
        ) from None
    reckon(rule, told, _money(terms.pool))


def latest(told: Iterable[Told], until: date) -> list[Told]:
    """Of each cohort the official result told last before a day."""
    found: dict[str, Told] = {}
    for one in sorted(told, key=lambda one: one.number):
        if one.official and one.known < until:
            found[one.result.label] = one
    return list(found.values())


def settled_results(editions: Sequence[Edition], told: Iterable[Told], until: date) -> list[Settled]:
    """What every cohort that was told of before a day comes to, by the day it was first told of."""
    every = list(told)
    first: dict[str, date] = {}
    for one in sorted(every, key=lambda one: one.number):
        if one.official:
            first.setdefault(one.result.label, one.known)
    by_scheme: dict[ByResults, list[PeriodResult]] = defaultdict(list)
    for one in latest(every, until):
        by_scheme[by_results(editions, one.result)].append(one.result)
    return [
        Settled(label, first[label], pence, words)
        for terms, results in by_scheme.items()
        for label, pence, words in _amounts(_settled(terms, results), results)
    ]


def _settled(terms: ByResults, results: Sequence[PeriodResult]) -> Statement:
    variations = tuple(
        Variation(one.in_force.start, one.in_force, one.table, one.name) for one in scheme(terms.scheme)
    )
    known = max(one.cohort.end or one.cohort.start for one in results)
    return settle(Terms(terms.scheme, variations, _money(terms.pool)), results, known_on=known, before=())


def _amounts(statement: Statement, results: Sequence[PeriodResult]) -> list[tuple[str, int, str]]:
    """Pence and words by cohort; what rests on several is the last one's, and what is rounded away is lost nowhere."""
    pence: dict[str, int] = {one.label: 0 for one in results}
    words: dict[str, list[str]] = defaultdict(list)
    sum_before, so_far = 0, Fraction(0)
    for line in statement.lines:
        so_far += Fraction(line.amount.amount) * 100
        label = line.periods[-1]
        pence[label] += to_the_penny(so_far) - sum_before
        sum_before = to_the_penny(so_far)
        words[label].append(f"{line.kind.value.replace('_', ' ')} {line.measure or ''}".strip())
    return [(label, amount, ", ".join(words[label]) or "nothing reached") for label, amount in pence.items()]


def accrued(editions: Sequence[Edition], told: Told) -> tuple[int, int, int]:
    """Pence that a cohort alone comes to as it was told, and at both ends of its measures' intervals: least, as told, most."""
    terms = by_results(editions, told.result)
    alone = [_alone(terms, shifted) for shifted in _shifted(terms, told.result)]
    return min(alone), _alone(terms, told.result), max(alone)


def _alone(terms: ByResults, result: PeriodResult) -> int:
    return sum(pence for _, pence, _ in _amounts(_settled(terms, [result]), [result]))


def _shifted(terms: ByResults, result: PeriodResult) -> list[PeriodResult]:
    """The result as it is, and with what was expected moved by so many standard errors of the change, each way."""
    rule = scheme_on(terms.scheme, result.cohort.start).table
    readings = reckon(rule, result, _money(terms.pool)).readings
    return [result, *(_moved_by(sign, result, readings) for sign in (-_INTERVAL, _INTERVAL))]


def _moved_by(times: Decimal, result: PeriodResult, readings: Sequence[Reading]) -> PeriodResult:
    moved = {
        one.paying.name: _moved(result.expected[one.paying.name], times * _of_rate(one))
        for one in readings
        if one.paying.name in result.expected
    }
    return replace(result, expected={**result.expected, **moved})


def _of_rate(reading: Reading) -> Decimal:
    """The standard error of a change as one of the rate: a change is said in hundredths, or per cent of what was expected."""
    of = reading.expected if reading.paying.change is Change.PER_CENT else 1
    return reading.error / 100 * of


def _moved(expected: Expected, by: Decimal) -> Expected:
    return replace(expected, rate=max(Decimal(0), expected.rate + by))


def _money(pence: int | None) -> Money | None:
    return None if pence is None else Money(Decimal(pence) / 100)
