"""From results to money: each period's lines, then what only a year or several cohorts can settle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughcare.foundation.kernel import Clause, Finding, Money, Refused

from .measuring import ZERO, Expected, Reading, counted_people, judge, read
from .statement import Line, LineKind, PeriodResult, added
from .tally import Tally
from .terms import CountedFrom, Foundation, Hurdle, Paid, Paying, PaymentRule, Rate, Verdict


@dataclass(frozen=True)
class Reckoned:
    """Lines, readings by measure, and findings, of one period or of several read as one."""

    lines: tuple[Line, ...]
    readings: tuple[Reading, ...]

    def reading(self, measure: str) -> Reading:
        """The reading of a measure."""
        return next(one for one in self.readings if one.paying.name == measure)


def reckon(rule: PaymentRule, period: PeriodResult, pool: Money | None = None) -> Reckoned:
    """What one cohort's outcomes earn or cost, before anything that looks across cohorts or at caps."""
    readings = tuple(
        read(paying, period.tally, period.expected.get(paying.name), rule.source) for paying in rule.measures
    )
    verdicts = {reading.paying.name: reading.verdict for reading in readings}
    lines: list[Line] = []
    for reading in readings:
        lines += _outcome(reading, period, verdicts, pool)
    return Reckoned(tuple(lines), readings)


def together(rule: PaymentRule, periods: Sequence[PeriodResult]) -> PeriodResult:
    """Several cohorts as one: people added, expectations averaged over the people they apply to."""
    if not periods:
        raise Refused("there are no cohorts to put together", field="periods")
    tally = periods[0].tally
    for period in periods[1:]:
        tally = tally + period.tally
    expected = {
        paying.name: _averaged(paying, periods)
        for paying in rule.measures
        if any(paying.name in period.expected for period in periods)
    }
    label = " + ".join(period.label for period in periods)
    return PeriodResult(label, periods[0].cohort, tally, expected)


def pooled(
    rule: PaymentRule, unpaid: Sequence[PeriodResult], already: Money, pool: Money | None
) -> list[Line]:
    """A line for cohorts that earned nothing alone, judged together once there are enough of them.

    ``already`` is what earlier statements paid for such cohorts together: only what lies beyond it is due.
    """
    pooling = rule.pooling
    if pooling is None or len(unpaid) < pooling.at_least:
        return []
    whole = together(rule, unpaid)
    reading = read(
        rule.paying(pooling.measure), whole.tally, whole.expected.get(pooling.measure), rule.source
    )
    verdict, bar = judge(pooling.threshold, reading.change, reading.error)
    earned = _amount(pooling.rate, reading, bar, pool) if verdict is Verdict.BETTER else Money(ZERO)
    if not _is_due(rule, earned - already):
        return []
    because = f"{len(unpaid)} cohorts together: {reading.finding.because}{_less(already)}"
    finding = Finding("cohorts judged together", Clause(rule.source, "pooling"), because)
    labels = tuple(p.label for p in unpaid)
    return [Line(LineKind.POOLED, labels, pooling.measure, earned - already, finding)]


def topped_up(
    rule: PaymentRule, periods: Sequence[PeriodResult], already: Mapping[str, Money], pool: Money | None
) -> list[Line]:
    """What the year read as one cohort earns beyond its periods; taken back only if the rule recovers.

    ``already`` is what the periods earned by measure, with every earlier top-up. The measures are looked
    at together, so that a line may be below zero where another of the same year is above it.
    """
    if not rule.top_up or len(periods) < 2:
        return []
    year = reckon(rule, together(rule, periods), pool).lines
    more = {
        paying.name: added([line for line in year if line.measure == paying.name]) - already[paying.name]
        for paying in rule.measures
    }
    if not _is_due(rule, sum(more.values(), Money(ZERO))):
        return []
    labels = tuple(p.label for p in periods)
    clause = Clause(rule.source, "top-up")
    because = f"the year earns {added(list(year))} as one"
    finding = Finding("the year as one cohort", clause, because)
    return [
        Line(LineKind.TOP_UP, labels, name, amount, finding)
        for name, amount in more.items()
        if amount.amount != ZERO
    ]


def _is_due(rule: PaymentRule, more: Money) -> bool:
    return more.amount > ZERO or (more.amount < ZERO and rule.recover)


def _less(already: Money) -> str:
    return f", of which {already} was earned before" if already.amount != ZERO else ""


def founded(foundation: Foundation, source: str, label: str, reckoned: Reckoned) -> list[Line]:
    """The foundation payment of a period, and its clawback when results do not keep it."""
    amount = Money(foundation.amount)
    clause = Clause(source, "foundation payment")
    paid = Finding("foundation payment", clause, "paid in advance of results")
    lines = [Line(LineKind.FOUNDATION, (label,), None, amount, paid)]
    reading = reckoned.reading(foundation.measure)
    if not reaches(reading.verdict, foundation.kept_if):
        taken = Finding("foundation payment taken back", clause, reading.finding.because)
        lines.append(Line(LineKind.CLAWBACK, (label,), foundation.measure, -amount, taken))
    return lines


def reaches(verdict: Verdict, needed: Verdict) -> bool:
    """Whether a verdict is as good as was needed: better, or (for ``same``) not worse."""
    return verdict is Verdict.BETTER if needed is Verdict.BETTER else verdict is not Verdict.WORSE


def _outcome(
    reading: Reading, period: PeriodResult, verdicts: dict[str, Verdict], pool: Money | None
) -> list[Line]:
    paying = reading.paying
    if paying.rate.paid is Paid.ACHIEVED:
        return _line(LineKind.OUTCOME, period, reading, _for_achieved(paying, period.tally))
    if reading.verdict is Verdict.BETTER and _cleared(paying.hurdle, verdicts):
        earned = _amount(paying.rate, reading, reading.bar, pool)
        return _line(LineKind.OUTCOME, period, reading, _at_most(earned, paying.cap))
    if reading.verdict is Verdict.WORSE and paying.deduction is not None:
        return _line(
            LineKind.DEDUCTION, period, reading, -_amount(paying.deduction, reading, reading.bar, pool)
        )
    return []


def _line(kind: LineKind, period: PeriodResult, reading: Reading, amount: Money) -> list[Line]:
    if amount.amount == ZERO:
        return []
    return [Line(kind, (period.label,), reading.paying.name, amount, reading.finding)]


def _cleared(hurdle: Hurdle | None, verdicts: dict[str, Verdict]) -> bool:
    return hurdle is None or reaches(verdicts[hurdle.measure], hurdle.must_be)


def _amount(rate: Rate, reading: Reading, bar: Decimal | None, pool: Money | None) -> Money:
    """Pounds for a change that counts, to the penny; always zero or more."""
    size = abs(reading.change)
    if rate.counted_from is CountedFrom.THRESHOLD and bar is not None:
        size = max(size - bar, ZERO)
    if rate.paid is Paid.LUMP:
        return Money(rate.amount).to_the_penny()
    if rate.paid is Paid.POOL:
        return _of_pool(rate, size, pool)
    if rate.paid is Paid.AVOIDED:
        share = size / abs(reading.change) if reading.change else ZERO
        size = abs(reading.expected - reading.observed) * reading.counted * share
    return Money(rate.amount * size).to_the_penny()


def _of_pool(rate: Rate, size: Decimal, pool: Money | None) -> Money:
    if pool is None:
        raise Refused("the rule pays a share of the money at risk, and none was given", field="pool")
    part = Decimal(1) if rate.full_at is None else min(Decimal(1), size / rate.full_at)
    return (pool * (rate.amount * part)).to_the_penny()


def _for_achieved(paying: Paying, tally: Tally) -> Money:
    count = tally.achieved.get(paying.outcome or "", 0)
    return _at_most(Money(paying.rate.amount * count).to_the_penny(), paying.cap)


def _at_most(amount: Money, cap: Decimal | None) -> Money:
    return amount if cap is None else min(amount, Money(cap))


def _averaged(paying: Paying, periods: Sequence[PeriodResult]) -> Expected:
    """One expectation for several cohorts, by the people each is over; errors add as of separate samples."""
    name = paying.name
    if any(name not in period.expected for period in periods):
        raise Refused(f"{name} has an expectation for some cohorts and not for others", field=name)
    given = [(p.expected[name], Decimal(counted_people(paying, p.tally))) for p in periods]
    total = sum((weight for _, weight in given), ZERO)
    squares = sum(((one.error * weight) ** 2 for one, weight in given), ZERO)
    return Expected(
        rate=sum((one.rate * weight for one, weight in given), ZERO) / total,
        error=squares.sqrt() / total,
        variance=_mean_of([(one.variance, weight) for one, weight in given], total),
        predicted=_mean_of([(one.predicted, weight) for one, weight in given], total),
    )


def _mean_of(given: list[tuple[Decimal | None, Decimal]], total: Decimal) -> Decimal | None:
    known = [value * weight for value, weight in given if value is not None]
    return sum(known, ZERO) / total if len(known) == len(given) else None
