"""A stretch of a contract settled: the rule in force for each cohort, what was paid before, and warnings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from throughcare.foundation.kernel import Clause, Finding, Money, Period, Refused

from .limits import EARNED, LIMITS, Earned, held, limit_lines, measure_caps, of_measure
from .measuring import ZERO, Reading
from .reckoning import founded, pooled, reckon, topped_up
from .statement import EXACT, Cohort, Line, LineKind, PeriodResult, Statement, added, seal
from .terms import PaymentRule


@dataclass(frozen=True)
class Variation:
    """A rule agreed on one day to apply from another: what was known when, and what it was known of."""

    recorded_on: date
    in_force: Period
    rule: PaymentRule
    edition: str


@dataclass(frozen=True)
class Terms:
    """A contract's payment terms: every variation ever recorded, and the money at risk.

    ``pool`` is the money at risk for all the cohorts settled under these terms, whenever they are settled:
    where each year has money of its own, each year has terms of its own.
    """

    contract: str
    variations: tuple[Variation, ...]
    pool: Money | None = None

    def on(self, day: date, *, known_on: date) -> Variation:
        """The variation for a day as it was known on another: of those that claim it, the last recorded."""
        claiming = [v for v in self.variations if v.recorded_on <= known_on and day in v.in_force]
        if not claiming:
            raise Refused(
                f"contract {self.contract} had no payment rule for {day:%-d %B %Y} on {known_on:%-d %B %Y}"
            )
        latest = max(v.recorded_on for v in claiming)
        last = [v for v in claiming if v.recorded_on == latest]
        if len(last) > 1:
            raise Refused(f"two variations recorded on {latest:%-d %B %Y} both claim {day:%-d %B %Y}")
        return last[0]


def settle(
    terms: Terms, periods: Sequence[PeriodResult], *, known_on: date, before: Sequence[Statement]
) -> Statement:
    """What is owed for these cohorts, each under the rule for its first day as known on a day.

    ``before`` are all the contract's earlier statements, none for its first: caps, floors, the money at
    risk, the year as one cohort and cohorts judged together are over everything settled, so that
    separate statements never owe more than one would. Refused for a cohort settled before.
    """
    _check(terms, periods, known_on, before)
    with localcontext(EXACT):
        return _settle(terms, periods, known_on, before)


def _check(
    terms: Terms, periods: Sequence[PeriodResult], known_on: date, before: Sequence[Statement]
) -> None:
    labels = {period.label for period in periods}
    if not periods or len(labels) != len(periods):
        raise Refused("give one or more cohorts, each with a label of its own", field="periods")
    for earlier in before:
        if earlier.contract != terms.contract:
            raise Refused(
                f"a statement of contract {earlier.contract} is not one of {terms.contract}", field="before"
            )
        if earlier.known_on > known_on:
            raise Refused(
                f"a statement of {earlier.known_on:%-d %B %Y} was not known on {known_on:%-d %B %Y}",
                field="before",
            )
    _check_whole(before)
    _check_once([*(cohort.result for earlier in before for cohort in earlier.cohorts), *periods], labels)


def _check_whole(before: Sequence[Statement]) -> None:
    """Refuse earlier statements that are not all of them, each once: one that is left out would be paid again."""
    given = [seal(earlier) for earlier in before]
    if len(set(given)) != len(given):
        raise Refused("one statement is given twice among the earlier ones", field="before")
    if not set(given).issuperset(name for earlier in before for name in earlier.before):
        raise Refused("an earlier statement rests on one that is not given: give them all", field="before")


def _check_once(every: Sequence[PeriodResult], now: Collection[str]) -> None:
    """Refuse a cohort that was settled before, or is given twice: by its label, its time or the very rows that it rests on."""
    for place, one in enumerate(every):
        for other in every[:place]:
            if one.label == other.label:
                raise Refused(f"{one.label} was settled before: a cohort is paid once", field="periods")
            if one.evidence and one.evidence == other.evidence:
                same = f"{one.label} rests on the same people as {other.label}"
                raise Refused(f"{same}: a cohort is paid once, whatever it is called", field="periods")
            if one.cohort.overlaps(other.cohort) and one.label in now:
                raise Refused(
                    f"{one.label} is of the same time as {other.label}: a cohort is paid once",
                    field="periods",
                )


@dataclass(frozen=True)
class _Book:
    """Every cohort of a contract settled so far or now, with all lines but those of this statement's limits."""

    cohorts: tuple[Cohort, ...]
    now: frozenset[str]
    readings: Mapping[str, tuple[Reading, ...]]
    paid: tuple[Line, ...]
    lines: tuple[Line, ...]

    def under(self, rule: PaymentRule) -> list[PeriodResult]:
        """The cohorts of a rule in order of time, whichever variations brought it."""
        return [cohort.result for cohort in self.cohorts if cohort.rule == rule]

    def lines_of(self, labels: Collection[str]) -> list[Line]:
        """All lines but limits, of earlier statements and this one, that rest on these cohorts."""
        every = [line for line in (*self.paid, *self.lines) if line.kind not in LIMITS]
        return [line for line in every if line.periods[0] in labels]

    def and_lines(self, more: Sequence[Line]) -> _Book:
        """The same book with more lines of this statement."""
        return _Book(self.cohorts, self.now, self.readings, self.paid, (*self.lines, *more))


def _settle(
    terms: Terms, periods: Sequence[PeriodResult], known_on: date, before: Sequence[Statement]
) -> Statement:
    now = tuple(_governed(terms, period, known_on) for period in sorted(periods, key=_by_time))
    book = _own_lines(now, before, terms.pool)
    rules = _rules(book.cohorts)
    for rule in rules:
        if any(period.label in book.now for period in book.under(rule)):
            book = book.and_lines(_together(book, rule, terms.pool))
    found = held([_earned(book, rule) for rule in rules], terms.pool)
    labels = tuple(cohort.result.label for cohort in now)
    lines = (*book.lines, *limit_lines(found, book.paid, labels))
    return _stated(terms, known_on, book, lines, before)


def _by_time(period: PeriodResult) -> tuple[date, str]:
    return period.cohort.start, period.label


def _governed(terms: Terms, period: PeriodResult, known_on: date) -> Cohort:
    variation = terms.on(period.cohort.start, known_on=known_on)
    return Cohort(period, variation.rule, variation.edition)


def _rules(cohorts: Sequence[Cohort]) -> list[PaymentRule]:
    """The rules in order of their first cohort; two variations of one rule are one."""
    rules: list[PaymentRule] = []
    for cohort in cohorts:
        if cohort.rule not in rules:
            rules.append(cohort.rule)
    return rules


def _own_lines(now: Sequence[Cohort], before: Sequence[Statement], pool: Money | None) -> _Book:
    """What each cohort earns alone, beside everything that was settled before."""
    readings = {label: found for earlier in before for label, found in earlier.readings.items()}
    lines: list[Line] = []
    for cohort in now:
        reckoned = reckon(cohort.rule, cohort.result, pool)
        readings[cohort.result.label] = reckoned.readings
        lines += reckoned.lines
        if cohort.rule.foundation is not None:
            lines += founded(cohort.rule.foundation, cohort.rule.source, cohort.result.label, reckoned)
    every = (*(cohort for earlier in before for cohort in earlier.cohorts), *now)
    return _Book(
        cohorts=tuple(sorted(every, key=lambda cohort: _by_time(cohort.result))),
        now=frozenset(cohort.result.label for cohort in now),
        readings=readings,
        paid=tuple(line for earlier in before for line in earlier.lines),
        lines=tuple(lines),
    )


def _together(book: _Book, rule: PaymentRule, pool: Money | None) -> list[Line]:
    """What the cohorts of one rule, earlier ones too, come to when they are looked at together."""
    periods = book.under(rule)
    labels = {period.label for period in periods}
    lines = book.lines_of(labels)
    settled_now = tuple(period.label for period in periods if period.label in book.now)
    capped = measure_caps(rule, lines, settled_now, pool)
    counted = (*EARNED, LineKind.MEASURE_CAP)
    already = {paying.name: of_measure([*lines, *capped], paying, counted) for paying in rule.measures}
    alone = {line.periods[0] for line in lines if line.kind is LineKind.OUTCOME}
    unpaid = [period for period in periods if period.label not in alone]
    pooled_before = added([line for line in lines if line.kind is LineKind.POOLED])
    return [
        *capped,
        *topped_up(rule, periods, already, pool),
        *pooled(rule, unpaid, pooled_before, pool),
    ]


def _earned(book: _Book, rule: PaymentRule) -> Earned:
    return Earned(rule, added(book.lines_of({period.label for period in book.under(rule)})))


def _stated(
    terms: Terms, known_on: date, book: _Book, lines: tuple[Line, ...], before: Sequence[Statement]
) -> Statement:
    rests_on = book.now.union(*(line.periods for line in lines))
    cohorts = [cohort for cohort in book.cohorts if cohort.result.label in rests_on]
    return Statement(
        contract=terms.contract,
        known_on=known_on,
        editions={cohort.result.label: cohort.edition for cohort in cohorts},
        evidence={cohort.result.label: cohort.result.evidence for cohort in cohorts},
        lines=lines,
        readings={cohort.result.label: book.readings[cohort.result.label] for cohort in cohorts},
        warnings=_warnings(book),
        cohorts=tuple(cohort for cohort in cohorts if cohort.result.label in book.now),
        before=tuple(seal(earlier) for earlier in before),
    )


def _warnings(book: _Book) -> tuple[Finding, ...]:
    """A finding at each period settled now that completes a run bad enough to end the contract."""
    found: list[Finding] = []
    run = 0
    for cohort in book.cohorts:
        ending, label = cohort.rule.termination, cohort.result.label
        if ending is None:
            continue
        reading = next(one for one in book.readings[label] if one.paying.name == ending.measure)
        run = run + 1 if reading.change <= -ending.worse_by else 0
        if run >= ending.periods and label in book.now:
            because = f"{label}: {run} periods running, last {_two_places(-reading.change)} worse"
            found.append(Finding("may be ended", Clause(cohort.rule.source, "termination"), because))
    return tuple(found)


def _two_places(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01")) if number != ZERO else ZERO
