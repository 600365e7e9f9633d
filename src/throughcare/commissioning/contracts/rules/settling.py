"""A whole stretch of a contract settled: the rule in force for each cohort, limits, and warnings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from throughcare.foundation.kernel import Clause, Finding, Money, Period, Refused

from .measuring import ZERO
from .reckoning import Reckoned, founded, pooled, reckon, topped_up
from .statement import EXACT, Line, LineKind, PeriodResult, Statement, added
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
    """A contract's payment terms: every variation ever recorded, and the money at risk."""

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


def settle(terms: Terms, periods: Sequence[PeriodResult], *, known_on: date) -> Statement:
    """What is owed for these cohorts, each under the rule for its first day as known on a day."""
    if not periods or len({period.label for period in periods}) != len(periods):
        raise Refused("give one or more cohorts, each with a label of its own", field="periods")
    with localcontext(EXACT):
        return _settle(terms, periods, known_on)


def _settle(terms: Terms, periods: Sequence[PeriodResult], known_on: date) -> Statement:
    lines: list[Line] = []
    editions: dict[str, str] = {}
    every: list[tuple[PaymentRule, PeriodResult, Reckoned]] = []
    for variation, group in _by_rule(terms, periods, known_on):
        earned = [reckon(variation.rule, period, terms.pool) for period in group]
        lines += _limited(variation.rule, _lines(variation.rule, group, earned, terms.pool), terms.pool)
        editions |= {period.label: variation.edition for period in group}
        every += [(variation.rule, p, r) for p, r in zip(group, earned, strict=True)]
    return Statement(
        contract=terms.contract,
        known_on=known_on,
        editions=editions,
        evidence={period.label: period.evidence for period in periods},
        lines=tuple(lines),
        readings={period.label: one.readings for _, period, one in every},
        warnings=_warnings(every),
    )


def _by_rule(
    terms: Terms, periods: Sequence[PeriodResult], known_on: date
) -> list[tuple[Variation, list[PeriodResult]]]:
    """Cohorts in order of time, grouped while the same variation governs them."""
    groups: list[tuple[Variation, list[PeriodResult]]] = []
    for period in sorted(periods, key=lambda p: (p.cohort.start, p.label)):
        variation = terms.on(period.cohort.start, known_on=known_on)
        if groups and groups[-1][0] is variation:
            groups[-1][1].append(period)
        else:
            groups.append((variation, [period]))
    return groups


def _lines(
    rule: PaymentRule, periods: list[PeriodResult], earned: list[Reckoned], pool: Money | None
) -> list[Line]:
    lines: list[Line] = []
    for period, reckoned in zip(periods, earned, strict=True):
        lines += reckoned.lines
        if rule.foundation is not None:
            lines += founded(rule.foundation, rule.source, period.label, reckoned)
    lines += topped_up(rule, periods, earned, pool)
    return lines + pooled(rule, periods, earned)


def _limited(rule: PaymentRule, lines: list[Line], pool: Money | None) -> list[Line]:
    """The lines, with one more that brings them within the cap, or up to the floor."""
    total = added(lines)
    cap, floor = _cap(rule, pool), None if rule.floor is None else Money(rule.floor).to_the_penny()
    labels = tuple(dict.fromkeys(label for line in lines for label in line.periods))
    if cap is not None and cap < total:
        because = f"{total} earned and no more than {cap} may be paid"
        return [
            *lines,
            _limit(LineKind.CAP, labels, cap - total, Finding("cap", Clause(rule.source, "cap"), because)),
        ]
    if floor is not None and total < floor:
        because = f"{total} owed and no less than {floor} may be"
        found = Finding("floor", Clause(rule.source, "floor"), because)
        return [*lines, _limit(LineKind.FLOOR, labels, floor - total, found)]
    return lines


def _limit(kind: LineKind, labels: tuple[str, ...], amount: Money, finding: Finding) -> Line:
    return Line(kind, labels, None, amount, finding)


def _cap(rule: PaymentRule, pool: Money | None) -> Money | None:
    if rule.cap is not None:
        return Money(rule.cap).to_the_penny()
    if rule.capped_by_pool and pool is None:
        raise Refused("the rule pays no more than the money at risk, and none was given", field="pool")
    return pool.to_the_penny() if pool is not None and rule.capped_by_pool else None


def _warnings(every: list[tuple[PaymentRule, PeriodResult, Reckoned]]) -> tuple[Finding, ...]:
    """A finding at each period that completes a run bad enough to end the contract."""
    found: list[Finding] = []
    run = 0
    for rule, period, reckoned in every:
        if rule.termination is None:
            continue
        reading = reckoned.reading(rule.termination.measure)
        run = run + 1 if reading.change <= -rule.termination.worse_by else 0
        if run >= rule.termination.periods:
            because = f"{period.label}: {run} periods running, last {_two_places(-reading.change)} worse"
            found.append(Finding("may be ended", Clause(rule.source, "termination"), because))
    return tuple(found)


def _two_places(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01")) if number != ZERO else ZERO
