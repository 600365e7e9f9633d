"""Every pound back to people: how each person of a cohort moved a line, adding up to it exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal, localcontext

from throughcare.foundation.kernel import Money, Refused

from .measuring import ZERO, Expected, Reading, adjusted
from .statement import EXACT, Line, LineKind, Statement
from .tally import PersonOutcome, evidence
from .terms import Adjustment, Kind, Paid, Paying

_PENNY = Decimal("0.01")
_NOBODYS = (LineKind.CLAWBACK, LineKind.TOP_UP, LineKind.MEASURE_CAP)


@dataclass(frozen=True)
class PersonShare:
    """What one person's outcome added to a line, or took from it."""

    period: str
    person: str
    amount: Money


@dataclass(frozen=True)
class Trace:
    """A line's shares, the edition of the rule behind each period, and how they were split."""

    line: Line
    editions: Mapping[str, str]
    split: str
    shares: tuple[PersonShare, ...]


BY_OUTCOME = "by how far each person's outcome was from what was expected of them"
BY_ACHIEVEMENT = "equally among those who achieved it"
EQUALLY = "equally: no one person's outcome moved this line"


def trace(
    statement: Statement,
    line: Line,
    rows: Mapping[str, Sequence[PersonOutcome]],
    expected: Mapping[str, Mapping[str, Expected]],
) -> Trace:
    """Split a line over the people it rests on, by period; the rows must be those the statement was made of.

    ``expected`` holds each period's expectations by measure, as they were given when it was settled.
    """
    for label in line.periods:
        if evidence(rows[label]) != statement.evidence[label]:
            raise Refused(f"these are not the rows that {label} was settled on", field=label)
    people = [(label, row) for label in line.periods for row in rows[label]]
    with localcontext(EXACT):
        split, weights = _weights(statement, line, people, expected)
        amounts = share_out(line.amount.amount, weights)
    shares = tuple(
        PersonShare(label, row.person, Money(amount, line.amount.currency))
        for (label, row), amount in zip(people, amounts, strict=True)
    )
    editions = {label: statement.editions[label] for label in line.periods}
    return Trace(line, editions, split, shares)


def share_out(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Split pounds by weights, to the penny, so that the parts add up exactly: the largest rests go first."""
    whole = sum(weights, ZERO)
    exact = [total * weight / whole for weight in weights]
    parts = [part.quantize(_PENNY, ROUND_FLOOR) for part in exact]
    pennies = int((total - sum(parts, ZERO)) / _PENNY)
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for place in range(pennies):
        parts[order[place % len(order)]] += _PENNY
    return parts


def _weights(
    statement: Statement,
    line: Line,
    people: Sequence[tuple[str, PersonOutcome]],
    expected: Mapping[str, Mapping[str, Expected]],
) -> tuple[str, list[Decimal]]:
    equal = [Decimal(1)] * len(people)
    if line.measure is None or line.kind in _NOBODYS:
        return EQUALLY, equal
    paying = _paying(statement, line)
    if paying.rate.paid is Paid.ACHIEVED:
        return BY_ACHIEVEMENT, [
            Decimal(int(row.achieved.get(paying.outcome or "", False))) for _, row in people
        ]
    weights = [_pull(paying, row, expected[label].get(paying.name)) for label, row in people]
    return (BY_OUTCOME, weights) if sum(weights, ZERO) != ZERO else (EQUALLY, equal)


def _paying(statement: Statement, line: Line) -> Paying:
    readings: tuple[Reading, ...] = statement.readings[line.periods[0]]
    return next(reading.paying for reading in readings if reading.paying.name == line.measure)


def _pull(paying: Paying, row: PersonOutcome, expected: Expected | None) -> Decimal:
    """What was expected of the person less what happened, so that the better pull upwards."""
    if paying.kind is Kind.ACHIEVED:
        known = row.achieved.get(paying.outcome or "")
        return ZERO if known is None else Decimal(int(known)) - (expected.rate if expected else ZERO)
    if paying.kind is Kind.PER_REOFFENDER and not row.reoffended:
        return ZERO
    return _wanted(paying, row, expected) - _happened(paying, row)


def _happened(paying: Paying, row: PersonOutcome) -> Decimal:
    if paying.kind is Kind.BINARY:
        return Decimal(int(row.reoffended))
    return row.severity if paying.kind is Kind.SEVERITY else Decimal(row.reoffences)


def _wanted(paying: Paying, row: PersonOutcome, expected: Expected | None) -> Decimal:
    if expected is None:
        return ZERO
    if paying.adjustment is Adjustment.NONE:
        return expected.rate
    if row.predicted is None:
        raise Refused("somebody has no predicted chance, so the adjusted line cannot be traced to them")
    return adjusted(paying.adjustment, expected, row.predicted)
