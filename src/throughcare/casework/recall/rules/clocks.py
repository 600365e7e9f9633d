"""The one thing owed on a recall, by which side, and by which instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, WorkingCalendar, edition_on
from throughcare.foundation.kernel.days import day_of, end_of

from .words import RecallSide, RecallState, Urgency


@dataclass(frozen=True)
class ClockRow:
    """What is owed, by whom; within hours (and fewer in an emergency), days of the calendar or working days; counted from where."""

    what: str
    side: RecallSide
    hours: int | None = None
    emergency_hours: int | None = None
    days: int | None = None
    working_days: int | None = None
    count: str = "state"


@dataclass(frozen=True)
class RecallClocks:
    """An edition's clocks by state, after a refusal of release, and once a day of release is known."""

    clause: Clause
    basis: str
    owed: Mapping[RecallState, ClockRow]
    after_refusal: ClockRow
    release: ClockRow


@lru_cache(maxsize=1)
def recall_clock_editions() -> tuple[Edition[RecallClocks], ...]:
    """Every edition in the package."""
    text = files(__package__).joinpath("editions", "clocks.yaml").read_text("utf-8")
    return tuple(
        Edition(
            one["name"],
            Period(one["from"], one["until"]),
            RecallClocks(
                Clause(one["source"], one["clause"]),
                one["basis"],
                {RecallState(state): _row(row) for state, row in one["owed"].items()},
                _row(one["after_refusal"]),
                _row(one["release"]),
            ),
        )
        for one in yaml.safe_load(text)
    )


def _row(said: Mapping[str, object]) -> ClockRow:
    named = dict(said) | {"side": RecallSide(str(said["side"]))}
    return ClockRow(**named)  # type: ignore[arg-type]


@dataclass(frozen=True)
class RecallStands:
    """What the clock needs: the state and since when, when it was decided, how urgent, the day of release and whether one was refused.

    ``since`` is when the state came about in the world: the return, say, not the writing down of it.
    """

    state: RecallState
    since: datetime
    decided_at: datetime | None = None
    urgency: Urgency = Urgency.STANDARD
    release_on: date | None = None
    refused_release: bool = False


@dataclass(frozen=True)
class RecallOwed:
    """What is owed now: what, by which side, by which instant, under which edition."""

    what: str
    side: RecallSide
    by: datetime
    edition: str
    finding: Finding


def recall_owed(stands: RecallStands, calendar: WorkingCalendar) -> RecallOwed | None:
    """The one thing owed on a recall that stands so; None once it is over."""
    edition = edition_on(recall_clock_editions(), day_of(stands.since))
    table = edition.table
    row = table.owed.get(stands.state)
    if row is None:
        return None
    if stands.state is RecallState.RETURNED and stands.release_on is not None:
        row, by = table.release, end_of(stands.release_on)
        because = f"{row.what}, which is due on {stands.release_on:%-d %B %Y}"
    else:
        row = table.after_refusal if stands.refused_release and stands.state is RecallState.RETURNED else row
        since = stands.decided_at if row.count == "decided" and stands.decided_at else stands.since
        by, within = _by(row, since, stands.urgency, calendar)
        because = f"{row.what}, within {within} ({table.basis})"
    finding = Finding("recall_clock", table.clause, because)
    return RecallOwed(row.what, row.side, by, edition.name, finding)


def _by(row: ClockRow, since: datetime, urgency: Urgency, calendar: WorkingCalendar) -> tuple[datetime, str]:
    if row.hours is not None:
        urgent = urgency is Urgency.EMERGENCY and row.emergency_hours is not None
        hours = row.emergency_hours if urgent and row.emergency_hours is not None else row.hours
        return since + timedelta(hours=hours), f"{hours} hours"
    if row.days is not None:
        return end_of(day_of(since) + timedelta(days=row.days)), f"{row.days} days"
    assert row.working_days is not None, "a clock has hours, days or working days"
    return end_of(calendar.add(day_of(since), row.working_days)), f"{row.working_days} working days"
