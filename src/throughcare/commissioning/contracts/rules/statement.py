"""What is owed for one stretch of a contract, line by line, in a form that is the same to the byte."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from enum import StrEnum
from hashlib import sha256

from throughcare.foundation.kernel import Clause, Finding, Money, Period

from .measuring import Expected, Reading
from .tally import Tally
from .terms import PaymentRule

# Whatever the caller's own arithmetic is set to, a statement comes out the same to the byte.
EXACT = Context(prec=28, rounding=ROUND_HALF_EVEN)


class LineKind(StrEnum):
    """What a line is for."""

    OUTCOME = "outcome"
    DEDUCTION = "deduction"
    FOUNDATION = "foundation"
    CLAWBACK = "clawback"
    POOLED = "pooled"
    TOP_UP = "top_up"
    MEASURE_CAP = "measure_cap"
    CAP = "cap"
    FLOOR = "floor"


@dataclass(frozen=True)
class PeriodResult:
    """One cohort's results, handed down to the contract: tally, expectations by measure, fingerprint.

    ``evidence`` is :func:`tally.evidence` of the rows, so that any line leads back to people.
    """

    label: str
    cohort: Period
    tally: Tally
    expected: Mapping[str, Expected]
    evidence: str = ""


@dataclass(frozen=True)
class Cohort:
    """A cohort as it was settled: its results, and the rule that governed it by edition."""

    result: PeriodResult
    rule: PaymentRule
    edition: str


@dataclass(frozen=True)
class Line:
    """An amount, the cohorts and measure it is for, and the finding it rests on."""

    kind: LineKind
    periods: tuple[str, ...]
    measure: str | None
    amount: Money
    finding: Finding


@dataclass(frozen=True)
class Statement:
    """Lines that add up to the total, the readings behind them, and findings that cost nothing.

    ``editions`` names the rule's edition for each period that a line rests on, ``evidence`` its rows.
    ``cohorts`` are those settled here, which a later statement reads beside its own; ``before`` the seals
    of the earlier statements that this one knew of.
    """

    contract: str
    known_on: date
    editions: Mapping[str, str]
    evidence: Mapping[str, str]
    lines: tuple[Line, ...]
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    warnings: tuple[Finding, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    before: tuple[str, ...] = ()

    @property
    def total(self) -> Money:
        """What is owed; below zero when it is owed back."""
        return added(self.lines)

    def of_kind(self, *kinds: LineKind) -> tuple[Line, ...]:
        """The lines of these kinds, in order."""
        return tuple(line for line in self.lines if line.kind in kinds)


def added(lines: tuple[Line, ...] | list[Line]) -> Money:
    """The sum of lines."""
    with localcontext(EXACT):
        return Money(sum((line.amount.amount for line in lines), Decimal(0)))


def canonical(statement: Statement) -> bytes:
    """The statement as JSON, the same to the byte for the same cohorts and rules."""
    content = {
        "contract": statement.contract,
        "known_on": statement.known_on.isoformat(),
        "editions": dict(statement.editions),
        "evidence": dict(statement.evidence),
        "lines": [_line(line) for line in statement.lines],
        "readings": {label: [_reading(r) for r in rs] for label, rs in statement.readings.items()},
        "warnings": [_finding(warning) for warning in statement.warnings],
        "before": list(statement.before),
        "total": str(statement.total.amount),
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def seal(statement: Statement) -> str:
    """The fingerprint of a statement's canonical form."""
    return sha256(canonical(statement)).hexdigest()


def _line(line: Line) -> dict[str, object]:
    return {
        "kind": line.kind.value,
        "periods": list(line.periods),
        "measure": line.measure,
        "amount": str(line.amount.amount),
        "currency": line.amount.currency,
        "finding": _finding(line.finding),
    }


def _reading(reading: Reading) -> dict[str, object]:
    numbers = {
        "observed": reading.observed,
        "expected": reading.expected,
        "change": reading.change,
        "error": reading.error,
        "bar": reading.bar,
    }
    return {
        "measure": reading.paying.name,
        "counted": reading.counted,
        "verdict": reading.verdict.value,
        **{name: None if value is None else str(value) for name, value in numbers.items()},
    }


def _finding(finding: Finding) -> dict[str, str]:
    clause: Clause = finding.clause
    return {
        "rule": finding.rule,
        "source": clause.source,
        "paragraph": clause.paragraph,
        "because": finding.because,
    }
