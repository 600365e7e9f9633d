"""What is owed on a referral to a programme, by which side and by which day; and who may take which move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, WorkingCalendar, edition_on

from .moves import Move, moves_table
from .words import EnrolmentState, MovedThrough


class Side(StrEnum):
    """Who owes something: the team that referred, or the one that delivers."""

    SENDER = "sender"
    DELIVERER = "deliverer"


@dataclass(frozen=True)
class StepOwed:
    """A step that is owed: what in words, by which side, within how many working days."""

    what: str
    side: Side
    days: int


@dataclass(frozen=True)
class ProgrammeClocks:
    """An edition's table: what is owed in each state, and once every session is done; its source and whether it is assumed."""

    source: str
    basis: str
    owed: Mapping[EnrolmentState, StepOwed]
    when_done: StepOwed


@lru_cache(maxsize=1)
def programme_clock_editions() -> tuple[Edition[ProgrammeClocks], ...]:
    """Every edition of the clocks in the package."""
    text = files(__package__).joinpath("editions", "programme_clocks.yaml").read_text("utf-8")
    return tuple(
        Edition(one["name"], Period(one["from"], one["until"]), _clocks(one)) for one in yaml.safe_load(text)
    )


def _clocks(one: Mapping[str, Any]) -> ProgrammeClocks:
    owed = {EnrolmentState(state): _step(row) for state, row in one["owed"].items()}
    return ProgrammeClocks(one["source"], one["basis"], owed, _step(one["when_done"]))


def _step(row: Mapping[str, Any]) -> StepOwed:
    return StepOwed(row["what"], Side(row["side"]), row["days"])


@dataclass(frozen=True)
class EnrolmentDue:
    """What is owed now: what, by which side, by which day, and under which edition."""

    what: str
    side: Side
    by: date
    finding: Finding


def enrolment_due(
    state: EnrolmentState, since: date, calendar: WorkingCalendar, *, is_done: bool = False
) -> EnrolmentDue | None:
    """The one thing owed on a referral that stands so since a day; None while its sessions are all that is owed, or it is closed."""
    edition = edition_on(programme_clock_editions(), since)
    table = edition.table
    done = is_done and state is EnrolmentState.ON_PROGRAMME
    step = table.when_done if done else table.owed.get(state)
    if step is None:
        return None
    because = f"{state} since {since:%-d %B %Y}, and answered within {step.days} working days ({table.basis})"
    finding = Finding("programme clock", Clause(table.source, edition.name), because)
    return EnrolmentDue(step.what, step.side, calendar.add(since, step.days), finding)


ALWAYS_THE_SENDERS = frozenset(
    {EnrolmentState.WITHDRAWN, EnrolmentState.RECALL, EnrolmentState.RETURN_TO_COURT}
)
"""States that follow from the sentence, which whoever answers for the case knows first."""


def moves_open(
    state: EnrolmentState, side: Side, *, on: date, may_rejoin: bool, is_done: bool
) -> tuple[Move, ...]:
    """The moves that a side can take by hand, what goes on towards the end first.

    The sender takes those of a state in which it owes the next step, and those that follow from the sentence; the side
    that delivers takes every one. Complete only once everything is done; rejoining only within its weeks.
    """
    owed = edition_on(programme_clock_editions(), on).table.owed.get(state)
    theirs = side is Side.DELIVERER or (owed is not None and owed.side is Side.SENDER)
    return tuple(
        move
        for move in moves_table().from_state(state)
        if (theirs or move.after in ALWAYS_THE_SENDERS)
        and move.through is not MovedThrough.GROUP
        and (may_rejoin or move.through is not MovedThrough.REJOINING)
        and (is_done or move.after is not EnrolmentState.COMPLETE)
    )
