"""Custodial terms beside and after one another: what is served of each, and on which day that makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from math import ceil

from throughcare.casework.courts.rules.terms import Term, last_day_of_run

from .law import Shares, fixed, group_named, no_licence, shares
from .words import Group, TermKind

BOARD = frozenset({TermKind.EXTENDED, TermKind.SPECIAL})
"""Terms of which the Parole Board may let somebody go before all of the custody is served."""


@dataclass(frozen=True)
class Custodial:
    """One custodial term: the day it was passed, its length, an extended licence after it, and what it follows.

    ``credit`` is days on remand or tagged bail that count towards it; ``youth`` that it is a young person's detention
    under section 250; ``offence_on`` None: not known; ``minimum`` of a life sentence.
    """

    key: str
    kind: TermKind
    passed_on: date
    length: Term | None
    extension: Term | None = None
    group: Group = Group.STANDARD
    youth: bool = False
    follows: str | None = None
    offence_on: date | None = None
    credit: int = 0
    minimum: Term | None = None

    @property
    def parts(self) -> tuple[Term, ...]:
        """Its custody and the licence after it, in the order they run."""
        return tuple(one for one in (self.length, self.extension) if one)

    @property
    def has_licence(self) -> bool:
        """Whether what is left of it after release is served on licence."""
        if self.kind is TermKind.FINE:
            return False
        old = no_licence()
        if self.kind is not TermKind.STANDARD or self.offence_on is None or self.length is None:
            return True
        short = self.length.last_day(self.passed_on) < Term(months=old.under_months).last_day(self.passed_on)
        return not (short and self.offence_on < old.offence_before and self.passed_on < old.passed_before)


@dataclass(frozen=True)
class Spell:
    """Days from a first to a last, both counted, on which somebody was unlawfully at large."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Adjusted:
    """What moves the days of everything somebody serves: days that count already, days added, and times at large."""

    credit: int = 0
    added: int = 0
    at_large: tuple[Spell, ...] = ()


UNADJUSTED = Adjusted()


@dataclass(frozen=True)
class Chain:
    """Terms that follow one another, from the first day of the first."""

    terms: tuple[Custodial, ...]

    @property
    def first(self) -> date:
        """The first day served."""
        return self.terms[0].passed_on

    @property
    def passed_on(self) -> date:
        """The day on which the last of them was passed: nobody is released from it before."""
        return max(one.passed_on for one in self.terms)

    @property
    def last(self) -> date:
        """The last day of all of it, before anything moves it."""
        return last_day_of_run(self.first, [part for one in self.terms for part in one.parts])

    @property
    def days(self) -> int:
        """How many days it has from its first to its last."""
        return (self.last - self.first).days + 1

    def moved(self, day: date, by: Adjusted, *, least: date | None = None) -> date:
        """A day of it as days that count, days added and times at large move it; never before ``least``."""
        credit = by.credit + sum(one.credit for one in self.terms)
        found = day - timedelta(days=credit - by.added)
        for spell in sorted(by.at_large, key=lambda one: one.first):
            if self.first <= spell.first <= found:
                found += timedelta(days=spell.days)
        return max(found, least) if least is not None else found

    def up_to(self, day: date) -> Chain | None:
        """As much of it as was passed before a day; None where nothing was."""
        kept = tuple(one for one in self.terms if one.passed_on < day)
        return Chain(kept) if kept else None


def chains(terms: Sequence[Custodial]) -> list[Chain]:
    """Terms as they run: each chain from a term that follows none, in the order they are served; a ring is refused."""
    after: dict[str | None, list[Custodial]] = {}
    known = {one.key for one in terms}
    for one in terms:
        after.setdefault(one.follows if one.follows in known else None, []).append(one)
    found = [Chain(tuple(run)) for head in after.get(None, []) for run in _runs(head, after)]
    if {one.key for chain in found for one in chain.terms} != known:
        raise ValueError("terms follow each other in a ring")
    return found


def _runs(head: Custodial, after: Mapping[str | None, list[Custodial]]) -> list[list[Custodial]]:
    later = after.get(head.key, [])
    return [[head, *run] for one in later for run in _runs(one, after)] or [[head]]


def served(chain: Chain, edition: Shares, *, parole: bool = False) -> int:
    """How many days of a chain are served before release, or before the Parole Board may be asked, by one edition.

    Terms passed under a later edition are served by that one. Parts of days are added before they are rounded up, and
    a term that follows is counted from the day after what was served before it.
    """
    whole = Fraction(0)
    for share, terms in groupby(chain.terms, key=lambda one: share_of(one, edition, parole=parole)):
        start = chain.first + timedelta(days=ceil(whole))
        lengths = [one.length for one in terms if one.length]
        whole += share * ((last_day_of_run(start, lengths) - start).days + 1)
    return ceil(whole)


def share_of(term: Custodial, edition: Shares, *, parole: bool = False) -> Fraction:
    """What is served of one term by an edition, or by that of the day it was passed where that is later."""
    if term.kind in BOARD:
        return fixed("parole").share if parole else Fraction(1)
    if term.kind is TermKind.FINE:
        return fixed("fine").share
    if term.kind is TermKind.TRAINING:
        return fixed("training").share
    own = max(
        [one for one in shares() if one.start <= term.passed_on],
        key=lambda one: one.start,
        default=shares()[0],
    )
    by = max(edition, own, key=lambda one: one.start)
    return by.of[group_named(term.group, youth=term.youth)]
