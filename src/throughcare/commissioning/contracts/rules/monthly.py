"""What is owed month by month, from what was counted: fee, prices, credits, volume. Pure: the same facts give the same penny.

A month is decided by the edition in force on its first day. Volume is settled at the end of each stretch: the months of one
year of the term under one edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache
from uuid import UUID

from throughcare.foundation.kernel import WorkingCalendar

from .agreed import Earns, Excluded, Level, Timed
from .fees import A_YEAR, month_fee, reconciled, to_the_penny, weighed
from .results import Told, settled_results
from .signing import Edition, in_force

_CALENDAR = WorkingCalendar()
_WHOLE = Fraction(100)
_LONGEST = 200
"""Characters of the words of a result."""


@dataclass(frozen=True)
class Fact:
    """One thing counted: the row it was counted from, what it is, from which day and on which it came (None: not yet).

    ``withdrawn_on`` and ``absent_on`` are the days from which it is left out by whichever service level says so of each.
    ``quantity`` is how much of it there is: the minutes that were worked, else one. ``minutes`` of a session and what is ``alike`` of notes
    in the same words are looked at, and nothing is paid by them.
    """

    source: UUID
    what: Earns | Timed
    since: date
    came: date | None = None
    withdrawn_on: date | None = None
    absent_on: date | None = None
    quantity: int = 1
    minutes: int | None = field(default=None, compare=False)
    alike: str | None = field(default=None, compare=False)

    def is_left_out(self, of: Level, limit: date) -> bool:
        """Whether a service level leaves it out: it was taken back, or missed, by the day it was due, and the level says so."""
        left = {Excluded.WITHDRAWN: self.withdrawn_on, Excluded.ABSENT: self.absent_on}
        days = [left[one] for one in of.exclusions]
        return any(day is not None and day <= limit for day in days)


class OwedFor(StrEnum):
    """What an amount is for."""

    FEE = "fee"
    PRICE = "price"
    CREDIT = "credit"
    CAP = "credits beyond the cap"
    EARNED_BACK = "credit earned back"
    VOLUME = "volume"
    RESULT = "result of a cohort"


@dataclass(frozen=True)
class Owed:
    """An amount for one month, in pence (below nothing: taken), what it is for, why in words, and the rows that earned it."""

    month: date
    what: OwedFor
    name: str
    pence: int
    words: str
    sources: tuple[UUID, ...] = ()

    @property
    def key(self) -> tuple[date, OwedFor, str]:
        """What it is the amount of."""
        return self.month, self.what, self.name


@dataclass(frozen=True)
class Measured:
    """A service level in a month: how many were due, of whom in time, and the rows of both. None of none is not a failing."""

    level: Level
    due: tuple[UUID, ...]
    in_time: tuple[UUID, ...]

    @property
    def late(self) -> tuple[UUID, ...]:
        """Those that were due and did not come in time."""
        in_time = set(self.in_time)
        return tuple(one for one in self.due if one not in in_time)

    @property
    def of_a_hundred(self) -> Fraction | None:
        """How many of a hundred came in time; None where none were due."""
        return Fraction(len(self.in_time) * 100, len(self.due)) if self.due else None

    @property
    def at_target(self) -> bool:
        """Whether the level was met, or nothing was due."""
        found = self.of_a_hundred
        return found is None or found >= Fraction(self.level.target)


def month_after(month: date, months: int = 1) -> date:
    """The first day of the month that lies some months after another."""
    counted = month.year * A_YEAR + month.month - 1 + months
    return date(counted // A_YEAR, counted % A_YEAR + 1, 1)


@lru_cache(maxsize=50_000)
def _limit(since: date, within: int) -> date:
    return _CALENDAR.add(since, within)


def measured(level: Level, facts: Iterable[Fact], month: date, ended: date | None = None) -> Measured:
    """One service level counted over what fell due in a month, by working days, and by the last day of what ended early."""
    due, in_time = [], []
    for one in in_order(fact for fact in facts if fact.what is level.measure):
        limit = _limit(one.since, level.within)
        over = ended is not None and limit > ended
        if _of(limit) == month and not one.is_left_out(level, limit) and not over:
            due.append(one.source)
            if one.came is not None and one.came <= limit:
                in_time.append(one.source)
    return Measured(level, tuple(due), tuple(in_time))


def credit(found: Measured, fee: int) -> int:
    """Pence that a service level takes from a month's fee: nothing at target, all it may at its floor, in proportion between."""
    rate, level = found.of_a_hundred, found.level
    if rate is None or rate >= Fraction(level.target):
        return 0
    short = min(Fraction(1), (Fraction(level.target) - rate) / Fraction(level.target - level.floor))
    return to_the_penny(fee * Fraction(level.most) / _WHOLE * short)


@dataclass(frozen=True)
class Book:
    """An agreement's editions and all that was counted up to the end of a month: what it owes, month by month.

    One that ``ended`` before its term owes nothing for what came after that day, and of that month a part of the fee by days.
    """

    editions: tuple[Edition, ...]
    facts: tuple[Fact, ...]
    through: date
    ended: date | None = None
    told: tuple[Told, ...] = ()

    @property
    def last_day(self) -> date:
        """The last day that is paid for: of the term, or before it where it ended early."""
        ends = in_force_last(self.editions).agreed.ends
        return min(ends, self.ended) if self.ended else ends

    @cached_property
    def months(self) -> tuple[date, ...]:
        """The months of the term, to the last that is looked at."""
        first = min(one.starts for one in self.editions)
        many = (self.through.year - first.year) * A_YEAR + self.through.month - first.month + 1
        every = [month_after(first, n) for n in range(max(0, many))]
        return tuple(one for one in every if one <= self.last_day)

    @cached_property
    def by_month(self) -> Mapping[tuple[date, Earns | Timed], tuple[Fact, ...]]:
        """Facts that earn, by the month in which they came."""
        found: dict[tuple[date, Earns | Timed], list[Fact]] = {}
        for one in in_order(self.facts):
            if isinstance(one.what, Earns) and one.came is not None and one.came <= self.last_day:
                found.setdefault((_of(one.came), one.what), []).append(one)
        return {key: tuple(facts) for key, facts in found.items()}

    def edition(self, month: date) -> Edition:
        """The edition that decides a month."""
        return in_force(self.editions, month)

    def number(self, month: date) -> int:
        """Which month of the term a month is, from 0."""
        first = self.months[0]
        return (month.year - first.year) * A_YEAR + month.month - first.month

    def fee(self, month: date) -> int:
        """A month's fee, in pence; of the month in which it ended early, the part of the days until then."""
        whole = month_fee(self.edition(month).agreed.fee, self.number(month))
        return to_the_penny(whole * self.part(month))

    def part(self, month: date) -> Fraction:
        """How much of a month is paid for: all of it, or its days up to the last."""
        after = month_after(month)
        if self.last_day >= after - timedelta(days=1):
            return Fraction(1)
        return Fraction(self.last_day.day, (after - month).days)

    def levels(self, month: date) -> tuple[Measured, ...]:
        """Every service level of a month."""
        return tuple(
            measured(level, self._due.get((level.measure, level.within, month), ()), month, self.ended)
            for level in self.edition(month).agreed.levels
        )

    @cached_property
    def _due(self) -> Mapping[tuple[Timed, int, date], Sequence[Fact]]:
        """Facts by what a level measures, within how long and in which month they fell due: each is looked at once."""
        asked = {(one.measure, one.within) for edition in self.editions for one in edition.agreed.levels}
        found: dict[tuple[Timed, int, date], list[Fact]] = {}
        for measure, within in asked:
            for one in self.facts:
                if one.what is measure:
                    key = measure, within, _of(_limit(one.since, within))
                    found.setdefault(key, []).append(one)
        return found

    def owed(self) -> tuple[Owed, ...]:
        """Everything owed for every month, in order, and what every cohort told of by then comes to."""
        credits = {month: self._credits(month) for month in self.months}
        return tuple(
            one
            for month in self.months
            for one in (
                Owed(month, OwedFor.FEE, "", self.fee(month), f"edition {self.edition(month).number}"),
                *self._prices(month), *credits[month], *self._capped(month, credits[month]),
                *self._earned_back(month, credits), *self._volume(month),
            )
        ) + tuple(
            Owed(_of(one.first_known), OwedFor.RESULT, one.label, one.pence, one.words[:_LONGEST])
            for one in settled_results(self.editions, self.told, month_after(self.through))
        )  # fmt: skip

    def _prices(self, month: date) -> list[Owed]:
        return [
            Owed(
                month, OwedFor.PRICE, kind.value, to_the_penny(price * many), f"{_plain(many)} at {price} pence",
                tuple(f.source for f in found),
            )
            for kind, price in self.edition(month).agreed.prices.items()
            if (found := self.by_month.get((month, kind), ())) and (many := _many(found))
        ]  # fmt: skip

    def _credits(self, month: date) -> list[Owed]:
        return [
            Owed(
                month, OwedFor.CREDIT, found.level.name, -taken,
                f"{len(found.in_time)} of {len(found.due)} in time, against {found.level.target} of 100", found.late,
            )
            for found in self.levels(month)
            if (taken := credit(found, self.fee(month)))
        ]  # fmt: skip

    def _capped(self, month: date, credits: Sequence[Owed]) -> list[Owed]:
        cap = self.edition(month).agreed.credit_cap
        beyond = -sum(one.pence for one in credits) - to_the_penny(self.fee(month) * Fraction(cap) / _WHOLE)
        if beyond <= 0:
            return []
        return [
            Owed(month, OwedFor.CAP, "", beyond, f"no more than {cap} per cent of the month's fee is taken")
        ]

    def _earned_back(self, month: date, credits: Mapping[date, Sequence[Owed]]) -> list[Owed]:
        """What is given back in a month: the credit of the last month that fell short, once enough months running were at target."""
        found = []
        for level in self.edition(month).agreed.levels:
            if level.earn_back is None:
                continue
            before = month_after(month, -level.earn_back)
            taken = _named(credits.get(before, ()), level.name)
            running = [month_after(month, -back) for back in range(level.earn_back)]
            if taken and all(_met(self.levels(one), level.name) for one in running):
                words = f"{level.earn_back} months running at target since {before:%B %Y}"
                pence = min(-taken.pence, self._kept_of(before, credits, taken))
                found.append(Owed(month, OwedFor.EARNED_BACK, level.name, pence, words))
        return [one for one in found if one.pence]

    def _kept_of(self, month: date, credits: Mapping[date, Sequence[Owed]], taken: Owed) -> int:
        """What a credit took in truth, where all of its month were brought to the cap: its part of them."""
        every = -sum(one.pence for one in credits[month])
        beyond = sum(one.pence for one in self._capped(month, credits[month]))
        return int(Fraction(-taken.pence * (every - beyond), every)) if every else 0

    def _volume(self, month: date) -> list[Owed]:
        volumes = self.edition(month).agreed.volumes
        stretch = self._stretch(month)
        if volumes is None or not stretch:
            return []
        facts = [
            f
            for one in stretch
            for kind in Earns
            for f in self.by_month.get((one, kind), ())
            if volumes.weights.get(kind)
        ]
        volume = weighed(
            volumes, {kind: _many(f for f in facts if f.what is kind) for kind in volumes.weights}
        )
        months = sum((self.part(one) for one in stretch), Fraction(0))
        pence = reconciled(volumes, sum(self.fee(one) for one in stretch), volume, months)
        if not pence:
            return []
        words = f"{_plain(volume)} in {_plain(months)} months, where {volumes.lower} to {volumes.upper} a year move nothing"
        return [Owed(month, OwedFor.VOLUME, "", pence, words, tuple(f.source for f in facts))]

    def _stretch(self, month: date) -> tuple[date, ...]:
        """The months settled at the end of this one: of its year of the term, under its edition; none where it goes on."""
        edition, year = self.edition(month).number, self.number(month) // A_YEAR
        if self._goes_on(month_after(month), edition, year):
            return ()
        of_year = [one for one in self.months if self.number(one) // A_YEAR == year and one <= month]
        return tuple(one for one in of_year if self.edition(one).number == edition)

    def _goes_on(self, month: date, edition: int, year: int) -> bool:
        if self.number(month) // A_YEAR != year or month > self.last_day:
            return False
        return self.edition(month).number == edition


def in_force_last(editions: Sequence[Edition]) -> Edition:
    """The edition that is in force last."""
    return max(editions, key=lambda one: (one.starts, one.number))


def clipped(facts: Iterable[Fact], month: date) -> frozenset[Fact]:
    """Facts as far as they had come by the end of a month: what began later is not there, what came later has not come yet."""
    after = month_after(month)

    def by_then(day: date | None) -> date | None:
        return day if day is not None and day < after else None

    return frozenset(
        replace(
            one,
            came=by_then(one.came),
            withdrawn_on=by_then(one.withdrawn_on),
            absent_on=by_then(one.absent_on),
        )
        for one in facts
        if one.since < after
    )


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Facts by their row, what they are and the day they began: the order in which they are kept and exported."""
    return sorted(facts, key=lambda fact: (fact.source.int, fact.what, fact.since))


def _many(facts: Iterable[Fact]) -> Fraction:
    """How many of what is priced some facts of one kind come to: hours of minutes, to the minute."""
    return sum(
        (Fraction(one.quantity, one.what.of_one) for one in facts if isinstance(one.what, Earns)), Fraction(0)
    )


def _of(day: date) -> date:
    return day.replace(day=1)


def _named(owed: Iterable[Owed], name: str) -> Owed | None:
    return next((one for one in owed if one.name == name), None)


def _met(levels: Iterable[Measured], name: str) -> bool:
    """Whether a level of that name was met, and something was due: a month in which nothing was is no proof of anything."""
    return any(one.at_target and bool(one.due) for one in levels if one.level.name == name)


def _plain(number: Fraction) -> str:
    return f"{float(number):,.3f}".rstrip("0").rstrip(".")
