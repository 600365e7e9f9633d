"""What a practitioner can carry, and how full they are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from throughcare.foundation.kernel import Clause, Edition, Finding, Refused

from .points import GradeTerms, WorkloadTable

_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True)
class Hours:
    """A practitioner's week: grade, contracted hours (None: not recorded), and hours of active reductions."""

    grade: str
    contracted: Decimal | None
    reductions: Decimal


@dataclass(frozen=True)
class Available:
    """Points a practitioner can be given, the hours that buys them, and why."""

    points: int
    hours: Decimal
    finding: Finding


def available_points(hours: Hours, edition: Edition[WorkloadTable]) -> Available:
    """Points in a practitioner's week; refuses a grade the edition does not know."""
    terms = edition.table.grades.get(hours.grade)
    if terms is None:
        known = ", ".join(edition.table.grades)
        raise Refused(f"{hours.grade} is not a grade of {edition.name}: {known}", field="grade")
    left = contracted_hours(hours.contracted, terms) - hours.reductions
    points = points_for_hours(left, terms)
    because = f"{left} of {terms.hours} hours at {terms.target} points for a {hours.grade}"
    if hours.contracted is None:
        because += "; contracted hours not recorded, so the grade's own are used"
    return Available(
        points, left, Finding("available_points", Clause("Workload points", edition.name), because)
    )


def contracted_hours(recorded: Decimal | None, terms: GradeTerms) -> Decimal:
    """The hours recorded, or the grade's own where none are."""
    return terms.hours if recorded is None else recorded


def points_for_hours(left: Decimal, terms: GradeTerms) -> int:
    """Whole points for hours left, rounded down from the exact share; none below zero.

    The published sum rounds the share to fifteen places first, which loses a whole point where the
    exact answer is a whole number (7 points for 7 hours, at 40 hours, gave 39).
    """
    if left <= 0 or terms.hours <= 0:
        return 0
    return int(Fraction(left) * terms.target // Fraction(terms.hours))


@dataclass(frozen=True)
class Percent:
    """How full a practitioner is, in per cent to one place."""

    value: Decimal

    def __str__(self) -> str:
        return f"{self.value:.0f}%"


@dataclass(frozen=True)
class NoCapacity:
    """There is nothing to measure against: no points are available, so no percentage exists."""

    load: int


def capacity(load: int, available: int) -> Percent | NoCapacity:
    """Load against available points; a person with no available points has no percentage, not zero."""
    if available <= 0:
        return NoCapacity(load)
    ratio = (Decimal(load) / available).quantize(_THOUSANDTH, ROUND_HALF_UP)
    return Percent(ratio * 100)


def capacity_as_published(load: int, available: int) -> Decimal:
    """The percentage as published, which shows 0 where either figure is zero and so hides an overload."""
    if load == 0 or available == 0:
        return Decimal(0)
    return (Decimal(load) / available).quantize(_THOUSANDTH, ROUND_HALF_UP) * 100


def capacity_with(load: int, points: int, available: int) -> Percent | NoCapacity:
    """How full they would be with one more case of these points."""
    return capacity(load + points, available)
