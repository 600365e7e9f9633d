"""A team's load for the weeks to come: what is known to end, change or fall due, with an interval.

Known events are exact. What they do not explain (new cases, early ends, changes of tier) is a drift and a
spread, learned from the weeks of history; the interval widens with the weeks ahead, and with how little
history there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import sqrt
from statistics import fmean, variance
from typing import Any

from throughcare.foundation.kernel import Clause, Edition, Finding, edition_on

from .history import monday_of
from .points import WorkloadTable, report_weight
from .reading import editions

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class KnownCase:
    """A case held today: its points, what they become and when (each None: no change known), and its last day."""

    points: int
    ends: date | None
    changes_on: date | None
    becomes: int | None


@dataclass(frozen=True)
class ReportDue:
    """A report that is asked for: what it weighs, and the day it is due."""

    points: int
    due: date


@dataclass(frozen=True)
class Awaited:
    """Reports that a court awaits: those that can be weighed, and how many cannot, by why."""

    due: tuple[ReportDue, ...]
    unweighed: tuple[str, ...]


def awaited(reports: Iterable[tuple[str, date | None]], edition: Edition[WorkloadTable]) -> Awaited:
    """Reports by kind and day due (None: no day is set), weighed by an edition; none of them is left out unsaid."""
    due, unweighed = [], Counter[str]()
    for kind, day in reports:
        points = report_weight(kind, edition)
        if points is None:
            unweighed[f"{kind}: no points are held for that kind"] += 1
        elif day is None:
            unweighed[f"{kind}: no day is set for it"] += 1
        else:
            due.append(ReportDue(points, day))
    return Awaited(tuple(due), tuple(f"{number} {why}" for why, number in sorted(unweighed.items())))


@dataclass(frozen=True)
class PastWeek:
    """A week of history: by how much load changed, and how much of that was known beforehand."""

    monday: date
    change: float
    known_change: float

    @property
    def unexplained(self) -> float:
        """What nobody knew beforehand."""
        return self.change - self.known_change


@dataclass(frozen=True)
class ForecastTerms:
    """How far ahead, how sure, how much history is needed, and how long before its day a report weighs."""

    weeks: int
    confidence_pct: int
    least_weeks_of_history: int
    report_window_days: int


@cache
def forecast_editions() -> tuple[Edition[ForecastTerms], ...]:
    """Every edition of the terms."""
    return editions("forecast", _terms)


def forecast_on(day: date) -> Edition[ForecastTerms]:
    """The terms in force on a day."""
    return edition_on(forecast_editions(), day)


def _terms(written: Mapping[str, Any]) -> ForecastTerms:
    return ForecastTerms(**{name: written[name] for name in ForecastTerms.__dataclass_fields__})


@dataclass(frozen=True)
class Interval:
    """The load that a week may come to, in points, with the confidence the edition asks for."""

    low: float
    high: float


@dataclass(frozen=True)
class WeekAhead:
    """One week to come: what is known of it, what is expected, its interval (None: too little history)."""

    monday: date
    known: int
    expected: float
    interval: Interval | None
    available: int

    @property
    def expected_pct(self) -> float | None:
        """How full the team is expected to be, in per cent; None when nothing is available."""
        return 100 * self.expected / self.available if self.available > 0 else None


@dataclass(frozen=True)
class Forecast:
    """A team's weeks to come, and on what they rest."""

    weeks: tuple[WeekAhead, ...]
    finding: Finding
    unweighed: tuple[str, ...]


def known_load(cases: Sequence[KnownCase], reports: Sequence[ReportDue], on: date, window_days: int) -> int:
    """Points on a day from cases held today and reports asked for, as far as anybody knows."""
    held = sum(_points_on(case, on) for case in cases if case.ends is None or on <= case.ends)
    window = timedelta(days=window_days)
    return held + sum(report.points for report in reports if report.due - window <= on <= report.due)


def _points_on(case: KnownCase, on: date) -> int:
    if case.changes_on is None or case.becomes is None or on < case.changes_on:
        return case.points
    return case.becomes


def forecast(
    cases: Sequence[KnownCase],
    reports: Awaited,
    history: Sequence[PastWeek],
    available: Mapping[date, int],
    *,
    on: date,
    edition: Edition[ForecastTerms],
) -> Forecast:
    """The team's load for the weeks after a day; ``available`` gives the team's points for each Monday.

    A Monday missing from ``available`` takes the latest one before it; none before it counts as nothing.
    """
    terms = edition.table
    unexplained = [week.unexplained for week in history if week.monday < monday_of(on)]
    first = monday_of(on) + _WEEK
    mondays = [first + n * _WEEK for n in range(terms.weeks)]
    weeks = tuple(
        _week(
            ahead,
            monday,
            known_load(cases, reports.due, monday, terms.report_window_days),
            unexplained,
            available,
            terms,
        )
        for ahead, monday in enumerate(mondays, 1)
    )
    return Forecast(weeks, _finding(cases, reports.due, unexplained, edition), reports.unweighed)


def _week(
    ahead: int,
    monday: date,
    known: int,
    unexplained: Sequence[float],
    available: Mapping[date, int],
    terms: ForecastTerms,
) -> WeekAhead:
    expected = max(0.0, known + ahead * fmean(unexplained)) if unexplained else float(known)
    interval = _interval(ahead, known, unexplained, terms)
    days = [day for day in available if day <= monday]
    return WeekAhead(monday, known, expected, interval, available[max(days)] if days else 0)


def _interval(ahead: int, known: int, unexplained: Sequence[float], terms: ForecastTerms) -> Interval | None:
    number = len(unexplained)
    if number < max(2, terms.least_weeks_of_history):
        return None
    centre = known + ahead * fmean(unexplained)
    spread = sqrt(variance(unexplained) * (ahead + ahead * ahead / number))
    reach = _quantile(0.5 + terms.confidence_pct / 200, number - 1) * spread
    return Interval(max(0.0, centre - reach), max(0.0, centre + reach))


@cache
def _quantile(share: float, degrees: int) -> float:
    from scipy.stats import t

    return float(t.ppf(share, degrees))


def _finding(
    cases: Sequence[KnownCase],
    reports: Sequence[ReportDue],
    unexplained: Sequence[float],
    edition: Edition[ForecastTerms],
) -> Finding:
    ends = sum(case.ends is not None for case in cases)
    because = f"{len(cases)} cases, {ends} with a known end; {len(reports)} reports; "
    because += f"{len(unexplained)} weeks of history"
    if len(unexplained) < edition.table.least_weeks_of_history:
        because += f", too few for an interval ({edition.table.least_weeks_of_history} are needed)"
    return Finding("forecast", Clause("Forecast of load", edition.name), because)
