"""Cases that wait for somebody: each from its first minute, with a tier or without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any

from throughcare.foundation.kernel import Clause, Edition, Finding, WorkingCalendar, edition_on
from throughcare.foundation.kernel.days import day_of

from .reading import editions


class Start(Enum):
    """What began the wait."""

    SENTENCE = "sentence"
    RELEASE = "release"
    TRANSFER = "transfer"
    REALLOCATION = "reallocation"


class TierStanding(Enum):
    """Whether a waiting case has a tier; AWAITED is a mark on the queue and never keeps a case out of it."""

    CONFIRMED = "confirmed"
    PROVISIONAL = "provisional"
    AWAITED = "tier awaited"


@dataclass(frozen=True)
class Unallocated:
    """A case that nobody holds: since when, what began it, and its tier (None: awaited)."""

    case: str
    since: datetime
    start: Start
    tier: str | None
    tier_is_provisional: bool


@dataclass(frozen=True)
class QueueTerms:
    """Working days from each start within which the person must first be seen."""

    first_seen: Mapping[Start, int]


@cache
def queue_editions() -> tuple[Edition[QueueTerms], ...]:
    """Every edition of the terms."""
    return editions("queue", _terms)


def queue_on(day: date) -> Edition[QueueTerms]:
    """The terms in force on a day."""
    return edition_on(queue_editions(), day)


def _terms(written: Mapping[str, Any]) -> QueueTerms:
    return QueueTerms({Start(start): days for start, days in written["first_seen_working_days"].items()})


@dataclass(frozen=True)
class Waiting:
    """A case in the queue: its tier's standing, how long it has waited, and the day it must be seen by."""

    case: str
    tier: str | None
    standing: TierStanding
    age: timedelta
    see_by: date
    is_late: bool
    finding: Finding


def queue(
    cases: Iterable[Unallocated], *, at: datetime, edition: Edition[QueueTerms], calendar: WorkingCalendar
) -> list[Waiting]:
    """Every case that waits at an instant, the soonest deadline first, then the longest wait.

    No case is ever left out for want of a tier; one that begins later than ``at`` does not wait yet.
    """
    waiting = [_waiting(case, at, edition, calendar) for case in cases if case.since <= at]
    return sorted(waiting, key=lambda one: (one.see_by, -one.age, one.case))


def _waiting(
    case: Unallocated, at: datetime, edition: Edition[QueueTerms], calendar: WorkingCalendar
) -> Waiting:
    days = edition.table.first_seen[case.start]
    see_by = calendar.add(day_of(case.since), days)
    late = day_of(at) > see_by
    age = at - case.since
    because = f"waiting {in_words(age)} since {case.start.value}, to be seen by {see_by:%-d %B %Y}"
    clause = Clause("First appointment", edition.name)
    standing = _standing(case)
    return Waiting(case.case, case.tier, standing, age, see_by, late, Finding("queue", clause, because))


def _standing(case: Unallocated) -> TierStanding:
    if case.tier is None:
        return TierStanding.AWAITED
    return TierStanding.PROVISIONAL if case.tier_is_provisional else TierStanding.CONFIRMED


def in_words(age: timedelta) -> str:
    """A wait in the largest whole unit: minutes, hours or days."""
    minutes = int(age.total_seconds() // 60)
    for size, unit in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "less than a minute"
