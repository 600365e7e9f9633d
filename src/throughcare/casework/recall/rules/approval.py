"""Whose approval a decision needs, and whether it is taken after hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
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

from .words import Length, Level, Urgency


@dataclass(frozen=True)
class ApprovalTable:
    """Levels by what was decided; the office's hours of the day; the level that is enough outside them."""

    clause: Clause
    basis: str
    levels: Mapping[str, Level]
    opens: int
    shuts: int
    after_hours: Level


@lru_cache(maxsize=1)
def approval_editions() -> tuple[Edition[ApprovalTable], ...]:
    """Every edition in the package."""
    text = files(__package__).joinpath("editions", "approval.yaml").read_text("utf-8")
    return tuple(
        Edition(
            one["name"],
            Period(one["from"], one["until"]),
            ApprovalTable(
                Clause(one["source"], one["clause"]),
                one["basis"],
                {name: Level(level) for name, level in one["levels"].items()},
                one["hours"]["from"],
                one["hours"]["until"],
                Level(one["after_hours"]),
            ),
        )
        for one in yaml.safe_load(text)
    )


def approval_rules(on: date) -> Edition[ApprovalTable]:
    """What is in force on a day."""
    return edition_on(approval_editions(), on)


def is_after_hours(at: datetime, calendar: WorkingCalendar) -> bool:
    """Whether the office is shut at an instant: a night, a weekend, a bank holiday; by the clock of London."""
    table = approval_rules(day_of(at)).table
    return not (calendar.is_working(day_of(at)) and table.opens <= at.astimezone(LONDON).hour < table.shuts)


@dataclass(frozen=True)
class ApprovalNeeded:
    """The level, whether after hours, the edition, and the ground."""

    level: Level
    after_hours: bool
    edition: str
    finding: Finding


def approval_needed(
    length: Length | None, urgency: Urgency, at: datetime, calendar: WorkingCalendar
) -> ApprovalNeeded:
    """Whose approval a decision needs that is taken at an instant; ``length`` of None is a decision not to recall.

    After hours the level on duty is enough, so that nobody who has to be recalled tonight waits for the morning.
    """
    edition = approval_rules(day_of(at))
    table, late = edition.table, is_after_hours(at, calendar)
    what = "not recalled" if length is None else "emergency" if urgency is Urgency.EMERGENCY else length.value
    level = table.after_hours if late else table.levels[what]
    when = "after hours" if late else "within hours"
    because = f"{what}, {when}: approved by a {level} ({table.basis.split(':')[0]})"
    return ApprovalNeeded(level, late, edition.name, Finding("recall_approval", table.clause, because))


def is_of_level(role: str, level: Level) -> bool:
    """Whether somebody of a role may approve at a level: the higher may give the lower's."""
    return role == level or (role == Level.HEAD and level is Level.SENIOR)


def check_level(role: str, needed: ApprovalNeeded) -> None:
    """Refuse an approval by somebody whose role is not of the level needed."""
    if not is_of_level(role, needed.level):
        raise Refused(f"This needs the approval of a {needed.level}, and you act as {role}. {needed.finding}")
