"""When an assessment has gone stale, on a dated rule, and what it says about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, Refused, edition_on

K = TypeVar("K")


@dataclass(frozen=True)
class StalenessTerms:
    """Months that an assessment lasts by level of harm, days of warning, and events that end it at once."""

    months: Mapping[str, int]
    warn_days: int
    events: Mapping[str, str]


class Freshness(Enum):
    """Whether an assessment may still be relied on."""

    FRESH = "fresh"
    DUE = "due for review"
    STALE = "stale"


@dataclass(frozen=True)
class Happened:
    """Something that happened to the person: the code of the event, and the day."""

    event: str
    on: date


@dataclass(frozen=True)
class Aged:
    """How fresh an assessment is, the first day on which it is stale, and why."""

    freshness: Freshness
    stale_from: date
    finding: Finding


@cache
def staleness_editions() -> tuple[Edition[StalenessTerms], ...]:
    """Every edition of the rule."""
    text = files(f"{__package__}.editions").joinpath("staleness.yaml").read_text(encoding="utf-8")
    return tuple(_edition(written) for written in yaml.safe_load(text)["editions"])


def _edition(written: Mapping[str, Any]) -> Edition[StalenessTerms]:
    terms = StalenessTerms(dict(written["months"]), written["warn_days"], dict(written["events"]))
    in_force = Period(written["in_force"]["start"], written["in_force"].get("end"))
    return Edition(written["name"], in_force, terms)


def staleness_on(day: date) -> Edition[StalenessTerms]:
    """The rule in force on a day."""
    return edition_on(staleness_editions(), day)


def freshness(
    signed: date, level: str, events: Sequence[Happened], *, on: date, edition: Edition[StalenessTerms]
) -> Aged:
    """How fresh an assessment is on a day, from its signature, the level of harm and what happened since.

    ``level`` is very_high, high, medium, low or not_assessed; refuses any other, and any event that the
    edition does not name.
    """
    terms = edition.table
    if level not in terms.months:
        raise Refused(f"{level} is not a level of risk of serious harm", field="level")
    for one in events:
        if one.event not in terms.events:
            raise Refused(f"{one.event} is not an event that ages an assessment", field="event")
    aged, why = _first_stale(signed, level, events, on, terms)
    if on >= aged:
        return _aged(Freshness.STALE, aged, f"stale since {aged:%-d %B %Y}: {why}", edition)
    if on >= aged - timedelta(days=terms.warn_days):
        return _aged(Freshness.DUE, aged, f"due for review by {aged:%-d %B %Y}: {why}", edition)
    return _aged(Freshness.FRESH, aged, f"good until {aged:%-d %B %Y}: {why}", edition)


def _first_stale(
    signed: date, level: str, events: Sequence[Happened], on: date, terms: StalenessTerms
) -> tuple[date, str]:
    months = terms.months[level]
    by_age = (add_months(signed, months), f"{months} months after it was signed ({level.replace('_', ' ')})")
    since = [(one.on, terms.events[one.event]) for one in events if signed < one.on <= on]
    return min([by_age, *since])


def _aged(freshness: Freshness, day: date, because: str, edition: Edition[StalenessTerms]) -> Aged:
    return Aged(freshness, day, Finding("freshness", Clause("Assessment policy", edition.name), because))


def add_months(day: date, months: int) -> date:
    """The same day of the month some months later, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    after = date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))


def past_time(
    latest: Mapping[K, tuple[date, str]], *, on: date, edition: Edition[StalenessTerms]
) -> frozenset[K]:
    """Those whose latest assessment, signed on a day at a level of harm ("" not known), has outlived its months."""
    return frozenset(
        who
        for who, (signed, level) in latest.items()
        if freshness(signed, level or "not_assessed", [], on=on, edition=edition).freshness is Freshness.STALE
    )
