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
from .words import Choice, LetterState, Scheme, StageKind, StatementState, VictimState

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
    statement: Within


@lru_cache(maxsize=1)
def victim_clock_editions() -> tuple[Edition[VictimClocks], ...]:
    """Every edition in the package."""
    rows = yaml.safe_load(files(__package__).joinpath("editions", "clocks.yaml").read_text("utf-8"))
    return tuple(Edition(row["name"], Period(row["from"], row["until"]), _clocks(row)) for row in rows)


def _clocks(row: Mapping[str, Any]) -> VictimClocks:
    named = {
        name: Within(**row[name])
        for name in ("referral", "answer", "later", "stage", "urgent_stage", "yearly", "statement")
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

    ``letter`` is the letter about that stage, of the year, or the first, where one is being written; ``answer_since`` the day of the oldest that was
    sent and that nobody heard an answer to; ``checker`` whether a colleague is named who checks; ``over``: the sentence ended;
    ``statement``: where their statement to the Parole Board stands, since when, and the day of the hearing.
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
    letter: LetterState | None = None
    answer_since: date | None = None
    checker: bool = False
    over: bool = False
    statement: tuple[StatementState, date, date] | None = None


@dataclass(frozen=True)
class VictimOwed:
    """What is owed to a victim: what, by which day, and why; by whoever leads on their record, or by a colleague who ``checks`` it."""

    what: str
    by: date
    finding: Finding
    checks: bool = False


def victim_owed(stands: VictimStands, calendar: WorkingCalendar) -> VictimOwed | None:
    """The one thing owed to a victim next; None where nothing is: every clock stops when they opt out or the scheme ends."""
    terms = clocks_of(stands.imposed_on)
    found = _owed(stands, terms, calendar)
    if found is None:
        return None
    what, by, counted = found
    because = Finding("victim_clock", terms.clause, f"{what}, {counted} ({terms.basis}).")
    return VictimOwed(what, by, because, checks=what.startswith(CHECK))


def _owed(
    stands: VictimStands, terms: VictimClocks, calendar: WorkingCalendar
) -> tuple[str, date, str] | None:
    if stands.state is VictimState.OPTED_IN and stands.spoken_for is None:
        return _told(stands, terms, calendar)
    if stands.over or not stands.scheme.is_offered:
        return None
    if stands.spoken_for is not None:
        return _for_a_child(stands, terms, calendar)
    if stands.state.awaits_offer and (stands.state is VictimState.REFERRED or stands.letter is not None):
        by = first_letter_due(stands.scheme, stands.imposed_on, stands.referred_on, calendar)
        return _step(stands, FIRST), by, f"within {terms.first[stands.scheme]} of the sentence"
    return _asked(stands, terms, calendar)


def _asked(
    stands: VictimStands, terms: VictimClocks, calendar: WorkingCalendar
) -> tuple[str, date, str] | None:
    """What is owed to somebody who was asked; whoever left, or never answered, is owed nothing."""
    if stands.state is VictimState.INVITED:
        by = terms.answer.after(stands.since, calendar)
        return "Ask for their answer", by, f"{terms.answer} after the letter"
    if stands.state is VictimState.LATER:
        by = stands.ask_on or terms.later.after(stands.since, calendar)
        named = "on the day they named" if stands.ask_on else f"{terms.later} after they asked for later"
        return "Ask them again", by, named
    return None


def _told(
    stands: VictimStands, terms: VictimClocks, calendar: WorkingCalendar
) -> tuple[str, date, str] | None:
    """What is owed to somebody who came in: the soonest of a stage to tell, an answer to hear, a statement and the letter of the year."""
    found: list[tuple[str, date, str]] = []
    if stands.untold is not None:
        stage, on = stands.untold
        by, within = stage_due(stage, on, terms, calendar)
        found.append((f"{_step(stands, TELL)}: {stage}", by, f"within {within} of the stage"))
    if stands.answer_since is not None:
        by = terms.answer.after(stands.answer_since, calendar)
        found.append(("Hear what they said to the letter", by, f"{terms.answer} after it was sent"))
    if stands.choice is Choice.YEARLY and not stands.over and stands.scheme.is_offered:
        by = terms.yearly.after(stands.last_letter or stands.since, calendar)
        letter = YEAR if stands.untold is not None else _step(stands, YEAR)
        found.append((letter, by, f"{terms.yearly} after the last"))
    return min([*found, *_of_a_statement(stands, terms, calendar)], key=lambda one: one[1], default=None)


def _of_a_statement(
    stands: VictimStands, terms: VictimClocks, calendar: WorkingCalendar
) -> list[tuple[str, date, str]]:
    """What is owed of a statement to the Parole Board that is not made yet: their answer, then its words, in time for the hearing."""
    if stands.statement is None or stands.over:
        return []
    state, since, hearing = stands.statement
    last = hearing - timedelta(days=terms.statement.days or 0)
    counted = f"{terms.statement} before the hearing"
    if state is StatementState.ASKED:
        answer = terms.answer.after(since, calendar)
        why = f"{terms.answer} after they were asked" if answer < last else counted
        return [("Hear whether they make a statement", min(answer, last), why)]
    return [("Submit their statement", last, counted)] if state is StatementState.WRITTEN else []


def stage_due(
    stage: StageKind, on: date, terms: VictimClocks, calendar: WorkingCalendar
) -> tuple[date, Within]:
    """The day by which a stage is told, and within what that is."""
    within = terms.urgent_stage if stage in URGENT else terms.stage
    return within.after(on, calendar), within


TELL, YEAR, CHECK = "Tell them of", "Send the letter of the year", "Check what they are told"
FIRST = "Send the first letter"


def _step(stands: VictimStands, otherwise: str) -> str:
    """What is to be done next with the letter: write it, name who checks, check it, put it right, send it."""
    if stands.letter is LetterState.DRAFTED:
        return CHECK if stands.checker else "Name a colleague who checks what they are told"
    if stands.letter is LetterState.SENT_BACK:
        return "Put right what they are told"
    return "Send what was checked" if stands.letter is LetterState.CHECKED else otherwise


def _for_a_child(
    stands: VictimStands, terms: VictimClocks, calendar: WorkingCalendar
) -> tuple[str, date, str] | None:
    """Nothing goes to a child: whoever answers for them is found, and is told in their own record."""
    if stands.spoken_for or stands.state is VictimState.ENDED:
        return None
    by = first_letter_due(stands.scheme, stands.imposed_on, stands.referred_on, calendar)
    return "Find who answers for this child", by, f"within {terms.first[stands.scheme]} of the sentence"
