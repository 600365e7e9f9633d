"""A month's statement: what is owed by then, less what was stated before; and an old one worked out again from what it kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from throughcare.foundation.kernel import Refused

from .monthly import Book, Fact, Owed, OwedFor, clipped, in_order, month_after
from .results import Told
from .signing import Edition

Key = tuple[date, OwedFor, str]


@dataclass(frozen=True)
class Stated:
    """One line of a statement: an amount in pence for a month, what for, why, and the rows that earned it.

    A line for a month before the statement's own puts right what was stated before.
    """

    month: date
    what: OwedFor
    name: str
    pence: int
    words: str
    sources: tuple[UUID, ...] = ()

    @property
    def key(self) -> Key:
        """What it is an amount of."""
        return self.month, self.what, self.name


@dataclass(frozen=True)
class Kept:
    """A statement as it was kept: its month, what it counted anew and no longer counts, its lines, and what was ruled instead.

    ``ruled`` are the pence that a ruling put in place of a line's, by what the line is for.
    """

    month: date
    added: frozenset[Fact]
    removed: frozenset[Fact]
    lines: tuple[Stated, ...]
    ruled: Mapping[Key, int]

    @property
    def total(self) -> int:
        """What its lines come to."""
        return sum(one.pence for one in self.lines)


def next_month(
    editions: Sequence[Edition], before: Sequence[Kept], ended: date | None = None, told: Sequence[Told] = ()
) -> date | None:
    """The month that is stated next; None once every month of the term was, or of what ended early.

    After that only a month in which a result was told is stated.
    """
    first = min(one.starts for one in editions)
    following = month_after(before[-1].month) if before else first
    if following <= Book(tuple(editions), (), following, ended).last_day:
        return following
    later = [one.known.replace(day=1) for one in told if one.official]
    return min((month for month in later if month >= following), default=None)


def check_may_state(
    editions: Sequence[Edition],
    before: Sequence[Kept],
    month: date,
    today: date,
    ended: date | None = None,
    told: Sequence[Told] = (),
) -> None:
    """Refuse a statement of a month that is not over, that is not the next in turn, or for terms that nobody agreed."""
    if not editions:
        raise Refused("These terms are not agreed yet, so nothing is owed.")
    due = next_month(editions, before, ended, told)
    if due is None:
        raise Refused("Every month of the term has its statement.")
    if month != due:
        raise Refused(f"The next statement is that of {due:%B %Y}.", field="month")
    if month_after(month) > today:
        raise Refused(f"{month:%B %Y} is not over yet.", field="month")


def counted_before(before: Sequence[Kept]) -> frozenset[Fact]:
    """Everything that earlier statements counted and did not take out again."""
    found: frozenset[Fact] = frozenset()
    for one in before:
        found = (found - one.removed) | one.added
    return found


def drawn(
    editions: Sequence[Edition],
    facts: Iterable[Fact],
    month: date,
    before: Sequence[Kept],
    ended: date | None = None,
    told: Sequence[Told] = (),
) -> Kept:
    """The statement of a month, from all that is known of it and of every month before, and what was stated before.

    What has changed of earlier months since they were stated is put right here, by a line that names the month; what was ruled
    on stands as it was ruled until what it rests on changes, and then gives way to what is owed: nothing is paid twice.
    """
    now, then = clipped(facts, month), counted_before(before)
    owed = _owed(editions, now, month, ended, told)
    was = _owed(editions, then, before[-1].month, ended, told) if before else {}
    already = settled(before)
    lines = [
        _line(key, owed.get(key), already.get(key, 0), month)
        for key in sorted(owed.keys() | was.keys(), key=_in_order)
        if key[0] == month or _pence(owed.get(key)) != _pence(was.get(key))
    ]
    return Kept(month, now - then, then - now, tuple(lines), {})


def _owed(
    editions: Sequence[Edition], facts: frozenset[Fact], month: date, ended: date | None, told: Sequence[Told]
) -> dict[Key, Owed]:
    return {
        one.key: one
        for one in Book(tuple(editions), tuple(in_order(facts)), month, ended, tuple(told)).owed()
    }


def settled(before: Sequence[Kept]) -> dict[Key, int]:
    """What earlier statements come to by what it is for; a ruled line counts as what was ruled."""
    found: dict[Key, int] = {}
    for one in before:
        for line in one.lines:
            found[line.key] = found.get(line.key, 0) + one.ruled.get(line.key, line.pence)
    return found


def recomputed(
    editions: Sequence[Edition], kept: Sequence[Kept], ended: date | None = None, told: Sequence[Told] = ()
) -> list[Difference]:
    """Every statement worked out again from what it counted; the lines that differ, none where all are the same to the penny."""
    found: list[Difference] = []
    for number, one in enumerate(kept):
        before = list(kept[:number])
        facts = (counted_before(before) - one.removed) | one.added
        again = drawn(editions, facts, one.month, before, ended, told)
        ours = {line.key: line.pence for line in again.lines}
        theirs = {line.key: line.pence for line in one.lines}
        for key in sorted(ours.keys() | theirs.keys(), key=_in_order):
            if ours.get(key) != theirs.get(key):
                found.append(Difference(one.month, key, theirs.get(key), ours.get(key)))
    return found


@dataclass(frozen=True)
class Difference:
    """A line that comes out another: of which statement, what for, the pence stated and those worked out; None is no line."""

    statement: date
    key: Key
    stated: int | None
    worked_out: int | None


def _line(key: Key, owed: Owed | None, already: int, month: date) -> Stated:
    words = owed.words if owed else "no longer owed"
    if key[0] != month:
        words = f"{words}; stated before: {already} pence"
    return Stated(*key, _pence(owed) - already, words, owed.sources if owed else ())


def _pence(owed: Owed | None) -> int:
    return owed.pence if owed else 0


def _in_order(key: Key) -> tuple[date, int, str]:
    return key[0], list(OwedFor).index(key[1]), key[2]
