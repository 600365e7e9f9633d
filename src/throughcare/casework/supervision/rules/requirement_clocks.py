"""Whether a requirement has begun, how much of it is done and left, and by when: every one in force is in one of three states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.casework.courts.rules import RequirementKind, read_term
from throughcare.foundation.kernel import (
    Clause,
    Edition,
    Finding,
    Period,
    Refused,
    WorkingCalendar,
    edition_on,
)
from throughcare.foundation.operating_model.rules import Function

from .requirement_steps import check_step, steps_on


class Stage(StrEnum):
    """Where a requirement in force stands: exactly one of these."""

    BEGUN = "begun"
    WAITING = "waiting to begin"
    HELD = "held for a lawful reason"


class Begins(StrEnum):
    """What counts as begun."""

    ATTENDED = "attended"
    TOLD = "told"
    AT_ONCE = "at once"

    @property
    def words(self) -> str:
        """What counts as begun, in words."""
        return {
            Begins.ATTENDED: "the first time that the person came to it",
            Begins.TOLD: "the day that whoever delivers it says it began, or the first time that the person came",
            Begins.AT_ONCE: "the day that the order was made: it binds without anybody's doing",
        }[self]


class Done(StrEnum):
    """What counts as done."""

    COUNTED = "counted"
    TIME = "time"

    @property
    def words(self) -> str:
        """What counts as done, in words."""
        return {
            Done.COUNTED: "as much as was ordered is done",
            Done.TIME: "its length has run since it began, or the order has ended",
        }[self]


class Word(StrEnum):
    """What somebody records of a requirement's beginning."""

    BEGUN = "begun"
    HELD = "held"
    STEP = "step"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True)
class Clock:
    """One kind's clock: working days to begin (None: it begins at once), who delivers, what counts as begun and as done."""

    kind: RequirementKind
    within: int | None
    delivered_by: Function
    begins: Begins
    done: Done
    clause: Clause


@dataclass(frozen=True)
class ClockTerms:
    """One edition: a clock for every kind of requirement, the lawful reasons to wait, and the longest one holds."""

    clocks: Mapping[RequirementKind, Clock]
    reasons: Mapping[str, str]
    longest_hold: int
    clause: Clause


@lru_cache(maxsize=1)
def clock_editions() -> tuple[Edition[ClockTerms], ...]:
    """Every edition of the clocks; ValueError for one that leaves a kind of requirement out."""
    text = files(__package__).joinpath("editions", "requirement_clocks.yaml").read_text("utf-8")
    return tuple(
        Edition(one["name"], Period(one["from"], one["until"]), _terms(one)) for one in yaml.safe_load(text)
    )


def _terms(one: Mapping[str, Any]) -> ClockTerms:
    missing = {kind.value for kind in RequirementKind} ^ one["kinds"].keys()
    if missing:
        raise ValueError(f"each kind of requirement has one clock: {', '.join(sorted(missing))}")
    clocks = {
        RequirementKind(kind): _clock(RequirementKind(kind), row, one) for kind, row in one["kinds"].items()
    }
    return ClockTerms(clocks, one["reasons"], one["longest_hold"], Clause(one["source"], one["name"]))


def _clock(kind: RequirementKind, row: Mapping[str, Any], one: Mapping[str, Any]) -> Clock:
    said = "binds at once" if row["within"] is None else f"within {row['within']} working days"
    basis = "" if row["basis"] == "source" else f" ({row['basis']})"
    return Clock(
        kind, row["within"], Function(row["delivered_by"]), Begins(row["begun"]), Done(row["done"]),
        Clause(row.get("source", one["source"]), said + basis),
    )  # fmt: skip


def clocks_on(day: date) -> Edition[ClockTerms]:
    """The clocks in force on a day."""
    return edition_on(clock_editions(), day)


@dataclass(frozen=True)
class ToldOf:
    """What stands recorded of a requirement: that it began on a day, why it has not and until which day, or a step of its kind.

    ``reason`` is that of the list, or the key of the step.
    """

    word: Word
    on: date
    reason: str = ""
    until: date | None = None


@dataclass(frozen=True)
class RequirementFacts:
    """A requirement in force as the rule asks about it.

    ``made`` is the day from which the order runs, ``order_ends`` its last (None: it has none known); ``amount`` and ``unit`` are what
    the court ordered; ``first_came`` the first day the person came to it; ``done`` how much counts, in the unit; ``told`` what stands
    recorded, in the order of recording; ``released`` the day of the last release, where it is later than ``made``.
    """

    kind: RequirementKind
    made: date
    order_ends: date | None = None
    amount: int | None = None
    unit: str = ""
    counts: bool = False
    first_came: date | None = None
    done: Decimal = Decimal(0)
    told: Sequence[ToldOf] = ()
    in_custody: bool = False
    released: date | None = None
    work_by: date | None = None


@dataclass(frozen=True)
class RequirementStands:
    """How a requirement stands on a day: one stage, since when or by when, how much is done and left, by when, and why.

    ``limit`` is the day by which it is to begin (None once it has begun, or while it is held); ``left`` None where it is not counted;
    ``over`` is what was done beyond what is now ordered; ``by`` is the last day for the rest, None where none is known.
    """

    stage: Stage
    since: date | None
    limit: date | None
    until: date | None
    reason: str
    is_past: bool
    is_done: bool
    ordered: Decimal | None
    done: Decimal
    left: Decimal | None
    over: Decimal
    by: date | None
    finding: Finding


def stands(facts: RequirementFacts, *, on: date, calendar: WorkingCalendar) -> RequirementStands:
    """How a requirement in force stands on a day."""
    terms = clocks_on(on).table
    clock = terms.clocks[facts.kind]
    began = _began(facts, clock, on)
    held = None if began else _held(facts, terms, on)
    limit = None if began or held else _limit(facts, clock, calendar, on)
    stage = Stage.BEGUN if began else Stage.HELD if held else Stage.WAITING
    ordered, left, over = _counted(facts, clock)
    by = _by(facts, clock, began)
    return RequirementStands(
        stage, began or (held.on if held else None), limit, held.until if held else None, held.reason if held else "",
        limit is not None and limit < on, _is_done(clock, ordered, left, by, began, on), ordered, facts.done, left, over, by,
        _finding(facts, clock, terms, began, held, limit),
    )  # fmt: skip


def _began(facts: RequirementFacts, clock: Clock, on: date) -> date | None:
    if clock.begins is Begins.AT_ONCE:
        return facts.made if facts.made <= on else None
    said = [one.on for one in facts.told if one.word is Word.BEGUN or _begins_by(one, facts.kind, on)]
    came = [facts.first_came] if facts.first_came is not None else []
    days = [day for day in (*said, *came) if day <= on]
    return min(days) if days else None


def _begins_by(one: ToldOf, kind: RequirementKind, on: date) -> bool:
    """Whether what was told is a step by which a requirement of this kind has begun."""
    return one.word is Word.STEP and any(
        step.key == one.reason and step.begins for step in steps_on(kind, on)
    )


def _held(facts: RequirementFacts, terms: ClockTerms, on: date) -> ToldOf | None:
    """The lawful reason that holds on a day: custody, which the record of movements says, or what was recorded last."""
    if facts.in_custody:
        return ToldOf(Word.HELD, facts.made, "the person is in custody")
    last = next((one for one in reversed(facts.told) if one.word is Word.HELD), None)
    if last is None or not (last.on <= on and last.until is not None and on <= last.until):
        return None
    return ToldOf(last.word, last.on, terms.reasons.get(last.reason, last.reason), last.until)


def _limit(facts: RequirementFacts, clock: Clock, calendar: WorkingCalendar, on: date) -> date:
    """By when it is to begin: counted from the order, or from a later release; not before the day after a reason ran out."""
    starts = max(facts.made, facts.released or facts.made)
    limit = calendar.add(starts, clock.within or 0)
    held = [
        one.until for one in facts.told if one.word is Word.HELD and one.until is not None and one.until < on
    ]
    return max([limit, *(until + timedelta(days=1) for until in held)])


def _counted(facts: RequirementFacts, clock: Clock) -> tuple[Decimal | None, Decimal | None, Decimal]:
    """How much was ordered, how much is left, never below nought, and how much was done beyond it."""
    if clock.done is not Done.COUNTED or not facts.counts or facts.amount is None:
        return None, None, Decimal(0)
    ordered = Decimal(facts.amount)
    return ordered, max(Decimal(0), ordered - facts.done), max(Decimal(0), facts.done - ordered)


def _by(facts: RequirementFacts, clock: Clock, began: date | None) -> date | None:
    """The last day for what is left: the end of the order, the limit that the law sets, or the length that the court set."""
    days = [day for day in (facts.order_ends, facts.work_by) if day is not None]
    if clock.done is Done.TIME and began is not None and facts.amount and facts.unit:
        days.append(read_term(f"{facts.amount} {facts.unit}").last_day(began))
    return min(days) if days else None


def _is_done(
    clock: Clock, ordered: Decimal | None, left: Decimal | None, by: date | None, began: date | None, on: date
) -> bool:
    if clock.done is Done.COUNTED:
        return ordered is not None and left == 0
    return began is not None and by is not None and by < on


def _finding(
    facts: RequirementFacts,
    clock: Clock,
    terms: ClockTerms,
    began: date | None,
    held: ToldOf | None,
    limit: date | None,
) -> Finding:
    if began:
        return Finding("requirement", clock.clause, f"begun on {began:%-d %B %Y}: {clock.begins.words}")
    if held:
        until = f", until {held.until:%-d %B %Y}" if held.until else ""
        return Finding("requirement", terms.clause, f"{held.reason}{until}")
    return Finding(
        "requirement", clock.clause, f"ordered from {facts.made:%-d %B %Y}, to begin by {limit:%-d %B %Y}"
    )


def check_told(told: ToldOf, facts: RequirementFacts, *, today: date) -> None:
    """Refuse a beginning or a reason that cannot be, or that nobody could act on."""
    terms = clocks_on(today).table
    if told.word is Word.STEP:
        check_step(facts.kind, told.reason, told.on, since=facts.made, today=today)
        return
    if terms.clocks[facts.kind].begins is Begins.AT_ONCE:
        raise Refused(
            f"“{facts.kind}” binds from the day the order is made, so nothing is recorded of its beginning."
        )
    if told.on > today:
        raise Refused("The day lies ahead. Record it once it has come.", field="on")
    if told.on < facts.made:
        raise Refused(
            f"The order runs from {facts.made:%-d %B %Y}. Expected that day or a later one.", field="on"
        )
    if told.word is Word.HELD:
        _check_held(told, terms, today)


def _check_held(told: ToldOf, terms: ClockTerms, today: date) -> None:
    if told.reason not in terms.reasons:
        raise Refused(f"Choose a reason: {', '.join(terms.reasons.values())}.", field="reason")
    longest = today + timedelta(days=terms.longest_hold)
    if told.until is None or not today <= told.until <= longest:
        raise Refused(
            f"Say until which day that holds, from today to {longest:%-d %B %Y}; record it again if it holds longer.",
            field="until",
        )
