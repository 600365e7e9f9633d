"""By when a task about a place in approved premises is to be done, and when its clock starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import (
    Clause,
    Edition,
    Finding,
    Period,
    Refused,
    WorkingCalendar,
    edition_on,
)
from throughcare.foundation.kernel.days import LONDON, day_of


@dataclass(frozen=True)
class Allowed:
    """How long a task may take: working days, or hours."""

    working_days: int | None = None
    hours: int | None = None


@dataclass(frozen=True)
class TaskTerms:
    """One edition: how long each task may take by the notice given, and when a clock starts."""

    source: str
    last_in: time
    starts_at: time
    tasks: Mapping[str, Mapping[str, Allowed]]


@lru_cache(maxsize=1)
def task_editions() -> tuple[Edition[TaskTerms], ...]:
    """Every edition of the deadlines."""
    text = files(__package__).joinpath("editions", "task_deadlines.yaml").read_text("utf-8")
    return tuple(
        Edition(
            one["name"],
            Period(one["from"], one["until"]),
            TaskTerms(
                one["source"], time.fromisoformat(one["after"]), time.fromisoformat(one["at"]),
                {
                    task: {notice: Allowed(**allowed) for notice, allowed in by_notice.items()}
                    for task, by_notice in one["tasks"].items()
                },
            ),
        )
        for one in yaml.safe_load(text)
    )  # fmt: skip


def clock_starts(received: datetime, calendar: WorkingCalendar) -> datetime:
    """When the clock of a task starts: as it is received, or on the next working day when the day's work is over."""
    day, terms = day_of(received), edition_on(task_editions(), day_of(received)).table
    at = received.astimezone(LONDON).time()
    if calendar.is_working(day) and at <= terms.last_in:
        return received
    return _at(calendar.add(day, 1), terms.starts_at)


def task_deadline(
    task: str, notice: str, received: datetime, calendar: WorkingCalendar
) -> tuple[datetime, Finding]:
    """By when a task is to be done and why; refused for a task or a notice that the edition does not know."""
    edition = edition_on(task_editions(), day_of(received))
    terms, starts = edition.table, clock_starts(received, calendar)
    by_notice = terms.tasks.get(task)
    allowed = by_notice.get(notice, by_notice.get("any")) if by_notice else None
    if allowed is None:
        known = ", ".join(f"{one} ({', '.join(notices)})" for one, notices in terms.tasks.items())
        raise Refused(f"There is no deadline of “{task}” at “{notice}” notice. Expected one of: {known}.")
    by = _end(starts, allowed, calendar)
    words = f"{allowed.hours} hours" if allowed.hours else f"{allowed.working_days} working days"
    because = f"{task} at {notice} notice within {words} of {starts.astimezone(LONDON):%-d %B %Y %H:%M}"
    return by, Finding("task deadline", Clause(terms.source, edition.name), because)


def _end(starts: datetime, allowed: Allowed, calendar: WorkingCalendar) -> datetime:
    if allowed.working_days is not None:
        return _at(calendar.add(day_of(starts), allowed.working_days), starts.astimezone(LONDON).time())
    return starts + timedelta(hours=allowed.hours or 0)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, LONDON)
