"""What a cohort did, beside what was expected of it, and whether the change counts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from throughcare.foundation.kernel import Clause, Finding, Refused

from .tally import Tally
from .terms import (
    Adjustment,
    Against,
    Band,
    Change,
    Kind,
    NoThreshold,
    Paying,
    Spread,
    Threshold,
    Verdict,
)

ZERO, HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True)
class Expected:
    """What was expected of a measure, a person: a baseline's or a comparison group's rate.

    ``error`` is its own standard error, none for a baseline taken as given. ``variance`` is the spread
    between its people, needed by rules that judge chance by it; ``predicted`` their mean predicted
    chance, needed to adjust for mix.
    """

    rate: Decimal
    error: Decimal = ZERO
    variance: Decimal | None = None
    predicted: Decimal | None = None


@dataclass(frozen=True)
class Reading:
    """One measure read: rates a person, the change for the better in the rule's unit, and its verdict.

    ``counted`` is how many people the rate is over; ``bar`` the change that was needed to count, None
    where any change does.
    """

    paying: Paying
    observed: Decimal
    expected: Decimal
    change: Decimal
    error: Decimal
    counted: int
    bar: Decimal | None
    verdict: Verdict
    finding: Finding


def read(paying: Paying, tally: Tally, expected: Expected | None, source: str) -> Reading:
    """Read one measure of one cohort under a rule, and say whether the change counts."""
    counted = counted_people(paying, tally)
    observed = _total(paying, tally) / counted
    wanted = _expected_rate(paying, tally, expected)
    change = _in_unit(paying, observed, wanted)
    error = _error(paying, tally, counted, expected, wanted)
    verdict, bar = judge(paying.threshold, change, error)
    because = _because(paying, observed, wanted, change, verdict)
    finding = Finding(f"{paying.name} counts", Clause(source, f"measure {paying.name}"), because)
    return Reading(paying, observed, wanted, change, error, counted, bar, verdict, finding)


def judge(threshold: Threshold, change: Decimal, error: Decimal) -> tuple[Verdict, Decimal | None]:
    """Whether a change for the better (or worse, below zero) counts, and the size it needed."""
    if isinstance(threshold, NoThreshold):
        return _sign(change), None
    if isinstance(threshold, Band):
        worse = threshold.worse is not None and change <= -threshold.worse
        better = change >= threshold.better
        return Verdict.BETTER if better else Verdict.WORSE if worse else Verdict.SAME, threshold.better
    bar = threshold.times * error
    if abs(change) < bar or change == ZERO:
        return Verdict.SAME, bar
    return _sign(change), bar


def counted_people(paying: Paying, tally: Tally) -> int:
    """How many people a measure is over; refused when there are none to speak of."""
    counted = tally.people
    if paying.kind is Kind.PER_REOFFENDER:
        counted = tally.reoffenders
    elif paying.kind is Kind.ACHIEVED:
        counted = tally.known.get(paying.outcome or "", 0)
    if counted == 0:
        raise Refused(f"{paying.name} is unknown for everybody in the cohort: nothing can be paid on it")
    return counted


def _total(paying: Paying, tally: Tally) -> Decimal:
    if paying.kind is Kind.ACHIEVED:
        return Decimal(tally.achieved.get(paying.outcome or "", 0))
    if paying.kind is Kind.SEVERITY:
        return tally.severity
    return Decimal(tally.reoffenders if paying.kind is Kind.BINARY else tally.reoffences)


def _expected_rate(paying: Paying, tally: Tally, expected: Expected | None) -> Decimal:
    if paying.against is Against.NOTHING:
        return ZERO
    if expected is None:
        raise Refused(
            f"{paying.name} is paid against a {paying.against} and none was given", field=paying.name
        )
    if paying.adjustment is Adjustment.NONE:
        return expected.rate
    return adjusted(paying.adjustment, expected, _mean_predicted(tally))


def adjusted(adjustment: Adjustment, expected: Expected, predicted: Decimal) -> Decimal:
    """The expected rate for people whose mean predicted chance is this, not the baseline's."""
    if expected.predicted is None or expected.predicted == ZERO:
        raise Refused("the baseline's mean predicted chance is unknown, so it cannot be adjusted for mix")
    if adjustment is Adjustment.RATIO:
        return expected.rate * predicted / expected.predicted
    return expected.rate + predicted - expected.predicted


def _mean_predicted(tally: Tally) -> Decimal:
    if tally.predicted is None:
        raise Refused(
            "somebody in the cohort has no predicted chance: unknown is not zero, so it is not adjusted"
        )
    return tally.predicted / tally.people


def _in_unit(paying: Paying, observed: Decimal, expected: Decimal) -> Decimal:
    better = observed - expected if paying.kind is Kind.ACHIEVED else expected - observed
    if paying.change is Change.POINTS:
        return better * HUNDRED
    if expected == ZERO:
        raise Refused(f"{paying.name} is paid by per cent of what was expected, and nothing was expected")
    return better * HUNDRED / expected


def _error(paying: Paying, tally: Tally, counted: int, expected: Expected | None, wanted: Decimal) -> Decimal:
    """Standard error of the change, in the rule's unit; spread is the people's own unless told otherwise."""
    if getattr(paying.threshold, "spread", Spread.OBSERVED) is Spread.EXPECTED:
        variance = _expected_variance(paying, expected, wanted)
    else:
        variance = _observed_variance(paying, tally, counted)
    other = expected.error if expected is not None else ZERO
    error = (variance / counted + other**2).sqrt() * HUNDRED
    return error if paying.change is Change.POINTS or wanted == ZERO else error / wanted


def _observed_variance(paying: Paying, tally: Tally, counted: int) -> Decimal:
    mean = _total(paying, tally) / counted
    if paying.kind in (Kind.BINARY, Kind.ACHIEVED):
        return mean * (1 - mean)
    squares = tally.severity_squares if paying.kind is Kind.SEVERITY else Decimal(tally.reoffence_squares)
    return max(squares / counted - mean**2, ZERO)


def _expected_variance(paying: Paying, expected: Expected | None, wanted: Decimal) -> Decimal:
    if paying.kind in (Kind.BINARY, Kind.ACHIEVED):
        return max(wanted * (1 - wanted), ZERO)
    if expected is None or expected.variance is None:
        raise Refused(
            f"{paying.name} is judged by the spread expected, and none was given", field=paying.name
        )
    return expected.variance


def _sign(change: Decimal) -> Verdict:
    if change == ZERO:
        return Verdict.SAME
    return Verdict.BETTER if change > ZERO else Verdict.WORSE


_PLACES = Decimal("0.01")


def _because(paying: Paying, observed: Decimal, expected: Decimal, change: Decimal, verdict: Verdict) -> str:
    unit = "points" if paying.change is Change.POINTS else "per cent"
    shown = [value.quantize(Decimal("0.0001")) for value in (observed, expected)]
    return f"{shown[0]} a person where {shown[1]} was expected: {change.quantize(_PLACES)} {unit}, {verdict}"
