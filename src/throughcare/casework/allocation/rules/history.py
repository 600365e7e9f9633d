"""A practitioner's load week by week, kept, so that how many were overloaded for how long is a question
that can be answered for any day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, edition_on

from .reading import editions

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """One practitioner's week: its Monday, the load, the points available, and how many cases."""

    monday: date
    load: int
    available: int
    cases: int

    def is_over(self, pct: int) -> bool:
        """Whether the load is above a percentage of what is available; any load is, when nothing is."""
        return self.load * 100 > self.available * pct


@dataclass(frozen=True)
class ExcessTerms:
    """What counts as excessive: above a percentage, for so many weeks in a row; and a ceiling of cases."""

    over_pct: int
    weeks: int
    cases: int


@cache
def excess_editions() -> tuple[Edition[ExcessTerms], ...]:
    """Every edition of the terms."""
    return editions("excess", _terms)


def excess_on(day: date) -> Edition[ExcessTerms]:
    """The terms in force on a day."""
    return edition_on(excess_editions(), day)


def _terms(written: Mapping[str, Any]) -> ExcessTerms:
    return ExcessTerms(written["over_pct"], written["weeks"], written["cases"])


@dataclass(frozen=True)
class Excess:
    """A run of weeks over the threshold: its weeks, and why it counts."""

    weeks: Period
    finding: Finding


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def excesses(series: Sequence[Week], edition: Edition[ExcessTerms]) -> list[Excess]:
    """Every run of consecutive weeks over the threshold long enough to count; a missing week ends one."""
    terms = edition.table
    return [
        Excess(Period(run[0].monday, run[-1].monday + _WEEK), _finding(run, edition))
        for run in _runs(series, terms.over_pct)
        if len(run) >= terms.weeks
    ]


def _runs(series: Sequence[Week], pct: int) -> list[list[Week]]:
    runs: list[list[Week]] = []
    for week in sorted(series, key=lambda one: one.monday):
        if not week.is_over(pct):
            continue
        if runs and runs[-1][-1].monday + _WEEK == week.monday:
            runs[-1].append(week)
        else:
            runs.append([week])
    return runs


def _finding(run: Sequence[Week], edition: Edition[ExcessTerms]) -> Finding:
    because = f"over {edition.table.over_pct}% for {len(run)} weeks from {run[0].monday:%-d %B %Y}"
    return Finding("excesses", Clause("Written answer to Parliament", "172934"), because)


def is_in_excess(series: Sequence[Week], on: date, edition: Edition[ExcessTerms]) -> Finding | None:
    """The finding when the week that holds a day ends a run long enough; None when it does not."""
    terms = edition.table
    known = {week.monday: week for week in series}
    run: list[Week] = []
    monday = monday_of(on)
    while monday in known and known[monday].is_over(terms.over_pct):
        run.insert(0, known[monday])
        monday -= _WEEK
    return _finding(run, edition) if len(run) >= terms.weeks else None
