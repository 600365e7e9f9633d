"""A sentence without an end: the minimum term, the next step on the way to release, and who owes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, Refused, edition_on

from .dates import months_on
from .law import read_edition
from .words import BoardSays, Owes, ParoleKind


@dataclass(frozen=True)
class ParoleTerms:
    """When the Parole Board is to be asked before a minimum term ends, and how long after a refusal again."""

    clause: Clause
    basis: str
    refer_before: int
    again_after: int
    owes: dict[ParoleKind, Owes]


@lru_cache(maxsize=1)
def parole_editions() -> tuple[Edition[ParoleTerms], ...]:
    """Every edition of the clocks of parole."""
    return tuple(
        Edition(
            one["name"], Period(one["from"], one["until"]),
            ParoleTerms(
                Clause(one["source"], one["name"]), one["basis"], one["refer_before"], one["again_after"],
                {ParoleKind[kind.upper()]: Owes[whose.upper()] for kind, whose in one["owes"].items()},
            ),
        )
        for one in read_edition("parole")
    )  # fmt: skip


def parole_terms(on: date) -> ParoleTerms:
    """The clocks of parole in force on a day."""
    return edition_on(parole_editions(), on).table


@dataclass(frozen=True)
class Step:
    """One step that was agreed: what, which side owes it, by when, and what came of it; ``done_on`` None: not done."""

    kind: ParoleKind
    owes: Owes
    due: date
    done_on: date | None = None
    says: BoardSays | None = None


def next_step(steps: Sequence[Step]) -> Step | None:
    """The step that is owed next: the one not done that is due first; None where none is agreed."""
    return min((one for one in steps if one.done_on is None), key=lambda one: one.due, default=None)


def refer_by(tariff: date | None, steps: Sequence[Step], *, on: date) -> date | None:
    """By when the Parole Board is to be asked: before the minimum term ends, or so long after it last refused; None when decided."""
    terms = parole_terms(on)
    told = [one for one in steps if one.kind is ParoleKind.DECISION and one.done_on is not None]
    last = max(told, key=lambda one: one.done_on or on, default=None)
    if last is not None and last.done_on is not None:
        return None if last.says is BoardSays.RELEASE else months_on(last.done_on, terms.again_after)
    return months_on(tariff, -terms.refer_before) if tariff else None


def held_past(tariff: date | None, steps: Sequence[Step], *, on: date) -> Finding | None:
    """Whether somebody is held past their minimum term for want of a step, and of which; None where they are not."""
    if tariff is None or on <= tariff:
        return None
    decided = [one for one in steps if one.says is BoardSays.RELEASE]
    owed = next_step(steps)
    days = (on - tariff).days
    if decided:
        because = f"{days} days past the minimum term, and release was directed"
    elif owed is None:
        because = f"{days} days past the minimum term, and no next step is agreed: nobody owes anything"
    else:
        late = (
            f", which was due on {owed.due:%-d %B %Y}" if owed.due < on else f", due on {owed.due:%-d %B %Y}"
        )
        because = f"{days} days past the minimum term: {owed.owes} owes the next step, to {owed.kind}{late}"
    return Finding("held_past_the_minimum_term", parole_terms(on).clause, because)


def check_step(kind: ParoleKind, *, due: date, today: date) -> None:
    """Refuse a step whose day is past."""
    if due < today:
        raise Refused(f"{due:%-d %B %Y} is past. Expected today or a later day to {kind}.", field="due")


def check_done(kind: ParoleKind, says: BoardSays | None, *, on: date, today: date) -> None:
    """Refuse a step done on a day to come, or a decision without what was decided, or anything else with one."""
    if on > today:
        raise Refused(f"{on:%-d %B %Y} lies ahead. Expected today or an earlier day.", field="on")
    if (kind is ParoleKind.DECISION) != (says is not None):
        raise Refused(
            "Say what the Parole Board decided."
            if kind is ParoleKind.DECISION
            else "Only a decision of the Parole Board says what it decided.",
            field="says",
        )
