"""Whether a service level may have been reached without the work: what its figures look like, tested against chance. Pure.

Everything is read from what statements counted and put right. A test that is out of line proves nothing: it says where to look.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from math import comb

import yaml

from throughcare.foundation.kernel import Clause, Edition, Period, WorkingCalendar, edition_on

from .agreed import Earns, Level, Timed
from .monthly import Fact, in_order, month_after
from .stating import Kept

_CALENDAR = WorkingCalendar()
_NEAR = 2
"""Working days on each side of a limit that are set beside each other."""
_LATELY = 3
"""Months that are the last ones."""


class GamingTest(StrEnum):
    """What is looked at beside a service level."""

    LATE_ENTRY = "entered after its month was stated"
    HEAPING = "heaped at the deadline"
    EDITS = "changed into time after it was stated"
    EXCLUSIONS = "left out more than before"
    SHORT = "sessions too short"
    REPEATED = "notes in the same words"
    UNSEEN = "concluded with nobody seen"


@dataclass(frozen=True)
class GamingTerms:
    """How rarely chance alone may do it, how many there must be, what share is no more than usual, under how many minutes a session is short.

    And where that is said.
    """

    alpha: Fraction
    least: int
    usual: Fraction
    short_minutes: int
    clause: Clause
    basis: str


@dataclass(frozen=True)
class Examined:
    """One test: how many of how many, in words, and how rarely chance alone would do as much; None where too few to say."""

    test: GamingTest
    found: int
    of: int
    words: str
    chance: Fraction | None
    is_out_of_line: bool


@lru_cache(maxsize=1)
def _editions() -> tuple[Edition[GamingTerms], ...]:
    rows = yaml.safe_load(files(__package__).joinpath("editions", "gaming.yaml").read_text("utf-8"))
    return tuple(
        Edition(
            f"gaming from {one['from']}",
            Period(one["from"], one["until"]),
            GamingTerms(
                Fraction(Decimal(one["alpha"])), one["least"], Fraction(Decimal(one["usual"])), one["short_minutes"],
                Clause(one["source"], one["paragraph"]), one["basis"]
            ),
        )
        for one in rows
    )  # fmt: skip


def gaming_terms(on: date) -> GamingTerms:
    """The edition in force on a day."""
    return edition_on(_editions(), on).table


def examined(level: Level, kept: Sequence[Kept], on: date) -> list[Examined]:
    """Every test of one service level over an agreement's statements, under the terms of a day."""
    terms = gaming_terms(on)
    return [
        late_entry(kept, terms),
        heaping(level, kept, terms),
        edits(level, kept, terms),
        exclusions(level, kept, terms),
        too_short(kept, terms),
        repeated(kept, terms),
        unseen(kept, terms),
    ]


def late_entry(kept: Sequence[Kept], terms: GamingTerms) -> Examined:
    """How many things that earned were first counted in a statement later than that of the month in which they came.

    Out of line where more than a tenth were, beyond chance: they could not be looked at when their month was.
    """
    came = [
        (statement.month, fact)
        for statement in kept
        for fact in statement.added
        if isinstance(fact.what, Earns) and fact.came is not None
    ]
    late = sum(
        fact.came is not None and month_after(fact.came.replace(day=1)) <= month for month, fact in came
    )
    chance = upper_tail(len(came), late, terms.usual) if len(came) >= terms.least else None
    words = f"{late} of {len(came)} were entered after the statement of their month"
    return _said(GamingTest.LATE_ENTRY, late, len(came), words, chance, terms)


def heaping(level: Level, kept: Sequence[Kept], terms: GamingTerms) -> Examined:
    """How many came in the last days of their limit, set beside those in as many days after it: even, unless days are chosen."""
    took = [_days(fact) for fact in _now(kept) if fact.what is level.measure and fact.came is not None]
    before = sum(level.within - _NEAR < one <= level.within for one in took)
    after = sum(level.within < one <= level.within + _NEAR for one in took)
    of = before + after
    chance = upper_tail(of, before, Fraction(1, 2)) if of >= terms.least else None
    words = f"{before} came in the last {_NEAR} working days of the limit, {after} in the {_NEAR} after it"
    return _said(GamingTest.HEAPING, before, of, words, chance, terms)


def edits(level: Level, kept: Sequence[Kept], terms: GamingTerms) -> Examined:
    """Of those changed after they were stated, from late to in time or the other way, how many changed into time."""
    into = out = 0
    for before, after in _changes(kept):
        if after.what is level.measure:
            was, now = _in_time(level, before), _in_time(level, after)
            into, out = into + (now and not was), out + (was and not now)
    of = into + out
    chance = upper_tail(of, into, Fraction(1, 2)) if of >= terms.least else None
    words = f"{into} were changed into time after they were stated, {out} out of it"
    return _said(GamingTest.EDITS, into, of, words, chance, terms)


def exclusions(level: Level, kept: Sequence[Kept], terms: GamingTerms) -> Examined:
    """How many of the last three months' were left out, against the share of all months before."""
    if not kept:
        return _said(GamingTest.EXCLUSIONS, 0, 0, "nothing was stated yet", None, terms)
    since = month_after(kept[-1].month, 1 - _LATELY)
    lately, before = [0, 0], [0, 0]
    for fact in _now(kept):
        limit = _CALENDAR.add(fact.since, level.within)
        if fact.what is level.measure and limit < month_after(kept[-1].month):
            group = lately if limit >= since else before
            group[0] += fact.is_left_out(level, limit)
            group[1] += 1
    words = f"{lately[0]} of {lately[1]} in the last {_LATELY} months, {before[0]} of {before[1]} before"
    enough = min(lately[1], before[1]) >= terms.least
    chance = hypergeometric_tail(lately[0], lately[1], before[0], before[1]) if enough else None
    return _said(GamingTest.EXCLUSIONS, lately[0], lately[1], words, chance, terms)


def too_short(kept: Sequence[Kept], terms: GamingTerms) -> Examined:
    """How many sessions attended took fewer minutes than one that does anything, of those whose length was told.

    Out of line where more than a tenth were, beyond chance. One whose length was not told is in neither figure, and is counted in the words.
    """
    held = [fact for fact in _now(kept) if fact.what is Earns.ATTENDED]
    told = [fact.minutes for fact in held if fact.minutes is not None]
    short = sum(minutes < terms.short_minutes for minutes in told)
    words = f"{short} of {len(told)} took under {terms.short_minutes} minutes; of {len(held) - len(told)} it was not told"
    chance = upper_tail(len(told), short, terms.usual) if len(told) >= terms.least else None
    return _said(GamingTest.SHORT, short, len(told), words, chance, terms)


def repeated(kept: Sequence[Kept], terms: GamingTerms) -> Examined:
    """How many notes of sessions attended have the very words of another before them, of those that say anything.

    Out of line where more than a tenth have, beyond chance: a note copied says nothing of the session that it is of.
    """
    notes = [fact.alike for fact in _now(kept) if fact.what is Earns.ATTENDED and fact.alike is not None]
    again = len(notes) - len(set(notes))
    chance = upper_tail(len(notes), again, terms.usual) if len(notes) >= terms.least else None
    words = f"{again} of {len(notes)} notes have the words of another"
    return _said(GamingTest.REPEATED, again, len(notes), words, chance, terms)


def unseen(kept: Sequence[Kept], terms: GamingTerms) -> Examined:
    """How many referrals were accepted and concluded without one session attended, of those that nobody had seen before.

    Out of line where more than a tenth were, beyond chance. Whoever was to come and did not is in neither figure, and is counted in the words.
    """
    now = _now(kept)
    starts = {fact.source: fact for fact in in_order(now) if fact.what is Timed.STARTED}
    ended = [
        (starts[fact.source], fact.came)
        for fact in now
        if fact.what is Earns.CONCLUDED and fact.came is not None and fact.source in starts
    ]
    without = [first for first, day in ended if first.came is None or first.came > day]
    missed = sum(first.absent_on is not None for first in without)
    found, of = len(without) - missed, len(ended) - missed
    chance = upper_tail(of, found, terms.usual) if of >= terms.least else None
    words = f"{found} of {of} were concluded without a session attended; {missed} more missed one"
    return _said(GamingTest.UNSEEN, found, of, words, chance, terms)


def _said(
    test: GamingTest, found: int, of: int, words: str, chance: Fraction | None, terms: GamingTerms
) -> Examined:
    return Examined(test, found, of, words, chance, chance is not None and chance <= terms.alpha)


def upper_tail(of: int, found: int, share: Fraction) -> Fraction:
    """How likely at least so many of so many are where each is one with this chance, exactly."""
    return sum((comb(of, n) * share**n * (1 - share) ** (of - n) for n in range(found, of + 1)), Fraction(0))


def hypergeometric_tail(found: int, of: int, other: int, of_other: int) -> Fraction:
    """How likely at least so many of the first group are, where all that were found fell into either by chance alone."""
    every, whole = found + other, of + of_other
    most = min(every, of)
    ways = sum(
        comb(every, n) * comb(whole - every, of - n)
        for n in range(found, most + 1)
        if of - n <= whole - every
    )
    return Fraction(ways, comb(whole, of))


def _now(kept: Sequence[Kept]) -> frozenset[Fact]:
    found: frozenset[Fact] = frozenset()
    for one in kept:
        found = (found - one.removed) | one.added
    return found


def _changes(kept: Sequence[Kept]) -> Iterable[tuple[Fact, Fact]]:
    """Facts that a later statement replaced by another of the same row, where both had fallen due."""
    for one in kept:
        added = {(fact.source, fact.what): fact for fact in one.added}
        for before in in_order(one.removed):
            after = added.get((before.source, before.what))
            if after is not None and before.came is not None:
                yield before, after


def _days(fact: Fact) -> int:
    """Working days that something took."""
    if fact.came is None or fact.came <= fact.since:
        return 0
    return _CALENDAR.between(fact.since, fact.came)


def _in_time(level: Level, fact: Fact) -> bool:
    return fact.came is not None and fact.came <= _CALENDAR.add(fact.since, level.within)
