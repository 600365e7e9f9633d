"""By when something is owed to a victim: the referral, the first letter, an answer, and a letter at each stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, WorkingCalendar, edition_on

from .scheme import FIRST_DAY
from .words import Choice, Scheme, StageKind, VictimState

URGENT = frozenset({StageKind.AT_LARGE, StageKind.RECALL, StageKind.RELEASE, StageKind.TEMPORARY})
"""Stages of which a victim is told at once: somebody is outside, or was."""


@dataclass(frozen=True)
class Within:
    """A number of days, of the calendar or working."""

    days: int | None = None
    working_days: int | None = None

    def after(self, on: date, calendar: WorkingCalendar) -> date:
        """The last day of it, counted from a day."""
        return (
            calendar.add(on, self.working_days)
            if self.working_days is not None
            else on + timedelta(days=self.days or 0)
        )

    def __str__(self) -> str:
        return f"{self.working_days} working days" if self.working_days is not None else f"{self.days} days"


@dataclass(frozen=True)
class VictimClocks:
    """One edition of the clocks."""

    clause: Clause
    basis: str
    referral: Within
    first: Mapping[Scheme, Within]
    answer: Within
    later: Within
    stage: Within
    urgent_stage: Within
    yearly: Within


@lru_cache(maxsize=1)
def victim_clock_editions() -> tuple[Edition[VictimClocks], ...]:
    """Every edition in the package."""
    rows = yaml.safe_load(files(__package__).joinpath("editions", "clocks.yaml").read_text("utf-8"))
    return tuple(Edition(row["name"], Period(row["from"], row["until"]), _clocks(row)) for row in rows)


def _clocks(row: Mapping[str, Any]) -> VictimClocks:
    named = {
        name: Within(**row[name])
        for name in ("referral", "answer", "later", "stage", "urgent_stage", "yearly")
    }
    first = {Scheme(name): Within(**said) for name, said in row["first"].items()}
    return VictimClocks(Clause(row["source"], row["clause"]), row["basis"], first=first, **named)


def clocks_of(imposed_on: date) -> VictimClocks:
    """The clocks of a sentence passed on a day."""
    return edition_on(victim_clock_editions(), max(imposed_on, FIRST_DAY)).table


def referral_due(imposed_on: date, calendar: WorkingCalendar) -> date:
    """The day by which the police refer the victims of a sentence."""
    return clocks_of(imposed_on).referral.after(imposed_on, calendar)


def first_letter_due(scheme: Scheme, imposed_on: date, referred_on: date, calendar: WorkingCalendar) -> date:
    """The day by which the first letter goes: counted from the sentence; the day of the referral where that came too late for it."""
    return max(clocks_of(imposed_on).first[scheme].after(imposed_on, calendar), referred_on)


@dataclass(frozen=True)
class VictimStands:
    """What the clock of a victim needs: where they stand and since when, their choice, and the oldest stage of which they are still to be told.

    ``spoken_for``: for a child, whether somebody who answers for them is registered; None for everybody else. ``ask_on`` is the day on which somebody who asked for later wants to be asked, where they gave one; ``last_letter`` the day of the last.
    """

    state: VictimState
    since: date
    scheme: Scheme
    imposed_on: date
    referred_on: date
    choice: Choice | None = None
    ask_on: date | None = None
    untold: tuple[StageKind, date] | None = None
    last_letter: date | None = None
    spoken_for: bool | None = None


@dataclass(frozen=True)
class VictimOwed:
    """What is owed to a victim: what, by which day, and why."""

    what: str
    by: date
    finding: Finding


def victim_owed(stands: VictimStands, calendar: WorkingCalendar) -> VictimOwed | None:
    """The one thing owed to a victim next; None where nothing is: every clock stops when they opt out or the scheme ends."""
    terms = clocks_of(stands.imposed_on)
    found = _owed(stands, terms, calendar)
    if found is None:
        return None
    what, by, counted = found
    return VictimOwed(what, by, Finding("victim_clock", terms.clause, f"{what}, {counted} ({terms.basis})."))


def _owed(
    stands: VictimStands, terms: VictimClocks, calendar: WorkingCalendar
) -> tuple[str, date, str] | None:
    if stands.spoken_for is not None:
        return _for_a_child(stands, terms, calendar)
    if stands.state is VictimState.REFERRED:
        by = first_letter_due(stands.scheme, stands.imposed_on, stands.referred_on, calendar)
        return "Send the first letter", by, f"within {terms.first[stands.scheme]} of the sentence"
    if stands.state is VictimState.INVITED:
        return (
            "Ask for their answer",
            terms.answer.after(stands.since, calendar),
            f"{terms.answer} after the letter",
        )
    if stands.state is VictimState.LATER:
        by = stands.ask_on or terms.later.after(stands.since, calendar)
        return (
            "Ask them again",
            by,
            "on the day they named" if stands.ask_on else f"{terms.later} after they asked for later",
        )
    if stands.state is not VictimState.OPTED_IN:
        return None
    return _told(stands, terms, calendar)


def _told(
    stands: VictimStands, terms: VictimClocks, calendar: WorkingCalendar
) -> tuple[str, date, str] | None:
    if stands.untold is not None:
        stage, on = stands.untold
        within = terms.urgent_stage if stage in URGENT else terms.stage
        return f"Tell them of: {stage}", within.after(on, calendar), f"within {within} of the stage"
    if stands.choice is Choice.YEARLY:
        last = stands.last_letter or stands.since
        return (
            "Send the letter of the year",
            terms.yearly.after(last, calendar),
            f"{terms.yearly} after the last",
        )
    return None


def _for_a_child(
    stands: VictimStands, terms: VictimClocks, calendar: WorkingCalendar
) -> tuple[str, date, str] | None:
    """Nothing goes to a child: whoever answers for them is found, and is told in their own record."""
    if stands.spoken_for or stands.state is VictimState.ENDED:
        return None
    by = first_letter_due(stands.scheme, stands.imposed_on, stands.referred_on, calendar)
    return "Find who answers for this child", by, f"within {terms.first[stands.scheme]} of the sentence"
