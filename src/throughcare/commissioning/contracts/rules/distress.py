"""Signs that a provider may not be able to go on, from what it tells of itself each month and from what was counted. Pure.

A sign proves nothing: it says where to look, while there is time. What was not told is not known, and is never calm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import Clause, Edition, Period, Refused, WorkingCalendar, edition_on

from .agreed import AgreementKind
from .monthly import month_after

_CALENDAR = WorkingCalendar()
_HUNDRED = Fraction(100)
MOST_PENCE, MOST_POSTS = 10**12, Decimal(100_000)
"""More than these is a slip of the pen."""


class Sign(StrEnum):
    """What is looked at."""

    CASH = "cash in hand"
    POSTS = "posts filled"
    CUTS = "posts cut"
    LOAD = "people for each post"
    LEVELS = "service levels missed"
    SILENCE = "months of which nothing was told"
    SUPPLY = "work that rests on one subcontractor"


class Weight(StrEnum):
    """What a sign calls for."""

    NOT_KNOWN = "not known"
    CALM = "nothing to see"
    WATCH = "watch"
    ACT = "act"


_KEYS = {
    Sign.CASH: "cash",
    Sign.POSTS: "posts",
    Sign.CUTS: "cuts",
    Sign.LOAD: "load",
    Sign.LEVELS: "levels",
    Sign.SILENCE: "silence",
    Sign.SUPPLY: "supply",
}
_FEWER_IS_WORSE = frozenset({Sign.CASH, Sign.POSTS})


@dataclass(frozen=True)
class Lines:
    """From which figure one sign is watched, from which it calls for action, and where that is said."""

    watch: Fraction
    act: Fraction
    clause: Clause
    basis: str


@dataclass(frozen=True)
class DistressTerms:
    """By which working day of a month the one before is told, how long a plan may be, over how many months cuts count, and each sign's lines."""

    due_working_days: int
    longest_days: int
    over_months: int
    signs: Mapping[Sign, Lines]


@dataclass(frozen=True)
class Told:
    """What a provider told of itself for a month: pence in hand on its last day and spent in it, posts planned and filled (whole-time).

    ``on_one``: of a hundred of the work, how much one subcontractor does in whose place nobody could step within a month; None: not told.
    """

    month: date
    cash: int
    spent: int
    planned: Decimal
    filled: Decimal
    on_one: int | None = None


@dataclass(frozen=True)
class Signal:
    """One sign: what it calls for, the figure (None: not known), in words, with the clause of its lines."""

    sign: Sign
    weight: Weight
    figure: Fraction | None
    words: str
    clause: Clause
    basis: str


@lru_cache(maxsize=1)
def _editions() -> tuple[Edition[DistressTerms], ...]:
    rows = yaml.safe_load(files(__package__).joinpath("editions", "distress.yaml").read_text("utf-8"))
    return tuple(
        Edition(f"distress from {one['from']}", Period(one["from"], one["until"]), _terms(one))
        for one in rows
    )


def _terms(row: Mapping[str, object]) -> DistressTerms:
    signs = row["signs"]
    assert isinstance(signs, dict)
    lines = {sign: _lines(signs[key]) for sign, key in _KEYS.items()}
    days, longest, months = (
        int(str(row[key])) for key in ("due_working_days", "longest_days", "over_months")
    )
    return DistressTerms(days, longest, months, lines)


def _lines(row: Mapping[str, str]) -> Lines:
    return Lines(
        Fraction(Decimal(row["watch"])), Fraction(Decimal(row["act"])), Clause(row["source"], row["paragraph"]), row["basis"]
    )  # fmt: skip


def distress_terms(on: date) -> DistressTerms:
    """The edition in force on a day."""
    return edition_on(_editions(), on).table


def month_to_tell(today: date) -> date:
    """The month that a provider tells of on a day: the last one that is over."""
    return month_after(today.replace(day=1), -1)


def told_by(month: date) -> date:
    """The last day by which a month is told of: so many working days after it."""
    last = month_after(month) - date.resolution
    return _CALENDAR.add(last, distress_terms(last).due_working_days)


def is_told(kind: AgreementKind) -> bool:
    """Whether the provider of an agreement of this kind tells of itself each month: under a contract, not a grant nor within one body."""
    return kind is AgreementKind.CONTRACT


def owed_month(
    kind: AgreementKind, starts: date, over_on: date | None, told: Iterable[date], today: date
) -> date | None:
    """The month that is still to be told of on a day; None where it was, or nothing is: before the term, or once it is over."""
    month = month_to_tell(today)
    runs = starts <= month_after(month) - date.resolution and (over_on is None or over_on >= today)
    return month if is_told(kind) and runs and month not in set(told) else None


def check_may_tell(found: Told, today: date) -> None:
    """Refuse what is told of another month than the last one over, or figures that cannot be."""
    if found.month != month_to_tell(today):
        raise Refused(f"Tell of {month_to_tell(today):%B %Y}, the last month that is over.", field="month")
    for name, pence in (("cash", found.cash), ("spent", found.spent)):
        if abs(pence) > MOST_PENCE or (name == "spent" and pence < 0):
            raise Refused(
                "Give pounds and pence, not below nothing." if name == "spent" else "Give pounds and pence.",
                field=name,
            )
    for name, posts in (("planned", found.planned), ("filled", found.filled)):
        if not 0 <= posts <= MOST_POSTS:
            raise Refused("Give whole-time posts, from none up.", field=name)
    if found.on_one is not None and not 0 <= found.on_one <= _HUNDRED:
        raise Refused("Say how much of a hundred, from 0 to 100.", field="on_one")


def signals(
    told: Sequence[Told], silent: int, people: int | None, missed: int | None, today: date
) -> list[Signal]:
    """Every sign on a day, what calls for most first.

    ``told``: what stands of each month told. ``silent``: months running that are due and of which nothing was told. ``people``: who were
    accepted and whose referral is not concluded, as statements counted. ``missed``: months running, to the last stated, in which one
    service level fell short; None where no level is agreed or nothing is stated.
    """
    terms = distress_terms(today)
    by_month = {one.month: one for one in told}
    last = by_month[max(by_month)] if by_month else None
    figures: dict[Sign, tuple[Fraction | None, str]] = {
        Sign.CASH: _cash(last),
        Sign.POSTS: _posts(last),
        Sign.CUTS: _cuts(by_month, last, terms.over_months),
        Sign.LOAD: _load(last, people),
        Sign.LEVELS: _levels(missed),
        Sign.SILENCE: (
            Fraction(silent),
            f"{_months(silent)} running, each due" if silent else "All that is due was told",
        ),
        Sign.SUPPLY: _supply(last),
    }
    found = [_signal(sign, *figures[sign], terms.signs[sign]) for sign in Sign]
    return sorted(found, key=lambda one: -_ORDER.index(one.weight))


_ORDER = (Weight.CALM, Weight.NOT_KNOWN, Weight.WATCH, Weight.ACT)
_NOTHING_TOLD = (None, "Nothing was told yet")


def _signal(sign: Sign, figure: Fraction | None, words: str, lines: Lines) -> Signal:
    return Signal(sign, _weight(sign, figure, lines), figure, words, lines.clause, lines.basis)


def _weight(sign: Sign, figure: Fraction | None, lines: Lines) -> Weight:
    if figure is None:
        return Weight.NOT_KNOWN
    if sign in _FEWER_IS_WORSE:
        return Weight.ACT if figure < lines.act else Weight.WATCH if figure < lines.watch else Weight.CALM
    return Weight.ACT if figure >= lines.act else Weight.WATCH if figure >= lines.watch else Weight.CALM


def _cash(last: Told | None) -> tuple[Fraction | None, str]:
    if last is None:
        return _NOTHING_TOLD
    if not last.spent:
        return None, f"Nothing was spent in {last.month:%B %Y}"
    months = Fraction(last.cash, last.spent)
    return months, f"Covers {float(months):.1f} months of what {last.month:%B %Y} cost"


def _posts(last: Told | None) -> tuple[Fraction | None, str]:
    if last is None:
        return _NOTHING_TOLD
    if not last.planned:
        return None, "No post is planned"
    share = Fraction(last.filled) / Fraction(last.planned) * _HUNDRED
    return share, f"{last.filled.normalize():f} of {last.planned.normalize():f} planned"


def _cuts(by_month: Mapping[date, Told], last: Told | None, over: int) -> tuple[Fraction | None, str]:
    if last is None:
        return _NOTHING_TOLD
    earlier = [
        one
        for month, one in by_month.items()
        if month_after(last.month, -over) <= month < last.month and one.planned
    ]
    if not earlier:
        return None, "No month before it was told"
    most = max(earlier, key=lambda one: (one.planned, one.month))
    gone = max(
        Fraction(0), (Fraction(most.planned) - Fraction(last.planned)) / Fraction(most.planned) * _HUNDRED
    )
    return (
        gone,
        f"{most.planned.normalize():f} planned in {most.month:%B %Y}, {last.planned.normalize():f} in {last.month:%B %Y}",
    )


def _load(last: Told | None, people: int | None) -> tuple[Fraction | None, str]:
    if last is None:
        return _NOTHING_TOLD
    if people is None:
        return None, "No referral is counted under these terms"
    if not last.filled:
        return None, f"{people} people, and no post is filled"
    load = Fraction(people) / Fraction(last.filled)
    return load, f"{people} people, {last.filled.normalize():f} posts filled: {float(load):.1f} each"


def _supply(last: Told | None) -> tuple[Fraction | None, str]:
    if last is None:
        return _NOTHING_TOLD
    if last.on_one is None:
        return None, f"Not told of {last.month:%B %Y}"
    if not last.on_one:
        return Fraction(0), "Somebody could step in for each subcontractor within a month"
    return Fraction(last.on_one), f"{last.on_one} of a hundred of the work in {last.month:%B %Y}"


def _months(number: int) -> str:
    return "1 month" if number == 1 else f"{number} months"


def _levels(missed: int | None) -> tuple[Fraction | None, str]:
    if missed is None:
        return None, "No service level was counted yet"
    return Fraction(
        missed
    ), f"{_months(missed)} running, to the last one stated" if missed else "None in the last month stated"


def silent_months(
    kind: AgreementKind, starts: date, over_on: date | None, told: Iterable[date], today: date
) -> int:
    """How many months running, back from the last one that was due, nothing was told of; never more than twelve are counted."""
    there, counted = set(told), 0
    month = month_to_tell(today)
    if not is_told(kind) or (over_on is not None and over_on < today):
        return 0
    while counted < 12 and starts <= month_after(month) - date.resolution and month not in there:
        if told_by(month) < today:
            counted += 1
        month = month_after(month, -1)
    return counted
